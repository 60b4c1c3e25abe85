"""What a block asks, by permanent id: what the lock file remembers and what addresses lead to."""

from __future__ import annotations

from collections.abc import Iterator

from playbook_plugins.shared.records import record

from .fields import former_parts, parts_of
from .model import Block, Field, Item, Items, Part, Rows, Sheet, Table
from .naming import plain


@record
class Question:
    """One thing that a reader may answer: what it holds, its words, and its former ids."""

    type: str
    label: str
    was: tuple[str, ...] = ()
    private: bool = False
    choices: tuple[str, ...] = ()
    """The ids of what may be chosen."""
    anchor: bool = True
    """Whether it has an address of its own on the page: columns have none."""


def questions(block: Block) -> dict[str, Question]:
    """The questions of a block by id; `<table>.<column>` for columns. A tip asks nothing."""
    return dict(part_questions(block)) if isinstance(block, Sheet) else {}


def part_questions(part: Part) -> Iterator[tuple[str, Question]]:
    """The questions of one part of a section, by id."""
    if isinstance(part, Items):
        for item in part.items:
            yield from _item(item)
    elif isinstance(part, Field):
        yield from _field(part)
    elif isinstance(part, Rows):
        yield from _rows(part.id, part.table)
    elif isinstance(part, Sheet):
        for each in part.parts:
            yield from part_questions(each)


def _item(item: Item, hidden: bool = False) -> Iterator[tuple[str, Question]]:
    hidden = hidden or item.private  # inside a private line all are
    yield item.id, Question("check", plain(item.text), item.was, hidden)
    for each in item.items:
        yield from _item(each, hidden)


def _field(field: Field) -> Iterator[tuple[str, Question]]:
    # Another number of points makes another scale: an old "3" would mean something else.
    type_ = f"scale of {len(field.choices)}" if field.type == "scale" else field.type
    choices = tuple(each.id for each in field.choices)
    more = (field.private, choices)
    yield field.id, Question(type_, plain(field.label), field.was, *more)
    for part in parts_of(field):
        yield part, Question(type_, plain(field.label), former_parts(field, part), *more)


def _rows(name: str, table: Table) -> Iterator[tuple[str, Question]]:
    for column in table.columns:
        yield f"{name}.{column.id}", Question(column.type, column.label, anchor=False)
    for row in table.rows:
        words = next((cell.value for cell in row.cells if cell.value and cell.offset is None), "")
        yield row.id, Question("row", words, row.was, row.private)
