"""Writing with the preview open: a save builds what it touches, and the page shows it at once.

The last build stays in memory. A change of text in pages that were there is read, converted and
put into its page and the listings that show it, and the browser is told. What can wait (feeds, the
search index) is made when the author pauses. Any other change is a whole build.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands import build as host_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from playbook_plugins.front_matter import FrontMatterError, read
from playbook_plugins.memory import remember_in
from playbook_plugins.publish.fast.host import FastPath
from playbook_plugins.publish.fast.speed import Speed
from playbook_plugins.steps import PageSteps

from .watching import Watcher

log = logging.getLogger("mkdocs.plugins.playbook")

PAUSE = 3.0
"""Seconds without a save after which an author is thought to pause."""
PASSED = (".swp", ".swx", ".tmp", "~")
"""Ends of the names that editors write while they save."""

Text = tuple[Page, str]
"""A page, and what its source says now."""


@dataclass
class Standing:
    """The last whole build of the preview."""

    config: MkDocsConfig
    fast: FastPath
    speed: Speed
    site: Path
    """Where the server finds the built site."""


class Preview:
    """The builder of the preview's server."""

    def __init__(self, builder: Callable[[], None], server: Any, later: Callable[[], None]) -> None:
        """`builder` makes a whole build; `later` makes what can wait until the author pauses."""
        self._builder, self._server, self._later = builder, server, later
        self._watcher = Watcher()
        self.is_watching = self._watcher.take_over(server)
        self.standing: Standing | None = None
        self.quick = 0
        """How many saves cost what they touched."""
        self._busy = threading.Lock()
        self._pause: threading.Timer | None = None

    def __call__(self) -> None:
        """Build what has changed."""
        self._stop_waiting()
        with self._busy:
            changed = self._watcher.taken()
            if self.is_watching and self.standing and changed and self.build(changed):
                return
            self.standing = None  # whatever happens now, the last build is none to go on from
            self._builder()

    def build(self, changed: Iterable[Path]) -> bool:
        """Build what `changed` touches; False where that takes a whole build."""
        standing = self.standing
        texts = standing and self._texts(standing, changed)
        if not standing or texts is None:
            return False
        if not texts:
            self._show()
            return True
        remember_in(standing.speed.memory)
        try:
            touched = self._reread(standing, texts)
            if touched is None:
                return False
            write(standing, touched)
            self._show()
            self.quick += 1
            standing.fast.check_again()
        finally:
            remember_in(None)
        self._pause = threading.Timer(PAUSE, self._finish_in_peace, [standing])
        self._pause.daemon = True
        self._pause.start()
        return True

    def _stop_waiting(self) -> None:
        if self._pause:
            self._pause.cancel()
            self._pause = None

    def _finish_in_peace(self, standing: Standing) -> None:
        with self._busy:
            if self.standing is standing:
                self._finish(standing)

    def close(self) -> None:
        """Wait and watch no longer."""
        self._stop_waiting()
        self.standing = None

    def finish(self) -> None:
        """Make what waits for a pause, now."""
        self._stop_waiting()
        if self.standing:
            self._finish_in_peace(self.standing)

    def _texts(self, standing: Standing, changed: Iterable[Path]) -> list[Text] | None:
        """The new texts of the pages that changed; None when something else did."""
        docs = Path(standing.config.docs_dir)
        found: list[Text] = []
        for path in changed:
            name = path.relative_to(docs).as_posix() if path.is_relative_to(docs) else ""
            page = standing.fast.page_at(name)
            if page is None:
                if path.exists() and not path.name.endswith(PASSED):
                    return None
                continue  # an editor's own file, gone already
            text = _text_of(path)
            if text is None or not _same_head(page.file.content_string, text):
                return None
            if text != page.file.content_string:
                found.append((page, text))
        return found

    def _reread(self, standing: Standing, texts: list[Text]) -> list[Page] | None:
        """Convert the pages again; all pages that must be written, None where nobody can tell."""
        plugins = [p for p in standing.config.plugins.values() if isinstance(p, PageSteps)]
        if not all(plugin.stays(page, text) for plugin in plugins for page, text in texts):
            return None
        titles = [page.title for page, _ in texts]
        for page, text in texts:
            for plugin in plugins:
                plugin.forget(page)
            page.file._content = text
        pages = [page for page, _ in texts]
        standing.fast.read_again(pages)
        if [page.title for page in pages] != titles:
            return None
        touched: dict[str, Page] = {page.file.src_uri: page for page in pages}
        paths = set(touched)
        for plugin in plugins:
            more = plugin.touched(paths)
            if more is None:
                return None
            for name in more:
                page_there = standing.fast.page_at(name)
                if page_there is not None:
                    touched.setdefault(name, page_there)
        return list(touched.values())

    def _show(self) -> None:
        """Let the server answer, and browsers load again: what they look at is written."""
        condition = getattr(self._server, "_epoch_cond", None)
        if condition is not None:
            with condition:
                self._server._visible_epoch = self._server._wanted_epoch
                condition.notify_all()

    def _finish(self, standing: Standing) -> None:
        """Make what could wait until the page was shown."""
        standing.fast.finish(standing.site)
        self._later()
        standing.speed.store.write()


def write(standing: Standing, pages: Iterable[Page]) -> None:
    """Write `pages` into the site that is being served, each at once."""
    fast = standing.fast
    for page in pages:
        target = standing.site / page.file.dest_uri
        staged = target.with_name(f".{target.name}.new")
        page.file.abs_dest_path = str(staged)
        host_build._build_page(page, standing.config, fast.doc_files, fast.nav, fast.env)
        if staged.is_file():
            staged.replace(target)


def _text_of(path: Path) -> str | None:
    """What a source says now; None where it cannot be read (a whole build says why)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _same_head(before: str, after: str) -> bool:
    """Whether two texts have the same front matter, and one that can be read."""
    try:
        old, new = read(before), read(after)
    except FrontMatterError:
        return False
    return old.values == new.values and old.height == new.height and new.plain
