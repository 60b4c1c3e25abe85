"""YAML nodes as an author's words: what every reader of options shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from playbook_plugins.shared.problems import did_you_mean

from .complaints import Complaints
from .naming import name_from

Spot = Callable[[yaml.Node], Complaints]
"""Where a node stands in the source."""


FAST: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def composed(text: str) -> yaml.Node | None:
    """`text` as YAML nodes, every value the text that its author wrote. Raises `yaml.YAMLError`
    or `RecursionError`.

    The compiled reader takes `{text: Why?}`, which the slow one refuses, and front matter is read
    by the compiled one. What it refuses is read again, for a better place in the complaint.
    """
    try:
        return yaml.compose(text, Loader=FAST)
    except (yaml.YAMLError, RecursionError):
        return yaml.compose(text, Loader=yaml.BaseLoader)


class WrongError(Exception):
    """A value that cannot be used: where, what, and what to do."""

    def __init__(self, node: yaml.Node, what: str, cure: str) -> None:
        super().__init__(what)
        self.node, self.what, self.cure = node, what, cure


def word_of(node: yaml.Node) -> str:
    """The text of a node. Raises `WrongError` when it is a list or has names of its own."""
    if not isinstance(node, yaml.ScalarNode):
        raise WrongError(node, "one word is expected here.", "Write it as name: value.")
    return str(node.value).strip()


def list_of(node: yaml.Node) -> list[tuple[yaml.Node, str]]:
    """A YAML list, or one text with commas, as its entries."""
    if isinstance(node, yaml.SequenceNode):
        return [(entry, word_of(entry)) for entry in node.value]
    return [(node, word.strip()) for word in word_of(node).split(",") if word.strip()]


def pairs_of(node: yaml.Node, sample: str, what: str) -> list[tuple[yaml.Node, str, yaml.Node]]:
    """A YAML mapping as key node, id and value: a key in any script gives the id that a heading
    of the same words has, with `what` for letters that it lacks."""
    if not isinstance(node, yaml.MappingNode):
        raise WrongError(node, "names with values are expected here.", f"Write {sample}.")
    return [(key, name_from(word_of(key), what), value) for key, value in node.value]


def parts_of(node: yaml.Node, known: tuple[str, ...], whose: str) -> dict[str, yaml.Node]:
    """A mapping whose keys are among `known`. Raises `WrongError` at the first that is not."""
    if not isinstance(node, yaml.MappingNode):
        sample = ", ".join(f"{name}: …" for name in known[:3])
        raise WrongError(node, f"{whose} needs names with values.", f"Write {{{sample}}}.")
    parts = {}
    for key, value in node.value:
        name = word_of(key)
        if name not in known:
            raise WrongError(key, f'{whose} has no "{name}".', did_you_mean(name, known))
        parts[name] = value
    return parts
