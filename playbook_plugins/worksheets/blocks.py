"""Source lines → models: finds our blocks on a page, and leaves everything else alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.items import ReadProse
from playbook_plugins.forms.model import PLACE, Block, Prose
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.source_lines import FENCE, Line, literal_lines, numbered
from playbook_plugins.worksheets.containers import STEP, Containers
from playbook_plugins.worksheets.fences import (
    Opening,
    Place,
    closing,
    extent,
    nearly_closing,
    opening,
)
from playbook_plugins.worksheets.reading import BlockReader, PageContext

DEEPEST = 8
"""Blocks around a block. A worksheet, a sheet and a tip make three; what nests without end is no
page, and would end the build."""

_SIGN = r"(?P<sign>>[> ]*|(?:[-*+]|\d+[.)])[ ]+)"
_MISPLACED = re.compile(
    rf"[ ]*{_SIGN}(?P<slashes>/{{3,}})(?P<words>[ ]*(?P<kind>[a-z]+(?:-[a-z]+)*).*)?$"
)


def read_page(lines: Sequence[str], page: PageContext) -> Prose:
    """The text of a page with our blocks lifted out, problems reported on the way."""
    if not any("///" in line for line in lines):
        return Prose("\n".join(lines), ())  # most posts: nothing that could open a block
    return _Scan(numbered(lines), page, "").run()


class _Scan:
    """One walk over lines: a page, or the prose inside a block (`inside` is its kind)."""

    def __init__(
        self, lines: Sequence[Line], page: PageContext, inside: str, depth: int = 0
    ) -> None:
        self._depth = depth
        self._lines = lines
        self._literal = literal_lines(lines)
        self._page = page
        self._inside = inside
        self._complaints = Complaints(page.report)
        self._out: list[str] = []
        self._nested: list[Block] = []
        self._code = False
        self._others: dict[int, None] = {}
        """Slashes of the blocks of others that are open, outermost first."""
        self._dropped: Counter[int] = Counter()
        """Slashes of openings that were reported and dropped: what closes them goes as quietly."""

    def run(self) -> Prose:
        """The text that is left, and the blocks that were lifted out."""
        self._check_fences()
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

    def _check_fences(self) -> None:
        """Report a code fence that never closes above a block: a sample that became a sheet."""
        pairs = zip(self._lines, self._literal, strict=True)
        read = [line for line, is_literal in pairs if not is_literal]
        at = next((at for at, line in enumerate(read) if FENCE.match(line.text)), len(read))
        below = (opening(line, self._page.foreign) for line in read[at + 1 :])
        if any(found and found.ours for found in below) and (fence := FENCE.match(read[at].text)):
            self._complaints.at(read[at]).tell(
                "this fence of code is never closed, so the sheet below it is no sample.",
                f"Write {fence[1]} on a line of its own below the sample.",
            )

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
        if slashes := closing(line) or self._nearly_closing(line):
            self._close(self._lines[index], slashes)
        elif found := opening(line, self._page.foreign):
            if self._claims(found, index):
                return self._lift(found, index, base)
            self._leave(found, index)
        elif misplaced := _misplaced(line):
            self._drop(self._lines[index], misplaced)
        else:
            self._out.append(self._lines[index].text)
        return index + 1

    def _nearly_closing(self, line: Line) -> int:
        """Slashes of `/// end` and the like, unless somebody has a block of that name."""
        found = opening(line, self._page.foreign)
        return 0 if found and found.kind in self._page.foreign else nearly_closing(line)

    def _close(self, line: Line, slashes: int) -> None:
        if slashes in self._others:
            while slashes in self._others:
                self._others.popitem()
            self._out.append(line.text)
            return
        if self._dropped[slashes]:
            self._dropped[slashes] -= 1
            return
        self._complaints.at(line).tell(
            "these slashes close nothing.",
            "Remove the line, or open a block above it, such as: /// checklist | Before the visit",
        )

    def _claims(self, found: Opening, index: int) -> bool:
        """Whether the block is ours. A name that another extension has registered as well, such
        as PyMdown's `tip`, is theirs, unless one of our options stands beneath it."""
        if not found.ours or found.kind not in self._page.foreign:
            return found.ours
        below = self._lines[index + 1 : index + 2]
        option = re.match(r"\s{4,}([a-z]+)\s*:", below[0].text) if below else None
        return option is not None and option[1] in KINDS[found.kind].options

    def _leave(self, found: Opening, index: int) -> None:
        if not self._inside or found.kind in self._page.foreign:
            self._others.setdefault(found.slashes)
            self._out.append(self._lines[index].text)
            return
        self._dropped[found.slashes] += 1
        self._complaints.at(found.line).tell(
            f'there is no block "{found.kind}" to put inside a {self._inside}.',
            "Remove the line and the slashes that close it.",
        )

    def _drop(self, line: Line, misplaced: re.Match[str]) -> None:
        """A fence after a list sign or in a quotation: say so, and keep it off the page."""
        sign, slashes = misplaced["sign"], len(misplaced["slashes"])
        self._out.append(sign.rstrip() if sign.startswith(">") else "")
        if not misplaced["words"] and self._dropped[slashes]:
            self._dropped[slashes] -= 1
            return
        if misplaced["words"]:
            self._dropped[slashes] += 1
        self._complaints.at(line, line.text.index("///")).tell(
            "a block cannot open or close behind a list sign or in a quotation.",
            "Put the slashes on a line of their own, indented like the text around them.",
        )

    def _lift(self, found: Opening, index: int, base: int) -> int:
        """Read the block that opens at `index` and leave its place; where to go on."""
        width = max(base, found.line.column - self._lines[index].column)
        where = Place(self._page.foreign, base, width)
        ends = extent(self._lines, self._literal, index + 1, found, where)
        if self._depth >= DEEPEST:
            self._complaints.at(found.line).tell(
                "this block stands inside too many others.", "Put it beside them, not into them."
            )
            return ends.after
        content = [line.cut(width) for line in self._lines[index + 1 : ends.content_end]]
        reader = BlockReader(found, content, self._page, self._prose(found.kind))
        block = reader.read(ends, self._inside)
        place = ""
        if block is not None:
            self._nested.append(block)
            place = " " * base + PLACE % (len(self._nested) - 1)
        self._out += ["", place, ""]
        return ends.after

    def _prose(self, kind: str) -> ReadProse:
        return lambda lines: _Scan(lines, self._page, kind, self._depth + 1).run()


def _misplaced(line: Line) -> re.Match[str] | None:
    """A fence of ours after a list sign or in a quotation, opening or closing."""
    found = _MISPLACED.match(line.text)
    return found if found and (not found["words"] or found["kind"] in KINDS) else None
