"""What a tip says, and its options."""

from __future__ import annotations

import datetime

import yaml

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.nodes import Spot, WrongError, list_of, word_of
from playbook_plugins.forms.strays import Strays
from playbook_plugins.shared.source_lines import trimmed

from .model import Tip


def read_labels(node: yaml.Node, spot: Spot) -> tuple[str, ...]:
    """What a tip is about, one word or more."""
    labels = tuple(word for _, word in list_of(node))
    for (entry, _), label in zip(list_of(node), labels, strict=True):
        if "," in label:
            raise WrongError(entry, f'the label "{label}" holds a comma.', "Make it two labels.")
    return labels


def read_day(node: yaml.Node, spot: Spot) -> str:
    """A day, `2026-11-24`."""
    word = word_of(node)
    try:
        return datetime.date.fromisoformat(word).isoformat()
    except ValueError:
        cure = "Write it as year-month-day, such as 2026-11-24."
        raise WrongError(node, f'"{word}" is not a date.', cure) from None


def read_tip(content: Content) -> Tip:
    """The tip on the lines of a block: Markdown, and nothing to fill in."""
    text = trimmed(content.lines)
    if not text:
        content.complaints.tell("it says nothing.", "Write the advice beneath its title.")
    strays = Strays(content.complaints, prose=True)
    for line, is_whole in zip(text, content.whole(text), strict=True):
        if not is_whole:
            strays.look(line)
    values = content.values
    return Tip(content.id, content.title, content.prose(text), values["labels"], values["date"])
