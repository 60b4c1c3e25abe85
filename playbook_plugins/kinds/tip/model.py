"""What a tip is."""

from __future__ import annotations

from playbook_plugins.forms.model import Block, Prose
from playbook_plugins.shared.ids import Id
from playbook_plugins.shared.records import record


@record
class Tip(Block):
    """A short piece of coaching advice with its own address."""

    kind = "tip"

    id: Id
    title: str
    text: Prose
    labels: tuple[str, ...] = ()
    """What it is about; listings select by it."""
    date: str = ""
    """The day it was written, `2026-11-24`; empty for its page's."""
