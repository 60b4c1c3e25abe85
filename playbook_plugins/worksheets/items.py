"""The content of a checklist: headings, items with a box, and prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from playbook_plugins.worksheets.attributes import take_attributes
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.lines import Line, trimmed
from playbook_plugins.worksheets.model import Heading, Item, Items, Prose, Section
from playbook_plugins.worksheets.naming import Names, name_from

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
HEADING_ID = re.compile(r"\s*\{:?\s*#([A-Za-z][\w:.-]*)\s*\}$")
LIST_SIGN = r"(?P<sign>[ ]*(?:[-*+]|\d+[.)]))"
BOX = re.compile(LIST_SIGN + r"[ ]+(?P<box>\[[ xX]\])(?:[ ]+(?P<text>.*))?$")
# Near misses: "- []", "-[ ]", "- [ ]text"; a link or a reference is none of them.
NEAR_BOX = re.compile(LIST_SIGN + r"[ ]*(?P<box>\[[ ]*[xX]?[ ]*\])(?![(\[:])[ ]*(?P<text>.*)$")
STARTS_ANEW = re.compile(r"[ ]*(?:(?:[-*+]|\d+[.)])[ ]+\S|>|///)")
"""A list line, a quotation or a fence: never more of the text above it."""
STEP = 2
"""How much further right than its parent an item inside it stands, at least."""
ITEM_MARKS = ("required", "note")

ReadProse = Callable[[Sequence[Line]], Prose]


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


@dataclass
class _Part:
    """Lines of prose or drafts of items, in the order of the source."""

    prose: list[Line] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)


class ChecklistReader:
    """Reads the lines of one checklist."""

    def __init__(self, names: Names, read_prose: ReadProse, complaints: Complaints) -> None:
        self._names = names
        self._read_prose = read_prose
        self._complaints = complaints
        self._headings: list[Heading | None] = [None]
        self._parts: list[list[_Part]] = [[]]
        self._open: list[_Draft] = []

    def read(self, lines: Sequence[Line], whole: Sequence[bool]) -> tuple[Section, ...]:
        """The sections of the checklist; without any item, a problem as well.

        `whole` marks lines that belong to code or to a block inside: neither items nor headings.
        """
        for line, is_whole in zip(lines, whole, strict=True):
            self._take(line, is_whole)
        sections = tuple(self._sections())
        if not any(isinstance(part, Items) for section in sections for part in section.parts):
            self._complaints.tell(
                "it has no item.", "Write one a line, such as: - [ ] Call the site manager"
            )
        return sections

    def _take(self, line: Line, whole: bool) -> None:
        if whole:
            self._take_other(line, whole)
        elif heading := HEADING.match(line.text):
            self._take_heading(heading)
        elif (box := BOX.match(line.text)) or (box := NEAR_BOX.match(line.text)):
            self._take_item(line, box, near=BOX.match(line.text) is None)
        else:
            self._take_other(line, whole)

    def _take_heading(self, match: re.Match[str]) -> None:
        text, id_ = match[2], ""
        if named := HEADING_ID.search(text):
            text, id_ = text[: named.start()], named[1]
        self._headings.append(Heading(text, len(match[1]), id_))
        self._parts.append([])
        self._open = []

    def _take_item(self, line: Line, match: re.Match[str], near: bool) -> None:
        start = match.start("text") if match["text"] else len(line.text)
        text = Line(line.number, line.column + start, match["text"] or "")
        draft = _Draft(line.indent, match["box"], near, line, [text])
        while self._open and self._open[-1].indent + STEP > line.indent:
            self._open.pop()
        if self._open:
            self._open[-1].items.append(draft)
        else:
            self._part(drafts=True).drafts.append(draft)
        self._open.append(draft)

    def _take_other(self, line: Line, whole: bool) -> None:
        """A line without a box: more of the item above, an explanation of it, or prose."""
        if self._open and self._belongs(line, whole):
            self._continue(line, whole)
            return
        if not line.blank:
            self._open = []
        self._part(drafts=False).prose.append(line)

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
        if not parts or (bool(parts[-1].drafts) != drafts):
            parts.append(_Part())
        return parts[-1]

    def _sections(self) -> Iterable[Section]:
        for heading, parts in zip(self._headings, self._parts, strict=True):
            made = tuple(part for part in map(self._made, parts) if part)
            if heading or made:
                yield Section(heading, made)

    def _made(self, part: _Part) -> Prose | Items | None:
        if part.drafts:
            items = self._items(part.drafts)
            return Items(items) if items else None
        lines = trimmed(part.prose)
        return self._read_prose(lines) if lines else None

    def _items(self, drafts: Sequence[_Draft]) -> tuple[Item, ...]:
        return tuple(item for draft in drafts for item in self._item(draft))

    def _item(self, draft: _Draft) -> tuple[Item, ...]:
        """The item, or the items inside it when it has no words of its own."""
        spot = self._complaints.at(draft.start)
        self._check_box(draft, spot)
        written = "\n".join(line.text for line in draft.lines)
        text, attributes = take_attributes(written, draft.lines[-1], ITEM_MARKS, self._complaints)
        if not text.strip():
            spot.tell("an item has no words.", "Write after the box what is to be done.")
            return self._items(draft.items)
        name = attributes.id or name_from(text, "item")
        item = Item(
            id=self._names.claim(name, bool(attributes.id), "item", spot),
            text=text.strip(),
            required="required" in attributes.marks,
            note="note" in attributes.marks,
            was=tuple(attributes.was),
            help=self._help(draft),
            items=self._items(draft.items),
        )
        return (item,)

    def _check_box(self, draft: _Draft, spot: Complaints) -> None:
        if "x" in draft.box.lower():
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
