"""What each column of an action plan holds: said by its author, or known by its heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line

from .complaints import Complaints
from .model import Choice, Column
from .naming import Names, name_from, plain
from .options import ColumnWish, PrivateWish

KNOWN_HEADINGS: Mapping[str, str] = {
    "area": "choice",
    "status": "choice",
    **dict.fromkeys(("due", "by", "when"), "date"),
    **dict.fromkeys(("owner", "who"), "person"),
    **dict.fromkeys(("owner-ours", "owner-client", "our-owner", "client-owner"), "person"),
    **dict.fromkeys(("goal", "action", "what", "why", "next-step"), "long"),
    **dict.fromkeys(("metric", "commitment", "source"), "long"),
    "met": "choice",
}
"""Column id → type, for the headings that every plan has."""

STATUSES = ("To do", "Doing", "Done", "Dropped")


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
    """The columns of a plan, in the order of its table."""
    names = Names(cure="Give every column a heading of its own.")
    columns = []
    for index, head in enumerate(grid.heads):
        spot = complaints.at(head)
        if not head.text:
            spot.tell("a column has no heading.", "Name every column in the first line.")
        label = plain(head.text) or f"Column {index + 1}"
        name = names.claim(name_from(label, "column"), False, "column", spot)
        columns.append(_column(name, label, grid.values(index), wishes.get(name), spot))
    for name, wish in wishes.items():
        if name not in {column.id for column in columns}:
            cure = did_you_mean(name, [column.id for column in columns])
            wish.spot.tell(f'columns: the table has no column "{name}".', cure)
    return tuple(columns)


def _column(
    name: str, label: str, values: Sequence[str], wish: ColumnWish | None, spot: Complaints
) -> Column:
    type_ = wish.type if wish else KNOWN_HEADINGS.get(name, "text")
    if type_ != "choice":
        return Column(name, label, type_, unit=wish.unit if wish else "")
    words = wish.choices if wish and wish.choices else _usual_choices(name, values)
    if not words:
        (wish.spot if wish else spot).tell(
            f'the column "{label}" has no choices.', f'Write columns: {{{name}: "choice: A, B"}}.'
        )
    return Column(name, label, "choice", _choices(words, wish.spot if wish else spot))


def _usual_choices(name: str, values: Sequence[str]) -> Sequence[str]:
    return STATUSES if name == "status" else values


def _choices(words: Sequence[str], spot: Complaints) -> tuple[Choice, ...]:
    names = Names(cure="Write each choice once.")
    return tuple(
        Choice(names.claim(name_from(word, "choice"), False, "choice", spot), word)
        for word in words
    )


def read_private(
    columns: Sequence[Column], wishes: Sequence[PrivateWish]
) -> tuple[tuple[str, str], ...]:
    """The pairs of column and choice that make a row private; unknown ones are reported."""
    pairs = []
    for wish in wishes:
        column = next((each for each in columns if each.id == wish.column), None)
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
    return None
