"""What cannot match a text is not tried on it.

Python-Markdown tries each of some fifteen patterns on each piece of text, and as many processors on
each block; most hold no sign of any. Of its own we know what a match must contain, by the text of
their expressions; all others, and those of other versions, are tried as ever. Whatever is passed by
would have found nothing and left nothing, so the finished page is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import blockprocessors as processors
from markdown import inlinepatterns as patterns
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

Needed = tuple[str, ...]
"""A text that holds none of these does not match; empty where we do not know."""

IN_TEXT: dict[str, Needed] = {
    patterns.BACKTICK_RE: ("`",),
    patterns.ESCAPE_RE: ("\\",),
    patterns.LINK_RE: ("[",),
    patterns.IMAGE_LINK_RE: ("![",),
    patterns.AUTOLINK_RE: ("<",),
    patterns.AUTOMAIL_RE: ("<",),
    patterns.HTML_RE: ("<",),
    patterns.ENTITY_RE: ("&",),
    patterns.LINE_BREAK_RE: ("  \n",),
    r"\[\^([^\]]*)\]": ("[^",),
    r"\*|_": ("*", "_"),
}
"""By the text of a pattern's expression. The last two are a footnote's mark, and emphasis."""

IN_BLOCK: dict[type, tuple[str, Needed]] = {
    processors.HashHeaderProcessor: (
        r"(?:^|\n)(?P<level>#{1,6})(?P<header>(?:\\.|[^\\#]|#+(?=[^#\n]))*?)#*(?:\n|$)",
        ("#",),
    ),
    processors.SetextHeaderProcessor: (r"^.*?\n(?:=+|-+)[ ]*(\n|$)", ("\n=", "\n-")),
    processors.BlockQuoteProcessor: (r"(^|\n)[ ]{0,3}>[ ]?(.*)", (">",)),
    processors.ReferenceProcessor: (
        r"^[ ]{0,3}\[([^\[\]]*)\]:[ ]*(?:\n[ ]*)?([^\s]+)[ ]*"
        r'(?:\n[ ]*)?((["\'])(.*)\4[ ]*|\((.*)\)[ ]*)?$',
        ("]:",),
    ),
    DefListProcessor: (r"(^|\n)[ ]{0,3}:[ ]{1,3}(.*?)(\n|$)", (": ",)),
    FootnoteBlockProcessor: (r"^[ ]{0,3}\[\^([^\]]*)\]:[ ]*(.*)$", ("]:",)),
    AbbrBlockprocessor: (
        r"^[*]\[(?P<abbr>[^\\]*?)\][ ]?:[ ]*\n?[ ]*(?P<title>.*)$",
        ("*[",),
    ),
}
"""By class: the text of its expression, and what a match must hold."""


STEPS = ("handleInline", "applyPattern")
"""The host's own steps that we go between; a version without them is left alone."""

_SIGNS = re.compile("|".join(re.escape(each) for needed in IN_TEXT.values() for each in needed))
"""Any sign of any of them."""


def try_less(md: Markdown) -> None:
    """Let `md` try patterns and processors only where they may match."""
    is_known = all(hasattr(InlineProcessor, f"_InlineProcessor__{step}") for step in STEPS)
    for each in md.treeprocessors:
        if is_known and type(each) is InlineProcessor:
            each.__class__ = _Inline
    if type(md.parser) is BlockParser:
        md.parser.__class__ = _Blocks


def _in_text(pattern: Any) -> Needed:
    if type(pattern).getCompiledRegExp is not patterns.Pattern.getCompiledRegExp:
        return ()
    if not isinstance(pattern, patterns.InlineProcessor):
        return ()  # of the older kind, whose expression holds more than was given
    return IN_TEXT.get(pattern.compiled_re.pattern, ())


def _in_block(processor: processors.BlockProcessor) -> Needed:
    if type(processor) is TableProcessor:
        return ("|",)
    expression, needed = IN_BLOCK.get(type(processor), ("", ()))
    found = getattr(processor, "RE", None)
    return needed if isinstance(found, re.Pattern) and found.pattern == expression else ()


class _Inline(InlineProcessor):
    """The host's own, but for the patterns that it passes by."""

    _chosen: tuple[tuple[Any, Needed], ...] = ()
    _is_known = False
    """Whether all patterns are of those whose signs we know."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As the class above; an extension may bring patterns from one text to the next."""
        self._choose()
        return super().run(tree, ancestors)

    def _choose(self) -> None:
        self._chosen = tuple((each, _in_text(each)) for each in self.inlinePatterns)
        self._is_known = all(needed for _, needed in self._chosen)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802,N803
        # Named as the class above names it for itself: this is the one step that differs.
        if isinstance(data, AtomicString):
            return data
        if len(self._chosen) != len(self.inlinePatterns):
            self._choose()
        if self._is_known and not _SIGNS.search(data):
            return data
        start, count = 0, len(self._chosen)
        while patternIndex < count:
            pattern, needed = self._chosen[patternIndex]
            matched = False
            if not needed or any(map(data.__contains__, needed)):
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, patternIndex, start
                )
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
        return data


class _Blocks(BlockParser):
    """The host's own, but for the processors that it passes by."""

    _chosen: tuple[tuple[processors.BlockProcessor, Needed], ...] = ()

    def parseDocument(self, lines: Iterable[str]) -> Any:  # noqa: N802
        """As the class above; an extension may bring processors from one text to the next."""
        self._choose()
        return super().parseDocument(lines)

    def _choose(self) -> None:
        self._chosen = tuple((each, _in_block(each)) for each in self.blockprocessors)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """As the class above."""
        if len(self._chosen) != len(self.blockprocessors):
            self._choose()
        while blocks:
            for processor, needed in self._chosen:
                block = blocks[0]
                if needed and not any(map(block.__contains__, needed)):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
