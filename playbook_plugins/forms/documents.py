"""Documents: sheets of sections. What checklists, worksheets, agreements and reviews share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, TypeVar
from xml.etree.ElementTree import Element

from . import markup
from .content import Content
from .controls import Setting
from .items import DocumentReader, Tables
from .kind import SheetKind
from .model import Document, Field, Items, Part, Prose, Rows, Section, Sheet, Table
from .naming import plain
from .nearly_tables import tables_of
from .options import SHEET, TABLE, ColumnWish, Option, PrivateWish, Values
from .rows import read_table
from .words import Words

D = TypeVar("D", bound=Document)

TABLE_CURE = "Put each further one into an action plan inside it."


class DocumentKind(SheetKind[D]):
    """A kind whose sheets are documents, with at most one table of their own."""

    options: ClassVar[Mapping[str, Option]] = {**SHEET, **TABLE}
    holds_table: ClassVar[bool] = True
    """Whether a table is rows to fill; else it is prose."""

    def table(self, table: Table) -> Table:
        """The table of a sheet, as its kind completes it."""
        return table

    def missing(self, parts: Sequence[Part]) -> tuple[str, str] | None:
        """What a sheet of these parts lacks, and what to do; None when it can be filled."""
        if any(not isinstance(each, Prose) for each in parts):
            return None
        return "there is nothing to fill in.", "Write a field, such as: - Who is it? ____"

    def after_rows(self, parent: Element, rows: Rows, setting: Setting) -> None:
        """Render what follows the sheet's table."""

    def read(self, content: Content) -> D:
        """The sections on the lines; problems reported on the way."""
        lines, whole = content.lines, content.whole(content.lines)
        found = tables_of(lines, whole, content.complaints) if self.holds_table else []
        standing = [each for each in found if each.lines]
        for each in standing[1:]:
            spot = content.complaints.at(each.lines[0])
            spot.tell("it holds a second table.", TABLE_CURE)

        def read_rows(span: range) -> Rows:
            own, (columns, private) = standing[0].lines, wishes(content.values)
            table = read_table(own, columns, private, content.names, content.complaints)
            return Rows(content.id, self.table(table))

        reader = DocumentReader(content.names, content.prose, content.complaints)
        tables = Tables([each.span for each in standing[:1]], read_rows)
        sections = reader.read(lines, whole, tables)
        reader.check_gates(sections, self.model.has_metrics)
        values = content.values
        made: D = self.model(
            content.id,
            content.title,
            values["version"],
            values["level"],
            labelled(sections),
            content.retired,
        )
        has_headless = len(standing) < len(found)  # which is a mistake that was told already
        if not has_headless and (lack := self.missing(made.parts)):
            content.complaints.tell(*lack)
        return made

    def sections(self, model: D, words: Words) -> Iterator[tuple[str, Part]]:
        """Each part, with the heading of its section."""
        for each in model.sections:
            heading = plain(each.heading.text) if each.heading else ""
            yield from ((heading, part) for part in each.parts)

    def body(self, parent: Element, owner: str, model: D, setting: Setting) -> None:
        """Render the sections; those of a sheet of its own with the strip that leads to them."""
        stops = markup.stops(owner, model.sections) if owner == model.id else {}
        markup.strip(parent, stops, setting)
        for index, each in enumerate(model.sections):
            markup.section(parent, owner, each, setting, self.after_rows)
            if stops and each.heading and not each.heading.id:
                parent[-1].set("id", stops[index].anchor)


def wishes(values: Values) -> tuple[Mapping[str, ColumnWish], Sequence[PrivateWish]]:
    """What the options say about columns and rows; nothing about rows whose columns are unclear."""
    return values["columns"], () if "columns" in values.doubtful else values["private"]


def labelled(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, each gate with the words of what it waits for."""
    words: dict[str, str] = {}
    for section in sections:
        if section.heading and section.heading.id:
            words[section.heading.id] = plain(section.heading.text)
        for part in section.parts:
            words |= _words_of(part)
    return tuple(
        replace(each, heading=replace(each.heading, opens_label=words.get(gate, "")))
        if each.heading and (gate := each.heading.opens_when)
        else each
        for each in sections
    )


def _words_of(part: Part) -> dict[str, str]:
    """What a gate may name in a part → its words."""
    if isinstance(part, Items):
        found = {item.id: plain(item.text) for item in part.items}
        for item in part.items:
            found |= _words_of(Items(item.items))
        return found
    if isinstance(part, Field):
        return {part.id: plain(part.label)}
    if isinstance(part, Sheet):
        found = {part.id: part.title}
        for each in part.parts:
            found |= _words_of(each)
        return found
    return {}
