"""From a line that Markdown sees back to the line that the author wrote.

Snippets put other files' lines into a page before any block is read, and tabs become
spaces. A message has to name the author's own line and column.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache

TAB = 4
"""Python-Markdown's tab length."""


class Places:
    """Maps lines of the text as read to lines of the text as written."""

    def __init__(self, written: Sequence[str], read: Sequence[str]) -> None:
        self._written, self._read = list(written), list(read)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Line and column, from 1, as the author's editor counts them; 0 stays 0."""
        if not line:
            return 0, column
        lines = self._lines
        number = lines[min(line, len(lines)) - 1] if lines else line
        number = min(number, len(self._written)) or 1
        return number, _column(self._written[number - 1], column) if column else 0

    @cached_property
    def _lines(self) -> list[int]:
        """For each line read, the line written; empty where they are the same. Most pages have
        nothing to tell: nobody asks."""
        plain = [line.expandtabs(TAB).rstrip() for line in self._written]
        seen = [line.rstrip() for line in self._read]
        return [] if seen[: len(plain)] == plain else _matched(plain, seen)


LONG = 1000
"""Lines beyond which blank and other common lines lead no search: it would take squares of them."""


def _matched(written: Sequence[str], read: Sequence[str]) -> list[int]:
    """For each line read, the number of the line written (for one put in, of what it replaced)."""
    first = _common(written, read)
    last = _common(written[first:][::-1], read[first:][::-1])
    here, there = written[first : len(written) - last], read[first : len(read) - last]
    matcher = difflib.SequenceMatcher(None, here, there, autojunk=len(there) > LONG)
    numbers = [*range(1, first + 1)]
    for tag, start, _, other_start, other_end in matcher.get_opcodes():
        for offset in range(other_end - other_start):
            numbers.append(first + start + (offset if tag == "equal" else 0) + 1)
    return [*numbers, *range(len(written) - last + 1, len(written) + 1)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _column(written: str, column: int) -> int:
    """The column in `written` of what stands at `column` once tabs are spaces."""
    if "\t" not in written[:column]:
        return min(column, len(written) + 1) if written else column
    return bisect_left(_widths(written), column) + 1


@lru_cache(maxsize=8)
def _widths(written: str) -> Sequence[int]:
    """For each sign of a line, the column after it. One long line may hold many mistakes."""
    width, widths = 0, []
    for sign in written:
        width += TAB - width % TAB if sign == "\t" else 1
        widths.append(width)
    return widths
