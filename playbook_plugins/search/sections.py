"""A page's HTML to sections: what a result can lead to. One pass, no tree.

A heading with an id begins a section. So does an element that has an address of its own: an
item, field or row of a sheet, a tip. Such an element's section ends where the element ends,
and the section around it goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Literal, NamedTuple

from .model import Section

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_ATTRIBUTE = re.compile(r"""\s(id|class|data-search-exclude)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?""")
_APART = re.compile(r"data-search-exclude|\b(?:headerlink|linenodiv|pb-required)\b")
"""Marks of what stands in a page and is no part of its words."""
_LINE_END = "\x00"
"""Between two blocks; HTML cannot hold it."""

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
SILENT = {"script", "style", "template", "noscript", "object", "svg", "math", "select", "button"}
"""Elements whose inside is nothing to read."""
RAW = {"script", "style", "textarea"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd"),
    *("label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var"),
    *("wbr", "time", "font", "big"),
}
"""Elements that do not part words."""
ITEMS = {"pb-item", "pb-field", "pb-row"}
"""What has an address of its own in a sheet."""
LONGEST_TITLE = 120
MOST_TEXT = 64_000
"""Signs of a page that its results can show; everything is found all the same."""


@dataclass(slots=True)
class _Part:
    """A section while it is read."""

    anchor: str
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An element that the reading waits for the end of."""

    tag: str
    depth: int = 1


def sections_of(content: str) -> list[Section]:
    """The sections of a page's `content`, the first of them the page's own beginning."""
    return _Reading().read(_without_comments(content))


def text_of(content: str) -> str:
    """The text of a piece of HTML, whatever sections it has."""
    found = sections_of(content)
    return "\n".join(f"{each.title}\n{each.text}".strip() for each in found).strip()


def _without_comments(content: str) -> str:
    if "<!--" not in content:
        return content
    kept, last = [], 0
    while (start := content.find("<!--", last)) >= 0:
        kept.append(content[last:start])
        end = content.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        last = end + 3
    return "".join([*kept, content[last:]])


class _Tag(NamedTuple):
    """What one tag means to the reading."""

    name: str
    effect: Literal["none", "break", "silence", "open", "close"]
    """What it does outside of a silent element."""
    is_end: bool = False
    anchor: str = ""
    has_address: bool = False
    """Whether it begins an element with an address of its own: an item, a tip."""
    is_tip_title: bool = False


@lru_cache(maxsize=4096)
def _tag_in(piece: str) -> _Tag | None:
    """The tag that `piece` is, if it is one; most are the same few, such as `<p>`."""
    named = _NAME.match(piece)
    if named is None:
        return None
    name = named[1].lower()
    if piece[1] == "/":
        return _Tag(name, "none" if name in INLINE or name in VOID else "close", is_end=True)
    if name in VOID:
        return _Tag(name, "none" if name in {"input", "img"} else "break")
    if name in INLINE and not _APART.search(piece):
        return _Tag(name, "none")
    attributes = (
        {key: double or single for key, double, single in _ATTRIBUTE.findall(piece)}
        if " " in piece
        else {}
    )
    classes = attributes.get("class", "")
    if name in SILENT or "data-search-exclude" in attributes or _APART.search(classes):
        return _Tag(name, "silence")
    if name in INLINE:
        return _Tag(name, "none")
    anchor, its = unescape(attributes.get("id", "")), classes.split()
    is_tip = anchor != "" and "pb-tip" in its
    is_item = "--" in anchor and not ITEMS.isdisjoint(its)
    return _Tag(name, "open", False, anchor, is_tip or is_item, "pb-tip-title" in its)


class _Reading:
    """One pass over one page."""

    def __init__(self) -> None:
        self.base = _Part("")
        self.parts = [self.base]
        self.around: list[tuple[_Part, _Open]] = []
        """Elements with an address of their own that are open, the innermost last."""
        self.part = self.base
        self.titled: _Open | None = None
        """The heading, or title of a tip, that is open."""
        self.silent: _Open | None = None

    def read(self, content: str) -> list[Section]:
        for number, piece in enumerate(_TAG.split(content)):
            if not number % 2:
                if piece and self.silent is None:
                    (self.part.title if self.titled else self.part.text).append(piece)
                continue
            tag = _tag_in(piece)
            if tag is None:
                if self.silent is None and piece[1:2] not in "!?":
                    self.part.text.append(piece)  # `a < b > c` is text
            elif self.silent is not None:
                self._in_silence(self.silent, tag)
            elif tag.effect == "open":
                self._open(tag)
            elif tag.effect == "close":
                self._close(tag.name)
            elif tag.effect == "break":
                self._break()
            elif tag.effect == "silence":
                self.silent = _Open(tag.name)
        first, *others = [_finished(part, first=part is self.parts[0]) for part in self.parts]
        return [first, *(each for each in others if each.title)]

    def _in_silence(self, silent: _Open, tag: _Tag) -> None:
        if tag.name != silent.tag:
            return
        if tag.is_end:
            silent.depth -= 1
        elif tag.name not in RAW:
            silent.depth += 1
        if not silent.depth:
            self.silent = None

    def _open(self, tag: _Tag) -> None:
        self._break()
        if tag.has_address:
            self.part = _Part(tag.anchor)
            self.parts.append(self.part)
            self.around.append((self.part, _Open(tag.name)))
            self.titled = None
            return
        self._count(tag.name)
        if tag.name in HEADINGS and (tag.anchor or tag.name == "h1") and not self.around:
            self._begin(tag.anchor, tag.name)
        elif tag.is_tip_title and self.around:
            self.titled = _Open(tag.name)

    def _begin(self, anchor: str, tag: str) -> None:
        """A heading: the section before it ends, unless it has been empty from the start."""
        first = self.base is self.parts[0] and len(self.parts) == 1
        if not (tag == "h1" and first and not self.base.title):
            self.base = _Part(anchor.removesuffix(".title"))
            self.parts.append(self.base)
        self.part = self.base
        self.titled = _Open(tag)

    def _count(self, tag: str) -> None:
        for each in (self.titled, self.around[-1][1] if self.around else None):
            if each is not None and each.tag == tag:
                each.depth += 1

    def _close(self, tag: str) -> None:
        if self.titled is not None and self.titled.tag == tag:
            self.titled.depth -= 1
            if not self.titled.depth:
                self.titled = None
                return
        self._break()
        if self.around and self.around[-1][1].tag == tag:
            self.around[-1][1].depth -= 1
            if not self.around[-1][1].depth:
                self.around.pop()
                self.titled = None
                self.part = self.around[-1][0] if self.around else self.base

    def _break(self) -> None:
        (self.part.title if self.titled else self.part.text).append(_LINE_END)


def _finished(part: _Part, *, first: bool) -> Section:
    title, text = _plain(part.title).replace("\n", " "), _plain(part.text)
    if not title and not first and text:
        # An item of a sheet: its words are its title.
        title, _, text = text.partition("\n")
        if len(title) > LONGEST_TITLE:
            cut = title[:LONGEST_TITLE].rsplit(" ", 1)[0]
            title, text = f"{cut} …", f"{title}\n{text}".strip()
    return Section(part.anchor, title, text)


def _plain(pieces: list[str]) -> str:
    text = "".join(pieces)
    if "&" in text:
        text = unescape(text)
    lines = [_single_spaced(line) for line in text.split(_LINE_END) if line]
    return "\n".join([line for line in lines if line])


def _single_spaced(line: str) -> str:
    if line.isprintable() and "  " not in line:  # most are: no other blank can be printed
        return line.strip()
    return " ".join(line.split())
