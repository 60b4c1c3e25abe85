"""Writing with the preview open: a save builds what it touches, and the page shows it at once.

The last build stays in memory. A change of text in pages that were there is read, converted and
put into its page and the listings that show it, and the browser is told. What can wait (feeds, the
search index) is made when the author pauses. Any other change is a whole build.

The way of a save: `watcher` notes the file and wakes the server, which calls `Preview`; `touched`
finds the pages, has the fast path read and convert them, and writes them as the host does; the
server shows them. While a build fails, `error_note` says why on the last whole pages.
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

from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from playbook_plugins.build.fast_path import FastPath
from playbook_plugins.build.logs import LogLine, captured, replay
from playbook_plugins.shared.memory import remember_in

from .error_note import ErrorNote, listening, reasons
from .touched import new_texts, read_again, write
from .watch_list import WatchList

log = logging.getLogger("mkdocs.plugins.playbook")

PAUSE = 3.0
"""Seconds without a save after which an author is thought to pause."""


@dataclass
class LastBuild:
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
        watch_list: Callable[[], WatchList],
        site_file: Path | None,
    ) -> None:
        """Take the place of the server's builder, which makes a whole build.

        `later` makes what can wait until the author pauses; `watch_list` says what the last build
        read outside of the docs folder.
        """
        self._builder, self._server, self._later = server.builder, server, later
        self._watch_list, self._site_file = watch_list, site_file
        self.note = ErrorNote(server)
        # Here, since a build that is no preview need not load what watches files.
        from .watcher import Watcher

        self._watcher = Watcher()
        self.is_watching = self._watcher.take_over(server)
        self._follow()
        self.last_build: LastBuild | None = None
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
            if self.is_watching and self.last_build and pages_alone and self.build(changed):
                return
            self.last_build = None  # whatever happens now, the last build is none to go on from
            self._build_whole(changed)

    def _build_whole(self, changed: Iterable[Path]) -> None:
        """Build the site; while that fails, the last whole one is shown with a note.

        A server whose builder fails holds every request until one succeeds:
        https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/livereload/__init__.py#L299
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
        found = self._watch_list()
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
        last_build = self.last_build
        texts = last_build and new_texts(last_build.config, last_build.fast, changed)
        if not last_build or texts is None:
            return False
        if not texts:
            self._show()
            return True
        lines: list[LogLine] = []
        remember_in(last_build.fast.memory)
        try:
            with captured(lines):
                touched = read_again(last_build.config, last_build.fast, texts)
                if touched is None:
                    return False
                write(last_build.config, last_build.fast, last_build.site, touched)
        except Exception:
            return False  # the whole build says what is wrong, or knows better
        finally:
            remember_in(None)
        replay(lines)
        self._show()
        self.quick += 1
        last_build.fast.check_again()
        self._stop_waiting()
        self._pause = threading.Timer(PAUSE, self._finish_in_peace, [last_build])
        self._pause.daemon = True
        self._pause.start()
        return True

    def _stop_waiting(self) -> None:
        if self._pause:
            self._pause.cancel()
            self._pause = None

    def _finish_in_peace(self, last_build: LastBuild) -> None:
        with self._busy:
            if self.last_build is last_build:
                self._finish(last_build)

    def close(self) -> None:
        """Wait and watch no longer."""
        self._stop_waiting()
        self.last_build = None

    def finish(self) -> None:
        """Make what waits for a pause, now."""
        self._stop_waiting()
        if self.last_build:
            self._finish_in_peace(self.last_build)

    def _show(self) -> None:
        """Let the server answer, and browsers load again: what they look at is written.

        The server counts builds by times, and holds requests while one is wanted that is not
        visible yet: https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/livereload/__init__.py#L124
        """
        condition = getattr(self._server, "_epoch_cond", None)
        if condition is not None:
            with condition:
                self._server._visible_epoch = self._server._wanted_epoch
                condition.notify_all()

    def _finish(self, last_build: LastBuild) -> None:
        """Make what could wait until the page was shown."""
        last_build.fast.finish_files(last_build.site)
        self._later()
        last_build.fast.store.write()


def read_hooks_again(changed: Iterable[Path]) -> None:
    """Have the host run a hook's file anew: it remembers them for as long as it lives.

    https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/config/config_options.py#L1190
    """
    scripts = [path for path in changed if path.suffix == ".py"]
    for path in scripts:  # compiled before, and known by a date in whole seconds
        with suppress(OSError, NotImplementedError):
            Path(cache_from_source(str(path))).unlink(missing_ok=True)
    loaded: Any = getattr(getattr(config_options, "Hooks", None), "_load_hook", None)
    if scripts and hasattr(loaded, "cache_clear"):
        loaded.cache_clear()
