"""The table at the end of an import: what the export holds, what was written, and why not more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .model import Skip

ROWS = (("post", "posts"), ("page", "pages"), ("draft", "drafts"), ("comment", "comments"))


@dataclass
class Tally:
    """Counts by kind."""

    held: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    """Brought in before, and as they were."""
    skipped: list[Skip] = field(default_factory=list)
    wrong: list[tuple[str, int, int]] = field(default_factory=list)
    """Posts whose comments do not add up: title, how many the export says, how many are here."""

    def skip(self, skip: Skip, held: bool = True) -> None:
        """Note what is left out; `held` counts it among what the export holds."""
        self.skipped.append(skip)
        self.held[skip.kind] += held


def table_text(tally: Tally) -> str:
    """The table, and the reasons below it."""
    heads = ("", "in the export", "written", "here already", "skipped")
    lost = Counter(each.kind for each in tally.skipped)
    rows = [heads] + [
        (name, *(str(counts[kind]) for counts in (tally.held, tally.written, tally.there, lost)))
        for kind, name in ROWS
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if not at else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join(lines)
