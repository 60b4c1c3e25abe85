"""A checklist: items to tick, perhaps with fields between them."""

from __future__ import annotations

from collections.abc import Sequence

from playbook_plugins.forms.documents import DocumentKind
from playbook_plugins.forms.kind import Mention, Starter
from playbook_plugins.forms.model import Items, Part
from playbook_plugins.forms.options import SHEET

from .model import Checklist

STARTER = """\
/// checklist | {title}
    id: {id}

### First

- [ ] The first thing to do {{#first-thing .required}}
- [ ] The second, with room for a note {{#second-thing .note}}
///
"""


class ChecklistKind(DocumentKind[Checklist]):
    """Its tables are prose, and it has no options of tables."""

    model = Checklist
    synonyms = ("todo", "to-do", "tasks")
    options = SHEET
    holds_table = False
    mention = Mention("Checklist", "Open the checklist")
    starter = Starter("checklist", STARTER)

    def missing(self, parts: Sequence[Part]) -> tuple[str, str] | None:
        """A checklist has an item, whatever else it has."""
        if any(isinstance(each, Items) for each in parts):
            return None
        return "it has no item.", "Write one a line, such as: - [ ] Call the site manager"


KIND = ChecklistKind()
