"""Fields: a list line that ends in a blank to fill, `- Who is it? ____ {#who .person}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line

from .attributes import Attributes, take_attributes
from .blanks import KNOWN, TYPES, without_blank
from .braces import Allowed
from .complaints import Complaints
from .model import COMPOUND, Cell, Choice, Column, Field, Prose
from .naming import Names, name_from, plain
from .rows import read_cell

OPTION = re.compile(r"[ ]*(?:[-*+][ ]+)?(?P<mark>\([ ]?\)|\[[ ]\]|\d{1,9}[.)])[ ]+(?P<text>\S.*)$")
"""`- ( ) One of these`, `- [ ] Any of these`, `1. A step of a scale`."""

CHOICE = Allowed(())
"""What braces behind a choice may say: its id."""
_KINDS = {"(": "choice", "[": "choices"}


@record
class Written:
    """A field as its author wrote it: its line, the line's words, and the choices beneath."""

    start: Line
    text: Line
    options: Sequence[tuple[str, Line]]
    slip: str = ""
    cure: str = ""
    """What is wrong with its blank, and what to do."""


class FieldReader:
    """Makes fields of written lines; ids are claimed among `names`, the sheet's."""

    def __init__(self, names: Names, complaints: Complaints) -> None:
        self._names = names
        self._complaints = complaints

    def read(self, written: Written, help_: Prose | None) -> Field | None:
        """The field, or nothing, with a problem reported, when it has no words."""
        spot = self._complaints.at(written.start)
        words = written.text
        # One mistake is told once: what is wrong with the blank comes before its braces.
        told = self._complaints.quiet() if written.slip else self._complaints
        if written.slip:
            spot.tell(written.slip, written.cure)
        text, found = take_attributes(words.text, [words], KNOWN, told)
        label = without_blank(text).strip()
        if not plain(label):
            spot.tell("a field has no words.", "Write before the blank what is asked.")
            return None
        name = found.id or name_from(label, "field")
        claimed = self._names.claim(name, bool(found.id), "field", spot, written.text)
        self._names.renamed(claimed, found.was, spot)
        field = Field(
            id=claimed,
            label=label,
            type=self._type(found, written, spot),
            required="required" in found.marks,
            private="private" in found.marks,
            note="note" in found.marks,
            both="both" in found.marks,
            unit=found.values.get("unit", ""),
            was=tuple(found.was),
            help=help_,
        )
        field = replace(field, choices=self._choices(field, written))
        field = replace(field, start=self._start(field, found, spot))
        self._claim_parts(field, spot)
        return field

    def _type(self, found: Attributes, written: Written, spot: Complaints) -> str:
        named = [each for each in TYPES if each in found.marks]
        if len(named) > 1:
            spot.tell(f"a field is one of {' and '.join(named)}.", "Keep one of the marks.")
        if not written.options:
            return named[0] if named else "text"
        if named:
            spot.tell(f"a field with choices cannot be .{named[0]}.", "Remove the mark.")
        return _KINDS.get(written.options[0][0][0], "scale")

    def _choices(self, field: Field, written: Written) -> tuple[Choice, ...]:
        names = Names(cure="Give this {what} its own, such as {{#{name}}}.")
        made = []
        for number, (sign, line) in enumerate(written.options, 1):
            spot = self._complaints.at(line)
            if _KINDS.get(sign[0], "scale") != field.type:
                spot.tell(
                    "these choices are marked in different ways.",
                    "Use ( ) for one of them, [ ] for any of them, 1. 2. 3. for a scale.",
                )
            text, found = take_attributes(line.text, [line], CHOICE, self._complaints)
            if field.type == "scale":
                made.append(Choice(str(number), text.strip()))
                continue
            name = found.id or name_from(text, "choice")
            made.append(Choice(names.claim(name, bool(found.id), "choice", spot), text.strip()))
        return tuple(made)

    def _start(self, field: Field, found: Attributes, spot: Complaints) -> Cell:
        """What `value=` says, read as a cell of that type would be."""
        word = found.values.get("value", "")
        if not word:
            return Cell()
        if field.type in (*COMPOUND, "choices", "scale"):
            spot.tell(f"value: a {field.type} starts empty.", "Remove value=.")
            return Cell()
        column = Column(field.id, plain(field.label), field.type, field.choices, field.unit)
        return read_cell(column, word, spot)

    def _claim_parts(self, field: Field, spot: Complaints) -> None:
        """Names of a compound field's parts, and of the manager's half."""
        for part in parts_of(field):
            self._names.claim(part, True, "field", spot)
        if field.both and field.type in (*COMPOUND, "check"):
            cure = did_you_mean(field.type, ("text", "long", "scale", "choice"))
            spot.tell(f"a {field.type} cannot be asked of both.", cure or "Remove .both.")


def parts_of(field: Field) -> tuple[str, ...]:
    """The ids of the answers that a field has besides its own."""
    own = [f"{field.id}-{part}" for part in COMPOUND.get(field.type, ())]
    return (*own, f"{field.id}-manager") if field.both else tuple(own)


def former_parts(field: Field, part: str) -> tuple[str, ...]:
    """What `part`, one of `parts_of` a field, was called while the field had its former ids."""
    return tuple(old + part.removeprefix(field.id) for old in field.was)
