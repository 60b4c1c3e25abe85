"""The options of each block, and how what an author writes for them is read.

One table a block: name → default, reader, meaning. A reader takes a YAML node and
gives the value, or raises `WrongError` at the node that an author has to mend.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml

from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line
from playbook_plugins.worksheets.attributes import BAD_ID, id_problem
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.nodes import (
    Spot,
    WrongError,
    composed,
    list_of,
    pairs_of,
    parts_of,
    word_of,
)
from playbook_plugins.worksheets.scoring import read_bands, read_scale, read_traits, read_yes

TYPES = ("text", "long", "choice", "date", "person", "number", "money", "check")
"""The types of a column, each a control in the HTML contract."""


@record
class ColumnWish:
    """What an author says about a column: its type, the choices, the unit, and where it stands."""

    type: str
    choices: tuple[str, ...]
    unit: str
    spot: Complaints


@record
class PrivateWish:
    """A choice that makes a row private, and where it stands."""

    column: str
    choice: str
    spot: Complaints


Read = Callable[[yaml.Node, Spot], Any]


@record
class Option:
    """One option of a block."""

    default: Any
    read: Read
    meaning: str


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
        raise WrongError(node, f'"{word}" is no whole number {span}.', "Write, for example, 2.")

    return read


def read_columns(node: yaml.Node, spot: Spot) -> dict[str, ColumnWish]:
    """`area: "choice: Sales, Learning"`, `due: date`, `cost: {type: money, unit: EUR}`."""
    sample = "columns: {due: date}"
    return {
        name: _column(value, spot(key), spot)
        for key, name, value in pairs_of(node, sample, "column")
    }


def _column(node: yaml.Node, spot: Complaints, spots: Spot) -> ColumnWish:
    if isinstance(node, yaml.MappingNode):
        return _long_column(node, spot)
    word, _, rest = word_of(node).partition(":")
    type_ = _type(word.strip(), node)
    choices = _split(rest) if type_ == "choice" else ()
    return ColumnWish(type_, choices, "" if choices else rest.strip(), spot)


def _long_column(node: yaml.MappingNode, spot: Complaints) -> ColumnWish:
    parts = parts_of(node, ("type", "choices", "unit"), "a column")
    choices = tuple(word for _, word in list_of(parts["choices"])) if "choices" in parts else ()
    fallback = "choice" if choices else "text"
    type_ = _type(word_of(parts["type"]), parts["type"]) if "type" in parts else fallback
    return ColumnWish(type_, choices, word_of(parts["unit"]) if "unit" in parts else "", spot)


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


_SHARED: Mapping[str, Option] = {
    "id": Option("", read_id, "The permanent name of the sheet. Made from the title if left out."),
    "version": Option(
        1, whole_number(1, 999_999_999), "Counts your editions: 1, 2, 3. Readers' copies note it."
    ),
    "level": Option(2, whole_number(2, 5), "The level of the sheet's heading."),
    "retired": Option(
        {},
        read_retired,
        "Ids of questions that you took out: `retired: [old-id]`. "
        "Answers to them stay, under “Answers to earlier questions”.",
    ),
}

_TABLE: Mapping[str, Option] = {
    "columns": Option({}, read_columns, "What a column holds, by the column's name."),
    "private": Option((), read_private, "Which choices make a row private."),
}

SCALE = ("Not me", "A little like me", "Half and half", "Mostly me", "Very much me")
"""The scale of an assessment whose author names none."""

OPTIONS: Mapping[str, Mapping[str, Option]] = {
    "checklist": _SHARED,
    "action-plan": {**_SHARED, **_TABLE},
    "agreement": {**_SHARED, **_TABLE},
    "review": {**_SHARED, **_TABLE},
    "worksheet": {**_SHARED, **_TABLE},
    "assessment": {
        **_SHARED,
        "scale": Option(SCALE, read_scale, "The labels of the scale, lowest first."),
        "unsure": Option(True, read_yes, "Whether “Not sure” is offered: `yes` or `no`."),
        "traits": Option((), read_traits, "What is measured: id, name, about, prompts."),
        "bands": Option((), read_bands, "Ranges of per cent: from, to, name, debrief text."),
        "plan": Option("", read_id, "The id of the action plan that “Make this an action” fills."),
    },
    "tip": {
        "id": Option(
            "", read_id, "The permanent name of the tip. Made from the title if left out."
        ),
        "labels": Option((), read_labels, "What it is about: `[Talent, Plans]`, for listings."),
        "date": Option("", read_day, "The day it was written; else its post's. Orders listings."),
    },
}
"""Block → option → what it is. The guide lists exactly these."""

YAML_CURE = "Write one option a line as name: value; put a text with a colon in quotes."


@record
class Entry:
    """One option as written, and how to tell where it stands."""

    key: yaml.Node
    value: yaml.Node
    spot: Spot


class Values(dict[str, Any]):
    """The value of each option by name."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.doubtful: set[str] = set()
        """Options that somebody tried to set and that have their default: what depends on them
        is not wrong as well."""


def read_options(
    kind: str,
    lines: Sequence[Line],
    complaints: Complaints,
    defined: Callable[[str], Sequence[Entry]] = lambda name: (),
) -> Values:
    """The options of a `kind` block, written on `lines`; defaults for what is missing or wrong.

    `defined` gives what the page's front matter says of the sheet with the id it is asked for.
    """
    options = OPTIONS[kind]
    values = Values({name: option.default for name, option in options.items()})
    seen: set[str] = set()
    own = entries(lines, complaints)
    if lines and not own:
        values.doubtful.update(options)
    named = next((each.value.value for each in own if each.key.value == "id"), "")
    for entry in (*own, *defined(str(named))):
        key, value, spot = entry.key, entry.value, entry.spot
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in options:
            spot(key).tell(f'unknown option "{name}".', did_you_mean(name.lower(), options))
            values.doubtful.update(get_close_matches(name.lower(), options, n=1))
        elif name in seen:
            spot(key).tell(f'option "{name}" is written twice.', "Keep one of the two.")
        else:
            seen.add(name)
            try:
                values[name] = options[name].read(value, spot)
            except WrongError as wrong:
                spot(wrong.node).tell(f"{name}: {wrong.what}", wrong.cure)
                values.doubtful.add(name)
    return values


def entries(lines: Sequence[Line], complaints: Complaints) -> list[Entry]:
    """The top pairs of the YAML on `lines`; none, with a problem reported, when it is broken."""
    if not lines:
        return []
    text = "\n".join(line.text for line in lines)
    try:
        node = composed(text)
    except (yaml.YAMLError, RecursionError) as error:
        _tell_broken(error, lines, complaints)
        return []
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        complaints.at(lines[0]).tell("these options cannot be read.", YAML_CURE)
        return []
    spot = _spotter(lines, complaints)
    return [Entry(key, value, spot) for key, value in node.value]


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
