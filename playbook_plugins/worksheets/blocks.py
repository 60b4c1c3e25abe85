"""Source lines → models: finds our blocks on a page, and leaves everything else alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playbook_plugins.lines import Line, literal_lines, numbered
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.containers import STEP, Containers
from playbook_plugins.worksheets.fences import OURS, Opening, closing, extent, opening
from playbook_plugins.worksheets.model import PLACE, Block, Prose
from playbook_plugins.worksheets.reading import BlockReader, Page, ReadProse

_SIGN = r"(?P<sign>>[> ]*|(?:[-*+]|\d+[.)])[ ]+)"
_FENCE = rf"(?P<slashes>/{{3,}})(?P<words>[ ]*(?:{'|'.join(OURS)})\b.*)?"
_MISPLACED = re.compile(rf"[ ]*{_SIGN}{_FENCE}$")


def read_page(lines: Sequence[str], page: Page) -> Prose:
    """The text of a page with our blocks lifted out, problems reported on the way."""
    if not any("///" in line for line in lines):
        return Prose("\n".join(lines), ())  # most posts: nothing that could open a block
    return _Scan(numbered(lines), page, "").run()


class _Scan:
    """One walk over lines: a page, or the prose inside a block (`inside` is its kind)."""

    def __init__(self, lines: Sequence[Line], page: Page, inside: str) -> None:
        self._lines = lines
        self._literal = literal_lines(lines)
        self._page = page
        self._inside = inside
        self._complaints = Complaints(page.report)
        self._out: list[str] = []
        self._nested: list[Block] = []
        self._code = False
        self._others: list[int] = []
        """Slashes of the blocks of others that are open, outermost first."""
        self._dropped: list[int] = []
        """Slashes of openings that were reported and dropped: what closes them goes as quietly."""

    def run(self) -> Prose:
        """The text that is left, and the blocks that were lifted out."""
        containers = Containers()
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            base = containers.base(line)
            if self._literal[index] or self._is_code(line, base):
                self._out.append(line.text)
                index += 1
            else:
                kept = len(self._out)
                index = self._step(index, base)
                if len(self._out) == kept:
                    containers.forget()
        return Prose("\n".join(self._out), tuple(self._nested))

    def _is_code(self, line: Line, base: int) -> bool:
        """Whether `line` is indented code: after a blank line or more code, not under text."""
        self._code = line.indent >= base + STEP and (
            self._code or not self._out or not self._out[-1]
        )
        return self._code

    def _step(self, index: int, base: int) -> int:
        """Read the line at `index`; where to go on."""
        line = self._lines[index]
        line = line.cut(max(base, line.indent))
        if slashes := closing(line):
            self._close(self._lines[index], slashes)
        elif found := opening(line, self._page.foreign):
            if self._claims(found, index):
                return self._lift(found, index, base)
            self._leave(found, index)
        elif misplaced := _MISPLACED.match(line.text):
            self._drop(self._lines[index], misplaced)
        else:
            self._out.append(self._lines[index].text)
        return index + 1

    def _close(self, line: Line, slashes: int) -> None:
        if slashes in self._others:
            del self._others[self._others.index(slashes) :]
            self._out.append(line.text)
            return
        if slashes in self._dropped:
            self._dropped.remove(slashes)
            return
        self._complaints.at(line).tell(
            "these slashes close nothing.",
            "Remove the line, or open a block above it, such as: /// checklist | Before the visit",
        )

    def _claims(self, found: Opening, index: int) -> bool:
        """Whether the block is ours. PyMdown's own `tip` stays theirs unless ours has an id."""
        if found.kind == "tip" and "tip" in self._page.foreign:
            below = self._lines[index + 1 : index + 2]
            return bool(below) and re.match(r"\s{4,}id\s*:", below[0].text) is not None
        return found.ours

    def _leave(self, found: Opening, index: int) -> None:
        if not self._inside or found.kind in self._page.foreign:
            self._others.append(found.slashes)
            self._out.append(self._lines[index].text)
            return
        self._dropped.append(found.slashes)
        self._complaints.at(found.line).tell(
            f'there is no block "{found.kind}" to put inside a {self._inside}.',
            "Remove the line and the slashes that close it.",
        )

    def _drop(self, line: Line, misplaced: re.Match[str]) -> None:
        """A fence after a list sign or in a quotation: say so, and keep it off the page."""
        sign, slashes = misplaced["sign"], len(misplaced["slashes"])
        self._out.append(sign.rstrip() if sign.startswith(">") else "")
        if not misplaced["words"] and slashes in self._dropped:
            self._dropped.remove(slashes)
            return
        if misplaced["words"]:
            self._dropped.append(slashes)
        self._complaints.at(line, line.text.index("///")).tell(
            "a block cannot open or close behind a list sign or in a quotation.",
            "Put the slashes on a line of their own, indented like the text around them.",
        )

    def _lift(self, found: Opening, index: int, base: int) -> int:
        """Read the block that opens at `index` and leave its place; where to go on."""
        stop = self._leaves_place(index + 1, base)
        width = max(base, found.line.column - self._lines[index].column)
        content = [line.cut(width) for line in self._lines[index + 1 : stop]]
        literal = self._literal[index + 1 : stop]
        ends = extent(content, literal, 0, found.slashes, self._page.foreign)
        reader = BlockReader(
            found, content[: ends.content_end], self._page, self._prose(found.kind)
        )
        block = reader.read(ends.closed_by, self._inside)
        place = ""
        if block is not None:
            self._nested.append(block)
            place = " " * base + PLACE % (len(self._nested) - 1)
        self._out += ["", place, ""]
        return index + 1 + ends.after

    def _prose(self, kind: str) -> ReadProse:
        return lambda lines: _Scan(lines, self._page, kind).run()

    def _leaves_place(self, start: int, base: int) -> int:
        """The first line from `start` that stands further left than `base`."""
        for index in range(start, len(self._lines)):
            line = self._lines[index]
            if not line.blank and line.indent < base:
                return index
        return len(self._lines)
