"""Front matter with places: the YAML head of a Markdown file, and where each key stands.

MkDocs swallows broken front matter and publishes it as body text; this reader
says where it broke. Needs PyYAML only, so that every feature may use it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import UTC, date, datetime
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from playbook_plugins.memory import remembered
from playbook_plugins.records import record

FENCE = "---"

FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The compiled reader where PyYAML has it: ten times faster, with shorter complaints."""


FIXED = frozenset({str, int, float, bool, type(None), date, datetime})
"""Kinds of values that nobody can change."""


@record
class Taken:
    """A value, or an entry of a list, that YAML reads as something other than its words."""

    key: str
    written: str
    kind: str
    """`bool`, `int`, `float`, `null` or `timestamp`."""
    line: int
    column: int


@record
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
    taken: tuple[Taken, ...] = ()
    """Words without quotes that YAML takes for something other than text."""

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


def fresh(values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of front matter that its owner may change, down to the last list."""
    made = {}
    for key, value in values.items():
        if type(value) in FIXED:
            made[key] = value
        elif type(value) is list and all(type(each) in FIXED for each in value):
            made[key] = [*value]
        else:
            return copy.deepcopy(dict(values))
    return made


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
    for key, _ in node.value:
        places.setdefault(str(key.value), _place(key))
    repeated: list[tuple[str, int, int]] = []
    _find_repeated(node, (), repeated)
    taken = [each for key, value in node.value for each in _taken(str(key.value), value)]
    named = {str(key): value for key, value in values.items()}
    plain = all(isinstance(key, str) for key in values)
    return FrontMatter(named, places, repeated=tuple(repeated), plain=plain, taken=tuple(taken))


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 2, node.start_mark.column + 1


def _find_repeated(
    node: yaml.Node, above: tuple[int, ...], found: list[tuple[str, int, int]]
) -> None:
    """Keys that are written twice in one mapping, at any depth. Refuses what holds itself."""
    if id(node) in above:
        what = "a value that refers to itself."
        raise FrontMatterError(what, "Write the values out, one a line.", *_place(node))
    inside = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                found.append((name, *_place(key)))
            seen.add(name)
            _find_repeated(value, inside, found)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _find_repeated(value, inside, found)


PLAIN = "tag:yaml.org,2002:str"


def _taken(name: str, node: yaml.Node) -> list[Taken]:
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [
        Taken(name, str(each.value), each.tag.rpartition(":")[2], *_place(each))
        for each in entries
        if isinstance(each, yaml.ScalarNode) and each.tag != PLAIN and not each.style
    ]


def _parsed(head: str) -> tuple[yaml.Node | None, Any]:
    """The head as nodes and as values. Raises `FrontMatterError`.

    What the compiled reader refuses is read again by the slow one, whose complaints we can explain.
    """
    for loader in (FAST, yaml.SafeLoader):
        try:
            if _may_be_deep(head):
                refuse_bombs(head, loader)
            node = yaml.compose(head, Loader=loader)
            if node is None:
                return None, None
            written = list(node.value) if isinstance(node, yaml.MappingNode) else node.value
            values = SafeConstructor().construct_document(node)
            node.value = written  # a merge `<<` is taken out while values are made
            return node, values
        except yaml.MarkedYAMLError as error:
            if loader is yaml.SafeLoader:
                raise explained(error, head) from None
        except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
            if loader is yaml.SafeLoader:
                raise _impossible(head) from None
    raise AssertionError("one of the two readers reads or refuses")


def _may_be_deep(head: str) -> bool:
    """Whether a head holds enough signs to be nested deeply, or refers to anything."""
    signs = head.count("[") + head.count("{") + head.count("- ") + head.count("\n ")
    return signs + head.count("?") >= MOST_DEPTH or "*" in head


MOST_ALIASES = 20
MOST_DEPTH = 20
USUAL_CURE = "Write each line as key: value, and put a value with a colon in quotes."


_SET_IN = re.compile(r"(?:^|[\r\n\x85\u2028\u2029])([ \t?:-]*)")
"""What stands before the first word of a line: blanks, and the signs of lists and mappings."""


def may_be_bomb(text: str) -> bool:
    """Whether a text holds signs enough for `refuse_bombs` to refuse it; far sooner than parsing.

    A mapping and a list may begin in each column before a line's first word, and at each bracket.
    """
    columns = 1 + max(map(len, _SET_IN.findall(text)))
    brackets = text.count("[") + text.count("{")
    return text.count("*") > MOST_ALIASES or 2 * (columns + brackets) > MOST_DEPTH


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


def _impossible(head: str) -> FrontMatterError:
    """Names the value that is written well and means nothing, such as 30 February."""
    for node in _scalars(head):
        try:
            yaml.safe_load(str(node.value))
        except (ValueError, OverflowError):
            short = str(node.value)[:40]
            what = f'"{short}" is a date or number that does not exist.'
            return FrontMatterError(what, "Correct it, or put it in quotes.", *_place(node))
        except yaml.YAMLError:
            continue
    return FrontMatterError("the front matter cannot be read.", USUAL_CURE, 1)


def _scalars(head: str) -> list[yaml.ScalarNode]:
    try:
        waiting = [yaml.compose(head, Loader=yaml.SafeLoader)]
    except (yaml.YAMLError, RecursionError):
        return []
    found = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode) and not node.style:
            found.append(node)
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            waiting += [each for pair in node.value for each in pair]
    return sorted(found, key=_place)


def explained(error: yaml.MarkedYAMLError, head: str) -> FrontMatterError:
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
    elif "could not determine a constructor" in said:
        what, cure = "a word with ! in front, which front matter may not hold.", "Take it out."
    elif "alias" in said:
        what, cure = "a value that begins with *.", "Put it in quotes."
    elif "unhashable" in said or "unacceptable key" in said:
        what, cure = "a key that is a list or holds keys itself.", USUAL_CURE
    elif "cannot start any token" in said:
        what, cure = (
            f'a value that begins with "{written[column - 1 :][:1] or written[:1]}".',
            ("Put it in quotes."),
        )
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


_NUMBERED = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})\s*")


def not_a_date(value: Any) -> tuple[str, str]:
    """What is wrong with a date that is none, and the cure; both readings of 11/12/2026."""
    written = str(value).strip()[:60]
    found = _NUMBERED.fullmatch(written)
    if found:
        one, two, year = int(found[1]), int(found[3]), found[4]
        pairs = ((two, one), (one, two))
        readings = [f"{year}-{m:02}-{d:02}" for m, d in pairs if 1 <= m <= 12 and 1 <= d <= 31]
        meant = list(dict.fromkeys(readings))
        if len(meant) == 2:
            what = f'"{written}" is not a date that everybody reads alike.'
            return what, f"Write the year first: {meant[0]} or {meant[1]}."
        if meant:
            return f'"{written}" is not a date.', f"Write the year first: {meant[0]}."
    cure = "Write it as year-month-day, for example: date: 2026-11-24."
    return f'"{written}" is not a date.', cure
