"""The content of an assessment: numbered statements under headings, with prose between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from playbook_plugins.forms.attributes import take_attributes
from playbook_plugins.forms.blanks import label_of
from playbook_plugins.forms.braces import Allowed
from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.headings import heading_text, read_heading
from playbook_plugins.forms.items import ReadProse
from playbook_plugins.forms.model import Choice, Field, Heading, Prose
from playbook_plugins.forms.naming import Names, name_from
from playbook_plugins.forms.strays import BOX
from playbook_plugins.shared.source_lines import Line, trimmed

from .model import Statement

STATEMENT = re.compile(r" {0,3}(?:\d+[.)]|[-*+])[ ]+(?P<text>\S.*)$")

Part = Prose | Heading | Statement


class StatementsReader:
    """Reads the lines of one assessment."""

    def __init__(
        self,
        names: Names,
        scale: Sequence[Choice],
        traits: Sequence[str],
        read_prose: ReadProse,
        complaints: Complaints,
    ) -> None:
        self._names = names
        self._scale = tuple(scale)
        self._known = Allowed((), (), list(traits))
        self._read_prose = read_prose
        self._complaints = complaints
        self._parts: list[Part] = []
        self._prose: list[Line] = []
        self._statement: list[Line] = []
        self.strange: dict[str, Complaints] = {}
        """Traits that statements name and nobody has defined, each where it stands first."""

    def read(self, lines: Sequence[Line], whole: Sequence[bool]) -> tuple[Part, ...]:
        """The parts in order; without any statement, a problem as well."""
        for line, is_whole in zip(lines, whole, strict=True):
            self._take(line, is_whole)
        self._end()
        if not any(isinstance(part, Statement) for part in self._parts):
            self._complaints.tell(
                "it has no statement.", "Write one a line: 1. I ring clients without a reason."
            )
        return tuple(self._parts)

    def _take(self, line: Line, whole: bool) -> None:
        heading = None if whole else heading_text(line)
        if heading:
            self._end()
            self._parts.append(self._heading(*heading))
        elif not whole and STATEMENT.match(line.text):
            self._end()
            self._statement = [line]
        elif self._statement and not line.blank and line.indent:
            self._statement.append(line)
        else:
            self._end_statement()
            self._prose.append(line)

    def _heading(self, level: int, words: Line) -> Heading:
        made = read_heading(level, words, self._complaints)
        if made.opens_when:
            what = "the parts of an assessment are all open."
            self._complaints.at(words).tell(what, "Take opens-when= out of the heading.")
        return replace(made, opens_when="")

    def _end(self) -> None:
        self._end_statement()
        if lines := trimmed(self._prose):
            self._parts.append(self._read_prose(lines))
        self._prose = []

    def _end_statement(self) -> None:
        if not self._statement:
            return
        first, *more = self._statement
        self._statement = []
        match = STATEMENT.match(first.text)
        assert match
        start = match.start("text")
        lines = [Line(first.number, first.column + start, match["text"])]
        lines += [line.cut(line.indent) for line in more]
        self._parts.append(self._made(first, lines))

    def _made(self, first: Line, lines: Sequence[Line]) -> Statement:
        spot = self._complaints.at(first)
        written = "\n".join(line.text for line in lines)
        text, found = take_attributes(written, lines, self._known, self._complaints)
        if found.strange:
            self.strange.setdefault(found.trait, found.strange)
        if label_of(text) is not None or BOX.match(f"- {text}"):
            spot.tell(
                "an assessment has statements, not boxes or blanks.",
                "Write a number and a sentence: 1. I ring clients without a reason.",
            )
        if self._known.traits and not found.trait:
            spot.tell(
                "this statement measures no trait.",
                f"Add one at its end, such as {{+{self._known.traits[0]}}}.",
            )
        name = found.id or name_from(text, "statement")
        claimed = self._names.claim(name, bool(found.id), "statement", spot, lines[-1])
        self._names.renamed(claimed, found.was, spot)
        field = Field(
            id=claimed,
            label=text.strip(),
            type="scale",
            choices=self._scale,
            was=tuple(found.was),
        )
        return Statement(field, found.trait, found.reverse)
