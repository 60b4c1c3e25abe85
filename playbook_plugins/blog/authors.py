"""The authors file: who writes here, in the form that Material's blog has."""

from __future__ import annotations

from typing import Any

import yaml

from playbook_plugins.shared.front_matter import FrontMatterError, refuse_bombs
from playbook_plugins.shared.problems import Problem, Report, did_you_mean

from .model import Author
from .reader import linked

KEYS = ("name", "description", "avatar", "url", "slug")
LINKED = ("url", "avatar")
"""What readers' browsers open."""
MOST_BYTES = 1024**2


def read_authors(text: str, shown: str, report: Report) -> dict[str, Author]:
    """The authors by id; unusable entries are reported with their place and left out."""
    node = _composed(text, shown, report)

    def complain(at: yaml.Node, what: str, cure: str) -> None:
        report(Problem(shown, at.start_mark.line + 1, at.start_mark.column + 1, what, cure))

    if node is None:
        return {}
    entries = _keys(node).get("authors")
    if not entries:
        cure = "Begin it with a line authors: and write the authors below, set in."
        complain(node, "this file names no authors.", cure)
        return {}
    if entries[1].tag.endswith(":null"):
        return {}
    if not isinstance(entries[1], yaml.MappingNode):
        complain(
            entries[1], "the authors are no ids with keys.", "Write mara: and set in name: Mara."
        )
        return {}
    authors: dict[str, Author] = {}
    for key, entry in entries[1].value:
        id = str(key.value)
        if id in authors:
            complain(key, f'author "{id}" is written twice.', "Keep one of the two.")
            continue
        values = {name: _text(value) for name, (_, value) in _keys(entry).items()}
        for name, (at, value) in _keys(entry).items():
            if name not in KEYS:
                complain(at, f'unknown key "{name}".', did_you_mean(name, KEYS))
            elif _text(value) is None:
                complain(at, f'"{name}" is not plain text.', f'Write it as {name}: "your text".')
            elif name in LINKED and values[name] != (address := linked(values[name] or "")):
                if not address:
                    what = f'author "{id}": "{values[name]}" cannot be linked.'
                    complain(at, what, f"Write {name}: https://example.org/.")
                values[name] = address
        if not values.get("name"):
            complain(key, f'author "{id}" has no name.', "Give at least: name: First Last.")
            continue
        texts = {name: values.get(name) or "" for name in KEYS}
        authors[id] = Author(id=id, **texts)
    return authors


def _composed(text: str, shown: str, report: Report) -> yaml.Node | None:
    """The file as nodes; None when it is empty, or reported as broken."""
    what, line, cure = "", 0, "Mend the line; each author is a name with indented keys."
    try:
        if len(text) > MOST_BYTES:
            what, cure = "the authors file is larger than 1 MiB.", "Shorten it."
        else:
            refuse_bombs(text, yaml.SafeLoader)
            return yaml.compose(text, Loader=yaml.SafeLoader)
    except FrontMatterError as error:
        what, line = "the authors file refers to itself or is nested too deeply.", error.line - 1
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what, line = "the authors file is not valid YAML.", mark.line + 1 if mark else 0
    except (RecursionError, ValueError):
        what = "the authors file is nested too deeply."
    report(Problem(shown, line, 0, what, cure))
    return None


def _keys(node: yaml.Node) -> dict[str, tuple[yaml.Node, Any]]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {str(key.value): (key, value) for key, value in node.value}


def _text(node: yaml.Node) -> str | None:
    """A value's words as they are written; None for a list or keys."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag.endswith(":null") else str(node.value)
