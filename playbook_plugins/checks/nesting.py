"""Texts that are nested so deeply, or so long in a line, that converting them would not end.

A page costs more than its length where signs that may open something pile up: a converter tries
each of them. The limits are far above what a person writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playbook_plugins.shared.problems import Problem

from .source_text import place

MOST_QUOTES = 30
MOST_INDENT = 120
MOST_OPEN = 400
"""Brackets, or signs "<", that stay open in one paragraph."""
MOST_TAGS = 200
LONGEST_LINE = 100_000
MOST_ROWS = 5000
MOST_COLUMNS = 200

_QUOTES = re.compile(rf"\n[ ]{{0,3}}(?:[-*+0-9.]{{0,4}} ?>[ ]?){{{MOST_QUOTES}}}")
_INDENT = re.compile(rf"\n(?:\t|[ ]{{4}}){{{MOST_INDENT // 4}}}[ \t]*\S")
_SAME_LINE = re.compile(r"\n[ ]{0,3}(?:[-*+>][ ]+|\d+[.)][ ]+){30}")
_LONG = re.compile(rf"[^\n]{{{LONGEST_LINE}}}")
_TAGS = re.compile(r"<(/?)(?:div|section|article|details|span|ul|ol|blockquote|table|b|i|em)\b")
_OPEN = {
    "[": re.compile(r"\[(?![^\[\]\n]*\])"),
    "<": re.compile(r"<(?![a-zA-Z/!?][^<>\n]*>)"),
}
_COLUMNS = re.compile(rf"\n(?:[^\n|]*\|){{{MOST_COLUMNS}}}")
_FENCED = re.compile(r"\n[ >]*(`{3,}|~{3,})[^\n]*\n.*?\n[ >]*\1[ \t]*(?=\n|$)", re.DOTALL)


def check_nesting(body: str, height: int, path: str) -> tuple[list[Problem], list[Problem]]:
    """What the body below a front matter of so many lines has too much of.

    First what cannot be built, then what is only slow to load and to read.
    """
    text = f"\n{body}"
    if ("```" in text or "~~~" in text) and _suspicious(text):
        text = _FENCED.sub(lambda code: "\n" * code[0].count("\n"), text)
    stops: list[Problem] = []
    slow: list[Problem] = []

    def tell(at: int, what: str, cure: str) -> None:
        line, _ = place(text, at)
        stops.append(Problem(path, line - 1 + height, 0, what, cure))

    for search, what, cure in (
        (_QUOTES.search, f"a quotation inside more than {MOST_QUOTES - 1} others.", "Quote less."),
        (_SAME_LINE.search, "more than 29 list signs in one line.", "Leave the signs out."),
        (_columns, f"a table with {MOST_COLUMNS} columns or more.", "Make it several tables."),
    ):
        if match := search(text):
            tell(match.start() + (match[0][0] == "\n"), what, cure)
    if match := _INDENT.search(text):
        what = f"a line that is set in by {MOST_INDENT} characters or more."
        tell(match.start() + 1, what, "Nest lists less deeply.")
    _piles(text, tell)
    if text.count("\n|") > MOST_ROWS:
        what = f"tables with more than {MOST_ROWS:,} rows."
        line = place(text, text.index("\n|") + 1)[0] - 1 + height
        cure = "Link a spreadsheet, or spread them over pages."
        slow.append(Problem(path, line, 0, what, cure))
    if len(text) > LONGEST_LINE and (long := _LONG.search(text)):
        what = f"a line of {LONGEST_LINE:,} characters or more."
        line = place(text, long.start())[0] - 1 + height
        slow.append(Problem(path, line, 0, what, "Break it into paragraphs."))
    return stops, slow


def _columns(text: str) -> re.Match[str] | None:
    """A line of a table that is too wide, for which most texts hold too few signs in all."""
    return _COLUMNS.search(text) if text.count("|") >= MOST_COLUMNS else None


def _suspicious(text: str) -> bool:
    """Whether looking again without the code in it is worth the time."""
    return (
        any(each.search(text) for each in (_QUOTES, _SAME_LINE, _INDENT))
        or _columns(text) is not None
        or text.count("[") > MOST_OPEN
        or text.count("<") > MOST_TAGS
    )


def _piles(text: str, tell: Callable[[int, str, str], None]) -> None:
    for sign, pattern in _OPEN.items():
        if text.count(sign) <= MOST_OPEN or len(pattern.findall(text)) <= MOST_OPEN:
            continue
        at = 0
        for paragraph in text.split("\n\n"):
            if len(pattern.findall(paragraph)) > MOST_OPEN:
                what = f'a paragraph with more than {MOST_OPEN} signs "{sign}" that stay open.'
                tell(at + 1, what, "Put code between lines ```, or break the paragraph.")
                break
            at += len(paragraph) + 2
    if text.count("<") > MOST_TAGS:
        depth = 0
        for tag in _TAGS.finditer(text):
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > MOST_TAGS:
                tell(tag.start(), f"HTML inside more than {MOST_TAGS} tags.", "Close your tags.")
                break
