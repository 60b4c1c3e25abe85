"""The content of a document: headings, items with a box, fields with a blank, tables, prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line, trimmed

from .attributes import take_attributes
from .blanks import KNOWN, Blank, find_blank, label_of
from .braces import Allowed, is_meant
from .complaints import Complaints
from .fields import OPTION, FieldReader, Written
from .gates import check_gates
from .headings import heading_text, read_heading
from .model import (
    PLACE,
    Block,
    Field,
    Heading,
    Item,
    Items,
    Prose,
    Rows,
    Section,
    Sheet,
)
from .naming import Names, name_from
from .strays import BOX, NEAR_BOX, Strays, is_ticked

STARTS_ANEW = re.compile(r"[ ]*(?:(?:[-*+]|\d{1,9}[.)])[ ]+\S|>|///)")
"""A list line, a quotation or a fence: never more of the text above it."""
STEP = 2
"""How much further right than its parent an item inside it stands, at least."""
ITEM = Allowed(("required", "note", "private"))
"""What braces behind an item may say."""

_POINT = re.compile(r"[ ]*\d{1,9}[.)][ ]+\S")
ReadProse = Callable[[Sequence[Line]], Prose]

_PLACE_LINE = re.compile("\\s*\x02playbook:(\\d+)\x03\\s*")


def parted(prose: Prose) -> Iterable[Prose | Sheet]:
    """`prose` cut at the sheets inside it, which are parts of their own; tips stay."""
    lines: list[str] = []
    nested: list[Block] = []

    def passage() -> Iterable[Prose]:
        if "".join(lines).strip():
            yield Prose("\n".join(lines).strip("\n"), tuple(nested))
        lines.clear()
        nested.clear()

    for text in prose.text.split("\n"):
        place = _PLACE_LINE.fullmatch(text)
        inside = prose.nested[int(place[1])] if place else None
        if place is None or inside is None:
            lines.append(text)
        elif not isinstance(inside, Sheet):
            lines.append(text.replace(place[0].strip(), PLACE % len(nested)))
            nested.append(inside)
        else:
            yield from passage()
            yield inside
    yield from passage()


@dataclass
class _Draft:
    """An item being read: its own lines, what explains it, and the items inside it."""

    indent: int
    box: str
    near: bool
    start: Line
    lines: list[Line]
    help: list[Line] = field(default_factory=list)
    items: list[_Draft] = field(default_factory=list)
    spaced: bool = False
    options: list[tuple[str, Line]] | None = None
    """A field's choices, each with its sign; None for an item."""
    blank: Blank | None = None


@dataclass
class _Part:
    """Lines of prose, drafts of items and fields, or rows, in the order of the source."""

    prose: list[Line] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    rows: Rows | None = None


@record
class Tables:
    """Where tables stand among a document's lines, and how the rows of one are read."""

    spans: Sequence[range] = ()
    read: Callable[[range], Rows] | None = None


class DocumentReader:
    """Reads the lines of one document."""

    def __init__(self, names: Names, read_prose: ReadProse, complaints: Complaints) -> None:
        self._names = names
        self._fields = FieldReader(names, complaints)
        self._read_prose = read_prose
        self._complaints = complaints
        self._strays = Strays(complaints)
        self._headings: list[Heading | None] = [None]
        self._spots: list[Complaints] = [complaints]
        self._parts: list[list[_Part]] = [[]]
        self._open: list[_Draft] = []

    def read(
        self, lines: Sequence[Line], whole: Sequence[bool], tables: Tables | None = None
    ) -> tuple[Section, ...]:
        """The sections of the document.

        `whole` marks lines that belong to code or to a block inside: neither items nor headings.
        """
        starts = {span.start: span for span in (tables or Tables()).spans}
        index = 0
        while index < len(lines):
            span = starts.get(index)
            if span and tables and tables.read:
                self._take_rows(tables.read(span))
            else:
                self._take(lines[index], whole[index])
            index = span.stop if span else index + 1
        return tuple(self._sections())

    def check_gates(self, sections: Sequence[Section], metrics: bool) -> None:
        """Report gates that nothing can open; `metrics` says whether the sheet has some itself."""
        # What stands above the first heading may be no section.
        check_gates(sections, self._spots[len(self._spots) - len(sections) :], metrics)

    def _take(self, line: Line, whole: bool) -> None:
        if whole:
            self._take_other(line, whole)
        elif heading := heading_text(line):
            self._take_heading(line, *heading)
        elif self._is_option(line):
            return
        elif blank := find_blank(line):
            self._take_field(line, blank)
        elif (box := BOX.match(line.text)) or (box := NEAR_BOX.match(line.text)):
            self._take_item(line, box, near=BOX.match(line.text) is None)
        else:
            self._take_other(line, whole)

    def _take_rows(self, rows: Rows) -> None:
        self._open = []
        self._parts[-1].append(_Part(rows=rows))

    def _is_option(self, line: Line) -> bool:
        """Whether a line is a choice of the field above it; taken if so."""
        match = OPTION.match(line.text)
        if not match or not self._open or self._open[-1].options is None:
            return False
        if line.indent < self._open[-1].indent + STEP:
            return False
        start = match.start("text")
        text = Line(line.number, line.column + start, match["text"])
        self._open[-1].options.append((match["mark"], text))
        return True

    def _take_field(self, line: Line, blank: Blank) -> None:
        """A field; under an item it would be lost, so it stands on its own and is reported."""
        while self._open and self._open[-1].indent + STEP > line.indent:
            self._open.pop()
        if self._open:
            self._complaints.at(line).tell(
                "a field cannot stand under another line.", "Move it to the left, below its list."
            )
        draft = _Draft(line.indent, "", False, line, [blank.words], options=[], blank=blank)
        self._part(drafts=True).drafts.append(draft)
        self._open = [draft]

    def _take_heading(self, line: Line, level: int, words: Line) -> None:
        self._headings.append(read_heading(level, words, self._complaints))
        self._spots.append(self._complaints.at(line))
        self._parts.append([])
        self._open = []

    def _take_item(self, line: Line, match: re.Match[str], near: bool) -> None:
        start = match.start("text") if match["text"] else len(line.text)
        text = Line(line.number, line.column + start, match["text"] or "")
        draft = _Draft(line.indent, match["box"], near, line, [text])
        while self._open and self._open[-1].indent + STEP > line.indent:
            self._open.pop()
        if self._open and self._open[-1].options is None:
            self._open[-1].items.append(draft)
        else:
            self._part(drafts=True).drafts.append(draft)
        self._open.append(draft)

    def _take_other(self, line: Line, whole: bool) -> None:
        """A line without a box: more of the item above, an explanation of it, or prose."""
        if not whole:
            self._look(line)
        if self._open and self._belongs(line, whole):
            self._continue(line, whole)
            return
        if not line.blank:
            self._open = []
        self._part(drafts=False).prose.append(line)

    def _look(self, line: Line) -> None:
        """Report a line that is nearly something of its own."""
        above = self._open[-1] if self._open else None
        if above is None or above.options is None or above.help or line.blank:
            self._strays.look(line)  # not right beneath a field
            return
        braces = line.text.strip()
        if braces[0] == "{" and is_meant(braces.strip("{}"), KNOWN):
            what = "these braces stand below their field."
            self._complaints.at(line).tell(what, "Write them at the end of the line above.")
        elif not above.options and _POINT.match(line.text):
            what = "this point of a scale stands beside its question."
            self._complaints.at(line).tell(what, "Indent it by four spaces.")
        else:
            self._strays.look(line)

    def _belongs(self, line: Line, whole: bool) -> bool:
        last = self._open[-1]
        if line.blank:
            last.spaced = True
            last.help.append(line)
            return True
        while self._open and self._open[-1].indent + STEP > line.indent:
            if not (whole or last.spaced or last.help or STARTS_ANEW.match(line.text)):
                return True  # a paragraph runs on without indentation
            self._open.pop()
        return bool(self._open)

    def _continue(self, line: Line, whole: bool) -> None:
        if line.blank:
            return
        draft = self._open[-1]
        apart = whole or draft.spaced or draft.items or draft.help
        if apart or STARTS_ANEW.match(line.text):
            draft.help.append(line)
        else:
            draft.lines.append(line.cut(line.indent))

    def _part(self, drafts: bool) -> _Part:
        parts = self._parts[-1]
        if not parts or parts[-1].rows or (bool(parts[-1].drafts) != drafts):
            parts.append(_Part())
        return parts[-1]

    def _sections(self) -> Iterable[Section]:
        for heading, parts in zip(self._headings, self._parts, strict=True):
            made = tuple(each for part in parts for each in self._made(part))
            if heading or made:
                yield Section(heading, made)

    def _made(self, part: _Part) -> Iterable[Prose | Items | Field | Rows | Sheet]:
        if part.rows:
            yield part.rows
        elif part.drafts:
            yield from self._drafted(part.drafts)
        elif lines := trimmed(part.prose):
            yield from parted(self._read_prose(lines))

    def _drafted(self, drafts: Sequence[_Draft]) -> Iterable[Items | Field]:
        """Fields one by one, and the items between them as lists."""
        together: list[_Draft] = []
        for draft in [*drafts, None]:
            if draft and draft.options is None:
                together.append(draft)
                continue
            if items := self._items(together):
                yield Items(items)
            together = []
            if draft and (made := self._field(draft)):
                yield made

    def _field(self, draft: _Draft) -> Field | None:
        blank = draft.blank or Blank(draft.lines[0])
        written = Written(
            draft.start, blank.words, tuple(draft.options or ()), blank.slip, blank.cure
        )
        return self._fields.read(written, self._help(draft))

    def _items(self, drafts: Sequence[_Draft]) -> tuple[Item, ...]:
        return tuple(item for draft in drafts for item in self._item(draft))

    def _item(self, draft: _Draft) -> tuple[Item, ...]:
        """The item, or the items inside it when it has no words of its own."""
        spot = self._complaints.at(draft.start)
        self._check_box(draft, spot)
        written = "\n".join(line.text for line in draft.lines)
        text, attributes = take_attributes(written, draft.lines, ITEM, self._complaints)
        if not text.strip():
            spot.tell("an item has no words.", "Write after the box what is to be done.")
            return self._items(draft.items)
        if label_of(text) is not None:
            spot.tell(
                "this line has a box and a blank.",
                "Keep one: - [ ] Call them, or - Whom do you call? ____",
            )
        name = attributes.id or name_from(text, "item")
        claimed = self._names.claim(name, bool(attributes.id), "item", spot, draft.lines[-1])
        self._names.renamed(claimed, attributes.was, spot)
        item = Item(
            id=claimed,
            text=text.strip(),
            required="required" in attributes.marks,
            note="note" in attributes.marks,
            private="private" in attributes.marks,
            was=tuple(attributes.was),
            help=self._help(draft),
            items=self._items(draft.items),
        )
        return (item,)

    def _check_box(self, draft: _Draft, spot: Complaints) -> None:
        if is_ticked(draft.box):
            spot.tell(
                "this box is ticked already.", "Boxes start empty: write [ ]. Readers tick them."
            )
        elif draft.near:
            spot.tell(
                "this box is not quite a box.", "Write a dash, a space, [ ], a space: - [ ] Call"
            )

    def _help(self, draft: _Draft) -> Prose | None:
        lines = trimmed(draft.help)
        if not lines:
            return None
        width = min(line.indent for line in lines if not line.blank)
        return self._read_prose([line.cut(width) for line in lines])
