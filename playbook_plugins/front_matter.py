"""Front matter with places: the YAML head of a Markdown file, and where each key stands.

MkDocs swallows broken front matter and publishes it as body text; this reader
says where it broke. Needs PyYAML only, so that every feature may use it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import yaml

from playbook_plugins.memory import remembered

FENCE = "---"

FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The compiled reader where PyYAML has it: ten times faster, with shorter complaints."""


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
    repeated: tuple[tuple[str, int, int], ...] = ()
    """Keys that are written again: name, line, column."""
    plain: bool = True
    """Whether every key is a word, so that `values` are what any reader of YAML finds."""

    def place(self, key: str) -> tuple[int, int]:
        """Where `key` stands; the first line when it does not."""
        return self.places.get(key, (1, 0))


class FrontMatterError(Exception):
    """The head cannot be read: `what` is wrong at `line` and `column`, and how to `cure` it."""

    def __init__(self, what: str, cure: str, line: int, column: int = 0) -> None:
        """`what` and `cure` in words; `line` from the top of the file."""
        super().__init__(what)
        self.what = what
        self.cure = cure
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
    cure = "Add a line --- below the last key."
    raise FrontMatterError("the front matter opens with --- and never closes.", cure, 1)


def _compose(head: str, height: int, body: str) -> FrontMatter:
    """`head` as values with places; the fence above it is line 1 of the file."""
    return replace(_composed(head), height=height, body=body)


def _composed(head: str) -> FrontMatter:
    """`head` as values with places. A build asks several times for each; nobody changes them."""
    return remembered("head", head, lambda: _read(head))


def _read(head: str) -> FrontMatter:
    node, values = _parsed(head)
    if node is None:
        return FrontMatter(plain=False)
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        what = "the front matter is not made of keys and values."
        raise FrontMatterError(what, "Write each line as key: value.", 2)
    places: dict[str, tuple[int, int]] = {}
    repeated = []
    for key, _ in node.value:
        name, place = str(key.value), (key.start_mark.line + 2, key.start_mark.column + 1)
        if name in places:
            repeated.append((name, *place))
        places.setdefault(name, place)
    named = {str(key): value for key, value in values.items()}
    plain = all(isinstance(key, str) for key in values)
    return FrontMatter(named, places, repeated=tuple(repeated), plain=plain)


def _parsed(head: str) -> tuple[yaml.Node | None, Any]:
    """The head as nodes and as values. Raises `FrontMatterError`.

    What the compiled reader refuses is read again by the slow one, whose complaints we can explain.
    """
    for loader in (FAST, yaml.SafeLoader):
        try:
            refuse_bombs(head, loader)
            return yaml.compose(head, Loader=loader), yaml.load(head, Loader=loader)
        except yaml.MarkedYAMLError as error:
            if loader is yaml.SafeLoader:
                raise _explained(error, head) from None
        except (yaml.YAMLError, ValueError, RecursionError):
            if loader is yaml.SafeLoader:
                raise FrontMatterError("the front matter cannot be read.", USUAL_CURE, 1) from None
    raise AssertionError("one of the two readers reads or refuses")


MOST_ALIASES = 20
MOST_DEPTH = 20
USUAL_CURE = "Write each line as key: value, and put a value with a colon in quotes."


def refuse_bombs(head: str, loader: Any = FAST) -> None:
    """Refuse references upon references and endless nesting before anything is built from them."""
    aliases = depth = 0
    for event in yaml.parse(head, Loader=loader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if aliases > MOST_ALIASES or depth > MOST_DEPTH:
            what = "the front matter refers to itself too often or is nested too deeply."
            line = (event.start_mark.line if event.start_mark else 0) + 2
            raise FrontMatterError(what, "Write the values out, one a line.", line)


def _explained(error: yaml.MarkedYAMLError, head: str) -> FrontMatterError:
    """The parser's complaint in words that an author can act on."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column + 1) if mark else (0, 0)
    lines = head.splitlines()
    written = lines[line].strip() if line < len(lines) else ""
    said = f"{error.context or ''} {error.problem or ''}"
    if "mapping values are not allowed" in said:
        key, _, value = written.partition(":")
        what = "a colon inside a value."
        cure = f'Put the value in quotes: {key.strip()}: "{value.strip()}"'
    elif "\\t" in said:
        what, cure = "a tab where spaces belong.", "Indent with spaces."
    elif "quoted scalar" in said:
        line = error.context_mark.line if error.context_mark else line
        what, cure = "a quotation mark that is never closed.", "Close it at the end of the value."
    elif "flow" in said or "',' or" in said:
        line = error.context_mark.line if error.context_mark else line
        what, cure = "a bracket that is never closed.", "Close it, and separate entries by commas."
    elif "could not find expected ':'" in said:
        line = error.context_mark.line if error.context_mark else line
        what, cure = "a line without a colon.", USUAL_CURE
    else:
        what, cure = "this line cannot be read.", USUAL_CURE
    return FrontMatterError(what, cure, line + 2, column if mark and mark.line == line else 0)


def moment(value: Any) -> datetime | None:
    """A YAML date or time as a moment with a zone (UTC where none is given); None if it is none."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None
