"""Writing with the preview open: a save builds what it touches, and the page shows it at once.

The last build stays in memory. A change of text in pages that were there is read, converted and
put into its page and the listings that show it, and the browser is told. What can wait (feeds, the
search index) is made when the author pauses. Any other change is a whole build.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from mkdocs.commands import build as host_build
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.pages import Page

from playbook_plugins.build.fast_path import FastPath
from playbook_plugins.build.saves import new_texts, read_again
from playbook_plugins.shared.memory import remember_in

from .following import Followed
from .note import Note, listening, reasons

log = logging.getLogger("mkdocs.plugins.playbook")

PAUSE = 3.0
"""Seconds without a save after which an author is thought to pause."""


@dataclass
class Standing:
    """The last whole build of the preview."""

    config: MkDocsConfig
    fast: FastPath
    site: Path
    """Where the server finds the built site."""


class Preview:
    """The builder of the preview's server."""

    def __init__(
        self,
        server: Any,
        later: Callable[[], None],
        followed: Callable[[], Followed],
        site_file: Path | None,
    ) -> None:
        """Take the place of the server's builder, which makes a whole build.

        `later` makes what can wait until the author pauses; `followed` says what the last build
        read outside of the docs folder.
        """
        self._builder, self._server, self._later = server.builder, server, later
        self._followed, self._site_file = followed, site_file
        self.note = Note(server)
        # Here, since a build that is no preview need not load what watches files.
        from .watching import Watcher

        self._watcher = Watcher()
        self.is_watching = self._watcher.take_over(server)
        self._follow()
        self.standing: Standing | None = None
        self.quick = 0
        """How many saves cost what they touched."""
        self._busy = threading.Lock()
        self._pause: threading.Timer | None = None
        server.builder = self

    def __call__(self) -> None:
        """Build what has changed."""
        self._stop_waiting()
        with self._busy:
            changed = self._watcher.taken()
            pages_alone = changed and not any(map(self._watcher.is_followed, changed))
            if self.is_watching and self.standing and pages_alone and self.build(changed):
                return
            self.standing = None  # whatever happens now, the last build is none to go on from
            self._build_whole(changed)

    def _build_whole(self, changed: Iterable[Path]) -> None:
        """Build the site; while that fails, the last whole one is shown with a note.

        A server whose builder fails answers no request until one succeeds.
        """
        read_hooks_again(changed)
        with listening() as said:
            try:
                self._builder()
            except Exception as error:
                lines = reasons(error, said, self._site_file)
                self._say(error, lines, {message for _, message in said})
                self.note.show(lines)
                return
        self.note.show(())
        self._follow()

    def _say(self, error: Exception, lines: list[str], heard: set[str]) -> None:
        for line in lines:
            if line not in heard and not any(line.endswith(each) for each in heard):
                log.error("%s", line)
        if not isinstance(error, MkDocsException):  # none of an author's mistakes
            log.error("A part of the site's own failed.", exc_info=error)
        log.error("The preview shows the last pages that could be built, and a note.")

    def _follow(self) -> None:
        """Watch what the last build read."""
        found = self._followed()
        for folder in found.folders:
            if folder.is_dir() and str(folder) not in self._server._watch_refs:
                self._server.watch(str(folder))
        if self.is_watching:
            self._watcher.follow(found.files)
            return
        for file in found.files:
            if file.is_file() and str(file) not in self._server._watch_refs:
                self._server.watch(str(file))

    def build(self, changed: Iterable[Path]) -> bool:
        """Build what `changed` touches; False where that takes a whole build."""
        standing = self.standing
        texts = standing and new_texts(standing.config, standing.fast, changed)
        if not standing or texts is None:
            return False
        if not texts:
            self._show()
            return True
        remember_in(standing.fast.memory)
        try:
            touched = read_again(standing.config, standing.fast, texts)
            if touched is None:
                return False
            write(standing, touched)
            self._show()
            self.quick += 1
            standing.fast.check_again()
        finally:
            remember_in(None)
        self._stop_waiting()
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

    def _show(self) -> None:
        """Let the server answer, and browsers load again: what they look at is written."""
        condition = getattr(self._server, "_epoch_cond", None)
        if condition is not None:
            with condition:
                self._server._visible_epoch = self._server._wanted_epoch
                condition.notify_all()

    def _finish(self, standing: Standing) -> None:
        """Make what could wait until the page was shown."""
        standing.fast.finish_files(standing.site)
        self._later()
        standing.fast.store.write()


def read_hooks_again(changed: Iterable[Path]) -> None:
    """Have the host run a hook's file anew: it remembers them for as long as it lives."""
    scripts = [path for path in changed if path.suffix == ".py"]
    for path in scripts:  # compiled before, and known by a date in whole seconds
        with suppress(OSError, NotImplementedError):
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
    loaded: Any = getattr(getattr(config_options, "Hooks", None), "_load_hook", None)
    if scripts and hasattr(loaded, "cache_clear"):
        loaded.cache_clear()


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
