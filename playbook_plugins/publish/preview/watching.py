"""Hearing of a save at once: the system tells, where the host looks twice a second."""

from __future__ import annotations

from collections.abc import Callable
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

    def __init__(self, note: Callable[[str], None], then: FileSystemEventHandler) -> None:
        self._note, self._then = note, then

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note the places of one change."""
        if event.is_directory:
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._note(str(path))
        self._then.dispatch(event)


class Watcher:
    """Files that changed since somebody asked last; stands in for the server's own observer."""

    def __init__(self) -> None:
        self._observer: Any = Observer()
        self._changed: set[str] = set()
        self._unknown = False

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
        """Watch `path`; `handler` hears of every change after we do."""
        if not isinstance(handler, FileSystemEventHandler):
            handler = _waking(handler)
        return self._observer.schedule(
            _Noting(self._changed_at, handler),
            path,
            recursive=recursive and Path(path).is_dir(),
            event_filter=CHANGES,
        )

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


def _waking(server: Any) -> FileSystemEventHandler:
    """What the server does when a file changes: it wants to build."""

    class Waking(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            with server._rebuild_cond:
                server._want_rebuild = True
                server._rebuild_cond.notify_all()

    return Waking()
