"""Hearing of a save at once: the system tells, where the host looks twice a second.

https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/livereload/__init__.py#L134
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

CHANGES: list[type[FileSystemEvent]] = [
    FileModifiedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileClosedEvent,
]
"""What a save may look like. A file that is only read is none: a build reads them all."""
SETTLE = 0.02
"""Seconds without a change after which a save is over: editors write in several steps."""


class _Noting(FileSystemEventHandler):
    """Notes the file, then tells whoever else wants to know."""

    def __init__(
        self,
        note: Callable[[str], None],
        then: FileSystemEventHandler,
        wanted: Container[str] | None = None,
    ) -> None:
        """`wanted`: the files that matter; None for all."""
        self._note, self._then, self._wanted = note, then, wanted

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the places of one change."""
        if event.is_directory:
            return
        paths = [str(path) for path in (event.src_path, event.dest_path) if path]
        if self._wanted is not None:
            paths = [path for path in paths if path in self._wanted]
        for path in paths:
            self._note(path)
        if paths:
            self._then.dispatch(event)


class Watcher:
    """Files that changed since somebody asked last; stands in for the server's own observer."""

    def __init__(self) -> None:
        self._observer: Any = Observer()
        self._changed: set[str] = set()
        self._followed: set[str] = set()
        """Files that are watched one by one, wherever they stand."""
        self._beside: set[Path] = set()
        """The folders that they stand in."""

    def take_over(self, server: Any) -> bool:
        """Watch what `server` watches, and what it will; False where the system cannot tell."""
        paths = list(server._watch_refs)
        try:
            self._observer.start()
            refs = {path: self.schedule(server, path) for path in paths}
        except (OSError, RuntimeError):  # no more watches to be had: the host's way still works
            self._observer.stop()
            return False
        server.observer.unschedule_all()
        server._watch_refs = refs
        server.observer = self
        server.build_delay = SETTLE
        self._server = server
        return True

    def taken(self) -> set[Path]:
        """What changed since the last call."""
        changed, self._changed = self._changed, set()
        return {Path(path) for path in changed}

    # --- What the server asks of its observer ---

    def schedule(self, handler: Any, path: str, recursive: bool = True) -> Any:
        """Watch `path`; `handler` hears of every change after we do.

        A file is watched by way of its folder: most editors put a new one in its place, and who
        watches the old one hears of the first save only.
        """
        if not isinstance(handler, FileSystemEventHandler):
            handler = _waking(handler)
        if Path(path).is_dir():
            return self._watch(handler, path, recursive)
        return self._watch(handler, str(Path(path).parent), False, _names(Path(path)))

    def _watch(
        self,
        handler: FileSystemEventHandler,
        folder: str,
        recursive: bool,
        wanted: Container[str] | None = None,
    ) -> Any:
        noting = _Noting(self._changed_at, handler, wanted)
        return self._observer.schedule(noting, folder, recursive=recursive, event_filter=CHANGES)

    def follow(self, files: Iterable[Path]) -> None:
        """Watch these files from now on, beside what the server watches; they need not be there."""
        self._followed.clear()
        self._followed |= {name for each in files for name in _names(each)}
        for folder in {Path(each).parent for each in self._followed} - self._beside:
            with suppress(OSError):  # not there, or no more watches to be had
                self._watch(_waking(self._server), str(folder), False, self._followed)
                self._beside.add(folder)

    def is_followed(self, path: Path) -> bool:
        """Whether `path` is one of these."""
        return str(path) in self._followed

    def unschedule(self, watch: Any) -> None:
        """Watch it no longer."""
        self._observer.unschedule(watch)

    def start(self) -> None:
        """It has started already: a watch that cannot be had must be known at once."""

    def stop(self) -> None:
        """End the watch."""
        self._observer.stop()

    def join(self) -> None:
        """Wait for its end."""
        self._observer.join()

    def _changed_at(self, path: str) -> None:
        self._changed.add(path)


def _names(path: Path) -> set[str]:
    """What the system may call a file when it changes: by links in its path, or without.

    And the file that it leads to, where it is a link itself.
    """
    return {str(path), str(path.parent.resolve() / path.name), str(path.resolve())}


def _waking(server: Any) -> FileSystemEventHandler:
    """What the server does when a file changes: it wants to build."""

    class Waking(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            with server._rebuild_cond:
                server._want_rebuild = True
                server._rebuild_cond.notify_all()

    return Waking()
