"""Feeds: posts, comments and tips as Atom, RSS 2.0 and JSON Feed. Values in, text out."""

from __future__ import annotations
