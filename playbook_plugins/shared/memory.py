"""What pure functions of a text gave, remembered between builds.

Front matter, comment threads and checks are read from every source in every build; what a text
says does not change while the text does not. Without a memory set, everything is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

from .codec import Codec, RefusedError
from .digests import digest

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

News = tuple[str, bytes, Any]
"""Something new: the kind's name, digest of the text, and the result."""
Task = tuple[Kind[Any], str, Callable[[], Any]]
"""What `remembered` will be asked: kind, text, and the function of it."""

Unkept = dict[str, dict[bytes, Any]]
"""Results by the kind's name and the digest of the text."""
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
        self._new: Unkept = {}
        self.news: list[News] | None = None
        """What is put from now on, for `take` in another process; None while nobody wants it."""

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
        self.take([(kind.name, key, value)])
        if self.news is not None:
            self.news.append((kind.name, key, value))

    def take(self, news: Iterable[News]) -> None:
        """Remember what another process put."""
        for kind, key, value in news:
            self._used.setdefault(kind, {})[key] = value
            self._new.setdefault(kind, {})[key] = value

    # --- To be kept ---

    def used(self, kind: str) -> Iterable[bytes]:
        """By which keys this build found or put something."""
        return self._used.get(kind, {}).keys()

    def hand_over(self) -> Unkept:
        """What was put and is not kept yet: it is for somebody else to keep (`encoded`)."""
        new, self._new = self._new, {}
        return new

    def take_back(self, new: Unkept) -> None:
        """What was handed over is not kept after all."""
        for kind, values in new.items():
            self._new[kind] = {**values, **self._new.get(kind, {})}


def encoded(kind: str, values: Mapping[bytes, Any]) -> dict[bytes, bytes]:
    """Results as they are kept. One that has no way to be kept is left out, and made anew."""
    made: dict[bytes, bytes] = {}
    for key, value in values.items():
        with suppress(RefusedError):
            made[key] = KINDS[kind].codec.encode(value)
    return made


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
