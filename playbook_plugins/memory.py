"""What pure functions of a text gave, remembered between builds.

Front matter, comment threads and checks are read from every source in every build; what a text
says does not change while the text does not. Without a memory set, everything is worked out.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .digests import digest
from .revive import RefusedError, revived

T = TypeVar("T")

News = tuple[str, bytes, Any]
"""Something new: kind, digest of the text, and the result."""
Task = tuple[str, str, Callable[[], Any]]
"""What `remembered` will be asked: kind, text, and the function of it."""
Shelf = dict[bytes, Any]
"""Results of one function by the digest of its text."""


class Memory:
    """Results of earlier builds by kind. They are shared: nobody may change one."""

    def __init__(self, kept: Callable[[str], bytes | None] = lambda kind: None) -> None:
        """`kept` gives what `shut` gave for a kind in an earlier build; asked when it is wanted."""
        self._kept = kept
        self._known: dict[str, Shelf] = {}
        self._used: dict[str, Shelf] = {}
        self.news: list[News] | None = None
        """What is put from now on, for `take` in another process; None while nobody wants it."""

    def _shelf(self, kind: str) -> Shelf:
        """What earlier builds knew of one kind."""
        if kind not in self._known:
            self.open(kind, self._kept(kind))
        return self._known[kind]

    def open(self, kind: str, kept: bytes | None) -> None:
        """Take up what `shut` gave for `kind` in an earlier build."""
        collects = gc.isenabled()
        gc.disable()  # thousands of new things, and not one to be collected
        try:
            found = revived(kept) if kept else {}
            self._known[kind] = found if isinstance(found, dict) else {}
        except RefusedError:
            self._known[kind] = {}
        finally:
            if collects:
                gc.enable()

    def shut(self, kind: str) -> bytes:
        """What this build asked for, to be kept."""
        return pickle.dumps(self._used.get(kind, {}), pickle.HIGHEST_PROTOCOL)

    def stale(self, kind: str) -> bool:
        """Whether `shut` would give something else than was opened."""
        return self._used.get(kind, {}).keys() != self._shelf(kind).keys()

    def written(self, kind: str) -> None:
        """What `shut` gave is kept: it is not stale until more is asked for."""
        self._known[kind] = dict(self._used.get(kind, {}))

    def of(self, kind: str, text: str, make: Callable[[], T]) -> T:
        """What `make` gives for `text`: remembered, or made now."""
        found: T | None = self.find(kind, text)
        if found is None:
            found = make()
            self.put(kind, text, found)
        return found

    def find(self, kind: str, text: str) -> Any:
        """What is remembered for `text`; None for nothing."""
        key = digest(text)
        used = self._used.setdefault(kind, {})
        if key not in used and key in (shelf := self._shelf(kind)):
            used[key] = shelf[key]
        return used.get(key)

    def put(self, kind: str, text: str, value: Any) -> None:
        """Remember `value` for `text`."""
        key = digest(text)
        self._used.setdefault(kind, {})[key] = value
        if self.news is not None:
            self.news.append((kind, key, value))

    def take(self, news: Iterable[News]) -> None:
        """Remember what another process put."""
        for kind, key, value in news:
            self._used.setdefault(kind, {})[key] = value


FROM_SOURCES = ("head", "thread", "source")
"""What is asked for while sources are read, and no more when pages are written."""
KINDS = (*FROM_SOURCES, "template")

_current: Memory | None = None


def remember_in(memory: Memory | None) -> None:
    """From now on remember in `memory`; in nothing when it is None."""
    global _current
    _current = memory


def remembered(kind: str, text: str, make: Callable[[], T]) -> T:
    """What `make` gives, which must depend on `text` and our own code alone."""
    return _current.of(kind, text, make) if _current else make()
