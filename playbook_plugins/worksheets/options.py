"""The options of one block, as written beneath its first line and in front matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

import yaml

from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.nodes import Spot, WrongError, composed
from playbook_plugins.forms.options import Option, Values
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line

YAML_CURE = "Write one option a line as name: value; put a text with a colon in quotes."


@record
class Entry:
    """One option as written, and how to tell where it stands."""

    key: yaml.Node
    value: yaml.Node
    spot: Spot


def read_options(
    options: Mapping[str, Option],
    lines: Sequence[Line],
    complaints: Complaints,
    defined: Callable[[str], Sequence[Entry]] = lambda name: (),
    places: bool = False,
) -> Values:
    """The values of `options`, written on `lines`; defaults for what is missing or wrong.

    `defined` gives what the page's front matter says of the sheet with the id it is asked for;
    `places` asks for the place of each word.
    """
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
            if places:
                values.places |= _places(name, value, spot)
            try:
                values[name] = options[name].read(value, spot)
            except WrongError as wrong:
                spot(wrong.node).tell(f"{name}: {wrong.what}", wrong.cure)
                values.doubtful.add(name)
    return values


def _places(name: str, node: yaml.Node, spot: Spot) -> dict[str, tuple[int, int]]:
    """Where an option's value stands, and each word in it."""
    first = spot(node)
    found = {name: (first.line, first.column)}
    if isinstance(node, yaml.ScalarNode):
        quote = 1 if node.style in ("'", '"') else 0
        for word in re.finditer(r"[^\s,]+", node.value):
            found[f"{name}/{word[0]}"] = (first.line, first.column + quote + word.start())
        return found
    for each in node.value:
        for inner in each if isinstance(each, tuple) else (each,):
            found = {**_places(name, inner, spot), **found}
    return found


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
