"""The `///` lines: which open a block of ours, which open another's, which close one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from playbook_plugins.lines import Line, literal_lines
from playbook_plugins.records import record

OURS = ("checklist", "action-plan", "assessment", "agreement", "review", "worksheet", "tip")
"""The blocks of this extension, by the word after the slashes."""

OTHERS = frozenset(
    {"admonition", "details", "note", "attention", "caution", "danger", "error", "hint"}
    | {"important", "warning", "tab", "html", "define", "caption", "figure-caption"}
    | {"table-caption", "posts", "tips", "comments", "labels", "archive", "blogroll"}
)
"""Blocks of PyMdown and listings of the blog: never a misspelling of ours."""

CLOSE_ENOUGH = 0.75
"""How alike a word and one of ours are, from 0 to 1, before we think it is meant."""

_OPEN = re.compile(r"( {0,3})(/{2,})[ ]*([A-Za-z][^|]*?)[ ]*(?:(\|)[ ]*(.*?))?[ ]*$")
_CLOSE = re.compile(r" {0,3}(/{3,})[ ]*$")


@record
class Opening:
    """A line that opens a block."""

    line: Line
    slashes: int
    kind: str
    """One of OURS, or another's word."""
    written: str
    """The word as written, when it is not spelt `kind`."""
    title: str
    bar: bool

    @property
    def ours(self) -> bool:
        """Whether the block is this extension's to read."""
        return self.kind in OURS


def opening(line: Line, foreign: Collection[str]) -> Opening | None:
    """The opening on `line`, if it is one. `foreign` are words of others' blocks."""
    match = _OPEN.match(line.text)
    if not match:
        return None
    words, bar, title = match[3], match[4] is not None, match[5] or ""
    kind, title = _kind(words, bar, title, foreign)
    slashes = len(match[2])
    if slashes < 3 and (not bar or kind not in OURS):
        return None  # a comment in some language, not a block
    written = "" if words.split()[0] == kind else words
    return Opening(line.cut(len(match[1])), slashes, kind, written, title, bar)


def _kind(words: str, bar: bool, title: str, foreign: Collection[str]) -> tuple[str, str]:
    """The kind of block that `words` name, and its title when the bar was forgotten."""
    first, _, rest = words.partition(" ")
    if first in OURS:
        return first, title if bar else rest.strip()
    if first in foreign or first in OTHERS:
        return first, title
    whole = "-".join(words.lower().split())
    if near := difflib.get_close_matches(whole, OURS, n=1, cutoff=CLOSE_ENOUGH):
        return near[0], title
    return first, title


def closing(line: Line) -> int:
    """How many slashes close a block on `line`; 0 when it closes none."""
    match = _CLOSE.match(line.text)
    return len(match[1]) if match else 0


@record
class Extent:
    """Where a block ends: the position after its content, and after its closing line."""

    content_end: int
    after: int
    closed_by: int
    """Slashes of the closing line; 0 when the block was never closed."""


def whole_lines(lines: Sequence[Line], foreign: Collection[str]) -> list[bool]:
    """For each line of a block's content, whether it is read as part of something whole.

    That is literal text, or a block inside the block: its headings and lists are its own.
    """
    literal = literal_lines(lines)
    flags = list(literal)
    index = 0
    while index < len(lines):
        found = None if literal[index] else opening(lines[index].cut(lines[index].indent), foreign)
        if not found or not (found.ours or found.kind in foreign):
            index += 1
            continue
        inner = [line.cut(lines[index].indent) for line in lines]
        after = extent(inner, literal, index + 1, found.slashes, foreign).after
        flags[index:after] = [True] * (after - index)
        index = after
    return flags


_TOP_HEADING = re.compile(r" {0,3}#{1,2}\s+\S")


def extent(
    lines: Sequence[Line],
    literal: Sequence[bool],
    start: int,
    slashes: int,
    foreign: Collection[str],
) -> Extent:
    """Where the block ends whose content begins at `start`, opened with so many slashes.

    One that is never closed ends at the next sheet, the next heading of level 1 or 2,
    or the end of its place, so that it cannot swallow the page.
    """
    inside: list[int] = []
    end = len(lines)
    tip = end
    """Where the first tip opens that has as many slashes: inside, if this block closes after it."""
    for index in range(start, len(lines)):
        if literal[index]:
            continue
        if count := closing(lines[index]):
            if count in inside:
                del inside[inside.index(count) :]
            else:
                return Extent(index, index + 1, count)
        elif found := opening(lines[index], foreign):
            if found.ours and found.slashes >= slashes:
                if found.kind != "tip":
                    end = index
                    break
                tip = min(tip, index)
            if found.ours or found.kind in foreign:
                inside.append(found.slashes)
    unclosed = _before_heading(lines, literal, start, min(end, tip))
    return Extent(unclosed, unclosed, 0)


def _before_heading(lines: Sequence[Line], literal: Sequence[bool], start: int, end: int) -> int:
    for index in range(start, end):
        if not literal[index] and _TOP_HEADING.match(lines[index].text):
            return index
    return end
