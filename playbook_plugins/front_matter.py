"""Front matter with places: the YAML head of a Markdown file, and where each key stands.

MkDocs swallows broken front matter and publishes it as body text; this reader
says where it broke. Needs PyYAML only, so that every feature may use it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

FENCE = "---"


@dataclass(frozen=True)
class FrontMatter:
    """The head of one file."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column (both from 1, counted from the top of the file) of each key."""
    height: int = 0
    """How many lines the head takes, fences included; 0 when there is none."""
    body: str = ""
    """The Markdown below the head."""

    def place(self, key: str) -> tuple[int, int]:
        """Where `key` stands; the first line when it does not."""
        return self.places.get(key, (1, 0))


class FrontMatterError(Exception):
    """The head cannot be read; `what` is the reader's word for it, at `line` and `column`."""

    def __init__(self, what: str, line: int, column: int = 0) -> None:
        """`what` in words; `line` from the top of the file."""
        super().__init__(what)
        self.what = what
        self.line = line
        self.column = column


def read(text: str) -> FrontMatter:
    """Split `text` into head and body.

    Raises `FrontMatterError` when the head is not closed, not YAML, or not key and value.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        return FrontMatter(body=text)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {FENCE, "..."}:
            head = "\n".join(lines[1:number])
            body = "\n".join(lines[number + 1 :])
            return _compose(head, height=number + 1, body=body)
    raise FrontMatterError("the front matter opens with --- and never closes", 1)


def _compose(head: str, height: int, body: str) -> FrontMatter:
    """`head` as values with places; the fence above it is line 1 of the file."""
    try:
        node = yaml.compose(head, Loader=yaml.SafeLoader)
        values = yaml.safe_load(head)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        column = mark.column + 1 if mark else 0
        raise FrontMatterError(str(error.problem or error), line, column) from None
    except (yaml.YAMLError, ValueError) as error:
        raise FrontMatterError(str(error), 1) from None
    if node is None:
        return FrontMatter(height=height, body=body)
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise FrontMatterError("the front matter is not made of keys and values", 2)
    places = {
        str(key.value): (key.start_mark.line + 2, key.start_mark.column + 1)
        for key, _ in node.value
    }
    return FrontMatter({str(key): value for key, value in values.items()}, places, height, body)
