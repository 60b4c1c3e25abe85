"""The options of each block, and how what an author writes for them is read.

One table a block: name → default, reader, meaning. A reader takes a YAML node and
gives the value, or raises `WrongError` at the node that an author has to mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from playbook_plugins.ids import id_from
from playbook_plugins.problems import did_you_mean
from playbook_plugins.worksheets.attributes import BAD_ID, id_problem
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.lines import Line

TYPES = ("text", "long", "choice", "date", "person", "number", "money", "check")
"""The types of a column, each a control in the HTML contract."""


class WrongError(Exception):
    """A value that cannot be used: where, what, and what to do."""

    def __init__(self, node: yaml.Node, what: str, cure: str) -> None:
        super().__init__(what)
        self.node, self.what, self.cure = node, what, cure


@dataclass(frozen=True)
class ColumnWish:
    """What an author says about a column: its type, the choices, the unit, and where it stands."""

    type: str
    choices: tuple[str, ...]
    unit: str
    spot: Complaints


@dataclass(frozen=True)
class PrivateWish:
    """A choice that makes a row private, and where it stands."""

    column: str
    choice: str
    spot: Complaints


Spot = Callable[[yaml.Node], Complaints]
Read = Callable[[yaml.Node, Spot], Any]


@dataclass(frozen=True)
class Option:
    """One option of a block."""

    default: Any
    read: Read
    meaning: str


def _word(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise WrongError(node, "one word is expected here.", "Write it as name: value.")
    return str(node.value).strip()


def read_id(node: yaml.Node, spot: Spot) -> str:
    """A permanent id."""
    name = _word(node)
    if problem := id_problem(name):
        raise WrongError(node, problem, BAD_ID)
    return name


def whole_number(least: int, most: int) -> Read:
    """A reader of whole numbers from `least` to `most`."""

    def read(node: yaml.Node, spot: Spot) -> int:
        word = _word(node)
        if re.fullmatch(r"\d{1,9}", word) and least <= int(word) <= most:
            return int(word)
        span = f"from {least} to {most}" if most < 1000 else f"of at least {least}"
        raise WrongError(node, f'"{word}" is no whole number {span}.', "Write, for example, 2.")

    return read


def _pairs(node: yaml.Node, sample: str) -> list[tuple[yaml.Node, str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise WrongError(node, "names with values are expected here.", f"Write {sample}.")
    return [(key, id_from(_word(key), "column"), value) for key, value in node.value]


def _list(node: yaml.Node) -> list[tuple[yaml.Node, str]]:
    """A YAML list, or one text with commas, as its entries."""
    if isinstance(node, yaml.SequenceNode):
        return [(entry, _word(entry)) for entry in node.value]
    return [(node, word.strip()) for word in _word(node).split(",") if word.strip()]


def read_columns(node: yaml.Node, spot: Spot) -> dict[str, ColumnWish]:
    """`area: "choice: Sales, Learning"`, `due: date`, `cost: {type: money, unit: EUR}`."""
    sample = "columns: {due: date}"
    return {name: _column(value, spot(key), spot) for key, name, value in _pairs(node, sample)}


def _column(node: yaml.Node, spot: Complaints, spots: Spot) -> ColumnWish:
    if isinstance(node, yaml.MappingNode):
        return _long_column(node, spot)
    word, _, rest = _word(node).partition(":")
    type_ = _type(word.strip(), node)
    choices = _split(rest) if type_ == "choice" else ()
    return ColumnWish(type_, choices, "" if choices else rest.strip(), spot)


def _long_column(node: yaml.MappingNode, spot: Complaints) -> ColumnWish:
    parts = {_word(key): value for key, value in node.value}
    for key, _ in node.value:
        if _word(key) not in ("type", "choices", "unit"):
            what = f'a column has no "{_word(key)}".'
            raise WrongError(key, what, did_you_mean(_word(key), ("type", "choices", "unit")))
    choices = tuple(word for _, word in _list(parts["choices"])) if "choices" in parts else ()
    fallback = "choice" if choices else "text"
    type_ = _type(_word(parts["type"]), parts["type"]) if "type" in parts else fallback
    return ColumnWish(type_, choices, _word(parts["unit"]) if "unit" in parts else "", spot)


def _type(word: str, node: yaml.Node) -> str:
    if word not in TYPES:
        raise WrongError(node, f'there is no column type "{word}".', did_you_mean(word, TYPES))
    return word


def _split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def read_private(node: yaml.Node, spot: Spot) -> tuple[PrivateWish, ...]:
    """`{area: [Health, Family]}`: which choices make a row private."""
    return tuple(
        PrivateWish(name, word, spot(entry))
        for _, name, value in _pairs(node, "private: {area: [Health, Family]}")
        for entry, word in _list(value)
    )


_SHARED: Mapping[str, Option] = {
    "id": Option("", read_id, "The permanent name of the sheet. Made from the title if left out."),
    "version": Option(
        1, whole_number(1, 999_999_999), "Counts your editions: 1, 2, 3. Readers' copies note it."
    ),
    "level": Option(2, whole_number(2, 5), "The level of the sheet's heading."),
}

OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "checklist": _SHARED,
    "action-plan": {
        **_SHARED,
        "columns": Option({}, read_columns, "What a column holds, by the column's name."),
        "private": Option((), read_private, "Which choices make a row private."),
    },
    "tip": {
        "id": Option("", read_id, "The permanent name of the tip. Made from the title if left out.")
    },
}
"""Block → option → what it is. The guide lists exactly these."""

YAML_CURE = "Write one option a line as name: value; put a text with a colon in quotes."


def read_options(kind: str, lines: Sequence[Line], complaints: Complaints) -> dict[str, Any]:
    """The options of a `kind` block, written on `lines`; defaults for what is missing or wrong."""
    options = OPTIONS[kind]
    values = {name: option.default for name, option in options.items()}
    seen: set[str] = set()
    for key, value in _entries(lines, complaints):
        spot = _spotter(lines, complaints)
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in options:
            spot(key).tell(f'unknown option "{name}".', did_you_mean(name, options))
        elif name in seen:
            spot(key).tell(f'option "{name}" is written twice.', "Keep one of the two.")
        else:
            seen.add(name)
            values[name] = _read(options[name], name, value, spot)
    return values


def _read(option: Option, name: str, node: yaml.Node, spot: Spot) -> Any:
    try:
        return option.read(node, spot)
    except WrongError as wrong:
        spot(wrong.node).tell(f"{name}: {wrong.what}", wrong.cure)
        return option.default


def _entries(lines: Sequence[Line], complaints: Complaints) -> list[tuple[yaml.Node, yaml.Node]]:
    """The top pairs of the YAML on `lines`; none, with a problem reported, when it is broken."""
    if not lines:
        return []
    text = "\n".join(line.text for line in lines)
    try:
        # BaseLoader: every value stays the text that the author wrote.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        _tell_broken(error, lines, complaints)
        return []
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        complaints.at(lines[0]).tell("these options cannot be read.", YAML_CURE)
        return []
    return list(node.value)


def _tell_broken(error: Exception, lines: Sequence[Line], complaints: Complaints) -> None:
    mark = getattr(error, "problem_mark", None)
    row = min(mark.line, len(lines) - 1) if mark else 0
    spot = complaints.at(lines[row], min(mark.column, len(lines[row].text)) if mark else -1)
    spot.tell("the options cannot be read from here on.", YAML_CURE)


def _spotter(lines: Sequence[Line], complaints: Complaints) -> Spot:
    def spot(node: yaml.Node) -> Complaints:
        mark = node.start_mark
        return complaints.at(lines[min(mark.line, len(lines) - 1)], mark.column)

    return spot
