"""What a checklist is."""

from __future__ import annotations

from playbook_plugins.forms.model import Document
from playbook_plugins.shared.records import record


@record
class Checklist(Document):
    """A sheet of items to tick, and fields."""

    kind = "checklist"
