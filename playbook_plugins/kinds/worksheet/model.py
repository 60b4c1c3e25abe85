"""What a worksheet is."""

from __future__ import annotations

from playbook_plugins.forms.model import Document
from playbook_plugins.shared.records import record


@record
class Worksheet(Document):
    """A document: prose, items, fields and any other kind of sheet, in sections."""

    kind = "worksheet"
