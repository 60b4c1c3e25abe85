"""Options: what a kind declares, and the readers that several kinds share.

A kind has one table: name → default, reader, meaning, shape. A reader takes a YAML node and
gives the value, or raises `WrongError` at the node that an author has to mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from playbook_plugins.shared.ids import ID
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record

from .attributes import BAD_ID, id_problem
from .complaints import Complaints
from .nodes import Spot, WrongError, list_of, pairs_of, parts_of, word_of
from .vocabulary import COLUMN_TYPES

TYPES = ("text", "long", "choice", "date", "person", "number", "money", "check")
"""The types of a column, each a control in the HTML contract."""


@record
class ColumnWish:
    """What an author says about a column: its type, the choices, the unit, and where that stands.

    `is_` is what the column is (`due`, `owner`), `done` the choice that means done.
    """

    type: str
    choices: tuple[str, ...]
    unit: str
    spot: Complaints
    is_: str = ""
    done: str = ""


@record
class PrivateWish:
    """A choice that makes a row private, and where it stands."""

    column: str
    choice: str
    spot: Complaints


Read = Callable[[yaml.Node, Spot], Any]
"""From a YAML node to the option's value. Raises `WrongError` at the node to be mended."""

JsonSchema = Mapping[str, Any]
ID_SHAPE: JsonSchema = {"type": "string", "pattern": f"^{ID.pattern}$"}
TEXT_SHAPE: JsonSchema = {"type": "string"}
LIST_SHAPE: JsonSchema = {"type": "array", "items": TEXT_SHAPE}
_HELD = list(dict.fromkeys((*TYPES, *COLUMN_TYPES)))
_COLUMN_SHAPE: JsonSchema = {
    "oneOf": [
        {"type": "string", "pattern": f"^({'|'.join(_HELD)})( *:.*)?$"},
        {
            "type": "object",
            "properties": {
                "type": {"enum": _HELD},
                "choices": LIST_SHAPE,
                "unit": TEXT_SHAPE,
                "done": TEXT_SHAPE,
            },
            "additionalProperties": False,
        },
    ]
}


@record
class Option:
    """One option of a block."""

    default: Any
    read: Read
    meaning: str
    shape: JsonSchema
    """What front matter may hold for it."""


def read_id(node: yaml.Node, spot: Spot) -> str:
    """A permanent id."""
    name = word_of(node)
    if problem := id_problem(name):
        raise WrongError(node, problem, BAD_ID)
    return name


def whole_number(least: int, most: int) -> Read:
    """A reader of whole numbers from `least` to `most`."""

    def read(node: yaml.Node, spot: Spot) -> int:
        word = word_of(node)
        if re.fullmatch(r"\d{1,9}", word) and least <= int(word) <= most:
            return int(word)
        span = f"from {least} to {most}" if most < 1000 else f"of at least {least}"
        raise WrongError(
            node, f'"{word}" is no whole number {span}.', f"Write, for example, {max(2, least)}."
        )

    return read


def read_columns(node: yaml.Node, spot: Spot) -> dict[str, ColumnWish]:
    """`area: "choice: Sales, Learning"`, `Fällig: due`, `cost: {type: money, unit: EUR}`."""
    sample = "columns: {due: date}"
    return {
        name: _column(value, spot(key), spot)
        for key, name, value in pairs_of(node, sample, "column")
    }


def _column(node: yaml.Node, spot: Complaints, spots: Spot) -> ColumnWish:
    if isinstance(node, yaml.MappingNode):
        return _long_column(node, spot)
    word, _, rest = word_of(node).partition(":")
    type_, is_ = _type(word.strip(), node)
    has_choices = "choice" in (type_, COLUMN_TYPES.get(is_))
    choices = _split(rest) if has_choices else ()
    return ColumnWish(type_, choices, "" if choices else rest.strip(), spot, is_)


def _long_column(node: yaml.MappingNode, spot: Complaints) -> ColumnWish:
    parts = parts_of(node, ("type", "choices", "unit", "done"), "a column")
    choices = tuple(word for _, word in list_of(parts["choices"])) if "choices" in parts else ()
    type_, is_ = ("choice" if choices else "", "")
    if "type" in parts:
        type_, is_ = _type(word_of(parts["type"]), parts["type"])
    elif not choices and "done" not in parts:
        type_ = "text"
    unit, done = (word_of(parts[name]) if name in parts else "" for name in ("unit", "done"))
    return ColumnWish(type_, choices, unit, spot, is_, done)


def _type(word: str, node: yaml.Node) -> tuple[str, str]:
    """The type that a word says, or else what a column is by it."""
    if word in TYPES:
        return word, ""
    if word in COLUMN_TYPES:
        return "", word
    known = (*TYPES, *COLUMN_TYPES)
    raise WrongError(node, f'there is no column type "{word}".', did_you_mean(word, known))


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def read_private(node: yaml.Node, spot: Spot) -> tuple[PrivateWish, ...]:
    """`{area: [Health, Family]}`: which choices make a row private."""
    return tuple(
        PrivateWish(name, word, spot(entry))
        for _, name, value in pairs_of(node, "private: {area: [Health, Family]}", "column")
        for entry, word in list_of(value)
    )


def read_retired(node: yaml.Node, spot: Spot) -> Mapping[str, Complaints]:
    """Ids of questions that were taken out for good (`plan.goal` for a column), with places."""
    retired: dict[str, Complaints] = {}
    for entry, word in list_of(node):
        for name in word.split(".", 1):
            if problem := id_problem(name):
                raise WrongError(entry, problem, "Write the ids that were taken out, without #.")
        retired[word] = spot(entry)
    return retired


def read_yes(node: yaml.Node, spot: Spot) -> bool:
    """`yes` or `no`."""
    word = word_of(node).lower()
    if word not in ("yes", "true", "no", "false"):
        raise WrongError(node, f'"{word}" is neither yes nor no.', "Write yes or no.")
    return word in ("yes", "true")


RETURN = ("ask", "never", "practice")


def read_return(node: yaml.Node, spot: Spot) -> str:
    """`ask`, `never` or `practice`."""
    word = word_of(node).lower()
    if word not in RETURN:
        what = f'"{word}" is neither ask nor never nor practice.'
        raise WrongError(node, what, "Write ask, never or practice.")
    return word


def read_every(node: yaml.Node, spot: Spot) -> int:
    """`14d` or `2w`, in days."""
    word = word_of(node)
    found = re.fullmatch(r"(\d{1,3})\s*([dw])", word)
    days = int(found[1]) * (7 if found[2] == "w" else 1) if found else 0
    if not 1 <= days <= MOST_DAYS:
        cure = "Write the days from one talk to the next, such as 14d, or 2w for two weeks."
        raise WrongError(node, f'"{word}" is no span of time.', cure)
    return days


MOST_DAYS = 366
ROLES = ("text", "owner", "due", "status")
"""What a column may be to a commitment."""


@record
class CommitmentsWish:
    """A table whose rows are commitments: its name, and its columns by role, with their places."""

    table: str
    roles: tuple[tuple[str, str, Complaints], ...]
    spot: Complaints


def read_commitments(node: yaml.Node, spot: Spot) -> tuple[CommitmentsWish, ...]:
    """`{text: promise, owner: who, due: by-when, status: state}`, or several with `table`."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return tuple(_commitments(each, spot) for each in nodes)


def _commitments(node: yaml.Node, spot: Spot) -> CommitmentsWish:
    parts = parts_of(node, ("table", *ROLES), "commitments")
    for role in ("text", "owner"):
        if role not in parts:
            cure = "Name the columns: {text: commitment, owner: owner, due: due, status: status}."
            raise WrongError(node, f'"{role}" is missing.', cure)
    roles = tuple(
        (role, word_of(parts[role]), spot(parts[role])) for role in ROLES if role in parts
    )
    table = parts.get("table")
    return CommitmentsWish(word_of(table) if table else "", roles, spot(table or node))


_COMMITMENTS_SHAPE: JsonSchema = {
    "type": "object",
    "properties": dict.fromkeys(("table", *ROLES), TEXT_SHAPE),
    "required": ["text", "owner"],
    "additionalProperties": False,
}

LOOP: Mapping[str, Option] = {
    "return": Option(
        "ask",
        read_return,
        "`never`: its answers are never asked for, and it cannot be assigned. `practice`: nor "
        "is it listed on *My worksheets*, being there to try out.",
        {"enum": [*RETURN]},
    ),
    "blind": Option(
        False,
        read_yes,
        "Whether what is asked of both stays covered until the coach has written as well.",
        {"type": "boolean"},
    ),
    "every": Option(
        0,
        read_every,
        "From one talk to the next: `14d`, `2w`. Proposes the next day.",
        {"type": "string", "pattern": r"^\d{1,3} *[dw]$"},
    ),
    "commitments": Option(
        (),
        read_commitments,
        "Which columns make a row a commitment, where their headings are not Commitment, Owner, "
        "Due and Status: `{text: promise, owner: who}`.",
        {"oneOf": [_COMMITMENTS_SHAPE, {"type": "array", "items": _COMMITMENTS_SHAPE}]},
    ),
}
"""What a sheet says about the way between two people."""

SHEET: Mapping[str, Option] = {
    "id": Option(
        "", read_id, "The permanent name of the sheet. Made from the title if left out.", ID_SHAPE
    ),
    "version": Option(
        1,
        whole_number(1, 999_999_999),
        "Counts your editions: 1, 2, 3. Readers' copies note it.",
        {"type": "integer", "minimum": 1},
    ),
    "level": Option(
        2,
        whole_number(2, 5),
        "The level of the sheet's heading.",
        {"type": "integer", "minimum": 2, "maximum": 5},
    ),
    "retired": Option(
        {},
        read_retired,
        "Ids of questions that you took out: `retired: [old-id]`. "
        "Answers to them stay, under “Answers to earlier questions”.",
        {"type": "array", "items": ID_SHAPE},
    ),
    **LOOP,
}
"""The options that every sheet has."""

TABLE: Mapping[str, Option] = {
    "columns": Option(
        {},
        read_columns,
        "What a column holds, by the column's name.",
        {"type": "object", "additionalProperties": _COLUMN_SHAPE},
    ),
    "private": Option(
        (),
        read_private,
        "Which choices make a row private.",
        {"type": "object", "additionalProperties": {"oneOf": [TEXT_SHAPE, LIST_SHAPE]}},
    ),
}
"""The options of a sheet with a table of its own."""


class Values(dict[str, Any]):
    """The value of each option by name."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.places: dict[str, tuple[int, int]] = {}
        """Line and column of each option’s value, and of each word in it as `option/word`."""
        self.doubtful: set[str] = set()
        """Options that somebody tried to set and that have their default: what depends on them
        is not wrong as well."""
