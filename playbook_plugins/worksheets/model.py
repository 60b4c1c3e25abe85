"""What a worksheet is, apart from how it is written and how it is shown.

Standard library only. Models hold no line numbers: two pages that hold the same
sheet hold equal models, which is how a shared sheet is told from a clash of names.
"""

from __future__ import annotations

from dataclasses import dataclass

PLACE = "\x02playbook:%d\x03"
"""Stands in a text for a block that was lifted out. Markdown strips both control
characters from what authors write, so no author can forge it."""


@dataclass(frozen=True)
class Prose:
    """An author's Markdown between the parts of a sheet; `PLACE % n` stands for `nested[n]`."""

    text: str
    nested: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Item:
    """One line to tick."""

    id: str
    text: str
    required: bool = False
    note: bool = False
    was: tuple[str, ...] = ()
    help: Prose | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Items:
    """A list of items that stand together."""

    items: tuple[Item, ...]


@dataclass(frozen=True)
class Heading:
    """The heading of a section, at the level its author wrote (1 to 6)."""

    text: str
    level: int
    id: str = ""


@dataclass(frozen=True)
class Section:
    """Items and prose under one heading, or before the first."""

    heading: Heading | None
    parts: tuple[Prose | Items, ...]


@dataclass(frozen=True)
class Checklist:
    """A sheet of items to tick."""

    id: str
    title: str
    version: int
    level: int
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Choice:
    """One answer of a choice column; `id` is what is stored."""

    id: str
    label: str


@dataclass(frozen=True)
class Column:
    """A column of an action plan. `unit` belongs to `number` (kg) and `money` (EUR)."""

    id: str
    label: str
    type: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""


@dataclass(frozen=True)
class Cell:
    """What the author put into a cell: a start value as stored; `offset` in days from the start."""

    value: str = ""
    offset: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of an action plan, with one cell a column."""

    id: str
    cells: tuple[Cell, ...]
    private: bool = False
    was: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The rows of an action plan. `private_when` pairs a choice column with a choice, by id."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    private_when: tuple[tuple[str, str], ...] = ()

    @property
    def relative(self) -> bool:
        """Whether a date is counted from the start."""
        return any(cell.offset is not None for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class ActionPlan:
    """A sheet of rows to fill, add and reorder."""

    id: str
    title: str
    version: int
    level: int
    before: Prose
    table: Table | None
    after: Prose


@dataclass(frozen=True)
class Tip:
    """A short piece of coaching advice with its own address."""

    id: str
    title: str
    text: Prose


Block = Checklist | ActionPlan | Tip


@dataclass(frozen=True)
class Found:
    """A block and where it opens, told to whoever gathers across pages."""

    block: Block
    line: int
    column: int


KIND_NAMES = {Checklist: "checklist", ActionPlan: "action-plan", Tip: "tip"}


def kind_of(block: Block) -> str:
    """The word an author writes after `///` for this block."""
    return KIND_NAMES[type(block)]
