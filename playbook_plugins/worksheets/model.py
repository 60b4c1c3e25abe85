"""What a worksheet is, apart from how it is written and how it is shown.

Standard library only. Models hold no line numbers: two pages that hold the same
sheet hold equal models, which is how a shared sheet is told from a clash of names.
"""

from __future__ import annotations

from playbook_plugins.shared.ids import Id
from playbook_plugins.shared.records import record

PLACE = "\x02playbook:%d\x03"
"""Stands in a text for a block that was lifted out. Markdown strips both control
characters from what authors write, so no author can forge it."""


@record
class Prose:
    """An author's Markdown between the parts of a sheet; `PLACE % n` stands for `nested[n]`."""

    text: str
    nested: tuple[Block, ...] = ()


@record
class Item:
    """One line to tick."""

    id: Id
    text: str
    required: bool = False
    note: bool = False
    was: tuple[Id, ...] = ()
    help: Prose | None = None
    items: tuple[Item, ...] = ()
    private: bool = False


@record
class Items:
    """A list of items that stand together."""

    items: tuple[Item, ...]


@record
class Heading:
    """The heading of a section, at the level its author wrote (1 to 6).

    With `opens_when`, the id of a section, item or field (or `met`), its section is a gate.
    """

    text: str
    level: int
    id: str = ""
    opens_when: str = ""
    opens_label: str = ""


@record
class Choice:
    """One answer of a choice column; `id` is what is stored."""

    id: str
    label: str


@record
class Column:
    """A column of an action plan. `unit` belongs to `number` (kg) and `money` (EUR)."""

    id: str
    label: str
    type: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""


@record
class Cell:
    """What the author put into a cell: a start value as stored; `offset` in days from the start."""

    value: str = ""
    offset: int | None = None


@record
class Row:
    """One line of an action plan, with one cell a column."""

    id: Id
    cells: tuple[Cell, ...]
    private: bool = False
    was: tuple[Id, ...] = ()


@record
class Table:
    """The rows of an action plan. `private_when` pairs a choice column with a choice, by id."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    private_when: tuple[tuple[str, str], ...] = ()

    @property
    def relative(self) -> bool:
        """Whether a date is counted from the start."""
        return any(cell.offset is not None for row in self.rows for cell in row.cells)


@record
class Field:
    """One question with one control, or a few that belong together (`COMPOUND`).

    `start` is what the control holds before anybody touched it; `both` asks participant
    and manager side by side.
    """

    id: Id
    label: str
    type: str
    required: bool = False
    private: bool = False
    note: bool = False
    both: bool = False
    unit: str = ""
    start: Cell = Cell()
    choices: tuple[Choice, ...] = ()
    was: tuple[Id, ...] = ()
    help: Prose | None = None


COMPOUND = {
    "metric": ("baseline", "target", "by", "source"),
    "sign-off": ("name", "day"),
}
"""Field type → the parts that it has beside, or instead of, its own value. A part is an
answer of its own, `<field>-<part>`."""


@record
class Rows:
    """A table in a document; `id` names it among the answers."""

    id: Id
    table: Table


@record
class Section:
    """What stands under one heading, or before the first."""

    heading: Heading | None
    parts: tuple[Prose | Items | Field | Rows | Sheet, ...]


@record
class Checklist:
    """A sheet of items to tick, and fields."""

    id: Id
    title: str
    version: int
    level: int
    sections: tuple[Section, ...]
    retired: tuple[str, ...] = ()


@record
class Worksheet(Checklist):
    """A document: prose, items, fields and any other kind, in sections."""


@record
class Agreement(Checklist):
    """What two sides will count: metrics, sign-off, and what follows when they are met."""


@record
class Review(Checklist):
    """A conversation that comes again: last time's commitments, fields, new commitments."""


@record
class ActionPlan:
    """A sheet of rows to fill, add and reorder."""

    id: Id
    title: str
    version: int
    level: int
    before: Prose
    table: Table | None
    after: Prose
    retired: tuple[str, ...] = ()


@record
class Trait:
    """What some statements measure together, and what a coach asks about it."""

    id: str
    name: str
    about: str = ""
    prompts: tuple[str, ...] = ()


@record
class Band:
    """A range of scores, both ends in whole per cent, with its debrief text.

    `by_trait` holds texts for single traits: pairs of trait id and text.
    """

    id: str
    name: str
    least: int
    most: int
    text: str = ""
    by_trait: tuple[tuple[str, str], ...] = ()


@record
class Statement:
    """One statement on the scale; `reverse` when agreeing speaks against the trait."""

    field: Field
    trait: str
    reverse: bool = False


@record
class Assessment:
    """Statements on a labelled scale, scored by trait, read by bands."""

    id: Id
    title: str
    version: int
    level: int
    parts: tuple[Prose | Heading | Statement, ...]
    traits: tuple[Trait, ...] = ()
    bands: tuple[Band, ...] = ()
    unsure: bool = True
    plan: str = ""
    retired: tuple[str, ...] = ()


@record
class Tip:
    """A short piece of coaching advice with its own address."""

    id: Id
    title: str
    text: Prose
    labels: tuple[str, ...] = ()
    """What it is about; listings select by it."""
    date: str = ""
    """The day it was written, `2026-11-24`; empty for its page's."""


Sheet = Checklist | Worksheet | Agreement | Review | ActionPlan | Assessment
Block = Sheet | Tip


@record
class Found:
    """A block and where it opens, told to whoever gathers across pages."""

    block: Block
    line: int
    column: int


KIND_NAMES: dict[type[Block], str] = {
    Checklist: "checklist",
    ActionPlan: "action-plan",
    Assessment: "assessment",
    Agreement: "agreement",
    Review: "review",
    Worksheet: "worksheet",
    Tip: "tip",
}


def kind_of(block: Block) -> str:
    """The word an author writes after `///` for this block."""
    return KIND_NAMES[type(block)]
