"""The `///` lines: which open a block of ours, which open another's, which close one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line, literal_lines

OTHERS = frozenset(
    {"admonition", "details", "note", "attention", "caution", "danger", "error", "hint"}
    | {"important", "warning", "tab", "html", "define", "caption", "figure-caption"}
    | {"table-caption", "posts", "tips", "plays", "comments", "labels", "archive", "blogroll"}
)
"""Blocks of PyMdown and listings of the blog: never a misspelling of ours."""

CLOSE_ENOUGH = 0.75
"""How alike a word and one of ours are, from 0 to 1, before we think it is meant."""

_OPEN = re.compile(r"( {0,3})(/{2,})[ ]*([\"'“„A-Za-z][^|｜]*)(?:([|｜])(.*))?$")
_CLOSE = re.compile(r" {0,3}(/{3,})[ ]*$")
_NEARLY = re.compile(
    r" {0,3}(/{3,}|/ / /(?: /)*)[ ]{0,3}"
    r"(?:[.,;:|]|(?:/|end|close|stop|ende|fin)(?:[ ][a-z-]+)?)?[ ]*$"
)
"""What is meant to close a block: `/// end`, `/ / /`, `///.`."""
_JOINS = " :–—-.\"'“”„"


@record
class Opening:
    """A line that opens a block."""

    line: Line
    slashes: int
    kind: str
    """One of `KINDS`, or another's word."""
    written: str
    """The word as written, when it is not spelt `kind`."""
    title: str
    bar: bool
    extra: str = ""
    """What stands between the kind and the bar, where nothing is read."""

    @property
    def ours(self) -> bool:
        """Whether the block is this extension's to read."""
        return self.kind in KINDS


def opening(line: Line, foreign: Collection[str]) -> Opening | None:
    """The opening on `line`, if it is one. `foreign` are words of others' blocks."""
    if "//" not in line.text:
        return None
    match = _OPEN.match(line.text)
    if not match:
        return None
    words, bar, title = match[3].strip(), match[4] == "|", (match[5] or "").strip()
    if not words:
        return None
    kind, written, rest = _kind(words, foreign)
    slashes = len(match[2])
    if slashes < 3 and (not match[4] or kind not in KINDS):
        return None  # a comment in some language, not a block
    extra = rest if title and kind in KINDS else ""
    title = title or rest
    return Opening(line.cut(len(match[1])), slashes, kind, written, title, bar, extra)


def _kind(words: str, foreign: Collection[str]) -> tuple[str, str, str]:
    """The kind of block that `words` name, how it is written if otherwise, and the rest."""
    first, _, rest = words.partition(" ")
    if first in foreign or first in OTHERS:
        return first, "", ""
    bare = first.strip(_JOINS)
    if bare in KINDS:
        quoted = first.strip(_JOINS[:6]) != bare
        return bare, first if quoted else "", rest.strip(_JOINS)
    second, _, after = rest.partition(" ")
    for word, left in ((f"{first} {second}".strip(), after), (first, rest)):
        if kind := _nearest(word.strip(_JOINS)):
            return kind, word, left.strip(_JOINS)
    return first, "", ""


def _nearest(word: str) -> str:
    """The one of ours that a word means; empty when it means none."""
    whole = "-".join(word.lower().split())[:40]
    for name, kind in KINDS.items():
        if whole in kind.synonyms:
            return name
    near = difflib.get_close_matches(whole, KINDS, n=1, cutoff=CLOSE_ENOUGH)
    return near[0] if near else ""


def closing(line: Line) -> int:
    """How many slashes close a block on `line`; 0 when it closes none."""
    match = _CLOSE.match(line.text)
    return len(match[1]) if match else 0


def nearly_closing(line: Line) -> int:
    """The same for a line that is meant to close a block, such as `/// end`."""
    match = _NEARLY.match(line.text) if "/" in line.text else None
    return match[1].count("/") if match else 0


@record
class Extent:
    """Where a block ends: the position after its content, and after its closing line."""

    content_end: int
    after: int
    closed_by: int
    """Slashes of the closing line; 0 when the block was never closed."""
    crowded: Opening | None = None
    """A block inside that has as many slashes, or more."""
    badly: Line | None = None
    """The closing line, where it holds more than slashes."""


def whole_lines(lines: Sequence[Line], foreign: Collection[str]) -> list[bool]:
    """For each line of a block's content, whether it is read as part of something whole.

    That is literal text, or a block inside the block: its headings and lists are its own.
    """
    literal = literal_lines(lines)
    flags = list(literal)
    index = 0
    while index < len(lines):
        width = lines[index].indent
        found = None if literal[index] else opening(lines[index].cut(width), foreign)
        if not found or not (found.ours or found.kind in foreign):
            index += 1
            continue
        after = extent(lines, literal, index + 1, found, Place(foreign, 0, width)).after
        flags[index:after] = [True] * (after - index)
        index = after
    return flags


_TOP_HEADING = re.compile(r" {0,3}#{1,2}\s+\S")


@record
class Place:
    """Where a block stands: the words of others' blocks, how far its place is indented, and how
    far its own lines are."""

    foreign: Collection[str]
    base: int = 0
    width: int = 0


def extent(
    lines: Sequence[Line], literal: Sequence[bool], start: int, opened: Opening, place: Place
) -> Extent:
    """Where the block ends that `opened` opens and whose content begins at `start`.

    One that is never closed ends at the next sheet, the next heading of level 1 or 2,
    or the end of its place, so that it cannot swallow the page. Reads no further than that.
    """
    inside: list[int] = []
    rival: tuple[int, Opening] | None = None
    """The first sheet that has as many slashes: inside, if this block closes after it."""
    tip = end = len(lines)
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.blank and line.indent < place.base:
            end = index
            break
        if literal[index]:
            continue
        line = line.cut(place.width)
        if count := closing(line) or nearly_closing(line):
            if count not in inside:
                badly = None if closing(line) else line
                return Extent(index, index + 1, count, rival[1] if rival else None, badly)
            del inside[_opened_at(inside, count, last=rival is not None) :]
        elif found := opening(line, place.foreign):
            if found.ours and found.slashes >= opened.slashes:
                if KINDS[found.kind].is_sheet or not KINDS[opened.kind].is_sheet:
                    if rival and rival[1].slashes in inside:
                        break  # the one before is not closed either
                    rival = rival or (index, found)
                tip = min(tip, index)
            if found.ours or found.bar or found.kind in place.foreign or found.kind in OTHERS:
                inside.append(found.slashes)
    end = min(end, tip, rival[0] if rival else end)
    headings = (
        index
        for index in range(start, end)
        if not literal[index] and _TOP_HEADING.match(lines[index].cut(place.width).text)
    )
    unclosed = next(headings, end)
    return Extent(unclosed, unclosed, 0)


def _opened_at(inside: Sequence[int], slashes: int, last: bool) -> int:
    """Which of the open blocks these slashes close: of several, the outermost, as tips may be
    left open; the innermost where sheets stand in each other."""
    if not last:
        return inside.index(slashes)
    return len(inside) - 1 - inside[::-1].index(slashes)
