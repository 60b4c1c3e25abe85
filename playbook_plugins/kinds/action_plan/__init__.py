"""An action plan: a table of rows to fill, add and reorder, with dates that count from a start."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Mention, SheetKind, Starter
from playbook_plugins.forms.options import SHEET, TABLE, Option

from .markup import plan
from .model import ActionPlan
from .reading import LACKS, read_plan, read_without

STARTER = """\
/// action-plan | {title}
    id: {id}

| Area               | Goal       | Action              | Owner | Due  | Status |
|--------------------|------------|---------------------|-------|------|--------|
| Sales {{#first-row}} | Your goal  | The first step      | Me    | +30d | To do  |
///
"""

OPTIONS: Mapping[str, Option] = {
    **SHEET,
    **TABLE,
    "without": Option(
        (),
        read_without,
        "What this plan does without, on purpose: `dates`, `states`, or both.",
        {"oneOf": [{"enum": [*LACKS]}, {"type": "array", "items": {"enum": [*LACKS]}}]},
    ),
}


class ActionPlanKind(SheetKind[ActionPlan]):
    """A sheet that is one table."""

    model = ActionPlan
    synonyms = ("plan", "actions")
    options = OPTIONS
    mention = Mention("Action plan", "Open the action plan")
    starter = Starter("plan", STARTER)
    markers = ("table[data-rows]",)
    places_start = True

    def read(self, content: Content) -> ActionPlan:
        """The plan on the lines of a block."""
        return read_plan(content)

    def body(self, parent: Element, owner: str, model: ActionPlan, setting: Setting) -> None:
        """Render the table and the text around it."""
        plan(parent, owner, model, setting)


KIND = ActionPlanKind()
