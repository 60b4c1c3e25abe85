"""One block as its kind gets it: options read, name claimed, its own lines, and helpers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playbook_plugins.shared.source_lines import Line

from .complaints import Complaints
from .items import ReadProse
from .naming import Names
from .options import Values


@dataclass
class Content:
    """What is between a block's first and last line, and what is known of the block already."""

    id: str
    title: str
    values: Values
    """The block's options."""
    lines: Sequence[Line]
    names: Names
    """The ids of the sheet, which those around it and inside it share."""
    prose: ReadProse
    """Reads lines of Markdown, blocks inside them included."""
    complaints: Complaints
    """Reports a mistake at the block's first line; `at` a line, there."""
    whole: Callable[[Sequence[Line]], list[bool]]
    """For each of these lines, whether it belongs to code or to a block inside."""
    mislaid: Callable[[], bool] = lambda: False
    """Whether the front matter defines a sheet that is nearly called so."""

    @property
    def retired(self) -> tuple[str, ...]:
        """The ids of questions that the sheet's author took out for good."""
        return tuple(self.values["retired"])
