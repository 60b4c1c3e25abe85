"""How a pledge is read."""

from __future__ import annotations

from playbook_plugins.forms.content import Content
from playbook_plugins.shared.source_lines import trimmed

from .model import Pledge


def read_pledge(content: Content) -> Pledge:
    """The promise on the lines of a block; an empty one is an author's mistake."""
    lines = trimmed(content.lines)
    if not lines:
        content.complaints.tell("it promises nothing.", "Write the promise beneath its title.")
    values = content.values
    return Pledge(
        content.id,
        content.title,
        values["version"],
        values["level"],
        content.prose(lines),
        values["weeks"],
        content.retired,
    )
