"""What every sheet is made of, apart from how it is written and how it is rendered.

Standard library only. Models hold no line numbers: two pages that hold the same
sheet hold equal models, which is how a shared sheet is told from a clash of names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import ClassVar

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
    """One answer of a choice column; `id` is what is stored, `was` what was stored for it once."""

    id: str
    label: str
    was: tuple[str, ...] = ()


@record
class Column:
    """A column of an action plan. `unit` belongs to `number` (kg) and `money` (EUR); `was` are
    former ids, under which answers may be stored."""

    id: str
    label: str
    type: str
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    was: tuple[str, ...] = ()


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
    parts: tuple[Part, ...]


class Block:
    """What an author opens with `///`. Each kind has a record of its own, in `kinds/`."""

    kind: ClassVar[str]
    """The word after `///`."""
    is_published: ClassVar[bool] = True
    """Whether its id is for good: links and answers hang on it, and the lock file holds it."""
    id: Id
    title: str


@record
class Loop:
    """What becomes of a sheet between two people: is it given back, and what does it promise?"""

    returns: bool = True
    """False: its answers are never asked for."""
    blind: bool = False
    """What is asked of both stays covered until the coach has written too."""
    every: int = 0
    """Days from one conversation to the next; 0 for none."""
    commitments: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Tables whose rows are commitments, each with pairs of role and column; only where the
    author named them: other tables go by the ids of their columns."""
    practice: bool = False
    """It is there to try out: nobody wants it among their own."""


@record
class Sheet(Block):
    """A block with something to fill in."""

    has_metrics: ClassVar[bool] = False
    """Whether a gate may wait for `met`: that every metric in its rows is met."""

    id: Id
    title: str
    version: int
    level: int
    loop: Loop = field(default=Loop(), kw_only=True)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that stands in it, in order."""
        raise NotImplementedError

    @property
    def has_rows(self) -> bool:
        """Whether rows may be added to it, other than in a sheet inside it."""
        return any(isinstance(part, Rows) for part in self.parts)

    @property
    def section_ids(self) -> tuple[str, ...]:
        """The ids of its sections, those of sheets inside it not among them."""
        return ()


@record
class Document(Sheet):
    """A sheet of sections: headings, and beneath each whatever there is to fill in."""

    sections: tuple[Section, ...]
    retired: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What stands in all sections, in order."""
        return tuple(part for section in self.sections for part in section.parts)

    @property
    def section_ids(self) -> tuple[str, ...]:
        """The ids that authors gave to headings."""
        return tuple(each.heading.id for each in self.sections if each.heading and each.heading.id)


Part = Prose | Items | Field | Rows | Sheet
"""What may stand in a section."""


@record
class LocatedBlock:
    """A block and where it opens, told to whoever gathers across pages."""

    block: Block
    line: int
    column: int
    places: tuple[tuple[str, int, int], ...] = ()
    """Name, line and column of what in it speaks of other blocks."""


def within(block: Block) -> Iterator[Sheet]:
    """A sheet and those inside it; nothing for a tip."""
    if isinstance(block, Sheet):
        yield block
        for part in block.parts:
            if isinstance(part, Sheet):
                yield from within(part)
