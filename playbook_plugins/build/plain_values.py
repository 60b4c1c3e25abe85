"""Values of a configuration as plain things that say the same in every process, where they can be.

An option may hold anything: what yields itself, what works out its value when it is asked, what
raises, what has no end. So nothing of a value is called, not even to show it or to go through it.
It is looked at from outside: what the language itself keeps of lists, functions and objects.
"""

from __future__ import annotations

import functools
import re
from collections import OrderedDict, UserDict
from datetime import date, datetime, time, timedelta, timezone
from pathlib import PosixPath, PurePosixPath, PureWindowsPath, WindowsPath
from types import (
    BuiltinFunctionType,
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    NoneType,
)
from typing import Any

MOST = 50_000
"""Values in one; more is no configuration, or one without an end."""
ATOMS = frozenset({NoneType, bool, int, float, complex, str, bytes})
SHOWN = frozenset({date, time, timedelta, timezone, range, type(Ellipsis)})
SHOWN |= {PosixPath, PurePosixPath, WindowsPath, PureWindowsPath}
"""Types whose own `repr` says all."""
CACHED = type(functools.cache(len))
"""What `functools.cache` makes of a function."""
FLAT = frozenset({NoneType, bool, float, str, date})
HOST_OPTIONS = frozenset({"mkdocs.config.base", "properdocs.config.base"})
OURS = "playbook_plugins."
WORD = 8
"""Bytes of a pointer; that is what an attribute takes in an object."""


class UnknownError(Exception):
    """A value that cannot be compared with that of another process; the message names its type."""


class Compared:
    """What was looked at so far, and whose code it is."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        """The modules of all functions and classes that were found."""
        self.functions: set[tuple[str, str]] = set()
        """Module and name of all that can be called."""
        self._left = MOST
        self._above: dict[int, int] = {}
        """The things that are being looked into, each by its depth."""

    def plain(self, value: Any) -> str:
        """`value` in words that two processes compare. Raises `UnknownError`."""
        self._left, self._above = MOST, {}
        try:
            return repr(self._of(value))
        except UnknownError:
            raise
        except Exception as error:  # too deep; a number too long; a class that hides its name
            raise UnknownError(type(error).__name__) from None

    def _of(self, value: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise UnknownError("too large")
        kind = type(value)
        if kind in ATOMS:
            return value
        if kind in SHOWN:
            return kind.__name__, repr(value)
        if id(value) in self._above:
            return "again", self._above[id(value)]
        self._above[id(value)] = len(self._above)
        try:
            return self._inside(value, kind)
        finally:
            del self._above[id(value)]

    def _inside(self, value: Any, kind: type) -> Any:
        if kind is datetime:
            return kind.__name__, repr(value.replace(tzinfo=None)), self._of(value.tzinfo)
        if kind is re.Pattern:
            return kind.__name__, value.pattern, value.flags
        if issubclass(kind, type):
            self.functions.add((value.__module__, value.__qualname__))
            return self._name(value)
        if kind is ModuleType:
            return self._module(value.__name__)
        if kind in {functools.partial, CACHED, MethodType, FunctionType, BuiltinFunctionType}:
            return self._function(value, kind)
        if callable(value):
            self.functions.add((kind.__module__, kind.__qualname__))
        return self._name(kind), *self._contents(value, kind)

    def _function(self, value: Any, kind: type) -> Any:
        if kind is CACHED:
            return self._of(value.__wrapped__)
        if kind is functools.partial:
            return [self._of(each) for each in (value.func, value.args, value.keywords)]
        if kind is MethodType and value.__func__.__module__.startswith(OURS):
            kind, value = FunctionType, value.__func__
        if kind is MethodType:
            return [self._of(each) for each in (value.__func__, value.__self__)]
        name = self._module(value.__module__ or ""), value.__qualname__
        self.functions.add(name)
        if name[0].startswith(OURS):
            return name  # what ours hold is the build itself
        if kind is BuiltinFunctionType:
            bound = value.__self__
            return name if type(bound) in {ModuleType, NoneType} else (*name, self._of(bound))
        held = [cell.cell_contents for cell in value.__closure__ or ()]
        return *name, [self._of(e) for e in (value.__defaults__, value.__kwdefaults__, held)]

    @functools.cached_property
    def _looks(self) -> dict[type, Any]:
        """How each kind is looked into that the language itself has, whatever was made of it."""
        return {
            **{each: vars(each)["__repr__"] for each in (str, bytes, int, float)},
            **{each: self._sequence(each.__iter__) for each in (list, tuple)},
            **{each: self._sequence(each.__iter__, in_order=False) for each in (set, frozenset)},
            dict: self._pairs,
            OrderedDict: self._pairs,
        }

    def _sequence(self, iterate: Any, *, in_order: bool = True) -> Any:
        def look(value: Any) -> list[Any]:
            found = [self._of(each) for each in iterate(value)]
            return found if in_order else sorted(found, key=repr)

        return look

    def _contents(self, value: Any, kind: type) -> list[Any]:
        """What a thing holds: as a text, number, list, mapping or set, and in its attributes."""
        if issubclass(kind, UserDict) and _is_options(kind):
            return [self._pairs(object.__getattribute__(value, "__dict__")["data"])]
        base: type = object
        held: list[Any] = []
        for each, look in self._looks.items():
            if issubclass(kind, each):
                base, held = each, [look(value)]
        return [*held, self._attributes(value, kind, base)]

    def _pairs(self, value: Any) -> list[Any]:
        """In their order: a template may go through them."""
        return [(self._of(key), self._of(each)) for key, each in dict.items(value)]

    def _attributes(self, value: Any, kind: type, base: type) -> list[Any]:
        """All attributes of a thing whose class is written in Python, on top of `base`.

        What is written in C keeps what it likes where nobody sees it.
        """
        if kind is base:
            if base is object:
                raise UnknownError("object")
            return []
        slots = [
            (name, member)
            for each in kind.__mro__
            for name, member in vars(each).items()
            if type(member) is MemberDescriptorType and each is not base
        ]
        room = kind.__basicsize__ - base.__basicsize__ - WORD * len(slots)
        own = kind.__dictoffset__ != base.__dictoffset__
        if room > 2 * WORD or not (own or slots or base is not object):
            raise UnknownError(f"{kind.__module__}.{kind.__qualname__}")
        found = []
        for name, member in slots:
            try:
                found.append((name, self._of(member.__get__(value))))
            except AttributeError:
                continue  # it was never set
        return [found, self._pairs(object.__getattribute__(value, "__dict__")) if own else []]

    def _name(self, kind: type) -> str:
        return f"{self._module(kind.__module__)}.{kind.__qualname__}"

    def _module(self, name: str) -> str:
        self.modules.add(name)
        return name


def _is_options(kind: type) -> bool:
    """Whether these are options as the host keeps them: all else in them is about the options."""
    return any(each.__module__ in HOST_OPTIONS for each in kind.__mro__)


def plain(value: Any) -> str:
    """`value` in words that two processes compare. Raises `UnknownError`."""
    if _is_flat(value) or (
        type(value) is dict and all(type(k) is str and _is_flat(e) for k, e in value.items())
    ):
        return repr(value)  # most front matter
    return Compared().plain(value)


def _is_flat(value: Any) -> bool:
    kind = type(value)
    return kind in FLAT or (kind is list and {*map(type, value)} <= FLAT)
