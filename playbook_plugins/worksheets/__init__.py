"""Worksheets: checklists, action plans and tips, written in Markdown."""
