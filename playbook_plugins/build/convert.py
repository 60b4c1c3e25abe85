"""Markdown to HTML for many pages: in several processes, and not again for a page that is known."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from types import GenericAlias, NoneType
from typing import Any

import markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure import pages as host
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.codec import Codec, RefusedError
from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.parallel import Missing, share
from playbook_plugins.shared.records import record
from playbook_plugins.shared.steps import PageSteps

from .cache_inputs import SNIPPETS, taken_in
from .compare import UnknownError, plain
from .lexing import find_sooner
from .logs import Said, hearing, say_again
from .markdown_steps import try_less

log = logging.getLogger("mkdocs.plugins.playbook")

KIND = "page"
Looked = tuple[str, str | None]
"""A path that a link was looked up by, and the address found there."""


@record
class Anchor:
    """One line of a page's contents."""

    title: str
    id: str
    level: int
    inner: tuple[Anchor, ...] = ()


@record
class Converted:
    """What converting one page gives. Carried between processes and kept between builds."""

    content: str
    contents: tuple[Anchor, ...]
    title: str | None
    anchors: set[str] | None
    links: dict[str, dict[str, str]]
    """Links to anchors, by the source path of the page they lead to."""
    looked: list[Looked]
    said: list[Said] = field(default_factory=list)
    told: tuple[Any, ...] = ()
    """What plugins heard meanwhile, in their order."""
    facts: tuple[Any, ...] = ()
    """What plugins worked out from the content, in their order."""


def codec_for(plugins: Iterable[PageSteps]) -> Codec[Converted]:
    """How pages of a site with these plugins are kept."""
    steps = list(plugins)

    def one_each(kinds: Iterable[Any]) -> GenericAlias:
        return GenericAlias(
            tuple, tuple(NoneType if each is None else each | None for each in kinds)
        )

    told = one_each(each.kind_told for each in steps)
    facts = one_each(each.kind_of_facts for each in steps)
    return Codec(Converted, {(Converted, "told"): told, (Converted, "facts"): facts})


@record
class _Made:
    """A page that some process converted, and the same as the cache keeps it.

    Each process writes down what it made: the one that collects would do so for all.
    """

    key: bytes
    """Empty for a page that must be converted every time."""
    converted: Converted
    raw: bytes | None
    """None where it holds what has no way to be kept."""


class _LookedUp:
    """The site's files as links see them; remembers what was asked."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.looked: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a source path."""
        file = self._files.get_file_from_path(path)
        self.looked[path] = _found(file)
        return file


def _found(file: File | None) -> str | None:
    return None if file is None else f"{file.url}\n{file.inclusion.value}"


class Converter:
    """Converts the pages of one build."""

    def __init__(self, config: MkDocsConfig, files: Files, store: Store, common: bytes) -> None:
        """`common` is the digest of all that every page depends on."""
        self._config, self._files, self._store = config, files, store
        read = taken_in(config.mdx_configs)
        self._common = None if read is None else digest(common, read)
        self._steps = {
            name: plugin for name, plugin in config.plugins.items() if isinstance(plugin, PageSteps)
        }
        self._codec = codec_for(self._steps.values())
        self._md: markdown.Markdown | None = None
        self.count = 0
        """How many pages were converted, and not found."""

    def run(self, pages: Sequence[Page], processes: int) -> None:
        """Convert `pages`: their text is read and has been through the plugins."""
        # Where nothing can be known, whoever converts a page works out its key.
        keys = [None if self._store.is_empty else self._key(page) for page in pages]
        known = self._known([key for key in keys if key])
        open_ = [n for n, key in enumerate(keys) if not key or key not in known]
        between: list[Said] = []
        with hearing(between):
            results = share(
                len(open_), lambda n: self._made(pages[open_[n]], keys[open_[n]]), processes
            )
        say_again(between)
        fresh = {}
        for at, result in zip(open_, results, strict=True):
            with named(pages[at], self._config):
                made = self._made(pages[at], keys[at]) if isinstance(result, Missing) else result
            fresh[at] = made.converted
            if made.key and made.raw is not None:
                self._store.keep(KIND, {made.key: made.raw})
        self.count += len(open_)
        for at, (page, key) in enumerate(zip(pages, keys, strict=True)):
            self._apply(page, fresh[at] if at in fresh else known[key or b""])

    def _made(self, page: Page, key: bytes | None) -> _Made:
        key = self._key(page) if key is None else key  # before converting can change the page
        converted = self._convert(page)
        raw = None
        if key:
            with suppress(RefusedError):
                raw = self._codec.encode(converted)
        return _Made(key, converted, raw)

    def _key(self, page: Page) -> bytes:
        """What `page` is made from, as a digest; empty when it must be converted every time."""
        text = page.markdown or ""
        if self._common is None or any(sign in text for sign in SNIPPETS):
            return b""  # it takes in other files
        file = page.file
        place = f"{file.src_uri}\n{file.url}\n{file.inclusion.value}\n{page.is_homepage}"
        place += f"\n{vars(page).get('title')}"  # the one in `nav`; facts may hold it
        source = page.file.content_string
        try:
            given = plain(page.meta) + plain(vars(page).get("title"))  # `nav` may name the page
        except UnknownError:
            return b""  # a plugin gave it something
        return digest(self._common, place, source, "" if source.endswith(text) else text, given)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Converted]:
        found = {}
        for key, value in self._store.load(KIND, (key for key in keys if key)).items():
            try:
                converted = self._codec.decode(value)
            except RefusedError:
                continue
            if all(_found(self._files.get_file_from_path(p)) == u for p, u in converted.looked):
                found[key] = converted
        return found

    def _convert(self, page: Page) -> Converted:
        said: list[Said] = []
        with hearing(said):
            for plugin in self._steps.values():
                plugin.conversion_begins(page)
            made = self._rendered(page)
            told = tuple(plugin.conversion_told() for plugin in self._steps.values())
        _put(page, made, {})
        facts = tuple(plugin.content_facts(page, made.content) for plugin in self._steps.values())
        return replace(made, said=said, told=told, facts=facts)

    def _rendered(self, page: Page) -> Converted:
        """What the host's `Page.render` does, with one parser for all pages of a process."""
        md = self._md
        if md is None or counts_texts(md):
            extensions, options = self._config.markdown_extensions, self._config.mdx_configs or {}
            md = self._md = markdown.Markdown(extensions=extensions, extension_configs=options)
            try_less(md)
            find_sooner()
        else:
            md.reset()
        looked = _LookedUp(self._files)
        raw = host._RawHTMLPreprocessor()
        anchors = host._ExtractAnchorsTreeprocessor(page.file, looked, self._config)  # type: ignore[arg-type]
        links = host._RelativePathTreeprocessor(page.file, looked, self._config)  # type: ignore[arg-type]
        title = host._ExtractTitleTreeprocessor()
        for each in (raw, anchors, links, title):
            each._register(md)
        content = md.convert(page.markdown or "")
        return Converted(
            content=content,
            contents=_lines(get_toc(getattr(md, "toc_tokens", []))),
            title=title.title,
            anchors=anchors.present_anchor_ids | raw.present_anchor_ids,
            links={file.src_uri: asked for file, asked in links.links_to_anchors.items()},
            looked=sorted(looked.looked.items()),
        )

    def _apply(self, page: Page, made: Converted) -> None:
        """Give `page` what converting it gave, and say what was said meanwhile."""
        _put(page, made, dict(self._targets(made)))
        say_again(made.said)
        for plugin, told in zip(self._steps.values(), made.told, strict=True):
            if told:
                plugin.conversion_replayed(page, told)
        facts = dict(zip(map(id, self._steps.values()), made.facts, strict=True))
        page.playbook_facts = (made.content, facts)  # type: ignore[attr-defined]

    def _targets(self, made: Converted) -> Iterator[tuple[File, dict[str, str]]]:
        for path, asked in made.links.items():
            if file := self._files.get_file_from_path(path):
                yield file, asked


def counts_texts(md: markdown.Markdown) -> bool:
    """Whether a text would read otherwise because others were converted before it."""
    return any(
        hasattr(each, "unique_prefix") and each.getConfig("UNIQUE_IDS")
        for each in md.registeredExtensions
    )


def _lines(links: Iterable[AnchorLink]) -> tuple[Anchor, ...]:
    """A page's contents as a record."""
    return tuple(Anchor(e.title, e.id, e.level, _lines(e.children)) for e in links)


def _links(lines: Iterable[Anchor]) -> list[AnchorLink]:
    """The same as the host has it."""
    made = []
    for line in lines:
        link = AnchorLink(line.title, line.id, line.level)
        link.children = _links(line.inner)
        made.append(link)
    return made


def _put(page: Page, made: Converted, links: dict[File, dict[str, str]]) -> None:
    page.content, page.toc = made.content, TableOfContents(_links(made.contents))
    page._title_from_render = made.title
    page.present_anchor_ids, page.links_to_anchors = made.anchors, links


@contextmanager
def named(page: Page, config: MkDocsConfig) -> Iterator[None]:
    """Say which page an error belongs to, as the host does."""
    config._current_page = page
    try:
        yield
    except Exception as error:
        message = f"Error reading page '{page.file.src_uri}':"
        log.error("%s", message if isinstance(error, BuildError) else f"{message} {error}")
        raise
    finally:
        config._current_page = None
