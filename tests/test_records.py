"""Records are what a frozen dataclass is, but for the check whenever a value is set."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, fields, replace

import pytest

from playbook_plugins.shared.records import record


@record
class Place:
    """Where something stands."""

    page: str
    line: int = 1
    notes: list[str] = field(default_factory=list, hash=False)


@record
class Sure(Place):
    """A place of another kind."""


@record
class Nothing:
    """Nothing at all."""


@dataclass(frozen=True)
class Usual:
    """The same with the means of the language."""

    page: str
    line: int = 1
    notes: list[str] = field(default_factory=list, hash=False)


@pytest.mark.parametrize("made", [Place("a", 2), Place("a"), Sure("b", 3, ["x"]), Nothing()])
def test_records_with_the_same_values_are_the_same(made):
    twin = type(made)(*(getattr(made, each.name) for each in fields(made)))
    assert made == twin and hash(made) == hash(twin)
    assert pickle.loads(pickle.dumps(made)) == made
    assert replace(made) == made


def test_records_differ_by_each_value_and_by_their_kind():
    made = Place("a", 2, ["x"])
    others = [replace(made, page="b"), replace(made, line=3), replace(made, notes=[])]
    others += [Sure("a", 2, ["x"]), Usual("a", 2, ["x"]), ("a", 2, ["x"]), Nothing(), None]
    assert [each for each in others if each == made or made == each] == []
    assert hash(made) == hash(replace(made, notes=[])), "what is left out of the hash"


@record
class Pair:
    """One value that is shown and one that is not."""

    shown: tuple[str, ...]
    hidden: str = field(default="", repr=False)


@dataclass(frozen=True)
class UsualPair:
    """The same with the means of the language."""

    shown: tuple[str, ...]
    hidden: str = field(default="", repr=False)


@pytest.mark.parametrize(
    ("made", "usual"),
    [
        (Place("a", 2, ["x"]), Usual("a", 2, ["x"])),
        (Pair(("a", "b"), "c"), UsualPair(("a", "b"), "c")),
        (Pair(("100 %s",)), UsualPair(("100 %s",))),
    ],
)
def test_a_record_shows_itself_as_a_dataclass_does(made, usual):
    assert repr(made) == repr(usual).replace(type(usual).__name__, type(made).__name__)


def test_a_record_of_nothing_shows_its_name():
    assert repr(Nothing()) == "Nothing()"
