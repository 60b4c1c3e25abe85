"""What another process does while this one goes from texts to templates.

Between converting pages and writing them a build goes through events, page by page, and cannot
share them. Meanwhile a fork makes the folders that the pages will stand in, and writes what the
cache is to keep so far. Only where no earlier build has left anything: there all of it is new.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.memory import KINDS, Memory, Unkept, encoded
from playbook_plugins.shared.parallel import MISSING, aside, cores
from playbook_plugins.shared.versions import versions
from playbook_plugins.shared.writing import make_folder


def kept_memory(kind: str, store: Store) -> dict[bytes, bytes]:
    """What `keep_memory` had `store` keep of one kind in earlier builds."""
    return store.load_all(_named(kind))


def keep_memory(memory: Memory, store: Store) -> None:
    """Have `store` keep what `memory` has come to know, and what it has used."""
    for kind, values in memory.hand_over().items():
        store.keep(_named(kind), encoded(kind, values))
    for kind in KINDS:
        store.use(_named(kind), memory.used(kind))


def _named(kind: str) -> str:
    """What the cache calls one kind: other versions remember other things."""
    return f"{kind} {versions().hex()}"


class Ahead:
    """The other process's part, of one build."""

    def __init__(self, store: Store, memory: Memory) -> None:
        """What it writes, once sources are read and pages converted."""
        self._store, self._memory = store, memory
        self._waiting: Callable[[], Any] | None = None
        self._told = -1
        """Where the other process says that the folders are there."""
        self._folders: set[str] = set()
        self._kept: dict[tuple[str, bytes], bytes] = {}
        self._remembered: Unkept = {}

    def begin(self, site: str, folders: Iterable[str]) -> None:
        """Begin to make `folders` (paths from the root, `/` between) in `site`.

        One process alone makes each when it comes to it.
        """
        if not self._store.is_empty or cores() < 2:
            return
        wanted = sorted({*folders} - {""})
        self._told, telling = os.pipe()
        ours = os.getpid()

        def work() -> None:
            if os.getpid() == ours:
                raise OSError("no room for another process")
            made: set[str] = set()
            for folder in wanted:
                make_folder(f"{site}/{folder}", made)
            os.write(telling, b".")
            keep_memory(self._memory, self._store)
            self._store.write()

        self._folders = {f"{site}/{folder}" for folder in wanted}
        self._waiting = aside(work)
        os.close(telling)
        self._kept, self._remembered = self._store.hand_over(), self._memory.hand_over()

    def wait_for_folders(self) -> None:
        """Wait until the folders are there; those that could not be made are made in their time."""
        if self._waiting and os.read(self._told, 1):
            self._store.folders |= self._folders

    def end(self) -> None:
        """Wait for all of it; what it could not do is done in its time."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        os.close(self._told)
        if waiting() is MISSING:
            self._store.take_back(self._kept)
            self._memory.take_back(self._remembered)
        self._kept, self._remembered = {}, {}
