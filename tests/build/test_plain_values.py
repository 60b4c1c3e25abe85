"""What options hold is compared from outside: nothing in it is called, and it always ends."""

from __future__ import annotations

import collections
import functools
import io
import itertools
import re
import subprocess
import sys
import threading
import types
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

import pytest
from material.plugins.tags.structure.tag import Tag
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type

from playbook_plugins.build import plain_values, purity
from playbook_plugins.build.cache_key import code_of
from playbook_plugins.build.plain_values import Compared, UnknownError, plain


class Colour(Enum):
    """A choice."""

    RED = 1
    BLUE = 2


@dataclass
class Thing:
    """A thing with a name."""

    name: object


class Slotted:
    """A thing whose attributes are in slots, one of which may be empty."""

    __slots__ = ("first", "second")


class Named(str):
    """A text with more to it."""


class Options(Config):
    """Options as the host keeps them."""

    name = Type(str, default="a")


def made(kind, **attributes):
    found = kind()
    for name, value in attributes.items():
        setattr(found, name, value)
    return found


def slugs(case="lower", found=()):
    return lambda text: (text, case, found)


def options(**values):
    found = Options()
    found.load_dict(values)
    found.validate()
    return found


PAIRS = {
    "numbers": (1, 2),
    "a number and its text": (1, "1"),
    "yes and one": (True, 1),
    "lists": ([1, [2]], [1, [3]]),
    "a list and a tuple": ([1], (1,)),
    "mappings": ({"a": 1}, {"a": 2}),
    "the order of a mapping": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "kinds of a mapping": ({1: 2}, collections.defaultdict(list, {1: 2})),
    "sets": ({"a", "b"}, {"a", "c"}),
    "things in sets": ({Tag("a")}, {Tag("b")}),
    "attributes": (Thing("a"), Thing("b")),
    "attributes of attributes": (Thing(Thing("a")), Thing(Thing("b"))),
    "slots": (made(Slotted, first=1), made(Slotted, first=1, second=2)),
    "a text and more": (Named("a"), made(lambda: Named("a"), more=1)),
    "choices": (Colour.RED, Colour.BLUE),
    "partials": (functools.partial(slugs, "lower"), functools.partial(slugs, "upper")),
    "what a function holds": (slugs("lower"), slugs("upper")),
    "methods": (Thing("a").__init__, Thing("b").__init__),
    "methods of texts": ("a".join, "b".join),
    "functions": (slugs, made),
    "cached functions": (functools.cache(slugs), functools.cache(made)),
    "classes": (Thing, Tag),
    "patterns": (re.compile("a"), re.compile("a", re.I)),
    "days": (date(2026, 1, 1), date(2026, 1, 2)),
    "moments": (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),
    "paths": (Path("a"), Path("b")),
    "the host's options": (options(name="a"), options(name="b")),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_differs_is_said_to_differ(name):
    first, second = PAIRS[name]
    assert plain(first) == plain(first) != plain(second)
    assert " at 0x" not in plain([first, second])


def test_another_process_says_the_same():
    """Whatever its hashes are, by which sets have their order."""
    code = (
        "from tests.build.test_plain_values import PAIRS, plain\n"
        "print([plain(each) for pair in PAIRS.values() for each in pair])"
    )
    run = functools.partial(subprocess.run, [sys.executable, "-c", code], capture_output=True)
    said = [run(env={"PYTHONHASHSEED": seed}, check=True).stdout for seed in ("1", "2")]
    assert said[0] == said[1] != b""


# --- Values that do what they like ---


def raises(*given, **named):
    raise ValueError("nobody may ask")


class Raising:
    """Something that raises whatever is asked."""

    __repr__ = __str__ = __iter__ = __len__ = __eq__ = __bool__ = __call__ = raises  # type: ignore[assignment]
    __hash__ = __getattr__ = __getitem__ = __dir__ = __reduce_ex__ = __format__ = raises  # type: ignore[assignment]
    __class__ = property(raises)  # type: ignore[assignment]
    name = property(raises)


class Endless:
    """Something that yields itself for ever, and whose attributes are made when they are asked."""

    def __iter__(self):
        while True:
            yield self

    def __getattr__(self, name):
        return Endless()

    def __repr__(self):
        return "".join("x" for _ in itertools.count())

    __len__ = __hash__ = lambda self: 2**62


class Lazy(dict):
    """A mapping that makes what it holds when it is asked."""

    items = keys = values = __iter__ = __getitem__ = raises  # type: ignore[assignment]


class LazyList(list):
    """A list that never ends when somebody goes through it."""

    __iter__ = Endless.__iter__  # type: ignore[assignment]
    __len__ = lambda self: 2**62  # noqa: E731


class Counting(itertools.count):
    """A number that grows whenever it is asked, in a place that nobody sees."""


def ring():
    found: list[object] = [Thing("a")]
    found.append({"again": found, "set": {Tag("x")}})
    found[0].name = found  # type: ignore[attr-defined]
    return found


def nested(depth):
    found: object = "deep"
    for _ in range(depth):
        found = [found]
    return found


def doubled(depth):
    found: object = ("x",)
    for _ in range(depth):
        found = (found, found)
    return found


FINE = (Raising, Endless, lambda: Lazy(a=1), lambda: LazyList([1]), ring, lambda: nested(50))
UNKNOWN = {
    "a generator": lambda: (each for each in (1, 2)),
    "an endless one": itertools.count,
    "one with a name": Counting,
    "a file": lambda: io.StringIO("x"),
    "a lock": threading.Lock,
    "a bare object": object,
    "a view": lambda: {1: 2}.keys(),
    "an error": lambda: ValueError("x"),
    "too deep": lambda: nested(10**5),
    "without an end": lambda: doubled(200),
    "too large": lambda: list(range(plain_values.MOST + 1)),
    "a huge number": lambda: 10**6000,
    "a function that holds a generator": lambda: slugs(found=(each for each in ())),
    "an object of C inside others": lambda: {"a": [Thing(memoryview(b"x"))]},
    "a weak mapping": lambda: types.MappingProxyType({"a": 1}),
}


@pytest.mark.parametrize("make", FINE)
def test_nothing_of_a_value_is_called(make):
    value = make()
    assert plain([value]) == plain([value])
    assert plain(ring()) == plain(ring())
    assert purity.functions({"option": [value]}) is not None


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_cannot_be_seen_is_unknown(name):
    for value in (UNKNOWN[name](), {"option": [UNKNOWN[name]()]}):
        with pytest.raises(UnknownError):
            plain(value)
    assert purity.functions(UNKNOWN[name]()) is not None


def test_functions_are_found_wherever_they_are():
    found = purity.functions(
        {"a": [functools.partial(slugs, made)], "b": {Tag("x"): Thing(raises)}}
    )
    assert {name for _, name in found} >= {"slugs", "made", "raises"}
    compared = Compared()
    compared.plain({"a": Thing(Tag("x"))})
    assert {__name__, "material.plugins.tags.structure.tag"} <= compared.modules


def test_code_that_stands_in_no_file_is_unknown(tmp_path, monkeypatch):
    assert code_of(["json", "builtins", "markdown.extensions.toc"]) == code_of([])
    monkeypatch.setitem(sys.modules, "bare", types.ModuleType("bare"))
    monkeypatch.setitem(sys.modules, "zipped", made(lambda: types.ModuleType("zipped")))
    (tmp_path / "a.zip").write_text("")
    sys.modules["zipped"].__file__ = str(tmp_path / "a.zip/zipped.py")
    for name in ("bare", "zipped", "never.heard"):
        with pytest.raises(UnknownError):
            code_of([name])
