"""What pure functions of a text gave, remembered between builds.

Front matter, comment threads and checks are read from every source in every build; what a text
says does not change while the text does not. Without a memory set, everything is worked out.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from typing import Any, TypeVar

from .revive import RefusedError, revived

T = TypeVar("T")

Shelf = dict[bytes, Any]
"""Results of one function by the digest of its text."""


class Memory:
    """Results of earlier builds by kind. They are shared: nobody may change one."""

    def __init__(self) -> None:
        self._known: dict[str, Shelf] = {}
        self._used: dict[str, Shelf] = {}
        self.changed: set[str] = set()
        """Kinds of which something new is known, or something old was not asked for."""

    def open(self, kind: str, kept: bytes | None) -> None:
        """Take up what `shut` gave for `kind` in an earlier build."""
        self._known[kind] = {}
        with suppress(RefusedError):
            found = revived(kept) if kept else {}
            self._known[kind] = found if isinstance(found, dict) else {}

    def shut(self, kind: str) -> bytes:
        """What this build asked for, to be kept."""
        return pickle.dumps(self._used.get(kind, {}), pickle.HIGHEST_PROTOCOL)

    def stale(self, kind: str) -> bool:
        """Whether `shut` would give something else than was opened."""
        return self._used.get(kind, {}).keys() != self._known.get(kind, {}).keys()

    def of(self, kind: str, text: str, make: Callable[[], T]) -> T:
        """What `make` gives for `text`: remembered, or made now."""
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest()
        used = self._used.setdefault(kind, {})
        if key in used:
            found: T = used[key]
            return found
        known = self._known.get(kind, {})
        used[key] = made = known[key] if key in known else make()
        return made


KINDS = ("head", "thread", "source")

_current: Memory | None = None


def remember_in(memory: Memory | None) -> None:
    """From now on remember in `memory`; in nothing when it is None."""
    global _current
    _current = memory


def remembered(kind: str, text: str, make: Callable[[], T]) -> T:
    """What `make` gives, which must depend on `text` and our own code alone."""
    return _current.of(kind, text, make) if _current else make()
