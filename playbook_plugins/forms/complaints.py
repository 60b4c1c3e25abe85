"""How a mistake inside a block is told: with its place and the name of its block."""

from __future__ import annotations

from dataclasses import replace

from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line


@record
class Complaints:
    """Where problems go, the block they are about, and the spot being looked at."""

    report: Report
    about: str = ""
    line: int = 0
    column: int = 0

    def at(self, line: Line, offset: int = -1) -> Complaints:
        """The same, at character `offset` of `line.text`; its first word when left out."""
        offset = line.indent if offset < 0 else offset
        return replace(self, line=line.number, column=line.column + offset)

    def named(self, kind: str, name: str) -> Complaints:
        """The same, about the block `kind "name"`."""
        return replace(self, about=f'{kind} "{name}"' if name else kind)

    def quiet(self) -> Complaints:
        """The same, told to nobody: about what has been said already."""
        return replace(self, report=lambda problem: None)

    def tell(self, what: str, cure: str = "") -> None:
        """Report one problem here. `what` starts in lower case when the block is named."""
        whole = f"{self.about}: {what}" if self.about else what[:1].upper() + what[1:]
        self.report(Problem("", self.line, self.column, whole, cure))
