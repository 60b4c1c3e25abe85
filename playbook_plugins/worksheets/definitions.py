"""Definitions in front matter: `worksheets: <id>: <option>: …`, too long for a block."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import yaml

from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.nodes import composed
from playbook_plugins.shared.problems import Report, did_you_mean
from playbook_plugins.shared.source_lines import Line

from .options import Entry

KEY = "worksheets"


def front_lines(text: str, height: int) -> tuple[str, ...]:
    """The lines of a page between its opening fence and its text, `height` lines down.

    The closing fence and what follows it are empty, so that every line keeps its place.
    """
    lines = text.splitlines()[1:height]
    end = next((n for n, line in enumerate(lines) if line.rstrip() in ("---", "...")), len(lines))
    return (*lines[:end], *[""] * (len(lines) - end))


class Definitions:
    """What one page's front matter says of its sheets, and which of it a sheet has taken.

    `front` are the lines after the opening fence and above the text. Their numbers count up
    to 0: a problem's line counts from the top of the text below, as every other's does.
    """

    def __init__(self, front: Sequence[str], report: Report) -> None:
        self._lines = [Line(n - len(front), 1, text) for n, text in enumerate(front, 1)]
        self._complaints = Complaints(report)
        self._sheets: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        self._taken: set[str] = set()
        self._read()

    def _read(self) -> None:
        if not any(line.text.startswith(KEY) for line in self._lines):
            return
        text = "\n".join(line.text for line in self._lines)
        try:
            node = composed(text)
        except (yaml.YAMLError, RecursionError):
            return  # whoever reads the whole front matter says so
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        for key, value in pairs:
            if key.value == KEY:
                self._take(key, value)

    def _take(self, key: yaml.Node, node: yaml.Node) -> None:
        if not isinstance(node, yaml.MappingNode):
            if node.value:
                self._spot(key).tell(
                    "worksheets: ids of sheets are expected beneath it.",
                    "Write the sheet's id on a line below, indented, and its options under that.",
                )
            return
        for name, options in node.value:
            if isinstance(options, yaml.MappingNode):
                self._sheets[str(name.value)] = (name, options)
            else:
                self._spot(name).tell(
                    f'worksheets: "{name.value}" has no options.',
                    "Write them beneath it, indented, such as: scale: [Not me, Very me].",
                )

    def of(self, sheet: str) -> list[Entry]:
        """The options that the front matter gives the sheet of this id."""
        if not sheet or sheet not in self._sheets:
            return []
        self._taken.add(sheet)
        return [Entry(key, value, self._spot) for key, value in self._sheets[sheet][1].value]

    def mislaid(self, sheet: str) -> bool:
        """Whether something is defined for a sheet that is nearly called `sheet`, or alone."""
        left = [name for name in self._sheets if name not in self._taken]
        return len(left) == 1 or bool(get_close_matches(sheet, left, n=1))

    def check(self, sheets: Sequence[str]) -> None:
        """Report definitions of sheets that are not on the page, whose ids are `sheets`."""
        for name, (node, _) in self._sheets.items():
            if name not in self._taken:
                cure = did_you_mean(name, sheets) or "Give the sheet this id, or remove this."
                self._spot(node).tell(f'worksheets: no sheet "{name}" on this page.', cure)

    def _spot(self, node: yaml.Node) -> Complaints:
        mark = node.start_mark
        return self._complaints.at(self._lines[min(mark.line, len(self._lines) - 1)], mark.column)
