"""What pure functions of a text gave, remembered between builds.

Front matter, comment threads and checks are read from every source in every build; what a text
says does not change while the text does not. Without a memory set, everything is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from .cache import Store
from .codec import Codec, RefusedError
from .digests import digest
from .versions import versions

T = TypeVar("T")


class Kind(Generic[T]):
    """One function of a text: by which name its results are kept, and what they must be."""

    def __init__(self, name: str, of: Any, instead: Mapping[Any, Any] | None = None) -> None:
        """`of`, `instead`: what a result is (see `Codec`). Made once, where the function stands."""
        self.name = name
        self.codec: Codec[T] = Codec(of, instead)
        KINDS[name] = self


KINDS: dict[str, Kind[Any]] = {}
"""All there are, by name."""

Fits = Callable[[T], bool]


def _always(found: Any) -> bool:
    return True


class Memory:
    """Results of earlier builds by kind. They are shared: nobody may change one."""

    def __init__(self, kept: Callable[[str], Mapping[bytes, bytes]] = lambda kind: {}) -> None:
        """`kept` gives what earlier builds `encoded` of a kind; asked when it is wanted."""
        self._kept = kept
        self._known: dict[str, Mapping[bytes, bytes]] = {}
        self._used: dict[str, dict[bytes, Any]] = {}
        self._new: dict[str, dict[bytes, Any]] = {}

    def of(self, kind: Kind[T], text: str, make: Callable[[], T], fits: Fits[T] = _always) -> T:
        """What `make` gives for `text`: remembered, or made now."""
        found: T | None = self.find(kind, text)
        if found is None or not fits(found):
            found = make()
            self.put(kind, text, found)
        return found

    def find(self, kind: Kind[T], text: str) -> T | None:
        """What is remembered for `text`; None for nothing."""
        key = digest(text)
        used = self._used.setdefault(kind.name, {})
        if key not in used:
            if kind.name not in self._known:
                self._known[kind.name] = self._kept(kind.name)
            raw = self._known[kind.name].get(key)
            if raw is None:
                return None
            try:
                used[key] = kind.codec.decode(raw)
            except RefusedError:
                return None
        found: T = used[key]
        return found

    def put(self, kind: Kind[T], text: str, value: T) -> None:
        """Remember `value` for `text`."""
        key = digest(text)
        self._used.setdefault(kind.name, {})[key] = value
        self._new.setdefault(kind.name, {})[key] = value

    # --- To be kept ---

    def used(self, kind: str) -> Iterable[bytes]:
        """By which keys this build found or put something."""
        return self._used.get(kind, {}).keys()

    def take_new(self) -> dict[str, dict[bytes, Any]]:
        """What was put since the last call, by the kind's name and the digest of the text."""
        new, self._new = self._new, {}
        return new


def encoded(kind: str, values: Mapping[bytes, Any]) -> dict[bytes, bytes]:
    """Results as they are kept. One that has no way to be kept is left out, and made anew."""
    made: dict[bytes, bytes] = {}
    for key, value in values.items():
        with suppress(RefusedError):
            made[key] = KINDS[kind].codec.encode(value)
    return made


def kept_memory(kind: str, store: Store) -> dict[bytes, bytes]:
    """What `keep_memory` had `store` keep of one kind in earlier builds."""
    return store.load_all(_named(kind))


def keep_memory(memory: Memory, store: Store) -> None:
    """Have `store` keep what `memory` has come to know, and what it has used."""
    for kind, values in memory.take_new().items():
        store.keep(_named(kind), encoded(kind, values))
    for kind in KINDS:
        store.use(_named(kind), memory.used(kind))


def _named(kind: str) -> str:
    """What the cache calls one kind: other versions remember other things."""
    return f"{kind} {versions().hex()}"


_current: Memory | None = None


def remember_in(memory: Memory | None) -> None:
    """From now on remember in `memory`; in nothing when it is None."""
    global _current
    _current = memory


def remembered(kind: Kind[T], text: str, make: Callable[[], T], fits: Fits[T] = _always) -> T:
    """What `make` gives, which must depend on `text` and our own code alone.

    `fits` says of a result that somebody may have put there whether it can be one for `text`.
    """
    return _current.of(kind, text, make, fits) if _current else make()
