"""What each column of a table holds: said by its author, or known by its heading or cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line

from .complaints import Complaints
from .model import Choice, Column
from .naming import Names, name_from, plain
from .options import ColumnWish, PrivateWish
from .vocabulary import (
    COLUMN_TYPES,
    column_named,
    folded,
    language_of,
    said_alike,
    state_named,
    table_words,
    usual_states,
)

DAY = re.compile(r"\+\s*\d{1,5}\s*[dwDW]|\d{4}-\d{2}-\d{2}")
"""A cell that can only be a day."""
ENDS = ("done", "dropped", "met", "not-met")
"""States that end what a row owes; what leads there is the author's own."""


@record
class Grid:
    """A table as written: its heads, and the cells of each row, one a head."""

    heads: Sequence[Line]
    rows: Sequence[Sequence[Line]]

    def values(self, index: int) -> list[str]:
        """The words in one column, in order of appearance, each once."""
        words = (plain(row[index].text) for row in self.rows)
        return list(dict.fromkeys(word for word in words if word))


def read_columns(
    grid: Grid, wishes: Mapping[str, ColumnWish], complaints: Complaints
) -> tuple[Column, ...]:
    """The columns of a plan, in the order of its table.

    What a column is, its author says in `columns:`, else its heading in any of our languages,
    else its cells. That is its id; the id that its heading alone would give stays as a former one.
    """
    names = Names(cure="Give every column a heading of its own.")
    heads = []
    for index, line in enumerate(grid.heads):
        spot = complaints.at(line)
        if not line.text:
            spot.tell("a column has no heading.", "Name every column in the first line.")
        label = plain(line.text) or f"Column {index + 1}"
        heads.append(_Head(names.claim(name_from(label, "column"), False, "column", spot), label))
    language = language_of(head.label for head in heads)
    taken = {head.name for head in heads}
    columns = []
    for index, head in enumerate(heads):
        wish = wishes.get(head.name)
        is_ = _what(head, wish, language, taken)
        taken.add(is_)
        wish = wish or wishes.get(is_)
        spot = complaints.at(grid.heads[index])
        columns.append(_Reading(head, is_, grid.values(index), wish, language, spot).column())
    _check_wishes(wishes, columns)
    return tuple(columns)


def _what(head: _Head, wish: ColumnWish | None, language: str, taken: AbstractSet[str]) -> str:
    """What a column is; the id of its heading where nobody says, or where another is that."""
    said = wish.is_ if wish else ""
    if not said and head.name in COLUMN_TYPES:
        return head.name
    said = said or column_named(head.label, language)
    return head.name if not said or said in taken else said


def _check_wishes(wishes: Mapping[str, ColumnWish], columns: Sequence[Column]) -> None:
    known = {name for column in columns for name in (column.id, *column.was)}
    for name, wish in wishes.items():
        if name not in known:
            cure = did_you_mean(name, [column.id for column in columns])
            wish.spot.tell(f'columns: the table has no column "{name}".', cure)


@record
class _Head:
    """A heading, and the id that its words give."""

    name: str
    label: str


@record
class _Reading:
    """One column as its author wrote it: `is_` is what it is, in a table in `language`."""

    head: _Head
    is_: str
    values: Sequence[str]
    wish: ColumnWish | None
    language: str
    spot: Complaints

    def column(self) -> Column:
        """The column, with its choices where it has any."""
        was = () if self.is_ == self.head.name else (self.head.name,)
        wish, label = self.wish, self.head.label
        type_ = wish.type if wish and wish.type else self._type()
        if type_ != "choice":
            return Column(self.is_, label, type_, unit=wish.unit if wish else "", was=was)
        words = wish.choices if wish and wish.choices else self._usual_choices()
        if not words:
            name = self.head.name
            (wish.spot if wish else self.spot).tell(
                f'the column "{label}" has no choices.',
                f'Write columns: {{{name}: "choice: A, B"}}.',
            )
        choices = self._choices(words, wish.spot if wish else self.spot)
        return Column(self.is_, label, "choice", choices, was=was)

    def _type(self) -> str:
        """By what the column is, else by what its cells say."""
        if known := COLUMN_TYPES.get(self.is_):
            return known
        if self.values and all(DAY.fullmatch(each) for each in self.values):
            return "date"
        return "choice" if said_alike(self.values) else "text"

    def _usual_choices(self) -> Sequence[str]:
        if self.is_ == "met" and not self.values:
            states = table_words()[self.language]["states"]
            return states["met"][0], states["not-met"][0]
        if self.is_ in COLUMN_TYPES and self.is_ != "status":
            return self.values
        usual = usual_states(self.language)
        if not {folded(each) for each in self.values} <= {folded(each) for each in usual}:
            usual = usual_states(said_alike(self.values) or self.language)
        return usual

    def _choices(self, words: Sequence[str], spot: Complaints) -> tuple[Choice, ...]:
        """Each with its state as id, where the words are states; else with an id of its words."""
        names = Names(cure="Write each choice once.")
        made = [names.claim(name_from(word, "choice"), False, "choice", spot) for word in words]
        is_usual = tuple(words) in map(usual_states, table_words())
        states = [state_named(word) for word in words]
        if self.wish and self.wish.done:
            states = ["done" if folded(word) == folded(self.wish.done) else "" for word in words]
            if "done" not in states:
                cure = did_you_mean(self.wish.done, words)
                spot.tell(f'done: "{self.wish.done}" is no choice of "{self.head.label}".', cure)
        elif self.is_ not in ("status", "met") and sum(map(bool, states)) < 2:
            states = [""] * len(words)
        ids = list(made)
        for index, state in enumerate(states):
            if state and state not in ids and (is_usual or state in ENDS):
                ids[index] = state
        return tuple(
            Choice(id_, word, () if id_ == name else (name,))
            for id_, word, name in zip(ids, words, made, strict=True)
        )


def read_private(
    columns: Sequence[Column], wishes: Sequence[PrivateWish]
) -> tuple[tuple[str, str], ...]:
    """The pairs of column and choice that make a row private; unknown ones are reported."""
    pairs = []
    for wish in wishes:
        column = next((each for each in columns if wish.column in (each.id, *each.was)), None)
        if column is None or column.type != "choice":
            names = [each.id for each in columns if each.type == "choice"]
            wish.spot.tell(
                f'private: there is no choice column "{wish.column}".',
                did_you_mean(wish.column, names),
            )
        elif choice := find_choice(column, wish.choice):
            pairs.append((column.id, choice.id))
        else:
            wish.spot.tell(
                f'private: "{wish.choice}" is no choice of "{column.label}".',
                did_you_mean(wish.choice, [each.label for each in column.choices]),
            )
    return tuple(pairs)


def find_choice(column: Column, word: str) -> Choice | None:
    """The choice that `word` names, by label or id, in any case."""
    wanted = word.casefold()
    for choice in column.choices:
        if wanted in (choice.label.casefold(), choice.id) or id_from(word, "") == choice.id:
            return choice
    state = state_named(word)
    return next((each for each in column.choices if state and each.id == state), None)
