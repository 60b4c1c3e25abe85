"""What the HTML of a page with sheets or tips gets: its script, and links to other sheets."""

from __future__ import annotations

import re
from collections.abc import Callable

from playbook_plugins.shared.bundle import FOLDER
from playbook_plugins.worksheets.contract import as_pattern, markers
from playbook_plugins.worksheets.door import DOOR_SCRIPT

STYLE = "playbook.css"
STYLE_LINK = re.compile(
    rf'<link rel="stylesheet" href="[^"]*{FOLDER}/playbook\.[0-9a-f]{{8}}\.css"'
)
CONTENT = '<div class="md-content"'
CHECKLIST_SCRIPT, SHEETS_SCRIPT = "playbook.js", "playbook-sheets.js"
TIP_SCRIPT, MINE_SCRIPT = "playbook-tip.js", "playbook-mine.js"
MORE_SCRIPT = "playbook-more.js"
"""Loaded by the others when a reader wants it."""
FILES = (
    *(STYLE, CHECKLIST_SCRIPT, SHEETS_SCRIPT, TIP_SCRIPT, MINE_SCRIPT, MORE_SCRIPT),
    DOOR_SCRIPT,
)

_SHEET = re.compile(r"<playbook-worksheet[\s>]")
MINE_EMPTY = re.compile(r"(?:<p>)?<playbook-mine>\s*</playbook-mine>(?:</p>)?")
_MINE = re.compile(r"<playbook-mine[\s>]")
_SHEET_LINK = re.compile(r"<span data-sheet-link=\"([a-z][a-z0-9-]*)\">([^<]*)</span>")
_NAMED_SHEET = re.compile(r"(<playbook-worksheet\b[^>]*\bworksheet-id=\"([a-z][a-z0-9-]*)\")")
_NAMED_TIP = re.compile(r"(<div\b[^>]*\bclass=\"pb-tip\" id=\"([a-z][a-z0-9-]*)\")")
TIP = re.compile(r"<div\b[^>]*\bclass=\"(?:[^\"]* )?pb-tip[\" ]")


def script_for(html: str) -> str:
    """The script that a page's content needs; none for a page without sheets and tips."""
    if "playbook-" not in html and "pb-tip" not in html:
        return ""
    if _SHEET.search(html):
        others = "|".join(map(as_pattern, markers()))
        return SHEETS_SCRIPT if re.search(others, html) else CHECKLIST_SCRIPT
    if _MINE.search(html):
        return MINE_SCRIPT
    return TIP_SCRIPT if TIP.search(html) else ""


def with_addresses(output: str, address: Callable[[str], str | None]) -> str:
    """`output` with the short address of each sheet and tip; `address` gives that of an id."""

    def named(match: re.Match[str]) -> str:
        found = address(match[2])
        return match[0] if found is None else f'{match[1]} data-go="{found}"'

    return _NAMED_TIP.sub(named, _NAMED_SHEET.sub(named, output))


def with_links(output: str, address: Callable[[str], str | None]) -> str:
    """`output` with links to the sheets that others name; `address` gives that of an id."""

    def link(match: re.Match[str]) -> str:
        found = address(match[1])
        if found is None:
            return match[0]
        return f'<a data-sheet-link="{match[1]}" href="{found}">{match[2]}</a>'

    return _SHEET_LINK.sub(link, output)
