"""From a line that Markdown sees back to the line that the author wrote.

Snippets put other files' lines into a page before any block is read, and tabs become
spaces. A message has to name the author's own line and column.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

TAB = 4
"""Python-Markdown's tab length."""


class Places:
    """Maps lines of the text as read to lines of the text as written."""

    def __init__(self, written: Sequence[str], read: Sequence[str]) -> None:
        self._written = list(written)
        plain = [line.expandtabs(TAB).rstrip() for line in written]
        seen = [line.rstrip() for line in read]
        self._same = len(seen) >= len(plain) and seen[: len(plain)] == plain
        self._lines: list[int] = [] if self._same else _matched(plain, seen)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Line and column, from 1, as the author's editor counts them; 0 stays 0."""
        if not line:
            return 0, column
        number = line if self._same else self._lines[min(line, len(self._lines)) - 1]
        number = min(number, len(self._written)) or 1
        return number, _column(self._written[number - 1], column) if column else 0


def _matched(written: Sequence[str], read: Sequence[str]) -> list[int]:
    """For each line read, the number of the line written (for one put in, of what it replaced)."""
    matcher = difflib.SequenceMatcher(None, written, read, autojunk=False)
    numbers: list[int] = []
    for tag, start, _, other_start, other_end in matcher.get_opcodes():
        for offset in range(other_end - other_start):
            numbers.append(start + offset + 1 if tag == "equal" else start + 1)
    return numbers


def _column(written: str, column: int) -> int:
    """The column in `written` of what stands at `column` once tabs are spaces."""
    width = 0
    for index, sign in enumerate(written):
        width += TAB - width % TAB if sign == "\t" else 1
        if width >= column:
            return index + 1
    return column
