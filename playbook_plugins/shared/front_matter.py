"""Front matter with places: the YAML head of a Markdown file, and where each key stands.

MkDocs swallows broken front matter and publishes it as body text; this reader
says where it broke. Needs PyYAML only, so that every feature may use it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from .broken_yaml import (
    DATES,
    ODD_BLANKS,
    USUAL_CURE,
    Fault,
    explained,
    not_keys,
    odd_blank,
)
from .dates import not_a_date
from .memory import Kind, remembered
from .records import record

FENCE = "---"
MOST_BYTES = 64 * 1024
"""Front matter larger than this is a text that slipped between the lines ---."""

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
    """`bool`, `int`, `float`, `null` or `timestamp`; `remark` where a `#` ends what is read,
    `joined` where a line is read as the end of the one above it."""
    line: int
    column: int


@record
class FrontMatter:
    """The head of one file."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column (both from 1, counted from the top of the file) of each key.

    Also of the keys inside of one, as `date.created`.
    """
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


HEAD: Kind[FrontMatter] = Kind("head", FrontMatter)
"""What a head says."""


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
    if not lines or lines[0].rstrip() != FENCE or _is_rule(lines):
        return FrontMatter(body=text)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {FENCE, "..."}:
            head = "\n".join(lines[1:number])
            body = "\n".join(lines[number + 1 :])
            return _compose(head, height=number + 1, body=body)
    cure = "Add a line --- below the last key."
    raise FrontMatterError("the front matter opens with --- and never closes.", cure, 1)


_KEY = re.compile(r"[\"']?[a-z][\w.-]*[\"']?[ \t]*[:=]|\{[\"\w]")
_DRAFT = re.compile(
    r"(?im)^\W{0,3}(?:is.?)?(?:drafts?|published?|hidden|private|title|date)\W{0,3}[:=]"
)
"""Lines that were meant as keys, whatever became of them."""


def _is_rule(lines: list[str]) -> bool:
    """Whether a text begins with a line across the page: a blank line below it, and then no keys.

    What a host reads as keys are keys, and so is what may be a draft's.
    """
    if len(lines) > 1 and lines[1].strip():
        return False
    ends = (n for n, line in enumerate(lines[1:], start=1) if line.rstrip() in {FENCE, "..."})
    end = next(ends, 0)
    inside = lines[1 : end or len(lines)]
    said = (line for line in inside if line.strip() and not line.lstrip().startswith("#"))
    first = next(said, None)
    if first is None:
        return not end
    if _KEY.match(first) or _DRAFT.search("\n".join(inside[:MOST_KEYS])):
        return False
    head = "\n".join(inside)
    if not end or len(head) > MOST_BYTES:
        return True
    try:
        return not isinstance(_parsed(head)[1], dict)
    except FrontMatterError:
        return True


MOST_KEYS = 40
"""Lines below a first line --- in which the keys of a front matter are looked for."""


def _compose(head: str, height: int, body: str) -> FrontMatter:
    """`head` as values with places; the fence above it is line 1 of the file."""
    return replace(_composed(head), height=height, body=body)


def _composed(head: str) -> FrontMatter:
    """`head` as values with places. A build asks several times for each; nobody changes them."""
    return remembered(HEAD, head, lambda: _read(head))


def _read(head: str) -> FrontMatter:
    node, values = _parsed(head)
    if node is None:
        return FrontMatter(plain=False)
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise _of(not_keys(head))
    if any(_is_odd(key) or _is_odd(value) for key, value in node.value) and (
        odd := odd_blank(head)
    ):
        raise _of(odd)
    repeated: list[tuple[str, int, int]] = []
    _find_repeated(node, (), repeated)
    lines = head.splitlines()
    taken = [each for key, value in node.value for each in _taken(str(key.value), value, lines)]
    named = {str(key): value for key, value in values.items()}
    plain = all(isinstance(key, str) for key in values)
    return FrontMatter(
        named, _places(node), repeated=tuple(repeated), plain=plain, taken=tuple(taken)
    )


def _places(node: yaml.MappingNode) -> dict[str, tuple[int, int]]:
    """Where each key stands, and each key inside of one."""
    places: dict[str, tuple[int, int]] = {}
    for key, value in node.value:
        places.setdefault(str(key.value), _place(key))
        for inner, _ in value.value if isinstance(value, yaml.MappingNode) else ():
            places.setdefault(f"{key.value}.{inner.value}", _place(inner))
    return places


def _is_odd(node: yaml.Node) -> bool:
    """Whether a word without quotes holds a blank, at either end, that was meant as a space."""
    if not isinstance(node, yaml.ScalarNode) or node.style or not node.value:
        return False
    return node.value[0] in ODD_BLANKS or node.value[-1] in ODD_BLANKS


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
_ENTRY = re.compile(r"[ ]*- ")
_REMARK = re.compile(r"\s*#[^\n]+")
"""What stands behind a value and is not read."""


def _taken(name: str, node: yaml.Node, lines: list[str]) -> list[Taken]:
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    found = []
    for each in entries:
        if not isinstance(each, yaml.ScalarNode) or each.style:
            continue
        written, begin, end = str(each.value), each.start_mark, each.end_mark
        if begin.line < end.line and each is not node:
            joined = [n for n in range(begin.line + 1, end.line + 1) if _ENTRY.match(lines[n])]
            if joined:
                line = lines[joined[0]]
                indent = len(line) - len(line.lstrip()) + 1
                found.append(Taken(name, line.strip(), "joined", joined[0] + 2, indent))
                continue
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        if remark := _REMARK.match(rest):
            whole = f"{written}{remark[0].rstrip()}".strip()
            at = end.column + remark[0].index("#") + 1
            found.append(Taken(name, whole, "remark", end.line + 2, at))
        elif each.tag != PLAIN:
            found.append(Taken(name, written, each.tag.rpartition(":")[2], *_place(each)))
    return found


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
                raise _of(explained(error, head)) from None
        except (yaml.YAMLError, ValueError, RecursionError, OverflowError):
            if loader is yaml.SafeLoader:
                raise _impossible(head) from None
    raise AssertionError("one of the two readers reads or refuses")


def _of(fault: Fault) -> FrontMatterError:
    """The same fault in the file, whose first line is the fence above the head."""
    return FrontMatterError(fault.what, fault.cure, fault.line + 1, fault.column)


def _may_be_deep(head: str) -> bool:
    """Whether a head holds enough signs to be nested deeply, or refers to anything."""
    signs = head.count("[") + head.count("{") + head.count("- ") + head.count("\n ")
    return signs + head.count("?") >= MOST_DEPTH or "*" in head


MOST_ALIASES = 20
MOST_DEPTH = 20


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
    for key, node in _scalars(head):
        try:
            yaml.safe_load(str(node.value))
        except (ValueError, OverflowError):
            return FrontMatterError(*_not_there(key, str(node.value)[:40]), *_place(node))
        except yaml.YAMLError:
            continue
    return FrontMatterError("the front matter cannot be read.", USUAL_CURE, 1)


def _not_there(key: str, written: str) -> tuple[str, str]:
    """What is wrong with a number or date that does not exist, and the cure."""
    if key in DATES:
        return not_a_date(written, key)
    return (
        f'"{written}" is a date or number that does not exist.',
        f'Put it in quotes: "{written}".',
    )


def _scalars(head: str) -> list[tuple[str, yaml.ScalarNode]]:
    """Every value without quotes, with the key that it is of, in the order of the text."""
    try:
        root = yaml.compose(head, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return []
    waiting: list[tuple[str, yaml.Node | None]] = [("", root)]
    found = []
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, yaml.ScalarNode) and not node.style:
            found.append((key, node))
        elif isinstance(node, yaml.SequenceNode):
            waiting += [(key, each) for each in node.value]
        elif isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                inside = str(name.value) if key not in DATES else key
                waiting += [("", name), (inside, value)]
    return sorted(found, key=lambda pair: _place(pair[1]))
