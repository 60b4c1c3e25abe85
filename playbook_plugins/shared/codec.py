"""Values as bytes and back, by what they are declared to be: what the cache keeps of them.

A cache may have been written by anybody: a machine that builds strangers' pull requests, a branch
that commits its own. So what is kept names no class and no function. It is JSON, and whoever reads
it says beforehand what it must be: a record of ours, its fields by their annotations, down to the
last one. Anything else is refused, and made anew.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timezone
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union

T = TypeVar("T")
Kind = Any
"""What a value is declared to be: an annotation."""
Step = Callable[[Any], Any]

LARGEST = 2**63
"""Beyond it a number has more digits than Python cares to write."""
PLAIN = Any
"""The kind of what an author's YAML may hold."""


class RefusedError(Exception):
    """A value that is not of its kind, or bytes that hold no such value."""


class _Way(NamedTuple):
    """How one kind is written and read; both raise `RefusedError`."""

    types: tuple[type, ...]
    """The types of such values, exactly."""
    encode: Step
    decode: Step


class Codec(Generic[T]):
    """Writes and reads values of one kind."""

    def __init__(self, kind: Kind, instead: Mapping[Any, Kind] | None = None) -> None:
        """`kind`: a record (one that others are made of: any of those), a plain type; `tuple[…]`,
        `list[…]`, `dict[str, …]`, `… | …` of such.

        `Annotated[kind, test]` refuses what `test` says no to. `instead`: what the field of a
        record must be (by record and name), where its annotation may not say so.
        """
        self._kind, self._instead = kind, instead or {}
        self._known: dict[Any, _Way] = {}
        self._way: _Way | None = None

    def encode(self, value: T) -> bytes:
        """`value` as bytes. Raises `RefusedError` for what would not come back as it is."""
        try:
            made = self._usual().encode(value)
            return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode(
                "utf-8", "surrogatepass"
            )
        except RecursionError:
            raise RefusedError("it is too deep") from None

    def decode(self, raw: bytes) -> T:
        """The value that is kept as `raw`. Raises `RefusedError` for anything else."""
        try:
            found: T = self._usual().decode(json.loads(raw.decode("utf-8", "surrogatepass")))
        except RefusedError:
            raise
        except Exception as error:  # no JSON, too deep, a number too long, a key that is a list
            raise RefusedError(str(error)) from None
        return found

    def _usual(self) -> _Way:
        if self._way is None:
            self._way = self._way_of(self._kind)
        return self._way

    # --- Kinds ---

    def _way_of(self, kind: Kind) -> _Way:
        if kind not in self._known:
            self._known[kind] = self._made(kind)
        return self._known[kind]

    def _made(self, kind: Kind) -> _Way:
        origin: Any = typing.get_origin(kind)
        inner = typing.get_args(kind)
        if kind in _SINGLE:
            return _SINGLE[kind]
        if origin is Annotated:
            return _tested(self._way_of(inner[0]), inner[1:])
        if origin in {Union, types.UnionType}:
            return self._union([self._way_of(each) for each in inner])
        if origin is tuple and (len(inner) != 2 or inner[1] is not ...):
            return _together(tuple, [self._way_of(each) for each in inner], lambda *each: each)
        if origin in _MANY:
            return _many(origin, self._way_of(inner[0]))
        if origin in {dict, Mapping} and inner[0] is str:
            return _named(self._way_of(inner[1]))
        if isinstance(kind, type) and kind.__subclasses__():
            return self._family(kind)
        if isinstance(kind, type) and is_dataclass(kind):
            return self._record(kind)
        raise TypeError(f"no way to keep {kind!r}")

    def _record(self, kind: type) -> _Way:
        """A record; noted before its fields are looked at, as it may hold others of its kind."""
        ways: list[_Way] = []
        names = [each.name for each in fields(kind)]
        make: Callable[..., Any] = kind
        if any(each.kw_only for each in fields(kind)):  # then they are not in their order

            def make(*values: Any) -> Any:
                return kind(**dict(zip(names, values, strict=True)))

        made = _together(kind, ways, make, lambda value: [getattr(value, each) for each in names])
        self._known[kind] = made
        hints = typing.get_type_hints(kind, include_extras=True)
        ways += [self._way_of(self._instead.get((kind, each), hints[each])) for each in names]
        return made

    def _family(self, kind: type) -> _Way:
        """A record of which others are made: one of those, by its name among them.

        They are looked up when there is a value: a record may hold others of its family.
        """
        members = {each.__name__: each for each in _leaves(kind)}

        def encode(value: Any) -> Any:
            name = type(value).__name__
            if members.get(name) is not type(value):
                raise RefusedError(name)
            return [name, self._way_of(type(value)).encode(value)]

        def decode(made: Any) -> Any:
            name, inner = _pair(made)
            if type(name) is not str or name not in members:
                raise RefusedError("none of this family")
            return self._way_of(members[name]).decode(inner)

        return _Way(tuple(members.values()), encode, decode)

    def _union(self, ways: list[_Way]) -> _Way:
        """One of several kinds: what JSON tells apart as it is, others by their number."""
        bare = frozenset(each for way in ways if way in _JSON for each in way.types)
        others = [way for way in ways if way not in _JSON]
        numbers = {each: n for n, way in enumerate(others) for each in way.types}

        def encode(value: Any) -> Any:
            if type(value) in bare:
                return _SCALAR.encode(value)
            number = numbers.get(type(value))
            if number is None:
                raise RefusedError(type(value).__name__)
            return [number, others[number].encode(value)]

        def decode(made: Any) -> Any:
            if type(made) in bare:
                return _SCALAR.decode(made)
            number, inner = _pair(made)
            if type(number) is not int or not 0 <= number < len(others):
                raise RefusedError("none of these kinds")
            return others[number].decode(inner)

        return _Way((*bare, *numbers), encode, decode)


def _leaves(kind: type) -> list[type]:
    """The classes made of `kind` that no other is made of."""
    below: list[type] = kind.__subclasses__()
    return [leaf for each in below for leaf in _leaves(each)] if below else [kind]


def _pair(made: Any) -> Any:
    if type(made) is not list or len(made) != 2:
        raise RefusedError("no pair")
    return made


_BARE = (str, bool, int, float, type(None))
"""What JSON gives back as it was."""


def _single(*kinds: type) -> _Way:
    """Text, a number, yes or no, nothing."""
    if int not in kinds:

        def check(value: Any) -> Any:
            if type(value) not in kinds:
                raise RefusedError(type(value).__name__)
            return value
    else:

        def check(value: Any) -> Any:
            if type(value) not in kinds or (type(value) is int and abs(value) >= LARGEST):
                raise RefusedError(type(value).__name__)
            return value

    return _Way(kinds, check, check)


def _day(value: Any) -> str:
    if type(value) is not date:
        raise RefusedError(type(value).__name__)
    return value.isoformat()


def _moment(value: Any) -> str:
    if type(value) is not datetime or type(value.tzinfo) is not timezone or value.fold:
        raise RefusedError("no moment with a zone")
    return value.isoformat()


def _to_moment(made: Any) -> datetime:
    found = datetime.fromisoformat(made)
    if found.tzinfo is None:
        raise RefusedError("no moment with a zone")
    return found


def _together(
    kind: Any, ways: list[_Way], make: Callable[..., Any], parts: Step = lambda value: value
) -> _Way:
    """So many values, each of its own kind: the fields of a record, a tuple."""

    def encode(value: Any) -> Any:
        if type(value) is not kind or (kind is tuple and len(value) != len(ways)):
            raise RefusedError(type(value).__name__)
        return [way.encode(each) for way, each in zip(ways, parts(value), strict=True)]

    def decode(made: Any) -> Any:
        if type(made) is not list or len(made) != len(ways):
            raise RefusedError(kind.__name__)
        return make(*[way.decode(each) for way, each in zip(ways, made, strict=True)])

    return _Way((kind,), encode, decode)


_MANY: dict[Any, Callable[[Any], Any]] = {tuple: tuple, list: list, frozenset: frozenset, set: set}


def _many(kind: Any, way: _Way) -> _Way:
    """Any number of values of one kind."""
    make = _MANY[kind]
    in_order = kind in {tuple, list}
    texts = way is _SINGLE[str]

    def encode(value: Any) -> Any:
        if type(value) is not kind:
            raise RefusedError(type(value).__name__)
        made = [way.encode(each) for each in value]
        return made if in_order else sorted(made)

    def decode(made: Any) -> Any:
        if type(made) is not list:
            raise RefusedError(kind.__name__)
        if texts:
            if not {*map(type, made)} <= {str}:
                raise RefusedError("no texts")
            return make(made)
        return make([way.decode(each) for each in made])

    return _Way((kind,), encode, decode)


def _named(way: _Way) -> _Way:
    """Values by name."""

    def encode(value: Any) -> Any:
        if type(value) is not dict or not {*map(type, value)} <= {str}:
            raise RefusedError(type(value).__name__)
        return {name: way.encode(each) for name, each in value.items()}

    def decode(made: Any) -> Any:
        if type(made) is not dict:
            raise RefusedError("no names")
        return {name: way.decode(each) for name, each in made.items()}

    return _Way((dict,), encode, decode)


def _tested(way: _Way, tests: tuple[Callable[[Any], bool], ...]) -> _Way:
    def checked(value: Any) -> Any:
        if not all(test(value) for test in tests):
            raise RefusedError(repr(value)[:80])
        return value

    return _Way(
        way.types,
        lambda value: way.encode(checked(value)),
        lambda made: checked(way.decode(made)),
    )


# --- What YAML may hold ---


def _encode_plain(value: Any) -> Any:
    kind = type(value)
    if kind in _BARE:
        return _SCALAR.encode(value)
    if kind is list:
        return [_encode_plain(each) for each in value]
    if kind is dict:
        return {"map": [[_encode_plain(k), _encode_plain(each)] for k, each in value.items()]}
    if kind is date:
        return {"day": _day(value)}
    if kind is datetime and not value.fold and type(value.tzinfo) in {timezone, type(None)}:
        return {"time": value.isoformat()}
    raise RefusedError(kind.__name__)


def _decode_plain(made: Any) -> Any:
    if type(made) in _BARE:
        return _SCALAR.decode(made)
    if type(made) is list:
        return [_decode_plain(each) for each in made]
    ((name, inner),) = made.items()
    if name == "map":
        return {_decode_plain(k): _decode_plain(each) for k, each in map(_pair, inner)}
    return {"day": date.fromisoformat, "time": datetime.fromisoformat}[name](inner)


_SCALAR = _single(*_BARE)
_SINGLE: dict[Any, _Way] = {
    str: _single(str),
    bool: _single(bool),
    int: _single(int),
    float: _single(float, int),
    type(None): _single(type(None)),
    date: _Way((date,), _day, date.fromisoformat),
    datetime: _Way((datetime,), _moment, _to_moment),
    PLAIN: _Way((), _encode_plain, _decode_plain),
}
_JSON = [_SINGLE[each] for each in _BARE]
"""What JSON tells apart by itself."""
