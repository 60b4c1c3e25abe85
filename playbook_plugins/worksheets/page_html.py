"""What the HTML of a page with sheets or tips gets: its script, and links to other sheets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape

from playbook_plugins.shared.bundle import FOLDER
from playbook_plugins.worksheets.contract import as_pattern, markers
from playbook_plugins.worksheets.door import DOOR_SCRIPT
from playbook_plugins.worksheets.sheet_list import SheetList

STYLE, TEAM_STYLE, TIP_STYLE = "playbook.css", "playbook-team.css", "playbook-tip.css"
STYLE_LINK = re.compile(
    rf'<link rel="stylesheet" href="[^"]*{FOLDER}/playbook(?:-tip)?\.[0-9a-f]{{8}}\.css"'
)
CONTENT = '<div class="md-content"'
CHECKLIST_SCRIPT, SHEETS_SCRIPT = "playbook.js", "playbook-sheets.js"
TIP_SCRIPT, MINE_SCRIPT, TEAM_SCRIPT = "playbook-tip.js", "playbook-mine.js", "playbook-team.js"
MORE_SCRIPT, MINE_MORE_SCRIPT = "playbook-more.js", "playbook-mine-more.js"
TEAM_MORE_SCRIPT = "playbook-team-more.js"
"""Loaded by the others when a reader wants them."""
TEAM_PARTS: Mapping[str, str] = {
    "more": TEAM_MORE_SCRIPT,
    "worker": "playbook-team-worker.js",
    "phrase": "playbook-team-phrase.js",
    "xlsx": "playbook-team-xlsx.js",
}
"""What a coach's page loads for single presses (client/src/team/parts.ts), by attribute."""
FILES = (
    *(
        STYLE,
        TIP_STYLE,
        CHECKLIST_SCRIPT,
        SHEETS_SCRIPT,
        TIP_SCRIPT,
        MINE_SCRIPT,
        MORE_SCRIPT,
        MINE_MORE_SCRIPT,
    ),
    *(TEAM_STYLE, TEAM_SCRIPT, *TEAM_PARTS.values(), DOOR_SCRIPT),
)

_SHEET = re.compile(r"<playbook-worksheet[\s>]")
_LISTS = re.compile(
    r"(?:<p>)?<playbook-(mine|desk|team)\b([^>]*)>((?:(?!<playbook-|</playbook-).)*)"
    r"</playbook-\1>(?:</p>)?",
    re.DOTALL,
)
"""The elements that show the site's sheets, as an author or a block wrote them."""
_LISTED = re.compile(r"<playbook-(?:mine|desk|team)[\s>]")
_MINE = re.compile(r"<playbook-(?:mine|desk)[\s>]")
_TEAM = re.compile(r"<playbook-team[\s>]")
_SHEET_LINK = re.compile(r"<span data-sheet-link=\"([a-z][a-z0-9-]*)\">([^<]*)</span>")
_NAMED_SHEET = re.compile(r"(<playbook-worksheet\b[^>]*\bworksheet-id=\"([a-z][a-z0-9-]*)\")")
_NAMED_TIP = re.compile(r"(<div\b[^>]*\bclass=\"pb-tip\" id=\"([a-z][a-z0-9-]*)\")")
TIP = re.compile(r"<div\b[^>]*\bclass=\"(?:[^\"]* )?pb-tip[\" ]")


def scripts_for(html: str) -> tuple[str, ...]:
    """The scripts that a page's content needs; none for a page without sheets and tips."""
    if "playbook-" not in html and "pb-tip" not in html:
        return ()
    found = [_sheets_script(html)] if _SHEET.search(html) else []
    found += [MINE_SCRIPT] if _MINE.search(html) else []
    found += [TEAM_SCRIPT] if _TEAM.search(html) else []
    return tuple(found) or ((TIP_SCRIPT,) if TIP.search(html) else ())


def styles_for(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """The styles that go with a page's scripts: a page of tips needs little."""
    if scripts == (TIP_SCRIPT,):
        return (TIP_STYLE,)
    return (STYLE, TEAM_STYLE) if TEAM_SCRIPT in scripts else (STYLE,)


def _sheets_script(html: str) -> str:
    others = "|".join(map(as_pattern, markers()))
    return SHEETS_SCRIPT if re.search(others, html) else CHECKLIST_SCRIPT


def parts_of(script: str) -> Mapping[str, str]:
    """What a script loads by itself: file by attribute."""
    if script == TEAM_SCRIPT:
        return TEAM_PARTS
    return {"more": MINE_MORE_SCRIPT if script == MINE_SCRIPT else MORE_SCRIPT}


def shows_list(html: str) -> bool:
    """Whether a page's content shows the sheets of the whole site."""
    return _LISTED.search(html) is not None


def with_lists(
    output: str,
    sheets: SheetList,
    relative: Callable[[str], str],
    attributes: Mapping[str, Mapping[str, str]],
) -> str:
    """`output` with the site's sheets in the elements that show them.

    `attributes` are those that the site gives an element, by its name; what the author wrote
    stands. "My worksheets" lists links as well, which is all that it is without script.
    """

    def filled(match: re.Match[str]) -> str:
        name = "team" if match[1] == "team" else "mine"
        own = match[2] + "".join(
            f' {key}="{escape(value)}"'
            for key, value in attributes[name].items()
            if not re.search(rf"\s{key}=", match[2])
        )
        links = sheets.links(relative) if name == "mine" else ""
        return (
            f"<playbook-{name}{own}>{match[3].strip()}{links}{sheets.element(relative)}"
            f"</playbook-{name}>"
        )

    return _LISTS.sub(filled, output)


def with_addresses(output: str, address: Callable[[str], str | None]) -> str:
    """`output` with the short address of each sheet and tip; `address` gives that of an id."""

    def named(match: re.Match[str]) -> str:
        found = address(match[2])
        return match[0] if found is None else f'{match[1]} data-go="{found}"'

    return _NAMED_TIP.sub(named, _NAMED_SHEET.sub(named, output))


def with_links(
    output: str,
    address: Callable[[str], str | None],
    plan: Callable[[str], str | None] = lambda _: None,
) -> str:
    """`output` with links to the sheets that others name; `address` gives that of an id, and
    `plan` what a page has to know of one that it adds rows to."""

    def link(match: re.Match[str]) -> str:
        found = address(match[1])
        if found is None:
            return match[0]
        facts = plan(match[1]) if f'data-plan="{match[1]}"' in output else None
        told = f' data-sheet="{facts}"' if facts else ""
        return f'<a data-sheet-link="{match[1]}"{told} href="{found}">{match[2]}</a>'

    return _SHEET_LINK.sub(link, output)
