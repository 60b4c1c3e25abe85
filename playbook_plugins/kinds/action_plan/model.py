"""What an action plan is."""

from __future__ import annotations

from playbook_plugins.forms.model import Part, Prose, Rows, Sheet, Table
from playbook_plugins.shared.records import record


@record
class ActionPlan(Sheet):
    """A sheet of rows to fill, add and reorder."""

    kind = "action-plan"

    before: Prose
    table: Table | None
    after: Prose
    retired: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The rows, which are called like the plan, between two texts."""
        rows = (Rows(self.id, self.table),) if self.table else ()
        return (self.before, *rows, self.after)

    @property
    def has_rows(self) -> bool:
        """Yes: one without a table is a mistake that is told already."""
        return True
