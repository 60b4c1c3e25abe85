"""Source lines that know where they came from, and which of them Markdown reads literally."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from .records import record


@record
class Line:
    """A line of the source, perhaps without its first columns."""

    number: int
    """From 1, counted from the top of the text."""
    column: int
    """The column, from 1, of the first character of `text`."""
    text: str

    @property
    def indent(self) -> int:
        """How many spaces it starts with."""
        return len(self.text) - len(self.text.lstrip(" "))

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it."""
        return not self.text.strip()

    def cut(self, width: int) -> Line:
        """The line without up to `width` leading spaces."""
        width = min(width, self.indent)
        return Line(self.number, self.column + width, self.text[width:])


def numbered(lines: Sequence[str]) -> list[Line]:
    """The lines of a whole text, numbered from 1."""
    return [Line(number, 1, text) for number, text in enumerate(lines, 1)]


# A fence may stand in a quotation or start a list item; its sign is the point, not its place.
FENCE = re.compile(r"[\s>]*(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}(?=[^`]*$)|~{3,})")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
RAW_TAG = re.compile(r" {0,3}<(pre|script|style|textarea)\b", re.IGNORECASE)

_SIGNS = re.compile(r"`{3,}|~{3,}")


def literal_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it belongs to fenced code, an HTML comment or raw HTML text.

    A fence, comment or tag that is never closed is not one, as in Markdown itself:
    otherwise one stray backtick fence would hide every sheet below it.
    """
    flags = [False] * len(lines)
    ends = _Ends(lines)
    index = 0
    while index < len(lines):
        end = _literal_end(lines[index].text, index, ends)
        if end is None:
            index += 1
            continue
        flags[index : end + 1] = [True] * (end + 1 - index)
        index = end + 1
    return flags


class _Ends:
    """Where literal passages may end. Each kind of end is looked for once in a text, however
    many passages open and never close."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._known: dict[str, list[int]] = {}

    @cached_property
    def _fences(self) -> dict[str, list[int]]:
        """A fence closes with the same signs and as many, as Python-Markdown has it."""
        found: dict[str, list[int]] = {}
        for index, line in enumerate(self._lines):
            bare = line.text.lstrip(" >").rstrip()
            if _SIGNS.fullmatch(bare):
                found.setdefault(bare, []).append(index)
        return found

    def fence(self, signs: str, start: int) -> int | None:
        """The first line from `start` that closes the fence `signs`."""
        return _from(self._fences.get(signs, ()), start)

    def holding(self, words: str, start: int) -> int | None:
        """The first line from `start` that holds `words`, which are in small letters."""
        if words not in self._known:
            pairs = enumerate(self._lines)
            self._known[words] = [at for at, line in pairs if words in line.text.lower()]
        return _from(self._known[words], start)


def _from(places: Sequence[int], start: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) else None


def _literal_end(text: str, index: int, ends: _Ends) -> int | None:
    """The last line of the literal passage that opens with `text`, if one does."""
    if fence := FENCE.match(text):
        return ends.fence(fence[1], index + 1)
    if (tag := RAW_TAG.match(text)) is not None:
        return ends.holding(f"</{tag[1].lower()}", index)
    opened = CODE_SPAN.sub("", text).rpartition("<!--") if "<!--" in text else ("", "", "")
    if opened[1] and "-->" not in opened[2]:
        return ends.holding("-->", index + 1)
    return None


def trimmed(lines: Sequence[Line]) -> list[Line]:
    """The lines without blank ones at either end."""
    kept = list(lines)
    while kept and kept[0].blank:
        kept.pop(0)
    while kept and kept[-1].blank:
        kept.pop()
    return kept
