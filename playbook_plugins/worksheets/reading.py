"""One block: its opening line, its options, its content."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from playbook_plugins.shared.problems import Report
from playbook_plugins.shared.source_lines import Line, trimmed
from playbook_plugins.worksheets.attributes import take_attributes
from playbook_plugins.worksheets.blanks import find_blank
from playbook_plugins.worksheets.braces import Known
from playbook_plugins.worksheets.columns import MET
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.fences import Extent, Opening, whole_lines
from playbook_plugins.worksheets.items import DocumentReader, ReadProse, Tables
from playbook_plugins.worksheets.model import (
    ActionPlan,
    Agreement,
    Assessment,
    Block,
    Cell,
    Checklist,
    Choice,
    Field,
    Found,
    Items,
    Prose,
    Review,
    Rows,
    Section,
    Sheet,
    Statement,
    Table,
    Tip,
    Worksheet,
)
from playbook_plugins.worksheets.naming import Names, name_from, plain
from playbook_plugins.worksheets.nearly_tables import Standing, tables_of
from playbook_plugins.worksheets.option_lines import split_options
from playbook_plugins.worksheets.options import (
    OPTIONS,
    ColumnWish,
    Entry,
    PrivateWish,
    Values,
    read_options,
)
from playbook_plugins.worksheets.rows import START_DATE, read_table
from playbook_plugins.worksheets.scoring import check_scoring
from playbook_plugins.worksheets.statements import StatementsReader
from playbook_plugins.worksheets.strays import BOX, Strays

__all__ = ["BlockReader", "Page", "ReadProse"]


@dataclass
class Page:
    """What is the same for every block of one page."""

    report: Report
    foreign: Collection[str] = frozenset()
    """Words of blocks that other extensions have registered."""
    found: Callable[[Found], None] = lambda _: None
    names: Names = field(
        default_factory=lambda: Names(cure="Give this {what} its own: write id: {name} beneath it.")
    )
    defined: Callable[[str], Sequence[Entry]] = lambda _: ()
    """What the front matter says of the sheet with an id."""
    mislaid: Callable[[str], bool] = lambda name: False
    """Whether the front matter defines a sheet that is nearly called so."""
    unstamped: Callable[[str, Line], None] = lambda name, end: None
    """Told of each id made from a text, with the line where it could be written down."""
    nameless: Callable[[str, Line], None] = lambda name, first: None
    """Told of each id made from a title, with the first line of its block."""
    sheet_names: Names | None = None
    """The ids of the worksheet being read, which the sheets inside it share."""


TITLE = Known(())
"""What braces behind a title would say: an id, in the wrong place."""


def holds(outer: str, inner: str) -> bool:
    """Whether a block of one kind may stand in one of another: a worksheet holds other sheets."""
    return inner == "tip" or (outer == "worksheet" and inner != "worksheet")


DOCUMENTS: dict[str, type[Checklist]] = {
    "checklist": Checklist,
    "worksheet": Worksheet,
    "agreement": Agreement,
    "review": Review,
}


class BlockReader:
    """Reads one block: its opening line, its options, its content."""

    def __init__(
        self, found: Opening, lines: Sequence[Line], page: Page, read_prose: ReadProse
    ) -> None:
        self._found = found
        self._prose = read_prose
        self._page = page
        self._lines = lines
        self._kind = found.kind
        self._complaints = Complaints(page.report).at(found.line).named(found.kind, found.title)
        self._without_heads = False

    def read(self, ends: Extent, inside: str) -> Block | None:
        """The block, or nothing when it stands where it cannot be."""
        title, given = self._check_opening()
        options, content = split_options(self._lines, OPTIONS[self._kind], self._complaints)
        self._complaints = self._named(options)
        values = read_options(self._kind, options, self._complaints, self._page.defined)
        self._check_closing(ends, inside)
        if not self._may_stand(inside):
            return None
        title = title or self._kind.replace("-", " ").capitalize()
        name = self._claimed(values["id"] or given, title, "id" in values.doubtful)
        block = self._made(name, title, values, content, inside)
        if not inside or isinstance(block, Tip):
            self._page.found(Found(block, self._complaints.line, self._complaints.column))
        return block

    def _claimed(self, given: str, title: str, doubtful: bool) -> str:
        """The block's id: its author's, else one made from its title, which is told."""
        name = given or name_from(title, self._kind)
        claimed = self._page.names.claim(name, bool(given), self._kind, self._complaints)
        if not given and not doubtful:
            self._page.nameless(claimed, self._found.line)
        return claimed

    def _may_stand(self, inside: str) -> bool:
        """Whether the block may stand where it does: a worksheet holds sheets, no other does."""
        if not inside or holds(inside, self._kind):
            return True
        self._complaints.tell(
            f"it cannot stand inside a {inside}.", f"Close the {inside} above it first."
        )
        return False

    def _check_opening(self) -> tuple[str, str]:
        """Report what is wrong with the first line; the title, and an id that stands behind it."""
        found, spot = self._found, self._complaints
        bare = Complaints(self._page.report).at(found.line)
        title, named = take_attributes(found.title, [found.line], TITLE, spot.quiet())
        if found.written:
            bare.tell(f'unknown block "{found.written}".', f'Did you mean "{self._kind}"?')
        elif title and not found.bar:
            spot.tell("the title needs a bar before it.", f"Write {self._sample(title)}")
        elif found.extra:
            what = f'"{found.extra}" stands before the bar, where nothing is read.'
            spot.tell(what, f"Write {self._sample(title)}")
        if found.slashes < 3:
            spot.tell("a block opens with three slashes.", f"Write {self._sample(title)}")
        if not title:
            bare.tell(f"this {self._kind} has no title.", f"Write {self._sample('Its title')}")
        if title != found.title:
            spot = spot.named(self._kind, title)
            own = f"id: {named.id}" if named.id else "its options"
            what = "braces behind a title are not read."
            spot.tell(what, f"Write {own} on the line below, with four spaces before it.")
        return title, named.id

    def _sample(self, title: str) -> str:
        return f"/// {self._kind} | {title}"

    def _check_closing(self, ends: Extent, inside: str) -> None:
        slashes = max(self._found.slashes, 3)
        if not ends.closed_by:
            self._complaints.tell(
                "it is never closed.",
                f"Write {'/' * slashes} on a line of its own after its last line. "
                "A block around another one needs more slashes than the inner one.",
            )
        elif ends.closed_by != slashes:
            self._complaints.tell(
                f"it opens with {slashes} slashes and closes with {ends.closed_by}.",
                "Write as many in both places.",
            )
        elif ends.crowded and holds(self._kind, ends.crowded.kind):
            more = "/" * (ends.crowded.slashes + 1)
            what = f"it needs more slashes than the {ends.crowded.kind} inside it."
            cure = f"Write {more} {self._kind} | {self._found.title} and close it with {more}"
            self._complaints.tell(what, cure)
        elif ends.badly:
            spot = self._complaints.at(ends.badly)
            spot.tell("only slashes close a block.", f"Write {'/' * slashes} and nothing else.")

    def _named(self, options: Sequence[Line]) -> Complaints:
        """Complaints that name the block by its id, as written, else by its title."""
        for line in options:
            if match := re.match(r"\s*id\s*:\s*[\"']?([\w-]+)", line.text):
                return self._complaints.named(self._kind, match[1])
        return self._complaints

    def _made(self, name: str, title: str, values: Values, lines: list[Line], inside: str) -> Block:
        if self._kind == "tip":
            text = self._tip_text(lines)
            return Tip(name, title, text, values["labels"], values["date"])
        names = (self._page.sheet_names if inside else None) or Names(
            {START_DATE}, made=self._page.unstamped
        )
        if self._kind == "action-plan":
            sheet: Sheet = self._plan(name, title, values, lines, names)
        elif self._kind == "assessment":
            sheet = self._assessment(name, title, values, lines, names)
        else:
            sheet = self._document(name, title, values, lines, names)
        if not inside:
            names.check_former(values["retired"])
        return replace(sheet, retired=tuple(values["retired"]))

    def _document(
        self, name: str, title: str, values: Values, lines: list[Line], names: Names
    ) -> Checklist:
        outer = self._page.sheet_names
        self._page.sheet_names = names
        whole = self._whole(lines)
        reader = DocumentReader(names, self._prose, self._complaints)
        sections = reader.read(lines, whole, self._tables(name, lines, whole, values, names))
        reader.check_gates(sections, self._kind == "agreement")
        self._page.sheet_names = outer
        self._check_filled(sections)
        return DOCUMENTS[self._kind](
            name, title, values["version"], values["level"], labelled(sections)
        )

    def _check_filled(self, sections: Sequence[Section]) -> None:
        """Report a sheet with nothing to fill in."""
        parts = [part for section in sections for part in section.parts]
        if self._kind == "checklist" and not any(isinstance(each, Items) for each in parts):
            self._complaints.tell(
                "it has no item.", "Write one a line, such as: - [ ] Call the site manager"
            )
        elif self._without_heads:
            return
        elif self._kind == "agreement" and not any(isinstance(each, Rows) for each in parts):
            self._complaints.tell(
                "it has no metrics.",
                "Write a table: | Metric | Baseline | Target | By | Source |",
            )
        elif not any(not isinstance(each, Prose) for each in parts):
            self._complaints.tell(
                "there is nothing to fill in.", "Write a field, such as: - Who is it? ____"
            )

    def _tables(
        self,
        name: str,
        lines: list[Line],
        whole: Sequence[bool],
        values: Values,
        names: Names,
    ) -> Tables:
        """The table of a document, the first on its lines; a checklist's tables are prose."""
        if self._kind == "checklist":
            return Tables()
        found = [each for each in self._tables_on(lines, whole) if each.lines]
        for each in found[1:]:
            self._complaints.at(each.lines[0]).tell(
                "it holds a second table.", "Put each further one into an action plan inside it."
            )

        def read(span: range) -> Rows:
            own = found[0].lines
            table = read_table(own, *wishes(values), names, self._complaints)
            return Rows(name, with_met(table) if self._kind == "agreement" else table)

        return Tables([each.span for each in found[:1]], read)

    def _tables_on(self, lines: Sequence[Line], whole: Sequence[bool]) -> list[Standing]:
        found = tables_of(lines, whole, self._complaints)
        self._without_heads = any(not each.lines for each in found)
        return found

    def _assessment(
        self, name: str, title: str, values: Values, lines: list[Line], names: Names
    ) -> Assessment:
        scale = [Choice(str(n), label) for n, label in enumerate(values["scale"], 1)]
        traits = [trait.id for trait in values["traits"]]
        reader = StatementsReader(names, scale, traits, self._prose, self._complaints)
        parts = reader.read(lines, self._whole(lines))
        statements = [part for part in parts if isinstance(part, Statement)]
        mislaid = not traits and self._page.mislaid(name)
        if not mislaid and "traits" not in values.doubtful:
            check_scoring(
                statements, values["traits"], values["bands"], reader.strange, self._complaints
            )
        return Assessment(
            name,
            title,
            values["version"],
            values["level"],
            parts,
            traits=values["traits"],
            bands=values["bands"],
            unsure=values["unsure"],
            plan=values["plan"],
        )

    def _tip_text(self, lines: Sequence[Line]) -> Prose:
        text = trimmed(lines)
        if not text:
            self._complaints.tell("it says nothing.", "Write the advice beneath its title.")
        strays = Strays(self._complaints, prose=True)
        for line, is_whole in zip(text, self._whole(text), strict=True):
            if not is_whole:
                strays.look(line)
        return self._prose(text)

    def _plan(
        self, name: str, title: str, values: Values, lines: list[Line], names: Names
    ) -> ActionPlan:
        whole = self._whole(lines)
        tables = tables_of(lines, whole, self._complaints)
        if not self._check_rows_only(lines, whole) and not tables:
            self._complaints.tell(
                "it has no table.",
                "Write its heads and a line of dashes: | Goal | Due | and |---|---| below.",
            )
        for table in tables[1:]:
            self._complaints.at(table.lines[0]).tell(
                "it holds a second table.", "Give each table an action plan of its own."
            )
        first = tables[0].span if tables else range(len(lines), len(lines))
        own = tables[0].lines if tables else ()
        return ActionPlan(
            name,
            title,
            values["version"],
            values["level"],
            before=self._prose(trimmed(lines[: first.start])),
            table=read_table(own, *wishes(values), names, self._complaints) if own else None,
            after=self._prose(trimmed(lines[first.stop :])),
        )

    def _whole(self, lines: Sequence[Line]) -> list[bool]:
        return whole_lines(lines, self._page.foreign)

    def _check_rows_only(self, lines: Sequence[Line], whole: Sequence[bool]) -> bool:
        """Report the first box or blank beside the rows of a plan; whether there is one."""
        strays = Strays(self._complaints, prose=True)
        for line, is_whole in zip(lines, whole, strict=True):
            if is_whole:
                continue
            strays.look(line)
            if BOX.match(line.text):
                what = "an action plan has rows, not boxes."
                self._complaints.at(line).tell(what, "Put the boxes into a checklist.")
                return True
            if (blank := find_blank(line)) and not blank.slip:
                what = "an action plan has rows, not blanks."
                self._complaints.at(line).tell(what, "Put the blanks into a worksheet.")
                return True
        return False


def wishes(values: Values) -> tuple[Mapping[str, ColumnWish], Sequence[PrivateWish]]:
    """What the options say about columns and rows; nothing about rows whose columns are unclear."""
    return values["columns"], () if "columns" in values.doubtful else values["private"]


def with_met(table: Table) -> Table:
    """A table of metrics with a column that says whether each was met."""
    if any(column.id == MET.id for column in table.columns):
        return table
    rows = tuple(replace(row, cells=(*row.cells, Cell())) for row in table.rows)
    return replace(table, columns=(*table.columns, MET), rows=rows)


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


def _words_of(part: object) -> dict[str, str]:
    if isinstance(part, Items):
        found = {item.id: plain(item.text) for item in part.items}
        for item in part.items:
            found |= _words_of(Items(item.items))
        return found
    if isinstance(part, Field):
        return {part.id: plain(part.label)}
    if isinstance(part, Checklist):
        found = {part.id: part.title}
        for section in part.sections:
            for each in section.parts:
                found |= _words_of(each)
        return found
    return {part.id: part.title} if isinstance(part, ActionPlan | Assessment) else {}
