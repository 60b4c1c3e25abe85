"""What cannot match a text is not tried on it.

Python-Markdown tries each of some fifteen patterns on each piece of text, and as many processors on
each block; most hold no sign of any. Of its own we know what a match must contain, by the text of
their expressions; all others, and those of other versions, are tried as ever. Whatever is passed by
would have found nothing and left nothing, so the finished page is the same.

Loaded where `probe.py` knows the host alone: what it names may not be there in another.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import inlinepatterns as patterns
from markdown.blockparser import BlockParser
from markdown.treeprocessors import InlineProcessor
from markdown.util import HTML_PLACEHOLDER, AtomicString

Needed = tuple[str, ...]
"""A text that holds none of these does not match; empty where we do not know."""

INDENT = "    "
STASHED = HTML_PLACEHOLDER.partition("%")[0]
"""How the place of raw HTML begins."""

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

BLOCKS, EXTENSIONS = "markdown.blockprocessors", "markdown.extensions"
IN_BLOCK: dict[str, Needed] = {
    f"{BLOCKS}.CodeBlockProcessor": (INDENT,),
    f"{BLOCKS}.ListIndentProcessor": (INDENT,),
    f"{BLOCKS}.HRProcessor": ("-", "_", "*"),
    f"{BLOCKS}.HashHeaderProcessor": ("#",),
    f"{BLOCKS}.SetextHeaderProcessor": ("\n=", "\n-"),
    f"{BLOCKS}.BlockQuoteProcessor": (">",),
    f"{BLOCKS}.ReferenceProcessor": ("]:",),
    f"{EXTENSIONS}.abbr.AbbrBlockprocessor": ("*[",),
    f"{EXTENSIONS}.admonition.AdmonitionProcessor": ("!!!", INDENT),
    f"{EXTENSIONS}.def_list.DefListIndentProcessor": (INDENT,),
    f"{EXTENSIONS}.def_list.DefListProcessor": (": ",),
    f"{EXTENSIONS}.footnotes.FootnoteBlockProcessor": ("]:",),
    f"{EXTENSIONS}.md_in_html.MarkdownInHtmlProcessor": (STASHED,),
    f"{EXTENSIONS}.tables.TableProcessor": ("|",),
    "pymdownx.superfences.SuperFencesCodeBlockProcessor": (INDENT,),
}
"""By class: `probe.py` knows each by its source and its expression."""

_SIGNS = re.compile("|".join(re.escape(each) for needed in IN_TEXT.values() for each in needed))
"""Any sign of any of them."""


def pass_by(md: Markdown) -> None:
    """Let `md` try patterns and processors only where they may match."""
    for each in md.treeprocessors:
        if type(each) is InlineProcessor:
            each.__class__ = _Inline
    if type(md.parser) is BlockParser:
        md.parser.__class__ = _Blocks


def _in_text(pattern: Any) -> Needed:
    if type(pattern).getCompiledRegExp is not patterns.Pattern.getCompiledRegExp:
        return ()
    if not isinstance(pattern, patterns.InlineProcessor):
        return ()  # of the older kind, whose expression holds more than was given
    return IN_TEXT.get(pattern.compiled_re.pattern, ())


def _in_block(processor: Any) -> Needed:
    if processor.tab_length != len(INDENT):
        return ()
    return IN_BLOCK.get(f"{type(processor).__module__}.{type(processor).__name__}", ())


Tried = tuple[tuple[Any, str, Needed], ...]
"""What is tried, and its signs: the first apart, as most have one; empty where they have none."""


def _tried(each: Any, needed: Needed) -> tuple[Any, str, Needed]:
    return each, needed[0] if needed else "", needed[1:]


class _Inline(InlineProcessor):
    """The host's own, but for the patterns that it passes by."""

    _chosen: Tried = ()
    _is_known = False
    """Whether all patterns are of those whose signs we know."""

    def run(self, *given: Any) -> Element:
        """As the class above; an extension may bring patterns from one text to the next."""
        self._choose()
        return super().run(*given)

    def _choose(self) -> None:
        now = [*self.inlinePatterns]
        if now != [each for each, _, _ in self._chosen]:
            self._chosen = tuple(_tried(each, _in_text(each)) for each in now)
            self._is_known = all(sign for _, sign, _ in self._chosen)

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
            pattern, sign, others = self._chosen[patternIndex]
            matched = False
            if sign in data or (others and any(map(data.__contains__, others))):
                data, matched, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, patternIndex, start
                )
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
        return data


class _Blocks(BlockParser):
    """The host's own, but for the processors that it passes by."""

    _chosen: Tried = ()

    def parseDocument(self, *given: Any) -> Any:  # noqa: N802
        """As the class above; an extension may bring processors from one text to the next."""
        self._choose()
        return super().parseDocument(*given)

    def _choose(self) -> None:
        now = [*self.blockprocessors]
        if now != [each for each, _, _ in self._chosen]:
            self._chosen = tuple(_tried(each, _in_block(each)) for each in now)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        """As the class above."""
        if len(self._chosen) != len(self.blockprocessors):
            self._choose()
        while blocks:
            for processor, sign, others in self._chosen:
                block = blocks[0]
                if sign not in block and not (others and any(map(block.__contains__, others))):
                    continue
                if processor.test(parent, block) and processor.run(parent, blocks) is not False:
                    break
