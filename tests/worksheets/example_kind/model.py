"""What a pledge is."""

from __future__ import annotations

from playbook_plugins.forms.model import Field, Part, Prose, Sheet
from playbook_plugins.shared.records import record


@record
class Pledge(Sheet):
    """A promise, and one box a week."""

    kind = "pledge"

    promise: Prose
    weeks: int
    retired: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The promise, and a question for each week: what the lock file remembers."""
        asked = (Field(f"week-{n}", f"Week {n}", "check") for n in range(1, self.weeks + 1))
        return (self.promise, *asked)
