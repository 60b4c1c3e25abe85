"""What cannot match a text is not tried on it.

Python-Markdown tries each of some fifteen patterns on each piece of text, and as many processors on
each block; most hold no sign of any. Of its own we know what a match must contain, by the text of
their expressions; all others, and those of other versions, are tried as ever. Whatever is passed by
would have found nothing and left nothing, so the finished page is the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown import blockprocessors as processors
from markdown import inlinepatterns as patterns
from markdown.blockparser import BlockParser
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHTMLPostprocessor
from markdown.extensions.toc import TocTreeprocessor
from markdown.postprocessors import RawHtmlPostprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER, STX, AtomicString

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

IN_BLOCK: dict[type, tuple[str, Needed]] = {
    AdmonitionProcessor: (
        r'(?:^|\n)!!! ?([\w\-]+(?: +[\w\-]+)*)(?: +"(.*?)")? *(?:\n|$)',
        ("!!!", INDENT),
    ),
    processors.ListIndentProcessor: (r"^(([ ]{4})+)", (INDENT,)),
    DefListIndentProcessor: (r"^(([ ]{4})+)", (INDENT,)),
    processors.HRProcessor: (
        r"^[ ]{0,3}(?=(?P<atomicgroup>(-+[ ]{0,2}){3,}|(_+[ ]{0,2}){3,}|(\*+[ ]{0,2}){3,}))"
        r"(?P=atomicgroup)[ ]*$",
        ("-", "_", "*"),
    ),
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

BY_NAME: dict[str, Needed] = {
    "markdown.blockprocessors.CodeBlockProcessor": (INDENT,),
    "markdown.extensions.md_in_html.MarkdownInHtmlProcessor": (STASHED,),
    "markdown.extensions.tables.TableProcessor": ("|",),
    "pymdownx.superfences.SuperFencesCodeBlockProcessor": (INDENT,),
}
"""Those without an expression. By name: PyMdown is loaded only where a site asks for it."""

ESCAPED = rf"{STX}(\d+){ETX}"
EMPTY_LINES = r"(?<=\n) +\n"
"""The texts of two more expressions of the host's: steps that hold another are its own."""

FENCES = "pymdownx.superfences.SuperFencesBlockPreprocessor"

KNOWN = {"markdown", "pymdownx", "mkdocs", "material", "playbook_plugins"}
"""Whose steps read a page's list of contents only where it is shown."""

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
        elif type(each) is UnescapeTreeprocessor and each.RE.pattern == ESCAPED:
            each.__class__ = _Unescape
        elif type(each) is TocTreeprocessor and each.marker:
            each.__class__ = _Contents
            vars(each)["is_read"] = not _knows_all(md)
    for first in md.preprocessors:
        if type(first) is NormalizeWhitespace and EMPTY_LINES in _constants(first.run):
            first.__class__ = _Normalize
    if type(md.parser) is BlockParser:
        md.parser.__class__ = _Blocks
    for each, step, needed in _steps(md):
        _pass_by(each, step, needed)
    _remember_levels(md)


def _knows_all(md: Markdown) -> bool:
    """Whether nobody but the host, its extensions and ours goes over a whole text."""
    steps = (*md.preprocessors, *md.treeprocessors, *md.postprocessors)
    return all(type(each).__module__.partition(".")[0] in KNOWN for each in steps)


def _constants(step: Any) -> tuple[Any, ...]:
    """What a function of the host's names in so many words."""
    return tuple(getattr(getattr(step, "__code__", None), "co_consts", ()))


def _remember_levels(md: Markdown) -> None:
    """Look each tag up once in the list of block elements, to which an extension may still add."""

    @lru_cache(maxsize=1000)
    def known(tag: Any, names: int) -> bool:
        return ask(tag)

    ask = md.is_block_level
    md.is_block_level = lambda tag: known(tag, len(md.block_level_elements))  # type: ignore[method-assign]


def _steps(md: Markdown) -> Iterator[tuple[Any, str, Needed]]:
    """Steps over a whole text that leave it alone without a sign: of what, its name, the signs."""
    for each in (*md.preprocessors, *md.treeprocessors, *md.postprocessors):
        kind = type(each)
        if kind is AttrListTreeprocessor and each.BASE_RE.startswith(r"\{"):
            yield each, "run", ("{",)
        elif kind in {RawHtmlPostprocessor, MarkdownInHTMLPostprocessor}:
            yield each, "run", (STASHED,)
        elif _name(kind) == FENCES and not each.config["preserve_tabs"]:
            begins = sys.modules[kind.__module__].RE_NESTED_FENCE_START.pattern
            if "(?P<fence>~{3,}|`{3,})" in begins:
                yield each, "run", ("~~~", "```")


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


def _pass_by(each: Any, name: str, needed: Needed) -> None:
    """Let `each` take a step, by its name, only where a sign is in what it is given."""
    step = getattr(each, name)

    def tried(given: Any, *more: Any) -> Any:
        text = given
        if not isinstance(given, str):
            text = "\n".join(given) if isinstance(given, list) else "".join(given.itertext())
        return step(given, *more) if any(map(text.__contains__, needed)) else given

    setattr(each, name, tried)


def _in_text(pattern: Any) -> Needed:
    if type(pattern).getCompiledRegExp is not patterns.Pattern.getCompiledRegExp:
        return ()
    if not isinstance(pattern, patterns.InlineProcessor):
        return ()  # of the older kind, whose expression holds more than was given
    return IN_TEXT.get(pattern.compiled_re.pattern, ())


def _in_block(processor: processors.BlockProcessor) -> Needed:
    if processor.tab_length != len(INDENT):
        return ()
    if needed := BY_NAME.get(_name(type(processor))):
        return needed
    expression, needed = IN_BLOCK.get(type(processor), ("", ()))
    found = [getattr(processor, name, None) for name in ("RE", "SEARCH_RE", "INDENT_RE")]
    known = any(isinstance(each, re.Pattern) and each.pattern == expression for each in found)
    return needed if known else ()


Tried = tuple[tuple[Any, str, Needed], ...]
"""What is tried, and its signs: the first apart, as most have one; empty where they have none."""


def _tried(each: Any, needed: Needed) -> tuple[Any, str, Needed]:
    return each, needed[0] if needed else "", needed[1:]


class _Inline(InlineProcessor):
    """The host's own, but for the patterns that it passes by."""

    _chosen: Tried = ()
    _is_known = False
    """Whether all patterns are of those whose signs we know."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As the class above; an extension may bring patterns from one text to the next."""
        self._choose()
        return super().run(tree, ancestors)

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


class _Unescape(UnescapeTreeprocessor):
    """The host's own; most texts hold nothing that was escaped."""

    def run(self, root: Element) -> None:
        """As the class above. A text that is to stay as it is comes out as a usual one."""
        for each in root.iter():
            if (text := each.text) and each.tag != "code" and _may_change(text):
                each.text = self.unescape(text)
            if (text := each.tail) and _may_change(text):
                each.tail = self.unescape(text)
            for key, value in each.items():
                if value is not None and _may_change(value):
                    each.set(key, self.unescape(value))


def _may_change(text: str) -> bool:
    return STX in text or type(text) is not str


class _Contents(TocTreeprocessor):
    """The host's own; the list of a page's contents becomes HTML where the page shows it.

    The theme shows it by its headings, which are noted as ever.
    """

    is_read = False
    """Whether others may read the list."""
    _is_shown = False

    def run(self, doc: Element) -> None:
        """As the class above."""
        self._is_shown = self.marker in "".join(doc.itertext())
        super().run(doc)

    def build_toc_div(self, toc_list: list[Any]) -> Element:
        """As the class above."""
        is_wanted = self._is_shown or self.is_read
        return super().build_toc_div(toc_list) if is_wanted else Element("div")

    def replace_marker(self, root: Element, elem: Element) -> None:
        """As the class above."""
        if self._is_shown:
            super().replace_marker(root, elem)


class _Normalize(NormalizeWhitespace):
    """The host's own; few texts hold lines of spaces alone."""

    def run(self, lines: list[str]) -> list[str]:
        """As the class above."""
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        if "\t" in source:
            source = source.expandtabs(self.md.tab_length)
        if " \n" in source:
            source = re.sub(EMPTY_LINES, "\n", source)
        return source.split("\n")


class _Blocks(BlockParser):
    """The host's own, but for the processors that it passes by."""

    _chosen: Tried = ()

    def parseDocument(self, lines: Iterable[str]) -> Any:  # noqa: N802
        """As the class above; an extension may bring processors from one text to the next."""
        self._choose()
        return super().parseDocument(lines)

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
