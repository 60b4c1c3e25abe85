"""What a review is."""

from __future__ import annotations

from playbook_plugins.forms.model import Document
from playbook_plugins.shared.records import record


@record
class Review(Document):
    """A conversation that comes again: last time's commitments, fields, new commitments."""

    kind = "review"
