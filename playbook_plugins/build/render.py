"""Pages into the theme's templates and onto the disk: in several processes, and not again for a
page whose finished file is known.

In: pages that are converted, and the host's own step for one (context, template, events, file).
Out: their files, and those that plugins of ours make beside them. Where something here fails, the
host's step does all pages, one after the other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.codec import Codec, RefusedError
from playbook_plugins.shared.digests import SIZE, digest
from playbook_plugins.shared.file_reading import content_of
from playbook_plugins.shared.parallel import MISSING, share
from playbook_plugins.shared.records import record
from playbook_plugins.shared.steps import FileJob, PageSteps
from playbook_plugins.shared.writing import write_files

from .cache_key import PAGES, own_templates, shipped
from .logs import LogLine, captured, replay
from .plain_values import plain
from .tags import instances

KIND, JOB = "file", "job"
"""What the cache calls finished pages, and the lists of files that a job made."""
GATHERING = ("search", "material/search")
"""Plugins that look at each page when its context is made, and change nothing that is shown."""

Listed = list[tuple[str, str]]
"""Files that a job made: path from the site's root, and digest in hex."""
BuildPage = Callable[[Page], None]
"""The host's own step for one page."""


@record
class Rendered:
    """What became of one page in some process."""

    key: bytes
    """The page's own; empty where it must be written every time."""
    sum: bytes
    """Digest of the finished file; empty when there is none."""
    logged: list[LogLine]


class Renderer:
    """Writes the pages of one build."""

    def __init__(self, config: MkDocsConfig, nav: Navigation, store: Store, common: bytes) -> None:
        """`common` is the digest of all that every page depends on, templates included."""
        self._config, self._nav, self._store = config, nav, store
        own = own_templates(config.theme.dirs, shipped(config.theme))
        self._shows_pages = any(PAGES.search(text) for _, text in own)
        self._shown: dict[int, str] = {}
        """What pages may show of each page."""
        self._common = digest(common, repr(list(self._outline(nav.items))))
        self._plugins = [p for p in config.plugins.values() if isinstance(p, PageSteps)]
        self._tagging = list(instances(config))
        self._site = Path()
        self._gathered: set[int] = set()
        """Pages that the plugins that gather have seen."""
        self._keys: list[bytes] = []
        self._known: dict[bytes, bytes] = {}
        """Digests of finished pages by the page's key."""
        self._jobs: list[tuple[PageSteps, FileJob]] = []
        self._job_keys: list[bytes] = []
        self._listed: dict[bytes, Listed] = {}
        """Files and their digests by the job's key."""
        self.count = 0
        """How many pages went through a template."""

    def run(self, pages: Sequence[Page], build: BuildPage, site: Path, processes: int) -> None:
        """Write every page into `site`, and the files beside them."""
        self._prepare(pages, site)
        self._run(pages, build, processes)

    def run_as_host(self, pages: Sequence[Page], build: BuildPage) -> None:
        """Write page by page; plugins make their files when the host asks for them."""
        for plugin in self._plugins:
            plugin.written_files = None
        for page in pages:
            self._clear(page)
            build(page)

    @contextmanager
    def gathering_once(self) -> Iterator[None]:
        """Meanwhile the plugins that gather see each page once: before it is written, or then."""
        events = self._config.plugins.events["page_context"]
        gathering_ = gathering(self._config)
        self._config.plugins.events["page_context"] = [
            self._skipping(each) if each in gathering_ else each for each in events
        ]
        try:
            yield
        finally:
            self._config.plugins.events["page_context"] = events

    def _skipping(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def look(context: Any, *, page: Page, **more: Any) -> Any:
            return None if id(page) in self._gathered else method(context, page=page, **more)

        return look

    def _prepare(self, pages: Sequence[Page], site: Path) -> None:
        """Find out what is known of `pages` and of the files beside them."""
        self._site = site
        for page in pages if (methods := gathering(self._config)) else ():
            for method in methods:
                method({}, page=page, config=self._config, nav=self._nav)
            self._gathered.add(id(page))
        if self._shows_pages:
            self._common = digest(self._common, repr([self._page(each) for each in pages]))
        # Where nothing can be known, whoever writes a page works out its key.
        self._keys = [b"" if self._store.is_empty else self._key(page) for page in pages]
        known = self._store.load(KIND, self._keys)
        self._known = {key: sum for key, sum in known.items() if len(sum) == SIZE}
        self._jobs = [(plugin, job) for plugin in self._plugins for job in plugin.file_jobs()]
        self._job_keys = [digest(self._common, repr(job.inputs)) for _, job in self._jobs]
        kept = self._store.load(JOB, self._job_keys)
        self._listed = {key: each for key, raw in kept.items() if (each := listed(raw, site))}

    def _run(self, pages: Sequence[Page], build: BuildPage, processes: int) -> None:
        new = [
            number
            for number, (page, key) in enumerate(zip(pages, self._keys, strict=True))
            if key not in self._known or not self._placed(page.file.dest_uri, self._known[key])
        ]
        jobs = self._new_jobs()
        extra = [(plugin, plugin.extra_work()) for plugin in self._plugins]

        def write(number: int) -> Rendered:
            return self._write(number, pages, build)

        def make(number: int) -> Listed:
            return self._made(self._site, self._jobs[number][1])

        tasks: list[Callable[[], Any]] = [partial(write, number) for number in new]
        tasks += [partial(make, number) for number in jobs]
        tasks += [work for _, own in extra for work in own]
        lines: list[LogLine] = []
        with captured(lines):
            results = iter(share(len(tasks), lambda number: tasks[number](), processes))
        replay(lines)
        for number, made in zip(new, islice(results, len(new)), strict=True):
            result = write(number) if made is MISSING else made
            assert isinstance(result, Rendered)
            replay(result.logged)
            if result.key and result.sum and not result.logged:
                self._store.keep(KIND, {result.key: result.sum})
        self.count += len(new)
        self._take_jobs(jobs, list(islice(results, len(jobs))), self._site)
        for plugin, own in extra:
            done = zip(own, islice(results, len(own)), strict=True)
            plugin.take_extra([work() if made is MISSING else made for work, made in done])

    def _placed(self, path: str, sum: bytes) -> bool:
        """Whether the finished file stands at `path` in the site now."""
        return self._store.put_back(sum, f"{self._site}/{path}")

    # --- Files beside the pages ---

    def _new_jobs(self) -> list[int]:
        """Which of the plugins' files are not there yet, by the number of the job."""
        return [
            number
            for number, key in enumerate(self._job_keys)
            if key not in self._listed
            or not all(self._placed(path, bytes.fromhex(sum)) for path, sum in self._listed[key])
        ]

    def _take_jobs(self, jobs: Sequence[int], results: Sequence[object], folder: Path) -> None:
        """Note what was made for `jobs`, and make what is missing of it."""
        for number, made in zip(jobs, results, strict=True):
            made = self._made(folder, self._jobs[number][1]) if made is MISSING else made
            assert isinstance(made, list)
            key = self._job_keys[number]
            self._listed[key] = made
            self._store.keep(JOB, {key: LISTED.encode(made)})
        for plugin in self._plugins:
            own = [
                self._listed[key]
                for key, (owner, _) in zip(self._job_keys, self._jobs, strict=True)
                if owner is plugin
            ]
            plugin.written_files = tuple(path for files in own for path, _ in files)

    def finish_again(self, folder: Path) -> None:
        """Make the files beside the pages that have changed since pages were converted again."""
        self._jobs = [(plugin, job) for plugin in self._plugins for job in plugin.file_jobs()]
        keys = [digest(self._common, repr(job.inputs)) for _, job in self._jobs]
        changed = [key not in self._job_keys for key in keys]
        self._jobs = [job for job, is_new in zip(self._jobs, changed, strict=True) if is_new]
        self._job_keys, old = [k for k, new in zip(keys, changed, strict=True) if new], keys
        self._listed = {}
        new = self._new_jobs()
        self._take_jobs(new, [MISSING] * len(new), folder)
        self._job_keys = old

    def _made(self, folder: Path, job: FileJob) -> Listed:
        made = [(path, text.encode()) for path, text in job.make()]
        write_files(folder, made, self._store.folders)
        listed = []
        for path, content in made:
            sum = digest(content)
            self._store.take_file(sum, f"{folder}/{path}")
            listed.append((path, sum.hex()))
        return listed

    def _write(self, number: int, pages: Sequence[Page], build: BuildPage) -> Rendered:
        """Write one page."""
        page = pages[number]
        key = self._keys[number] or self._key(page)  # before its template can change it
        self._clear(page)
        logged: list[LogLine] = []
        with captured(logged):
            build(page)
        content = None
        with suppress(FileNotFoundError):
            content = content_of(page.file.abs_dest_path)
        if content is None:
            return Rendered(key, b"", logged)
        sum = digest(content)
        self._store.take_file(sum, page.file.abs_dest_path)
        return Rendered(key, sum, logged)

    def _clear(self, page: Page) -> None:
        """Remove a page's file: it may share its content with the cache."""
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(page.file.abs_dest_path)  # noqa: PTH108 by the thousand

    # --- The key of one page ---

    def _key(self, page: Page) -> bytes:
        """All that the finished page depends on, as a digest; empty where that cannot be told."""
        try:
            return self._digest(page)
        except Exception:  # some plugin gave it what cannot be shown
            return b""

    def _digest(self, page: Page) -> bytes:
        own = (
            page.url,
            page.is_homepage,
            page.file.inclusion.value,
            list(_anchors(page.toc)),
            [each and self._page(each) for each in (page, page.previous_page, page.next_page)],
            [self._page(e) if isinstance(e, Page) else e.title for e in page.ancestors],
        )
        inputs = [plugin.render_inputs(page) for plugin in self._plugins]
        inputs += self._tags(page)
        text = (page.content or "", page.markdown or "")
        return digest(self._common, repr(own), *text, repr(inputs))

    def _page(self, page: Page) -> str:
        """What other pages may show of `page`; its text they may not."""
        if id(page) not in self._shown:
            place = (page.file.src_uri, page.url, page.canonical_url, page.edit_url)
            self._shown[id(page)] = repr((page.title, place, plain(page.meta), page.update_date))
        return self._shown[id(page)]

    def _outline(self, items: Any) -> Iterator[tuple[Any, ...]]:
        """The navigation as templates see it."""
        for item in items:
            is_page = isinstance(item, Page)
            shown = self._page(item) if is_page else (item.title, getattr(item, "url", ""))
            yield type(item).__name__, shown, list(self._outline(item.children or ()))

    def _tags(self, page: Page) -> list[Any]:
        """What the tags plugin will hand to the page's template."""
        context: dict[str, Any] = {}
        for plugin in self._tagging:
            plugin.on_page_context(context, page=page, config=self._config, nav=self._nav)
        return [
            (each.name, each.hidden, each.url, [(link.title, link.url) for link in each.links])
            for tags in context.values()
            for each in tags
        ]


LISTED: Codec[Listed] = Codec(list[tuple[str, str]])


def listed(raw: bytes, site: Path) -> Listed | None:
    """What a job made, as the cache keeps it, if all of it belongs into `site`; None else.

    Whoever wrote the cache may have named other places, or lead there by a link that is carried.
    """
    try:
        found = LISTED.decode(raw)
    except RefusedError:
        return None
    is_fine = all(_is_inside(path, site) and _DIGEST.fullmatch(sum) for path, sum in found)
    return found if is_fine else None


_DIGEST = re.compile(f"[0-9a-f]{{{2 * SIZE}}}")
_NO_PART = re.compile(r"[\x00-\x1f\\:]|(?:^|/)(?:\.|/|$)")


def _is_inside(path: str, site: Path) -> bool:
    """Whether this is the path of a file that a job writes: below `site`, through no link."""
    return not (_NO_PART.search(path) or (site / path.partition("/")[0]).is_symlink())


def gathering(config: MkDocsConfig) -> list[Callable[..., Any]]:
    """The events of plugins that gather from every page, written or known: the search index."""
    found = [config.plugins[name] for name in GATHERING if name in config.plugins]
    read = [each for each in found if getattr(_index(each), "takes_pages", True)]
    return [each.on_page_context for each in read if hasattr(each, "on_page_context")]


def _index(plugin: Any) -> Any:
    """A search plugin's index; one of ours in its place takes no page."""
    return getattr(plugin, "search_index", None)


def _anchors(links: Any) -> Iterator[tuple[Any, ...]]:
    """A page's contents as plain values: each heading with those below it."""
    for link in links:
        yield link.title, link.id, link.level, list(_anchors(link.children))
