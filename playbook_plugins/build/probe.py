"""The net under the fast steps: every private thing of a host that one of them leans on.

A fast step stands in for a piece of MkDocs, Python-Markdown, Jinja or Material, or reaches into
one. What it was tested with is written down here, by fingerprint. In a host that is not as it was
the step is off for the build; so it is once it has failed. The host's own way makes the same pages,
only later. Nothing of a host that is private is named anywhere else without a line here.

A new version of a host: run `tests/build/test_probe.py`, read what changed in the host, and add
the fingerprint that the test names.
"""

from __future__ import annotations

import inspect
import linecache
import logging
import re
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from playbook_plugins.shared.records import record

log = logging.getLogger("mkdocs.plugins.playbook")


class Step(StrEnum):
    """A fast step, by what it does."""

    SOURCES = "reading each source once"
    CONVERT = "converting pages in batches"
    PATTERNS = "passing by Markdown's patterns"
    RENDER = "rendering pages in batches"
    PARTIALS = "sharing parts of pages"
    TAGS = "listing tags in order"
    SEARCH = "search in parts"
    SAVES = "building what a save touches"


@record
class Private:
    """One private thing of a host."""

    step: Step
    """Who needs it."""
    place: str
    """`module:name.name`."""
    known: tuple[str, ...]
    """The fingerprints of the versions tested, any of them: a signature in parentheses; `.name`
    for a function that uses an attribute; else the digest of a function's or class's source."""


def private(step: Step, place: str, *known: str) -> Private:
    """One line of the table."""
    return Private(step, place, known)


PAGES, BUILD, TREE = "mkdocs.structure.pages", "mkdocs.commands.build", "markdown.treeprocessors"
BLOCKS, EXTENSIONS = "markdown.blockprocessors", "markdown.extensions"
TEXT, TEMPLATES, SERVER = (
    "markdown.inlinepatterns",
    "jinja2.environment",
    "mkdocs.livereload:LiveReloadServer",
)
MATERIAL = "material.plugins"

TABLE: tuple[Private, ...] = (
    private(Step.SOURCES, "mkdocs.structure.files:File.content_string", "2d20547501"),
    private(Step.SOURCES, "mkdocs.structure.files:File.content_string", "._content"),
    private(Step.SOURCES, f"{PAGES}:Page.read_source", "35cc3e6d0b", "ee6f2070eb"),
    private(Step.SOURCES, "mkdocs.utils.meta:get_data", "3cd0a7a5f8"),
    private(Step.CONVERT, f"{BUILD}:build", "._populate_page"),
    private(Step.CONVERT, f"{BUILD}:_populate_page", "31a70ea4ca", "b3c4368708"),
    private(Step.CONVERT, f"{PAGES}:Page.render", "cc68ba627b", "69f7d2e4d3"),
    private(Step.CONVERT, f"{PAGES}:Page.render", "._title_from_render"),
    private(Step.CONVERT, f"{PAGES}:_RawHTMLPreprocessor", "ed628bafb7", "0a01320d5e"),
    private(Step.CONVERT, f"{PAGES}:_ExtractAnchorsTreeprocessor", "f69d1b61cb", "7005a7a5a0"),
    private(Step.CONVERT, f"{PAGES}:_RelativePathTreeprocessor", "9c010debc6", "7b7f3d4120"),
    private(Step.CONVERT, f"{PAGES}:_ExtractTitleTreeprocessor", "c4598f172e", "1445d3a37c"),
    private(Step.CONVERT, "mkdocs.structure.toc:AnchorLink.__init__", "(self, title, id, level)"),
    private(Step.CONVERT, "mkdocs.structure.toc:TableOfContents.__init__", "(self, items)"),
    private(Step.CONVERT, "mkdocs.structure.toc:get_toc", "(toc_tokens)"),
    private(Step.RENDER, f"{BUILD}:build", "._build_page"),
    private(Step.RENDER, f"{BUILD}:_build_page", "adcdbd14b2", "a921d5be3f"),
    private(Step.RENDER, "mkdocs.plugins:PluginCollection.run_event", "b1da84cbb6"),
    private(Step.PATTERNS, f"{TREE}:InlineProcessor.run", "(self, tree, ancestors=)"),
    private(Step.PATTERNS, f"{TREE}:InlineProcessor._InlineProcessor__handleInline", "3689d89c43"),
    private(
        Step.PATTERNS,
        f"{TREE}:InlineProcessor._InlineProcessor__applyPattern",
        "d569076699",
        "856b85de19",
    ),
    private(Step.PATTERNS, "markdown.blockparser:BlockParser.parseDocument", "(self, lines)"),
    private(Step.PATTERNS, "markdown.blockparser:BlockParser.parseBlocks", "8ff61cee92"),
    private(Step.PATTERNS, f"{TEXT}:Pattern.getCompiledRegExp", "d741ce93ef"),
    private(Step.PATTERNS, f"{TEXT}:BACKTICK_RE", "231bee7030", "a15f1947c0"),
    private(Step.PATTERNS, f"{TEXT}:ESCAPE_RE", "51a11c2125"),
    private(Step.PATTERNS, f"{TEXT}:LINK_RE", "0aca4cbc7f"),
    private(Step.PATTERNS, f"{TEXT}:IMAGE_LINK_RE", "3bd0cb9cfe"),
    private(Step.PATTERNS, f"{TEXT}:AUTOLINK_RE", "7cc379585f", "5ed742005c"),
    private(Step.PATTERNS, f"{TEXT}:AUTOMAIL_RE", "64b9f843df"),
    private(Step.PATTERNS, f"{TEXT}:HTML_RE", "47eec514cf", "b68ca1698d"),
    private(Step.PATTERNS, f"{TEXT}:ENTITY_RE", "59f41c098c"),
    private(Step.PATTERNS, f"{TEXT}:LINE_BREAK_RE", "75df45fedc"),
    private(Step.PATTERNS, "markdown.util:HTML_PLACEHOLDER", "619699f0fb"),
    private(Step.PATTERNS, f"{BLOCKS}:CodeBlockProcessor.test", "4913aae1bb"),
    private(Step.PATTERNS, f"{BLOCKS}:ListIndentProcessor.test", "08cc14b0da"),
    private(Step.PATTERNS, f"{BLOCKS}:HRProcessor.test", "d5d125fcb6"),
    private(Step.PATTERNS, f"{BLOCKS}:HashHeaderProcessor.test", "5c1ebb2bfc"),
    private(Step.PATTERNS, f"{BLOCKS}:SetextHeaderProcessor.test", "2e9d9d3314"),
    private(Step.PATTERNS, f"{BLOCKS}:BlockQuoteProcessor.test", "aa4b8b0983"),
    private(Step.PATTERNS, f"{BLOCKS}:ReferenceProcessor.run", "bf471c1ced", "fe893b1376"),
    private(Step.PATTERNS, f"{EXTENSIONS}.abbr:AbbrBlockprocessor.run", "2b19800c20", "f1c025f98a"),
    private(Step.PATTERNS, f"{EXTENSIONS}.admonition:AdmonitionProcessor.test", "70e93509d0"),
    private(Step.PATTERNS, f"{EXTENSIONS}.def_list:DefListProcessor.test", "5c1ebb2bfc"),
    private(Step.PATTERNS, f"{EXTENSIONS}.def_list:DefListIndentProcessor", "9fc508c059"),
    private(
        Step.PATTERNS,
        f"{EXTENSIONS}.footnotes:FootnoteBlockProcessor.run",
        "a55e26e986",
        "3b714a2b05",
        "ed1a5859d0",
    ),
    private(Step.PATTERNS, f"{EXTENSIONS}.md_in_html:MarkdownInHtmlProcessor.test", "f38b61562f"),
    private(Step.PATTERNS, f"{EXTENSIONS}.tables:TableProcessor.test", "c3b8b91b7a"),
    private(Step.PATTERNS, "pymdownx.superfences:SuperFencesCodeBlockProcessor.test", "4b32d5af98"),
    private(Step.PATTERNS, f"{BLOCKS}:HRProcessor.RE", "254374595d"),
    private(Step.PATTERNS, f"{BLOCKS}:HashHeaderProcessor.RE", "cd5bf2867a", "492929e677"),
    private(Step.PATTERNS, f"{BLOCKS}:SetextHeaderProcessor.RE", "6eb2943e84", "990f4469f4"),
    private(Step.PATTERNS, f"{BLOCKS}:BlockQuoteProcessor.RE", "7593a04e8f"),
    private(Step.PATTERNS, f"{BLOCKS}:ReferenceProcessor.RE", "9c9c338561", "e7893fcf38"),
    private(Step.PATTERNS, f"{BLOCKS}:ListIndentProcessor.__init__", "398e82ae19"),
    private(Step.PATTERNS, f"{EXTENSIONS}.abbr:AbbrBlockprocessor.RE", "f805ce612f"),
    private(Step.PATTERNS, f"{EXTENSIONS}.admonition:AdmonitionProcessor.RE", "a8bef65a5e"),
    private(Step.PATTERNS, f"{EXTENSIONS}.def_list:DefListProcessor.RE", "47894ff43e"),
    private(Step.PATTERNS, f"{EXTENSIONS}.footnotes:FootnoteBlockProcessor.RE", "7961553748"),
    private(Step.PARTIALS, f"{TEMPLATES}:Template._from_namespace", "3217056096"),
    private(Step.PARTIALS, f"{TEMPLATES}:Template._from_namespace", ".root_render_func"),
    private(Step.PARTIALS, f"{TEMPLATES}:Template.new_context", "(self, vars=, shared=, locals=)"),
    private(Step.PARTIALS, f"{TEMPLATES}:Template.make_module", "c040001ad6"),
    private(Step.PARTIALS, f"{TEMPLATES}:TemplateModule.__init__", "dff2f4cfad"),
    private(Step.PARTIALS, "jinja2.runtime:Macro.__call__", "(self, *args, **kwargs)"),
    private(
        Step.TAGS, f"{MATERIAL}.tags.structure.listing.manager:ListingManager.__init__", ".data"
    ),
    private(Step.TAGS, f"{MATERIAL}.tags.structure.listing.manager:ListingManager.add", ".data"),
    private(
        Step.TAGS,
        f"{MATERIAL}.tags.structure.listing.manager:ListingManager.__iter__",
        "a54b86ddaa",
    ),
    private(Step.SEARCH, f"{MATERIAL}.search.plugin:SearchPlugin.on_page_context", "2ebaa3873b"),
    private(Step.SEARCH, f"{MATERIAL}.search.plugin:SearchPlugin.on_post_build", "c253435d70"),
    private(
        Step.SEARCH, f"{MATERIAL}.search.plugin:SearchIndex.generate_search_index", "(self, prev)"
    ),
    private(Step.SAVES, f"{SERVER}.__init__", "06412f39b4"),
    private(Step.SAVES, f"{SERVER}.watch", "26b3121b15"),
    private(Step.SAVES, f"{SERVER}._build_loop", "8cb70f27fa"),
    private(Step.SAVES, f"{SERVER}.serve", "cf973c108a"),
)


PARTS: dict[str, tuple[str, ...]] = {
    "nav": ("e9a384e6fa",),
    "tabs": ("bfe8379d16",),
    "search": ("bfd556535a",),
    "palette": ("fb935107ae",),
    "logo": ("e0925ef6c1",),
    "copyright": ("bc86bca3bf",),
    "social": ("e8b2f5f9d8",),
    "source": ("6847616d67",),
    "icons": ("461a02930e",),
    "alternate": ("572b1d4dae",),
    "javascripts/base": ("d6113712bc",),
    "javascripts/palette": ("8790389765",),
    "integrations/analytics": (
        "3dba249b95",
        "602bd9713c",
    ),
    "language": ("d8906248d3",),
}
"""Material's partials that read the configuration, the navigation, the active sections and the
page's place alone, by reading them; with the digests of their texts. `nav` also shows the contents
of a page that stands in it: not shared there."""


def digest_of_texts(texts: Iterable[str]) -> str:
    """The fingerprint of a part of Material's, and of all that it takes in."""
    return _short("\0".join(texts))


def fingerprint(thing: Any) -> str:
    """The digest of a text or an expression, or of the source of a function, property or class.

    It is the same in every Python.

    Raises `OSError` or `TypeError` where there is no source.
    """
    if isinstance(thing, str | re.Pattern):
        return _short(thing if isinstance(thing, str) else f"{thing.pattern} {thing.flags}")
    if isinstance(thing, type):
        parts = [each for each in vars(thing).values() if _function_of(each)]
        return _short("".join(map(fingerprint, parts)))
    function = _function_of(thing)
    if function is None:
        raise TypeError(f"{thing!r} has no source")
    return _source_digest(function.__code__)


def _function_of(thing: Any) -> FunctionType | None:
    """The function behind a method or property; None for anything else."""
    for name in ("fget", "func", "__func__"):
        thing = getattr(thing, name, thing)
    return thing if isinstance(thing, FunctionType) else None


@cache
def _source_digest(code: CodeType) -> str:
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    if not lines:
        raise OSError(f"{code.co_filename} is not there")
    return _short(textwrap.dedent("".join(_block(lines))))


def _block(lines: Sequence[str]) -> list[str]:
    """The function that begins with `lines`: up to the next line that is indented no deeper.

    `inspect` finds the same by its tokens, in three times the time of all other looking.
    """
    indent = len(lines[0]) - len(lines[0].lstrip())
    end, has_begun = 1, lines[0].rstrip().endswith(":")
    for number, line in enumerate(lines[1:], start=1):
        text = line.strip()
        if text and not text.startswith("#") and len(line) - len(line.lstrip()) <= indent:
            if has_begun:
                break
            has_begun = text.endswith(":")
        end = number + 1 if text and not text.startswith("#") else end
    return list(lines[:end])


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:10]


def signature(thing: Any) -> str:
    """The names of parameters, with `=` where one may be left out."""
    names = [
        f"{'*' * (2 if each.kind is each.VAR_KEYWORD else each.kind is each.VAR_POSITIONAL)}"
        f"{each.name}{'' if each.default is each.empty else '='}"
        for each in inspect.signature(thing).parameters.values()
    ]
    return f"({', '.join(names)})"


def is_known(each: Private) -> bool:
    """Whether a private thing is as it was tested; so is one whose module no build has loaded."""
    module, _, names = each.place.partition(":")
    try:
        thing: Any = sys.modules[module] if module in sys.modules else _loaded(module)
        if thing is None:
            return True
        for name in names.split("."):
            thing = getattr(thing, name)
        return any(_matches(thing, known) for known in each.known)
    except Exception:  # whatever a host that we do not know may raise when it is looked at
        return False


def _loaded(module: str) -> Any:
    """A host's own module. Extensions and plugins are loaded by the sites that use them."""
    return import_module(module) if module.partition(".")[0] in {"mkdocs", "jinja2"} else None


def _matches(thing: Any, known: str) -> bool:
    if known.startswith("("):
        return signature(thing) == known
    if known.startswith("."):
        function = _function_of(thing)
        return function is not None and _uses(function.__code__, known[1:])
    return fingerprint(thing) == known


def _uses(code: CodeType, name: str) -> bool:
    """Whether a function, or one inside it, uses an attribute or a global of this name."""
    inside = (each for each in code.co_consts if isinstance(each, CodeType))
    return name in code.co_names or any(_uses(each, name) for each in inside)


class FastSteps:
    """Which fast steps one build may take."""

    def __init__(self, *, is_strict: bool = False) -> None:
        """Where a build is strict a failed step is no warning: it must not fail a site."""
        self._level = logging.INFO if is_strict else logging.WARNING
        self._may: dict[Step, bool] = {}

    def may(self, step: Step) -> bool:
        """Whether `step` may be taken; said once where it may not."""
        if step not in self._may:
            unknown = [each.place for each in TABLE if each.step is step and not is_known(each)]
            self._may[step] = not unknown
            if unknown:
                self.say_unknown(step, unknown[0].replace(":", "."))
        return self._may[step]

    def say_unknown(self, step: Step, name: str) -> None:
        """Say that `step` leaves out something, since `name` is not as it was tested."""
        log.info("playbook/publish: %s is off: %s is not one that it was tested with. %s",
                 step, name, SAME)  # fmt: skip

    def attempt(self, step: Step, work: Callable[[], Any]) -> bool:
        """Take `step` by doing `work`, if it may be taken; whether that was done."""
        if not self.may(step):
            return False
        try:
            work()
        except Exception as error:
            self.failed(step, error)
            return False
        return True

    def failed(self, step: Step, error: Exception) -> None:
        """Take `step` no more in this build: it raised, where the host's own way did not."""
        self._may[step] = False
        log.log(
            self._level,
            "playbook/publish: %s failed (%s) and is off. %s",
            step,
            type(error).__name__,
            SAME,
        )


SAME = "Pages are the same, made the host's own way."
