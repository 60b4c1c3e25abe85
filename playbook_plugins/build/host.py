"""Where the fast path steps into the host's build.

MkDocs 1.6 converts and writes one page after the other in two functions of its build module.
While a build of ours runs, these two stand aside: the first call does the work for all pages, in
several processes and with the cache; the calls that follow find it done. Everything else of the
build, and every event of every plugin, goes on as before. MkDocs 1.6 is closed: these two
functions will not change any more. Where they are not as we know them, the host goes its own way.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from mkdocs.commands import build as host_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import YAML_RE

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.front_matter import FrontMatterError, fresh, read
from playbook_plugins.shared.parallel import cores

from .ahead import Ahead
from .cache_inputs import SHIPPED
from .convert import Converter, named
from .partials import share_partials, shipped_folders
from .render import Renderer

log = logging.getLogger("mkdocs.plugins.playbook")

Included = Callable[[InclusionLevel], bool]

POPULATE = ["page", "config", "files", "dirty"]
BUILD = ["page", "config", "doc_files", "nav", "env", "dirty", "excluded"]


def knows_host() -> bool:
    """Whether the host's build is the one that we know."""
    steps = (("_populate_page", POPULATE), ("_build_page", BUILD))
    return all(
        list(inspect.signature(getattr(host_build, name, lambda: None)).parameters) == parameters
        for name, parameters in steps
    )


class FastPath:
    """One build on the fast path."""

    def __init__(
        self,
        config: MkDocsConfig,
        store: Store,
        common: bytes,
        included: Included,
        ahead: Ahead | None = None,
    ) -> None:
        """`common`: the digest of what all pages depend on; `included`: what the build builds.

        `ahead`: what another process may do meanwhile, in a whole build.
        """
        self._config, self._store, self._common = config, store, common
        self._included, self._ahead = included, ahead
        self._is_off = False
        """Whether the host writes the pages."""
        self._read: set[int] = set()
        self._written: set[int] = set()
        self._populate: Callable[..., None] = host_build._populate_page
        self._build: Callable[..., None] = host_build._build_page
        self.converter: Converter | None = None
        self.renderer: Renderer | None = None
        self.files: Files
        self.nav: Navigation
        self.env: Any = None
        self.doc_files: Sequence[File] = ()
        self.again: list[Page] = []
        """The pages that were read again last."""

    def step_in(self) -> None:
        """From now on the two steps are ours."""
        host_build._populate_page = self._populate_page
        host_build._build_page = self._build_page

    def step_out(self) -> None:
        """The host's steps are its own again."""
        host_build._populate_page = self._populate
        host_build._build_page = self._build
        if self._ahead:
            self._ahead.end()

    # --- Reading ---

    def _populate_page(
        self, page: Page, config: MkDocsConfig, files: Files, dirty: bool = False
    ) -> None:
        if self.converter is None and not dirty:
            self.files = files
            self.converter = Converter(config, files, self._store, self._common)
            self.read(list(self._pages(config, files)), files, self._ahead)
        if id(page) not in self._read:
            self._populate(page, config, files, dirty)

    def _pages(self, config: MkDocsConfig, files: Files) -> Iterator[Page]:
        """The pages of the build, made as the host makes them."""
        for file in files.documentation_pages(inclusion=self._included):
            if file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
                continue  # a draft in the preview: the host says so, and reads it itself
            if file.page is None and file.inclusion.is_not_in_nav():  # type: ignore[no-untyped-call]
                Page(None, file, config)
            if file.page is not None:
                yield file.page

    def read(self, pages: Sequence[Page], files: Files, ahead: Ahead | None = None) -> None:
        """Read and convert `pages`, with all events in the order of the pages."""
        config, plugins = self._config, self._config.plugins
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
        if ahead:
            folders = (page.file.dest_uri.rpartition("/")[0] for page in read)
            ahead.begin(config.site_dir, folders)
        for page in read:
            with named(page, config):
                page.content = plugins.on_page_content(
                    page.content or "", page=page, config=config, files=files
                )
            self._read.add(id(page))

    # --- Reading again ---

    def is_whole(self) -> bool:
        """Whether every page was read and written on the fast path."""
        return bool(self._written) and all(
            file.page is not None and id(file.page) in self._written for file in self.doc_files
        )

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
        self.read(pages, self.files)

    def check_again(self) -> None:
        """Say which links to anchors lead nowhere in the pages that were read again."""
        level = self._config.validation.links.anchors
        for page in self.again:
            page.validate_anchor_links(files=self.files, log_level=level)

    def finish(self, folder: Path) -> None:
        """Make the files beside the pages that have changed, in `folder`."""
        if self.renderer:
            self.renderer.finish_again(folder)

    def _read_source(self, page: Page) -> None:
        """As the host reads a source, but its front matter is parsed once in a build."""
        if self._config.plugins.events["page_read_source"]:
            page.read_source(self._config)
            return
        try:
            source = page.file.content_string
            match = YAML_RE.match(source)
            front = read(source) if match else None
        except (OSError, ValueError, FrontMatterError):
            front = None
        if (
            front is None
            or not match
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
        def build(each: Page) -> None:
            self._build(each, config, doc_files, nav, env, dirty, False)

        if self.renderer is None and not dirty and not self._is_off:
            self.nav, self.env, self.doc_files = nav, env, doc_files
            pages = [file.page for file in doc_files if file.page and id(file.page) in self._read]
            self.renderer = self._prepared(pages)
            if self.renderer:
                self.renderer.run(pages, build, cores())
                self._written = {id(page) for page in pages}
        if id(page) not in self._written:
            self._build(page, config, doc_files, nav, env, dirty, excluded)

    def _prepared(self, pages: Sequence[Page]) -> Renderer | None:
        """Who writes `pages`; None where the host is to, as something in its way is not usual."""
        config = self._config
        renderer: Renderer | None = None
        try:
            renderer = Renderer(config, self.nav, self._store, self._common)
            if config.theme.name in SHIPPED:
                share_partials(self.env, self.nav, shipped_folders(config.theme.name), config)
            renderer.prepare(pages, Path(config.site_dir))
        except Exception as error:
            log.info("Every page is made anew: %s in the navigation.", type(error).__name__)
            renderer, self._is_off = None, True
        if self._ahead:
            self._ahead.wait_for_folders()
        return renderer
