"""Pages into the theme's templates and onto the disk: in several processes, and not again for a
page whose finished file is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.theme import Theme

from playbook_plugins.steps import FileJob, PageSteps, write_texts

from .hearing import Said, hearing, say_again
from .inputs import PAGES, SHIPPED, own_templates
from .parallel import MISSING, share
from .store import Store, digest

KIND, JOB = "file", "job"
GATHERING = ("search", "material/search")
"""Plugins that look at each page when its context is made, and change nothing that is shown."""

TAGGING = ("tags", "material/tags")
"""Plugins that give a page's template the tags of the page, and where each is listed."""

BuildPage = Callable[..., None]
"""The host's own step: context, template, events, file."""


@dataclass(frozen=True)
class Rendered:
    """What became of one page in some process."""

    sum: bytes
    """Digest of the finished file; empty when there is none."""
    said: list[Said]


class Renderer:
    """Writes the pages of one build."""

    def __init__(self, config: MkDocsConfig, nav: Navigation, store: Store, common: bytes) -> None:
        """`common` is the digest of all that every page depends on, templates included."""
        self._config, self._nav, self._store = config, nav, store
        known = Theme(name=config.theme.name).dirs if config.theme.name in SHIPPED else []
        own = own_templates(config.theme.dirs, known)
        self._shows_pages = any(PAGES.search(text) for _, text in own)
        self._common = digest(common, repr(list(_outline(nav.items))))
        self._steps = [p for p in config.plugins.values() if isinstance(p, PageSteps)]
        self.count = 0
        """How many pages went through a template."""

    def run(self, pages: Sequence[Page], build: Callable[[Page], None], processes: int) -> None:
        """Write every page: `build` is what the host does for one."""
        gathering = self._gathering()
        for page in pages:
            for method in gathering:
                method({}, page=page, config=self._config, nav=self._nav)
        events = self._config.plugins.events["page_context"]
        self._config.plugins.events["page_context"] = [m for m in events if m not in gathering]
        try:
            self._run(pages, build, processes)
        finally:
            self._config.plugins.events["page_context"] = events

    def _gathering(self) -> list[Callable[..., Any]]:
        """The events of plugins that gather from every page, written or known: the search index."""
        plugins = self._config.plugins
        found = [plugins[name] for name in GATHERING if name in plugins]
        return [each.on_page_context for each in found if hasattr(each, "on_page_context")]

    def _run(self, pages: Sequence[Page], build: Callable[[Page], None], processes: int) -> None:
        if self._shows_pages:
            self._common = digest(self._common, repr([_page(each) for each in pages]))
        keys = [self._key(page) for page in pages]
        known = self._store.load(KIND, keys)
        open_ = [
            n
            for n, page in enumerate(pages)
            if keys[n] not in known
            or not self._store.put_back(known[keys[n]], page.file.abs_dest_path)
        ]

        def work(number: int) -> Rendered:
            return self._write(pages[open_[number]], build, quiet=True)

        for number, made in zip(open_, share(len(open_), work, processes), strict=True):
            result = self._write(pages[number], build) if made is MISSING else made
            assert isinstance(result, Rendered)
            say_again(result.said)
            if result.sum and not result.said:
                self._store.keep(KIND, {keys[number]: result.sum})
        self.count += len(open_)

    # --- Files beside the pages ---

    def finish(self, folder: Path, processes: int) -> None:
        """Write what the plugins of ours make beside the pages, as far as it has changed."""
        owners = [(plugin, job) for plugin in self._steps for job in plugin.file_jobs()]
        keys = [digest(self._common, repr(job.inputs)) for _, job in owners]
        known = self._store.load(JOB, keys)
        listed: list[list[tuple[str, str]]] = [[] for _ in owners]
        open_ = []
        for number, key in enumerate(keys):
            listed[number] = json.loads(known[key]) if key in known else []
            if key not in known or not self._put_back(folder, listed[number]):
                open_.append(number)

        def work(number: int) -> list[tuple[str, str]]:
            return self._made(folder, owners[open_[number]][1])

        for number, made in zip(open_, share(len(open_), work, processes), strict=True):
            listed[number] = self._made(folder, owners[number][1]) if made is MISSING else made  # type: ignore[assignment]
            self._store.keep(JOB, {keys[number]: json.dumps(listed[number]).encode()})
        for plugin in self._steps:
            own = [listed[n] for n, (owner, _) in enumerate(owners) if owner is plugin]
            plugin.finished = tuple(path for files in own for path, _ in files)

    def _put_back(self, folder: Path, files: list[tuple[str, str]]) -> bool:
        return all(
            self._store.put_back(bytes.fromhex(sum), f"{folder}/{path}") for path, sum in files
        )

    def _made(self, folder: Path, job: FileJob) -> list[tuple[str, str]]:
        made = list(job.make())
        write_texts(folder, made)
        listed = []
        for path, text in made:
            sum = digest(text)
            self._store.take_file(sum, f"{folder}/{path}")
            listed.append((path, sum.hex()))
        return listed

    def _write(self, page: Page, build: Callable[[Page], None], quiet: bool = False) -> Rendered:
        """Write one page; `quiet` when somebody will try again, who then says why it failed."""
        target = Path(page.file.abs_dest_path)
        self._store.make_folder(str(target))
        target.unlink(missing_ok=True)  # it may share its content with the cache
        said: list[Said] = []
        try:
            with hearing(said):
                build(page)
        except Exception:
            if not quiet:
                say_again(said)
            raise
        if not target.is_file():
            return Rendered(b"", said)
        sum = digest(target.read_bytes())
        self._store.take_file(sum, str(target))
        return Rendered(sum, said)

    def _key(self, page: Page) -> bytes:
        """All that the finished page depends on, as a digest."""
        own = (
            page.file.src_uri,
            page.url,
            page.title,
            page.meta,
            page.canonical_url,
            page.edit_url,
            page.update_date,
            page.is_homepage,
            page.file.inclusion.value,
            list(_anchors(page.toc)),
            [each and _page(each) for each in (page.previous_page, page.next_page)],
            [_page(each) if isinstance(each, Page) else each.title for each in page.ancestors],
        )
        asked = [plugin.page_inputs(page) for plugin in self._steps]
        asked += self._tags(page)
        text = (page.content or "", page.markdown or "")
        return digest(self._common, repr(own), *text, repr(asked))

    def _tags(self, page: Page) -> list[Any]:
        """What the tags plugin will hand to the page's template."""
        context: dict[str, Any] = {}
        for name, plugin in self._config.plugins.items():
            if name.partition(" #")[0] in TAGGING:
                plugin.on_page_context(context, page=page, config=self._config, nav=self._nav)
        return [
            (each.name, each.hidden, each.url, [(link.title, link.url) for link in each.links])
            for tags in context.values()
            for each in tags
        ]


def _outline(items: Any) -> Iterator[tuple[Any, ...]]:
    """The navigation as templates see it."""
    for item in items:
        shown = _page(item) if isinstance(item, Page) else (item.title, getattr(item, "url", ""))
        yield type(item).__name__, shown, list(_outline(item.children or ()))


def _page(page: Page) -> tuple[Any, ...]:
    """What other pages may show of `page`; its text they may not."""
    place = (page.file.src_uri, page.url, page.canonical_url, page.edit_url)
    return (page.title, place, page.meta, page.update_date)


def _anchors(links: Any) -> Iterator[tuple[Any, ...]]:
    for link in links:
        assert isinstance(link, AnchorLink)
        yield link.title, link.id, link.level, list(_anchors(link.children))
