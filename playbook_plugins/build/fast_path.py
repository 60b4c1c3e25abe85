"""The fast path: one build's own way through the host, from its sources to the written cache.

MkDocs 1.6 converts and writes one page after the other in two functions of its build module.
While a build of ours runs, these two stand aside: the first call does the work for all pages, in
several processes and with the cache; the calls that follow find it done. Everything else of the
build, and every event of every plugin, goes on as before. `probe.py` says whether the two are as
we know them; where they are not, or where something here fails, the host goes its own way.
"""

from __future__ import annotations

import gc
import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.commands import build as host_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import meta

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.front_matter import fresh, read
from playbook_plugins.shared.memory import Memory, keep_memory, kept_memory, remember_in
from playbook_plugins.shared.parallel import cores

from .cache_key import common_inputs, own_templates, reads_other_pages, shipped
from .config import PublishConfig
from .convert import Converter, named
from .partials import SharedParts
from .plain_values import UnknownError
from .probe import FastSteps, Step
from .purity import (
    KNOWN_PLUGINS,
    PAGE_EVENTS,
    Reason,
    reaching,
    reasons,
    strangers,
    unlike,
)
from .render import Renderer

log = logging.getLogger("mkdocs.plugins.playbook")

RARELY = (50_000, 20, 50)
"""How often Python looks for garbage in a build, which makes hundreds of thousands of things that
stay until its end. (Python's own: after every 700.)"""


class FastPath:
    """One build on the fast path. Without options it does nothing."""

    def __init__(
        self,
        options: PublishConfig | None = None,
        config: MkDocsConfig | None = None,
        fast_steps: FastSteps | None = None,
    ) -> None:
        """Open the cache, and remember what earlier builds of this site read from its sources."""
        self.options, self.fast_steps = options, fast_steps or FastSteps()
        self.reasons: list[Reason] = []
        """What keeps the site from the fast path."""
        self.store, self.memory = Store(None), Memory()
        self.converter: Converter | None = None
        self.renderer: Renderer | None = None
        self.files: Files
        self.nav: Navigation
        self.env: Any = None
        self.doc_files: Sequence[File] = ()
        self.again: list[Page] = []
        """The pages that were read again last."""
        self._read: set[int] = set()
        self._written: set[int] = set()
        self._has_begun_writing = False
        self._leave: list[Callable[[], Any]] = []
        """What `stop` is to undo."""
        if options and config:
            self._config = config
            root = Path(config.config_file_path or "mkdocs.yml").parent
            self.store = Store(root / options.cache_dir if options.cache else None)
            self.memory = Memory(partial(kept_memory, store=self.store))
            remember_in(self.memory)

    # --- From the first event to the last ---

    def start(self, config: MkDocsConfig, serving: bool) -> None:
        """Step into the host's build, once all files and pages are known."""
        assert self.options
        try:
            self.reasons = slow_because(config, self.options.pure)
            self._common = b"" if self.reasons else common_inputs(config)
        except UnknownError as error:
            self.reasons = [unlike(str(error))]
        except Exception as error:  # whatever it is, it is no reason to stop a build
            self.reasons = [unlike(f"something in the configuration ({type(error).__name__})")]
        if not self.options.fast:
            return
        for reason in self.reasons:
            log.info("Every page is made anew: %s", reason)
        if self.reasons:
            return
        self.store.links = not writes_at_the_end(config)
        self._included = InclusionLevel.is_in_serve if serving else InclusionLevel.is_included
        if self.fast_steps.may(Step.CONVERT):
            self._stand_in("_populate_page", self._populate_page)
        if self.fast_steps.may(Step.RENDER):
            self._stand_in("_build_page", self._build_page)
        if 0 < gc.get_threshold()[0] < RARELY[0]:
            self._leave.append(partial(gc.set_threshold, *gc.get_threshold()))
            gc.set_threshold(*RARELY)

    def _stand_in(self, name: str, ours: Callable[..., None]) -> None:
        setattr(self, f"_host{name}", getattr(host_build, name))
        self._leave.append(partial(setattr, host_build, name, getattr(host_build, name)))
        setattr(host_build, name, ours)

    def stop(self) -> None:
        """Leave the host's build as it was."""
        remember_in(None)
        while self._leave:
            self._leave.pop()()

    def finish(self) -> None:
        """Leave the host's build as it was, and write the cache."""
        self.stop()
        keep_memory(self.memory, self.store)
        self.store.write(is_last=True)

    # --- Reading ---

    def _populate_page(
        self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False
    ) -> None:
        """In place of the host's: the first call reads and converts all pages."""
        if self.converter is None and not dirty and self.fast_steps.may(Step.CONVERT):
            self.files = files
            try:
                self.converter = Converter(config, files, self.store, self._common, self.fast_steps)
            except Exception as error:
                self.fast_steps.failed(Step.CONVERT, error)
            else:
                self.read(list(self._pages(config, files)))
                self.store.write()  # and no more of what was converted in memory
        if id(page) not in self._read:
            self._host_populate_page(page, config, files, dirty)

    _host_populate_page: Callable[..., None]
    _host_build_page: Callable[..., None]

    def _pages(self, config: MkDocsConfig, files: Files) -> Iterator[Page]:
        """The pages of the build, made as the host makes them."""
        for file in files.documentation_pages(inclusion=self._included):
            if file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
                continue  # a draft in the preview: the host says so, and reads it itself
            if file.page is None and file.inclusion.is_not_in_nav():  # type: ignore[no-untyped-call]
                Page(None, file, config)
            if file.page is not None:
                yield file.page

    def read(self, pages: Sequence[Page]) -> None:
        """Read and convert `pages`, with all events in the order of the pages."""
        config, plugins, files = self._config, self._config.plugins, self.files
        read: list[Page] = []
        for page in pages:
            with named(page, config):
                page = plugins.on_pre_page(page, config=config, files=files)
                self._read_source(page)
                page.markdown = plugins.on_page_markdown(
                    page.markdown or "", page=page, config=config, files=files
                )
                read.append(page)
        assert self.converter is not None
        self.converter.run(read, cores())
        for page in read:
            with named(page, config):
                page.content = plugins.on_page_content(
                    page.content or "", page=page, config=config, files=files
                )
            self._read.add(id(page))

    def _read_source(self, page: Page) -> None:
        """As the host reads a source, but its front matter is parsed once in a build."""
        if self._config.plugins.events["page_read_source"] or not self.fast_steps.may(Step.SOURCES):
            page.read_source(self._config)
            return
        try:
            source = page.file.content_string
            match = meta.YAML_RE.match(source)
            front = read(source) if match else None
        except Exception:  # the host says what is wrong, or reads it in its own way
            front = match = None
        if (
            front is None
            or match is None
            or not front.plain
            or front.height != match[0].count("\n")  # the two see different heads
        ):
            page.read_source(self._config)
            return
        page.markdown = source[match.end() :].lstrip("\n")
        page.meta = fresh(front.values)

    # --- Writing ---

    def _build_page(
        self,
        page: Page,
        config: MkDocsConfig,
        doc_files: Sequence[File],
        nav: Navigation,
        env: Any,
        dirty: bool = False,
        excluded: bool = False,
    ) -> None:
        """In place of the host's: the first call writes all pages that were read here."""

        def build(each: Page) -> None:
            self._host_build_page(each, config, doc_files, nav, env, dirty, False)

        if not self._has_begun_writing and not dirty:
            self._has_begun_writing = True
            self.nav, self.env, self.doc_files = nav, env, doc_files
            included = (f for f in doc_files if not f.inclusion.is_excluded())  # type: ignore[no-untyped-call]
            self._write([file.page for file in included if file.page], build)
        if id(page) not in self._written:
            self._host_build_page(page, config, doc_files, nav, env, dirty, excluded)

    def _write(self, pages: Sequence[Page], build: Callable[[Page], None]) -> None:
        """Write `pages`; `build` is the host's step for one."""
        config, shared = self._config, SharedParts(self.fast_steps)
        try:
            renderer = Renderer(config, self.nav, self.store, self._common)
        except Exception as error:
            log.info("Every page is made anew: %s in the navigation.", type(error).__name__)
            return
        if config.theme.name == "material":
            shared.share(self.env, self.nav, shipped(config.theme), config)
        with renderer.gathering_once():
            try:
                renderer.run(pages, build, Path(config.site_dir), cores())
                self.renderer = renderer
            except Exception as error:
                shared.undo()
                renderer.run_as_host(pages, build)  # an author's own mistake is raised here again
                step = Step.PARTIALS if _is_through(error, SharedParts) else Step.RENDER
                self.fast_steps.failed(step, error)
        self._written = {id(page) for page in pages}

    def let_go(self) -> None:
        """Hold nothing of any page's text any longer: nobody goes on from this build."""
        self.converter, self.memory = None, Memory()
        for page in (file.page for file in self.doc_files if file.page):
            page.content = page.markdown = ""
            page.playbook_facts = None  # type: ignore[attr-defined]
            if page.file.abs_src_path:  # who asks again is given what the file says
                page.file._content = None

    # --- Going on from here: the preview ---

    def is_whole(self) -> bool:
        """Whether every page was read and written on the fast path."""
        done = self._read & self._written if self.renderer else set()
        return bool(done) and all(id(file.page) in done for file in self.doc_files)

    def page_at(self, path: str) -> Page | None:
        """The page made from a source path, if the fast path made it."""
        file = self.files.get_file_from_path(path) if path else None
        page = file.page if file else None
        return page if page is not None and id(page) in self._written else None

    def read_again(self, pages: Sequence[Page]) -> None:
        """Read and convert `pages` as if their sources had always said what they say now."""
        for page in pages:
            page.content, page._title_from_render = None, None
        self.again = list(pages)
        self.read(pages)

    def check_again(self) -> None:
        """Say which links to anchors lead nowhere in the pages that were read again."""
        level = self._config.validation.links.anchors
        for page in self.again:
            page.validate_anchor_links(files=self.files, log_level=level)

    def finish_files(self, folder: Path) -> None:
        """Make the files beside the pages that have changed, in `folder`."""
        if self.renderer:
            self.renderer.finish_again(folder)


def _is_through(error: Exception, part: type) -> bool:
    """Whether an error came by way of the module of `part`."""
    frames = traceback.walk_tb(error.__traceback__)
    return any(frame.f_globals.get("__name__") == part.__module__ for frame, _ in frames)


def slow_because(config: MkDocsConfig, pure: list[str]) -> list[Reason]:
    """What keeps a site from the fast path; nothing when it may take it.

    `pure` are the plugins, hooks and extensions that the site itself says to be so.
    """
    hooks = {str(name) for name in config.hooks}
    plugins = {
        name: [event[3:] for event in dir(plugin) if event.startswith("on_")]
        for name, plugin in config.plugins.items()
        if name not in hooks
    }
    touching = {
        name
        for name in hooks
        if any(hasattr(config.plugins.get(name), f"on_{event}") for event in PAGE_EVENTS)
    }
    found = reasons(plugins, config.markdown_extensions, pure, sorted(touching))
    found += strangers(config.mdx_configs, pure)
    for name, text in own_templates(config.theme.dirs, shipped(config.theme)):
        if reads_other_pages(text):
            found.append(reaching(name))
    return found


def writes_at_the_end(config: MkDocsConfig) -> bool:
    """Whether some plugin or hook that we do not know may write into finished files."""
    return any(
        hasattr(plugin, "on_post_build") and name.partition(" #")[0] not in KNOWN_PLUGINS
        for name, plugin in config.plugins.items()
    )
