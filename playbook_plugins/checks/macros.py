"""Ids that another plugin takes for something else: `{#one}` opens a comment of Jinja's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playbook_plugins.shared.problems import Problem

from .checked import Checked, Reference

ID = re.compile(r"\{#[\w:.-]+(?:[ \t][^{}\n]*)?\}")
"""An id as attribute lists write it. A comment of Jinja's ends with `#}`."""
USUAL = "{#"
ALL, ASKED = "all", "asked"
"""Which pages macros read: all but those that refuse, or those alone that ask for it."""
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)


def first_id(text: str) -> Reference | None:
    """The first id in a whole source that begins as a comment does."""
    if USUAL not in text:
        return None
    found = ID.search(_RAW.sub(lambda raw: re.sub(r"[^\n]", " ", raw[0]), text))
    if found is None:
        return None
    start = found.start()
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Reference(found[0], line, column, "id")


def read_by_macros(options: Mapping[str, Any]) -> str:
    """Which pages mkdocs-macros-plugin, with these options, reads and takes `{#` for a comment."""
    if (options.get("j2_comment_start_string") or USUAL) != USUAL:
        return ""
    return ASKED if options.get("render_by_default") is False else ALL


def check_macros(pages: Iterable[Checked], read: str) -> list[Problem]:
    """One problem for a site whose macros cannot read its ids, at the first of them."""
    given = [each for each in pages if read and each.id and _is_read(each, read)]
    if not given:
        return []
    first = min(given, key=lambda each: each.path)
    assert first.id
    more = f", nor {len(given) - 1} more" if given[1:] else ""
    what = f'"{first.id.target}" opens a comment for macros, which cannot read this page{more}.'
    cure = 'Give macros other signs in mkdocs.yml: j2_comment_start_string: "[#" and '
    cure += 'j2_comment_end_string: "#]".'
    return [Problem(first.path, first.id.line, first.id.column, what, cure)]


def _is_read(page: Checked, read: str) -> bool:
    said = page.front.values.get("render_macros")
    return said is True if read == ASKED else said is not False
