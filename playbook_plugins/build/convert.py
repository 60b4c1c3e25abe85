"""Markdown to HTML for many pages: in several processes, and not again for a page that is known.

In: pages whose text is read and has been through the plugins. Out: the same pages with `content`,
`toc`, title and anchors, as the host's `Page.render` sets them. Where a host is not as we know it,
or something here fails, `Page.render` does it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field, replace
from functools import partial
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

from .cache_key import SNIPPETS, taken_in
from .logs import LogLine, captured, replay
from .plain_values import plain
from .probe import FastSteps, Step

log = logging.getLogger("mkdocs.plugins.playbook")

KIND = "page"
"""What the cache calls converted pages."""
LookUp = tuple[str, str | None]
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
    looked_up: list[LookUp]
    logged: list[LogLine] = field(default_factory=list)
    recorded: tuple[Any, ...] = ()
    """What plugins recorded meanwhile, in their order."""
    facts: tuple[Any, ...] = ()
    """What plugins worked out from the content, in their order."""


def codec_for(plugins: Iterable[PageSteps]) -> Codec[Converted]:
    """How pages of a site with these plugins are kept."""
    steps = list(plugins)

    def one_each(kinds: Iterable[Any]) -> GenericAlias:
        return GenericAlias(
            tuple, tuple(NoneType if each is None else each | None for each in kinds)
        )

    recorded = one_each(each.recorded_type for each in steps)
    facts = one_each(each.facts_type for each in steps)
    return Codec(Converted, {(Converted, "recorded"): recorded, (Converted, "facts"): facts})


@record
class _Result:
    """A page that some process converted, and the same as the cache keeps it.

    Each process writes down what it made: the one that collects would do so for all.
    """

    key: bytes
    """Empty for a page that must be converted every time."""
    converted: Converted
    raw: bytes | None
    """None where it holds what has no way to be kept."""


class _FilesAsked:
    """The site's files as links see them; remembers what was asked."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.answers: dict[str, str | None] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at a source path."""
        file = self._files.get_file_from_path(path)
        self.answers[path] = _found(file)
        return file


def _found(file: File | None) -> str | None:
    return None if file is None else f"{file.url}\n{file.inclusion.value}"


class Converter:
    """Converts the pages of one build."""

    def __init__(
        self,
        config: MkDocsConfig,
        files: Files,
        store: Store,
        common: bytes,
        fast_steps: FastSteps,
    ) -> None:
        """`common` is the digest of all that every page depends on."""
        self._config, self._files, self._store = config, files, store
        self._fast_steps = fast_steps
        read = taken_in(config.mdx_configs)
        self._common = None if read is None else digest(common, read)
        self._plugins = [each for each in config.plugins.values() if isinstance(each, PageSteps)]
        self._codec = codec_for(self._plugins)
        self._md: markdown.Markdown | None = None
        self.count = 0
        """How many pages were converted, and not found."""

    def run(self, pages: Sequence[Page], processes: int) -> None:
        """Convert `pages`. What an author's own extension raises, the host's way raises again."""
        if not self._fast_steps.may(Step.CONVERT):
            self._run_as_host(pages)
            return
        try:
            found = self._converted(pages, processes)
            for page, each in zip(pages, found, strict=True):
                _put(page, each, dict(self._targets(each)))
        except Exception as error:
            self._run_as_host(pages)
            self._fast_steps.failed(Step.CONVERT, error)
            return
        for page, each in zip(pages, found, strict=True):
            self._take(page, each)
        self._store.write()  # and no more of it in memory

    def _run_as_host(self, pages: Sequence[Page]) -> None:
        """Convert page by page, as the host does."""
        for page in pages:
            with named(page, self._config):
                for plugin in self._plugins:
                    plugin.begin_recording(page)
                page.render(self._config, self._files)
                for plugin in self._plugins:
                    if recorded := plugin.recorded():
                        plugin.replay(page, recorded)

    def _converted(self, pages: Sequence[Page], processes: int) -> list[Converted]:
        """What each page becomes: found, or made now by this process and others."""
        # Where nothing can be known, whoever converts a page works out its key.
        keys = [None if self._store.is_empty else self._key(page) for page in pages]
        found = self._known([key for key in keys if key])
        new = [number for number, key in enumerate(keys) if not key or key not in found]
        if new:
            self._parser()  # once, before there are several processes
        lines: list[LogLine] = []
        with captured(lines):
            results = share(
                len(new), lambda at: self._result(pages[new[at]], keys[new[at]]), processes
            )
        replay(lines)
        made: dict[int, Converted] = {}
        for number, result in zip(new, results, strict=True):
            if isinstance(result, Missing):
                result = self._result(pages[number], keys[number])
            made[number] = result.converted
            if result.key and result.raw is not None:
                self._store.keep(KIND, {result.key: result.raw})
        self.count += len(new)
        return [made[n] if n in made else found[key or b""] for n, key in enumerate(keys)]

    def _result(self, page: Page, key: bytes | None) -> _Result:
        key = self._key(page) if key is None else key  # before converting can change the page
        converted = self._convert(page)
        raw = None
        if key:
            with suppress(RefusedError):
                raw = self._codec.encode(converted)
        return _Result(key, converted, raw)

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
        except Exception:
            return b""  # a plugin gave it something
        return digest(self._common, place, source, "" if source.endswith(text) else text, given)

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, Converted]:
        """Pages of earlier builds whose links still lead where they led."""
        found = {}
        for key, value in self._store.load(KIND, keys).items():
            try:
                converted = self._codec.decode(value)
            except RefusedError:
                continue
            if all(_found(self._files.get_file_from_path(p)) == u for p, u in converted.looked_up):
                found[key] = converted
        return found

    def _convert(self, page: Page) -> Converted:
        lines: list[LogLine] = []
        with captured(lines):
            for plugin in self._plugins:
                plugin.begin_recording(page)
            made = self._rendered(page)
            recorded = tuple(plugin.recorded() for plugin in self._plugins)
        _put(page, made, {})
        facts = tuple(plugin.page_facts(page, made.content) for plugin in self._plugins)
        return replace(made, logged=lines, recorded=recorded, facts=facts)

    def _rendered(self, page: Page) -> Converted:
        """What the host's `Page.render` does, with one parser for all pages of a process."""
        md = self._parser()
        files = _FilesAsked(self._files)
        raw = host._RawHTMLPreprocessor()
        anchors = host._ExtractAnchorsTreeprocessor(page.file, files, self._config)  # type: ignore[arg-type]
        links = host._RelativePathTreeprocessor(page.file, files, self._config)  # type: ignore[arg-type]
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
            looked_up=sorted(files.answers.items()),
        )

    def _parser(self) -> markdown.Markdown:
        """A parser that knows nothing of any page."""
        if self._md is None or counts_texts(self._md):
            extensions, options = self._config.markdown_extensions, self._config.mdx_configs or {}
            self._md = markdown.Markdown(extensions=extensions, extension_configs=options)
            if not self._fast_steps.attempt(Step.PATTERNS, partial(_pass_by, self._md)):
                self._md = markdown.Markdown(extensions=extensions, extension_configs=options)
        else:
            self._md.reset()
        return self._md

    def _take(self, page: Page, made: Converted) -> None:
        """Say what was logged of `page`, and let plugins know what they recorded of it."""
        replay(made.logged)
        for plugin, recorded in zip(self._plugins, made.recorded, strict=True):
            if recorded:
                plugin.replay(page, recorded)
        facts = dict(zip(map(id, self._plugins), made.facts, strict=True))
        page.playbook_facts = (made.content, facts)  # type: ignore[attr-defined]

    def _targets(self, made: Converted) -> Iterator[tuple[File, dict[str, str]]]:
        for path, asked in made.links.items():
            if file := self._files.get_file_from_path(path):
                yield file, asked


def _pass_by(md: markdown.Markdown) -> None:
    from .patterns import pass_by  # it names much that a host may no longer have

    pass_by(md)


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
