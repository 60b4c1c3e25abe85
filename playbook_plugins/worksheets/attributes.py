"""`{#id .required was=old}` at the end of an item or a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playbook_plugins.ids import is_id
from playbook_plugins.lines import Line
from playbook_plugins.problems import did_you_mean
from playbook_plugins.records import record
from playbook_plugins.worksheets.complaints import Complaints

BRACES = re.compile(r"(?:^|\s+)\{:?[ ]*([^{}]*?)[ ]*\}\s*$")
TOKEN = re.compile(r"""[^\s=]+=(?:"[^"]*"|'[^']*'|[^\s"']+)|\S+""")

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


def id_problem(name: str) -> str:
    """What is wrong with `name` as an id, or nothing."""
    if not is_id(name):
        return f'"{name}" cannot be an id.'
    # "a--b" is item b of sheet a: two dashes inside a name would make two things one.
    return f'The id "{name}" has two dashes in a row.' if "--" in name else ""


@record
class Known:
    """What braces may say in one place: marks such as `.required`, keys such as `unit=`, traits."""

    marks: Sequence[str]
    keys: Sequence[str] = ()
    traits: Sequence[str] | None = None
    """None where statements have no place; a list, perhaps empty, where `+trait` may stand."""


def take_attributes(
    text: str, line: Line, known: Known | Sequence[str], complaints: Complaints
) -> tuple[str, Attributes]:
    """Split `text`, which ends `line.text` or a cell of it, from the braces at its end.

    Braces that look like no attributes (`{draft}`) stay part of the text.
    """
    known = known if isinstance(known, Known) else Known(known)
    found = Attributes()
    braces = BRACES.search(text)
    if not braces or not _looks_meant(braces[1], known):
        return text, found
    offset = line.text.find(braces[0].strip()) + braces[0].strip().index(braces[1])
    for token in TOKEN.finditer(braces[1]):
        _take_token(token[0], found, known, complaints.at(line, offset + token.start()))
    return text[: braces.start()].rstrip(), found


def _looks_meant(inside: str, known: Known) -> bool:
    signs = "#.+-" if known.traits is not None else "#."
    tokens = TOKEN.findall(inside)
    return any(token[0] in signs or "=" in token or token in known.marks for token in tokens)


def _take_token(token: str, found: Attributes, known: Known, spot: Complaints) -> None:
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
    elif token in known.marks:
        spot.tell(f'"{token}" lacks its dot.', f"Write .{token}.")
        found.marks.add(token)
    else:
        spot.tell(
            f'"{token}" means nothing here.',
            _meant(key, [*known.marks, "was=", *(f"{each}=" for each in known.keys)]),
        )


def _meant(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word, known)


def _take_trait(token: str, found: Attributes, traits: Sequence[str], spot: Complaints) -> None:
    name = token[1:]
    if name not in traits:
        cure = did_you_mean(name, traits) or "Define it under traits: in the front matter."
        spot.tell(f'there is no trait "{name}".', cure)
        found.trait = found.trait or name  # said already: not "measures no trait" as well
    elif found.trait:
        spot.tell("a statement measures one trait.", f'Keep "{found.trait}" or "{name}".')
    else:
        found.trait, found.reverse = name, token[0] == "-"


def _take_id(name: str, found: Attributes, spot: Complaints) -> None:
    if problem := id_problem(name):
        spot.tell(problem, BAD_ID)
    elif found.id:
        spot.tell(f'two ids, "{found.id}" and "{name}".', "Keep one; move the other to was=.")
    else:
        found.id = name


def _take_was(names: str, found: Attributes, spot: Complaints) -> None:
    for name in re.split(r"[\s,]+", names):
        if problem := id_problem(name):
            spot.tell(f"was={names}: {problem}", "Write the former id after was=, without #.")
        else:
            found.was.append(name)
