"""What an agreement is."""

from __future__ import annotations

from playbook_plugins.forms.model import Document
from playbook_plugins.shared.records import record


@record
class Agreement(Document):
    """What two sides will count: metrics, sign-off, and what follows when they are met."""

    kind = "agreement"
    has_metrics = True
