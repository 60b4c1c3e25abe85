"""`{#id .required was=old}` at the end of an item or a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.source_lines import Line

from .braces import (
    Allowed,
    Braces,
    lists_in,
    tidied,
    tokens_of,
    without,
)
from .complaints import Complaints

BAD_ID = "An id is small letters, digits and dashes and starts with a letter, such as first-call."


@dataclass
class Attributes:
    """What stood in the braces."""

    id: str = ""
    marks: set[str] = field(default_factory=set)
    was: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    """`unit=kg` and the like, by name."""
    trait: str = ""
    reverse: bool = False
    """`+relating` or `-relating`: the trait, and whether the sign was a minus."""
    strange: Complaints | None = None
    """Where the trait stands, when there is none of that name."""


def id_problem(name: str) -> str:
    """What is wrong with `name` as an id, or nothing."""
    if not is_id(name):
        return f'"{name}" cannot be an id.'
    # "a--b" is item b of sheet a: two dashes inside a name would make two things one.
    return f'The id "{name}" has two dashes in a row.' if "--" in name else ""


def take_attributes(
    text: str, lines: Sequence[Line], known: Allowed, complaints: Complaints
) -> tuple[str, Attributes]:
    """Split `text`, which is what `lines` say, from the braces at its end.

    Braces that look like no attributes (`{draft}`) stay part of the text. Those that are
    written badly are reported, once a text, and read as they were meant.
    """
    lists = lists_in(text, known)
    found = Attributes()
    told = _tell_slip(lists, lines, known, complaints)
    for each in lists:
        tidy, wrong = tidied(each.inside, known)
        start = _inside(text, each)
        if wrong and not told:
            cure = f"Write {{{tidy}}}"
            place(lines, each.start, complaints).tell(wrong, cure)
            told = True
        whole = tidy == each.inside
        position = 0
        for token in tokens_of(tidy):
            position = tidy.find(token, position)
            spot = place(lines, start + position if whole else each.start, complaints)
            _take_token(token, found, known, spot)
            position += len(token)
    return without(text, lists), found


def _inside(text: str, each: Braces) -> int:
    return text.find(each.inside, each.start) if each.inside else each.start


def _tell_slip(
    lists: Sequence[Braces], lines: Sequence[Line], known: Allowed, complaints: Complaints
) -> bool:
    """Report the first list that is written badly or in the wrong place; whether there is one."""
    wrong = next((each for each in lists if each.slip), None)
    if wrong is None:
        return False
    whole = " ".join(tidied(each.inside, known)[0] for each in lists)
    after = " at the end of the line" if "words follow" in wrong.slip else ""
    apart = " with a blank before it" if "missing before" in wrong.slip else ""
    place(lines, wrong.start, complaints).tell(wrong.slip, f"Write {{{whole}}}{after}{apart}")
    return True


def place(lines: Sequence[Line], offset: int, complaints: Complaints) -> Complaints:
    """The spot of character `offset` in a text that these lines make, joined by line ends."""
    for line in lines[:-1]:
        if offset <= len(line.text):
            return complaints.at(line, offset)
        offset -= len(line.text) + 1
    return complaints.at(lines[-1], offset)


def _take_token(token: str, found: Attributes, known: Allowed, spot: Complaints) -> None:
    key, _, value = token.partition("=")
    if token.startswith("#"):
        _take_id(token[1:], found, spot)
    elif token.startswith(".") and token[1:] in known.marks:
        found.marks.add(token[1:])
    elif token.startswith("was="):
        _take_was(token[4:].strip("\"'"), found, spot)
    elif value and key in known.keys:
        found.values[key] = value.strip("\"'")
    elif token[0] in "+-" and known.traits is not None:
        _take_trait(token, found, known.traits, spot)
    elif token.startswith("."):
        spot.tell(f'unknown mark "{token}".', _meant(token[1:], known.marks))
    elif token in (known.traits or ()):
        spot.tell(f'"{token}" lacks its sign.', f"Write +{token}, or -{token} for the other way.")
        found.trait = found.trait or token
    elif token.lower() in known.marks:
        spot.tell(f'"{token}" lacks its dot.', f"Write .{token.lower()}")
        found.marks.add(token.lower())
    else:
        names = [*known.marks, "was=", *(f"{each}=" for each in known.keys)]
        spot.tell(f'"{token}" means nothing here.', _meant(f"{key}=" if value else key, names))


def _meant(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word.lower(), known) or "Remove it."


def _take_trait(token: str, found: Attributes, traits: Sequence[str], spot: Complaints) -> None:
    name = token[1:]
    if name not in traits:
        found.trait, found.strange = found.trait or name, spot
    elif found.trait:
        spot.tell("a statement measures one trait.", f'Keep "{found.trait}" or "{name}".')
    else:
        found.trait, found.reverse = name, token[0] == "-"


def _take_id(name: str, found: Attributes, spot: Complaints) -> None:
    if not name:
        spot.tell("an id is missing after the #.", "Write one, such as {#first-call}")
    elif problem := id_problem(name):
        spot.tell(problem, BAD_ID)
    elif found.id == name:
        spot.tell(f'the id "{name}" is written twice.', "Keep one of the two.")
    elif found.id:
        spot.tell(f'two ids, "{found.id}" and "{name}".', "Keep one; move the other to was=.")
    else:
        found.id = name


def _take_was(names: str, found: Attributes, spot: Complaints) -> None:
    if not names:
        spot.tell("was= names no former id.", "Write the former id after it, or remove it.")
        return
    for name in re.split(r"[\s,]+", names):
        if problem := id_problem(name):
            spot.tell(f"was={names}: {problem}", "Write the former id after was=, without #.")
        else:
            found.was.append(name)
