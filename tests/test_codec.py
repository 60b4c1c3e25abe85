"""What is kept comes back as it was, and nothing comes back that is not of its kind."""

from __future__ import annotations

import json
import pickle
from dataclasses import field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any

import pytest

from playbook_plugins.checks.rules import PageRules
from playbook_plugins.checks.source import KIND as SOURCE
from playbook_plugins.checks.source import check_source as checked
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.forms.model import Item, Items, LocatedBlock, Prose, Section
from playbook_plugins.kinds.tip.model import Tip
from playbook_plugins.shared.codec import Codec, RefusedError
from playbook_plugins.shared.front_matter import FrontMatter
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record
from tests.hostile_values import HOSTILE

NOW = datetime(2026, 11, 30, 12, tzinfo=timezone(timedelta(hours=2)))
SHEET = b"""---
title: Land
date: 2026-11-30
tags: [a, 2, 2.5, null, {deep: [2026-11-30 09:00:00, yes]}]
---

# Land

[a](b.md#c)

/// checklist | Land and expand
    id: land

### Think smart
- [ ] Pick one {#one}
    - [ ] Name it {#two .required was=old}
///

/// action-plan | Plan
    id: plan

| Goal | Due | Status |
|------|-----|--------|
| Five | +30d | To do |
///
"""


@record
class Everything:
    """A field of each kind."""

    text: str
    count: int
    share: float
    yes: bool
    nothing: None
    day: date
    moment: datetime
    maybe: str | None
    texts: tuple[str, ...]
    pair: tuple[int, str]
    names: frozenset[str]
    inside: dict[str, list[Problem]]
    either: Items | Prose | str | None
    plain: Any


EVERYTHING = Everything(
    *("a\ud800\x00", -7, 1, True, None, date(2026, 1, 2), NOW, None, ("x",), (1, "b")),
    *(
        frozenset("ab"),
        {"k": [Problem("a.md", 1, 2, "What.")]},
        Prose("p", (Tip("t", "T", Prose("q")),)),
    ),
    {"a": [1, 2.5, {3: None}], "t": datetime(2026, 1, 2), "d": date(2026, 1, 2), "": True},
)


def test_each_kind_comes_back_as_it_was():
    codec: Codec[Everything] = Codec(Everything)
    for each in (EVERYTHING, replace(EVERYTHING, either="text"), replace(EVERYTHING, either=None)):
        back = codec.decode(codec.encode(each))
        assert back == each and repr(back) == repr(each)


@record
class Above:
    """What others are made of, with a field that is named where one is made."""

    first: str
    more: int = field(default=7, kw_only=True)


@record
class Below(Above):
    """One of those."""

    last: str


def test_a_field_that_is_named_comes_back_in_its_place():
    kept = Codec(Below)
    made = Below("a", "z", more=3)
    assert kept.decode(kept.encode(made)) == made


def test_what_checking_a_source_finds_comes_back():
    found = checked(SHEET, "land.md", PageRules())
    assert len(found.standing) == 2 and found.references
    assert SOURCE.codec.decode(SOURCE.codec.encode(found)) == found


class Text(str):
    """Something that only looks like text."""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", Text("a")),
        ("count", True),
        ("count", 2**63),
        ("share", "1"),
        ("day", NOW),
        ("moment", datetime(2026, 1, 2)),
        ("moment", date(2026, 1, 2)),
        ("texts", ["x"]),
        ("pair", (1, "b", "c")),
        ("either", Problem("a", 1, 2, "b")),
        ("plain", object()),
        ("plain", {"a": Text("b")}),
        ("plain", (1,)),
    ],
)
def test_what_would_not_come_back_as_it_was_is_not_kept(field, value):
    with pytest.raises(RefusedError):
        Codec(Everything).encode(replace(EVERYTHING, **{field: value}))


def test_what_holds_itself_is_not_kept():
    plain: list[Any] = []
    plain.append(plain)
    with pytest.raises(RefusedError):
        Codec(Everything).encode(replace(EVERYTHING, plain=plain))


DECLARED = [Everything, LocatedBlock, FrontMatter, Thread, list[Problem], Any]


@pytest.mark.parametrize("kind", DECLARED)
@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: repr(raw[:24]))
def test_anything_else_is_refused_or_is_of_its_kind(kind, raw):
    codec: Codec[Any] = Codec(kind)
    try:
        found = codec.decode(raw)
    except RefusedError:
        return
    assert codec.encode(found)  # what is taken up could have been kept


def each_place(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = enumerate(value) if isinstance(value, list) else ()
    inner = value.items() if isinstance(value, dict) else inner
    return [way, *(place for key, each in inner for place in each_place(each, (*way, key)))]


OTHERS: tuple[Any, ...] = (
    *(None, True, -1, 10**30, 0.5, float("nan"), "text", "../../up", [], {}, [[]], [0, []]),
    *({"map": []}, {"day": "x"}, {"": 1, "a": 2}, [1, ["a", 1, 2, "x", ""]], "2026-01-01T00:00:00"),
)


def test_no_place_of_a_kept_source_takes_a_value_of_another_kind():
    """Every place of it is changed in turn: what comes back is of its kind, or nothing does."""
    whole = json.loads(SOURCE.codec.encode(checked(SHEET, "land.md", PageRules())))
    refused = 0
    for place in each_place(whole):
        for other in OTHERS:
            changed = json.loads(json.dumps(whole))
            if place:
                *way, last = place
                at = changed
                for key in way:
                    at = at[key]
                at[last] = other
            else:
                changed = other
            try:
                found = SOURCE.codec.decode(json.dumps(changed).encode())
            except RefusedError:
                refused += 1
                continue
            assert SOURCE.codec.encode(found)
    assert refused > 500


def test_fields_too_many_or_too_few_are_refused():
    codec: Codec[Problem] = Codec(Problem)
    whole = json.loads(codec.encode(Problem("a.md", 1, 2, "What.", "Cure.")))
    for raw in (whole[:-1], [*whole, ""], {**dict(enumerate(whole))}, dict.fromkeys("pl")):
        with pytest.raises(RefusedError):
            codec.decode(json.dumps(raw).encode())


def test_a_name_that_becomes_a_path_is_one():
    codec: Codec[Item] = Codec(Item)
    for name in ("../../up", "/etc", "", "constructor", "a/b"):
        raw = codec.encode(Item("name", "Text")).replace(b'"name"', json.dumps(name).encode())
        with pytest.raises(RefusedError):
            codec.decode(raw)
    with pytest.raises(RefusedError):
        Codec(Annotated[int, lambda number: number > 3]).decode(b"3")


def test_bytes_name_no_class():
    """Nothing that is read says what is made of it: a class is known beforehand or not at all."""
    thread = Thread("plans", (Comment("a", "Ana", NOW.astimezone(UTC), "Text"),))
    for value in (thread, EVERYTHING, Section(None, (Items((Item("a", "b"),)),))):
        raw = Codec(type(value)).encode(value)
        assert type(value).__name__.encode() not in raw and b"playbook_plugins" not in raw
        with pytest.raises(RefusedError):
            Codec(type(value)).decode(pickle.dumps(value))
