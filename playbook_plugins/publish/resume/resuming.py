"""Where a build goes on from the last one instead of making all pages, in a process of its own.

Where only texts have changed, and nobody but our own plugins shows the text of one page on
another, a build takes up what the last whole build knew (`image`), reads the changed texts again as
the preview does (`fast/saves`), and writes what they touch into a tree that holds the rest already
(`tree`). In any doubt the whole site is built.
"""

from __future__ import annotations

import gc
import logging
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Set
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from mkdocs.commands import build as host_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.pages import Page

from playbook_plugins.digests import digest
from playbook_plugins.publish.dates import source_date_epoch
from playbook_plugins.publish.fast.hearing import Overheard, Said, hearing, say_again
from playbook_plugins.publish.fast.host import FastPath
from playbook_plugins.publish.fast.inputs import canonical
from playbook_plugins.publish.fast.parallel import MISSING, Missing, aside
from playbook_plugins.publish.fast.purity import may_go_on
from playbook_plugins.publish.fast.saves import new_texts, read_again
from playbook_plugins.publish.fast.speed import Speed, common_inputs, slow_because
from playbook_plugins.publish.fast.store import Store
from playbook_plugins.publish.fast.tagging import listing_pages, may_leave_pages, note_tags
from playbook_plugins.publish.light.finishing import Known
from playbook_plugins.publish.light.pages import Light
from playbook_plugins.publish.light.precompress import bare
from playbook_plugins.publish.stage.publication import Publication
from playbook_plugins.publish.stage.staging import Stage
from playbook_plugins.steps import PageSteps

from .image import Image, kept, revived
from .record import Card, Record
from .sources import changed, read_sources
from .tree import ForeignError, Tree, bring, link_all, look_again, look_at

log = logging.getLogger("mkdocs.plugins.playbook")

DEFAULTS = ("meta", "material/meta")
"""Plugins that read what a folder's pages have in common when they hear of the site's files."""
MOST = 40
"""Texts that may differ from those of the last whole build; beyond, another one is as fast."""


class Index(Protocol):
    """The site's search, as far as it goes on with a build."""

    written: dict[str, bytes]
    """Digests of the index's files, by path from the site's root."""

    def known(self) -> dict[str, Any]:
        """What another process takes up."""

    def take_up(self, known: Mapping[str, Any], written: Mapping[str, bytes]) -> None:
        """Go on from it; `written` are the index's files, empty digests for what else is there."""

    def write(
        self, site: Path, store: Store, processes: int, there: Mapping[str, bytes] | None = None
    ) -> set[str]:
        """Write the index, but for what stands `there` already, by digest; the paths it changed."""


class WentOn(BaseException):
    """The build is done, without the host's further steps. No error: nobody may catch it as one.

    Its argument is whose build it is: one process may have several around the host's.
    """


class Resuming:
    """The way from one build to the next; made once for each of our plugins."""

    def __init__(self) -> None:
        self._build: Callable[..., None] | None = None
        self._may = False
        self._card: Card | None = None
        self._record: Record | None = None
        self._waiting: Callable[[], Missing | None] | None = None
        self._before: Tree = {}
        """The tree that was live when the build began."""
        self._heard = Overheard()
        self._common = b""
        self.has_gone_on = False
        """Whether the last build went on from the one before."""

    # --- Around the host's build ---

    def step_in(self) -> None:
        """From now on, a build of the host may end early."""
        if self._build is None:
            self._build = host_build.build
            host_build.build = self._around

    def step_out(self) -> None:
        """The host's build is its own again."""
        self._heard.leave()
        if self._build is not None and host_build.build == self._around:
            host_build.build = self._build
        self._build = None

    def _around(self, config: MkDocsConfig, **rest: Any) -> None:
        assert self._build
        self._may = not any(rest.values())  # neither dirty nor for the preview
        self.has_gone_on = False
        begun = time.monotonic()
        try:
            self._build(config, **rest)
        except WentOn as done:
            if self not in done.args:
                raise
            self.has_gone_on = True
            log.info("Documentation built in %.2f seconds", time.monotonic() - begun)
        finally:
            self._may = False
            self._heard.leave()
            gc.unfreeze()

    # --- What is compared ---

    def begin(self, config: MkDocsConfig, speed: Speed, stage: Stage | None, may: bool) -> bool:
        """Note what this build is made from; whether it may go on from the last one.

        `may` says whether whoever else has a part in the finished site allows it.
        """
        self._card = self._record = self._waiting = None
        usual = speed.options is not None and speed.options.fast and speed.options.cache
        if not (self._may and usual and may and stage and stage.is_beside):
            return False
        if os.environ.get("CI"):
            return False  # strangers' changes may have written the cache
        if not (may_go_on(config.plugins) and may_leave_pages(config)):
            return False
        if slow_because(config, speed.options.pure if speed.options else []):
            return False
        self._record = Record(speed.store.folder, stage.site)
        plugins = _ours(config).values()
        others = [path for plugin in plugins for path in plugin.sources()]
        sources = read_sources(Path(config.docs_dir), others)
        self._common = common_inputs(config)
        self._card = Card(_key(self._common, config, stage), b"", sources, {}, {})
        self._heard = Overheard()
        self._heard.listen()
        stage.is_followed = not stage.live.is_dir()
        return True

    # --- Keeping ---

    def lay_out(self, stage: Stage | None) -> None:
        """Begin to lay out the tree that the next build changes, where no earlier one is left."""
        if self._card and stage and stage.is_followed:
            laid = aside(partial(link_all, stage.folder, stage.following))
            stage.laid_out = lambda: laid() is not MISSING

    def keep(
        self, config: MkDocsConfig, fast: FastPath | None, search: Index, light: Light
    ) -> None:
        """Begin to keep what a whole build knows, once all pages are written.

        In another process, which takes as long as all that is left to do in this one.
        """
        if not (self._card and self._record):
            return
        snippets = fast and fast.converter and fast.converter.reads_files
        if not (fast and fast.renderer and self._is_silent()) or snippets:
            self._forget()
            return
        plugins = _ours(config)
        more = {
            "search": search.known(),
            "files": fast.renderer.known(),
            "listing": listing_pages(config),
            "light": light.finished.known,
        }
        known = {name: plugin.known() for name, plugin in plugins.items()}
        image = Image(fast.files, fast.nav, fast.doc_files, known, more)
        record, env = self._record, fast.env

        def write() -> None:
            record.write_image(kept(image, config, env))

        self._waiting = aside(write)
        until = [each for p in plugins.values() if (each := p.stands_until())]
        self._card.until = min(until, default=None)

    @property
    def is_keeping(self) -> bool:
        """Whether another process is at it."""
        return self._waiting is not None

    def _is_silent(self) -> bool:
        return all(level < logging.WARNING for _, level, _ in self._heard.said)

    def _forget(self) -> None:
        """Nothing can go on from this build."""
        self._card = None
        if self._record:
            self._record.forget()

    def look(self, stage: Stage, fast: FastPath | None, search: Index, light: Light) -> None:
        """Note the finished tree, before it is public, and what the author was told."""
        self._heard.leave()
        if self._card and fast and fast.renderer:
            if not self._is_silent():
                self._forget()
                return
            self._card.said, self._card.index = self._heard.said, search.written
            try:
                stage.even_out()
                known = fast.renderer.sums() | search.written | light.finished.sums
                assert stage.made is not None
                self._card.live = look_at(stage.folder, stage.made, stage.looked, known)
            except (ForeignError, OSError):
                self._card = None
                return
            self._card.base = {path: each[0] for path, each in self._card.live.items()}
            # What was laid out shares its files with this one.
            self._card.spare = self._before or self._card.live

    def published(self) -> None:
        """The tree is live: the next build may go on from it."""
        written = self._waiting is not None and self._waiting() is not MISSING
        self._waiting = None
        if self._card and self._record and written:
            self._card.image = self._record.image_sum()
            self._record.write_card(self._card)
        elif self._record:
            self._record.forget()
        self._card = self._record = None

    # --- Going on ---

    def go_on(
        self,
        config: MkDocsConfig,
        speed: Speed,
        publication: Publication,
        search: Index,
        light: Light,
    ) -> Card | None:
        """Make what has changed; what to keep when that is public. None: build the whole site."""
        stage, record, now = publication.stage, self._record, self._card
        card = record.card() if record else None
        self._before = card.live if card else {}
        if not (stage and record and now and card) or card.key != now.key or _over(card.until):
            return None
        paths = changed(card.sources, now.sources)
        if paths is None or len(paths) > MOST:
            return None
        plugins = _ours(config)
        before = {name: dict(vars(plugin)) for name, plugin in plugins.items()}
        searched = dict(vars(search))
        try:
            going = _Going(config, speed, publication, search, light, card, self._common)
            if going.go(lambda: record.image(card.image), paths):
                return card
        except Exception as error:  # whatever it is: a whole build says it in its place, or none
            log.debug("The whole site is built: %s", error)
        for name, plugin in plugins.items():
            vars(plugin).clear()
            vars(plugin).update(before[name])
        vars(search).clear()
        vars(search).update(searched)
        speed.store.folders.clear()
        stage.start_over()
        return None

    def went_on(self, card: Card) -> None:
        """The tree is live: the next build may go on from the same image."""
        assert self._record
        self._heard.leave()
        self._record.write_card(card)
        self._card = self._record = None


class _Going:
    """One build that goes on from `card`."""

    def __init__(
        self,
        config: MkDocsConfig,
        speed: Speed,
        publication: Publication,
        search: Index,
        light: Light,
        card: Card,
        common: bytes,
    ) -> None:
        assert publication.stage
        self._config, self._speed, self._search, self._card = config, speed, search, card
        self._light, self._finished = light, Known()
        self._stage: Stage = publication.stage
        included = InclusionLevel.is_included
        self._fast = FastPath(config, speed.store, common, included, publication)
        self._said: list[Said] = []
        self._names: set[str] = set()
        """The sources that are read again."""
        self._listing: list[Page] = []
        """Pages that list tags."""

    def go(self, image: Callable[[], bytes | None], paths: Iterable[Path]) -> bool:
        """Build into the stage what the changes at `paths` touch; whether that is enough.

        The tree before is brought up to the live one meanwhile: that needs nothing of the image.
        """
        card, stage = self._card, self._stage
        stage.use_spare()
        passed = stage.carried.names()
        bringing = aside(lambda: bring(stage.folder, card.live, passed, stage.live, card.spare))
        try:
            raw = image()
            pages = self._read(raw, paths) if raw is not None else None
        finally:
            tree = bringing()
        if pages is None or isinstance(tree, Missing):
            return False
        with hearing(self._said):
            self._write(pages, tree)
        if any(level >= logging.WARNING for _, level, _ in self._said):
            return False  # the whole build says it in its turn
        say_again([each for each in card.said if not _is_about(each, self._names)])
        say_again(self._said)
        return True

    def _read(self, raw: bytes, paths: Iterable[Path]) -> Collection[Page] | None:
        """Take up the image and read what has changed: the pages to be written.

        None where that is not enough.
        """
        env = self._config.theme.get_env()
        self._take_up(revived(raw, self._config, env), env)
        texts = new_texts(self._config, self._fast, paths)
        if texts is None:
            return None
        self._names = {page.file.src_uri for page, _ in texts}
        with hearing(self._said):
            pages = read_again(self._config, self._fast, texts) if texts else []
            if pages is not None:
                self._fast.check_again()
                note_tags(self._config, self._listing, pages)
        return pages

    def _take_up(self, image: Image, env: Any) -> None:
        for name, plugin in _ours(self._config).items():
            plugin.take_up(image.plugins[name])
        for name, plugin in self._config.plugins.items():
            if name.partition(" #")[0] in DEFAULTS and hasattr(plugin, "on_files"):
                plugin.on_files(image.files, config=self._config)
        since = self._card.live.keys() - self._card.base.keys()  # parts of the index
        index = self._card.index | dict.fromkeys(since, b"")
        self._search.take_up(image.more["search"], index)
        renderer = self._fast.take_up(image.files, image.nav, env, image.doc_files)
        renderer.take_up(*image.more["files"])
        found = map(self._fast.page_at, image.more["listing"])
        self._listing = [page for page in found if page is not None]
        self._finished = image.more["light"]

    def _write(self, pages: Collection[Page], tree: Tree) -> None:
        fast, config, card, stage = self._fast, self._config, self._card, self._stage
        store, index = self._speed.store, set(self._search.written)
        sums = {path: each[0] for path, each in tree.items()}
        indexing = aside(lambda: self._search.write(stage.folder, store, 1, sums))
        try:
            written = {page.file.dest_uri for page in pages}
            for page in pages:
                Path(page.file.abs_dest_path).unlink()  # the live site may share it
                host_build._build_page(page, config, fast.doc_files, fast.nav, fast.env)
            written |= set(fast.finish(stage.folder))
        finally:
            indexed = indexing()
        if isinstance(indexed, Missing):
            raise ForeignError(stage.folder)
        written |= indexed
        written |= self._finish(written, sums.keys())
        for path, sum in card.base.items():
            # A build in between had to change it, and its text has been changed back.
            if sums.get(path) != sum and path not in written and bare(path) not in index:
                if not store.put_back(sum, f"{stage.folder}/{path}"):
                    raise ForeignError(path)
                written.add(path)
        look_again(stage.folder, tree, written)
        stage.written = written
        card.spare, card.live = card.live, tree

    def _finish(self, written: set[str], there: Set[str]) -> set[str]:
        """Do to what was `written` what the site asks for; the paths of what that wrote."""
        folder = self._stage.folder
        files = {path for path in written if (folder / path).is_file()} | (there - written)
        done = self._light.finish_again(folder, self._config, self._finished, files, written)
        if done is None:
            raise ForeignError(folder)
        return done


def _ours(config: MkDocsConfig) -> dict[str, PageSteps]:
    return {n: each for n, each in config.plugins.items() if isinstance(each, PageSteps)}


def _key(common: bytes, config: MkDocsConfig, stage: Stage) -> bytes:
    """The digest of all that a build depends on besides the sources; `common`: what pages do."""
    places = (str(stage.site), str(config.docs_dir), str(config.config_file_path), str(Path.cwd()))
    nav = repr((canonical(config.nav), config.get("edit_uri"), config.strict))
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return digest(common, *places, nav, fixed)


def _over(until: datetime | None) -> bool:
    now = source_date_epoch(os.environ.get("SOURCE_DATE_EPOCH", "")) or datetime.now(UTC)
    return until is not None and now >= until


def _is_about(said: Said, names: Collection[str]) -> bool:
    """Whether something was said of a page that is read again."""
    return any(name in said[2] for name in names)
