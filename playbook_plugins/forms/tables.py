"""A Markdown table as cells that know their line and column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playbook_plugins.shared.source_lines import Line

_RULE_CELL = re.compile(r"\s*:?-+:?\s*")


def split_cells(line: Line) -> list[Line]:
    """The cells of one table line. A bar in backticks or after a backslash parts nothing."""
    text = line.text
    stripped = text.strip()
    start = line.indent + (1 if stripped.startswith("|") else 0)
    ends = [*_bars(text, start), len(text.rstrip())]
    cells = []
    for end in ends:
        cells.append(_cell(line, start, end))
        start = end + 1
    if len(cells) > 1 and stripped.endswith("|") and not cells[-1].text:
        cells.pop()
    return cells


def _cell(line: Line, start: int, end: int) -> Line:
    raw = line.text[start:end]
    column = line.column + start + len(raw) - len(raw.lstrip())
    return Line(line.number, column, raw.strip().replace("\\|", "|"))


def _bars(text: str, start: int) -> list[int]:
    bars = []
    index = start
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == "`":
            index = _code_end(text, index)
        elif text[index] == "|":
            bars.append(index)
        index += 1
    return bars


def _code_end(text: str, index: int) -> int:
    """The last backtick of the code that opens at `index`; when none closes it, of its opening."""
    stop = index
    while text[stop : stop + 1] == "`":
        stop += 1
    ticks = text[index:stop]
    at = text.find(ticks, stop)
    while at >= 0:
        end = at
        while text[end : end + 1] == "`":
            end += 1
        if end - at == len(ticks):
            return end - 1
        at = text.find(ticks, end)
    return stop - 1


def is_rule(line: Line) -> bool:
    """Whether this is the line of dashes under a table's head."""
    if "-" not in line.text or "|" not in line.text:
        return False
    return all(_RULE_CELL.fullmatch(cell.text) for cell in split_cells(line))


_NO_ROW = re.compile(r"\s*(?:>|(?:(?:[-*+]|\d+[.)])\s+)?///)")
"""A quotation or a fence may hold a bar and is no line of a table."""


def may_be_row(line: Line) -> bool:
    """Whether a line can be part of a table."""
    return "|" in line.text and not _NO_ROW.match(line.text)


def find_tables(lines: Sequence[Line], whole: Sequence[bool]) -> list[range]:
    """Where tables stand: each from its head to its last row, as positions in `lines`.

    `whole` marks lines of code and of blocks inside, whose tables are their own.
    """
    tables = []
    index = 1
    while index < len(lines):
        if whole[index] or not is_rule(lines[index]) or not may_be_row(lines[index - 1]):
            index += 1
            continue
        end = index + 1
        while end < len(lines) and not whole[end] and may_be_row(lines[end]):
            end += 1
        tables.append(range(index - 1, end))
        index = end + 1
    return tables
