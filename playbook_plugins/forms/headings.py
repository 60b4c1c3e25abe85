"""The heading of a section: its level, its words, its id, and what the section waits for."""

from __future__ import annotations

import difflib
import re

from playbook_plugins.shared.source_lines import Line

from .attributes import place
from .braces import Allowed, lists_in, tidied, tokens_of, without
from .complaints import Complaints
from .model import Heading

GATE = "opens-when"
MARKS = ("required", "note", "private")
"""What lines of a sheet may be; at a heading it would do nothing."""
_OPENING = re.compile(r" {0,3}(#{1,6})(\s*)(?=\S)")
_KNOWN = Allowed(MARKS, (GATE,))


def heading_text(line: Line) -> tuple[int, Line] | None:
    """The level and the words of a heading, with the braces at its end; None when it is none."""
    match = _OPENING.match(line.text)
    if not match or not match[2]:
        return None
    start = match.end()
    words = line.text[start:].rstrip().rstrip("#").rstrip()
    return len(match[1]), Line(line.number, line.column + start, words)


def read_heading(level: int, line: Line, complaints: Complaints) -> Heading:
    """The heading whose words are `line`.

    Attributes of others, such as a class, stay in its words: Markdown reads them there.
    """
    lists = lists_in(line.text, _KNOWN)
    named, gate = "", ""
    others: list[str] = []
    wrong = next((each for each in lists if each.slip), None)
    if wrong:
        whole = " ".join(tidied(each.inside, _KNOWN)[0] for each in lists)
        cure = f"Write {{{whole}}} at the end of the line"
        place([line], wrong.start, complaints).tell(wrong.slip, cure)
    for each in lists:
        tidy, slip = tidied(each.inside, _KNOWN)
        spot = place([line], each.start, complaints)
        if slip and not wrong:
            spot.tell(slip, f"Write {{{tidy}}}")
        for token in tokens_of(tidy):
            key, _, value = token.partition("=")
            if token.startswith("#") and len(token) > 1 and not named:
                named = token[1:]
            elif value and _means_gate(key):
                gate = _gate(key, value.strip("\"'"), spot)
            elif _misplaced(token, key, spot):
                continue
            else:
                others.append(token)
    if not lists:
        return Heading(line.text, level)
    text = without(line.text, lists)
    return Heading(f"{text} {{{' '.join(others)}}}" if others else text, level, named, gate)


def _means_gate(key: str) -> bool:
    plain = key.lower().replace("_", "-")
    return bool(difflib.get_close_matches(plain, [GATE], cutoff=0.7)) or plain == "opens"


def _gate(key: str, value: str, spot: Complaints) -> str:
    """What the section waits for; nothing, with a problem, when that is not one name."""
    if key != GATE:
        spot.tell(f'a section knows no "{key}=".', f'Did you mean "{GATE}="?')
    names = [name.lstrip("#") for name in re.split(r"[\s,]+", value) if name]
    if len(names) != 1:
        cure = f"Write {GATE}= and the id of the last thing that has to be done."
        spot.tell("a section waits for one thing.", cure)
        return ""
    if value != names[0]:
        spot.tell(f'{GATE}: "{value}" is no id.', f"Write {GATE}={names[0]}")
    return names[0]


def _misplaced(token: str, key: str, spot: Complaints) -> bool:
    """Report what has a place at items and fields and none at a heading."""
    bare = token.lstrip(".")
    if key == "was":
        what = "a section keeps no answers, so it has no former id."
        spot.tell(what, "Write was= at the item or field that was renamed.")
    elif bare in MARKS and token.startswith("."):
        spot.tell(
            f'"{token}" does nothing at a heading.', f"Write {token} at each line beneath it."
        )
    else:
        return False
    return True
