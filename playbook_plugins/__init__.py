"""Playbook: a sales-coaching blog and playbook for MkDocs."""

__version__ = "0.1.0"
