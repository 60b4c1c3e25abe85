"""`{#id .required was=old}` at the end of an item or a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playbook_plugins.ids import is_id
from playbook_plugins.problems import did_you_mean
from playbook_plugins.worksheets.complaints import Complaints
from playbook_plugins.worksheets.lines import Line

BRACES = re.compile(r"(?:^|\s+)\{:?[ ]*([^{}]*?)[ ]*\}\s*$")
TOKEN = re.compile(r"""[^\s=]+=(?:"[^"]*"|'[^']*'|[^\s"']+)|\S+""")

BAD_ID = "An id is small letters, digits and dashes and starts with a letter, such as first-call."


@dataclass
class Attributes:
    """What stood in the braces."""

    id: str = ""
    marks: set[str] = field(default_factory=set)
    was: list[str] = field(default_factory=list)


def id_problem(name: str) -> str:
    """What is wrong with `name` as an id, or nothing."""
    if not is_id(name):
        return f'"{name}" cannot be an id.'
    # "a--b" is item b of sheet a: two dashes inside a name would make two things one.
    return f'The id "{name}" has two dashes in a row.' if "--" in name else ""


def take_attributes(
    text: str, line: Line, known: Sequence[str], complaints: Complaints
) -> tuple[str, Attributes]:
    """Split `text`, which ends `line.text` or a cell of it, from the braces at its end.

    Braces that look like no attributes (`{draft}`) stay part of the text.
    """
    found = Attributes()
    braces = BRACES.search(text)
    if not braces or not _looks_meant(braces[1], known):
        return text, found
    offset = line.text.find(braces[0].strip()) + braces[0].strip().index(braces[1])
    for token in TOKEN.finditer(braces[1]):
        _take_token(token[0], found, known, complaints.at(line, offset + token.start()))
    return text[: braces.start()].rstrip(), found


def _looks_meant(inside: str, known: Sequence[str]) -> bool:
    tokens = TOKEN.findall(inside)
    return any(token[0] in "#." or "=" in token or token in known for token in tokens)


def _take_token(token: str, found: Attributes, known: Sequence[str], spot: Complaints) -> None:
    if token.startswith("#"):
        _take_id(token[1:], found, spot)
    elif token.startswith(".") and token[1:] in known:
        found.marks.add(token[1:])
    elif token.startswith("was="):
        _take_was(token[4:].strip("\"'"), found, spot)
    elif token.startswith("."):
        spot.tell(f'unknown mark "{token}".', _meant(token[1:], known))
    elif token in known:
        spot.tell(f'"{token}" lacks its dot.', f"Write .{token}.")
        found.marks.add(token)
    else:
        spot.tell(f'"{token}" means nothing here.', _meant(token.split("=")[0], [*known, "was="]))


def _meant(word: str, known: Sequence[str]) -> str:
    return did_you_mean(word, known)


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
