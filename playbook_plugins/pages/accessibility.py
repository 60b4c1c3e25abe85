"""Names for what the theme and Markdown leave without one. Knows no host.

A screen reader says "dialog" and "checkbox" and no more. Each page passes here, so that its text is
searched for fixed words and not read tag by tag.
"""

from __future__ import annotations

import html
import re

from playbook_plugins.shared.page_edits import Edits

NAMELESS = 'data-md-component="search" role="dialog">'
_FIELD = re.compile(r'<input\b[^>]*\bclass="md-search__input"[^>]*\baria-label="([^"]*)"')
BOX = '<input type="checkbox"'
_BOX = re.compile(rf"{BOX}(?: disabled)?( checked)?/>")


def name_search(page: Edits) -> None:
    """Call the theme's search dialog what its field is called."""
    start = page.text.find(NAMELESS)
    field = _FIELD.search(page.text, start) if start >= 0 else None
    if field:
        end = start + len(NAMELESS)
        page.put(end - 1, end - 1, f' aria-label="{field[1]}"')


def name_boxes(page: Edits, done: str, not_yet: str) -> None:
    """Say of each box of a task list (`pymdownx.tasklist`) whether its task is done."""
    start = page.text.find(BOX)
    for box in _BOX.finditer(page.text, start) if start >= 0 else ():
        named = html.escape(done if box[1] else not_yet)
        page.put(box.end() - 2, box.end() - 2, f' aria-label="{named}"')
