"""Which lines beneath a block's first line are its options, and what is wrong with their place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence

from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.shared.source_lines import Line
from playbook_plugins.worksheets.containers import STEP

_NAME = re.compile(r" *([A-Za-z][\w-]{0,30})[ ]*(?::(?=[ ]|$)|[:：=](?=[ ]*\S))")
_JOINED = re.compile(r"( *)([A-Za-z][\w-]{0,30})(?:[ ]*[=：]|[ ]+:|:(?=[^\s:]))[ ]*(?=\S)")
_EXACT = re.compile(r" *([a-z]+) *:(?: |$)")
_RULE = re.compile(r"\s*-{3,}\s*$")
ALWAYS = ("id", "version", "retired")
"""Options that are never the first word of a sentence, however they are spelt."""
NEAR = 0.8


def split_options(
    lines: Sequence[Line], names: Collection[str], complaints: Complaints
) -> tuple[list[Line], list[Line]]:
    """The lines of the options, which are called `names`, and those of the content."""
    start = next((at for at, line in enumerate(lines) if not line.blank), len(lines))
    fenced = _fenced(lines, start, names)
    if fenced:
        complaints.at(lines[start]).tell(
            "options stand without lines of dashes around them.", "Remove the two lines."
        )
        options, content = list(lines[start + 1 : fenced]), list(lines[fenced + 1 :])
        return _aligned(options), content
    end = _end(lines, start, names)
    if end == start:
        return [], list(lines)
    options = [_joined(line, names, complaints) for line in lines[start:end]]
    if options == [*lines[start:end]]:
        _check_place(lines[start], start > 0, complaints)
    more = next((at for at in range(end, len(lines)) if not lines[at].blank), end)
    if more > end and _is_late(lines[more], lines[start], names):
        complaints.at(lines[more]).tell(
            "a blank line parts this option from those above it.", "Remove the blank line."
        )
        end = _end(lines, more, names)
        options += lines[more:end]
    return _aligned(options), list(lines[end:])


def _joined(line: Line, names: Collection[str], complaints: Complaints) -> Line:
    """An option whose name and value are joined by something else, as it is meant."""
    match = _JOINED.match(line.text)
    if not match or match[2] not in names:
        return line
    value = line.text[match.end() :]
    spaces = "" if len(match[1]) >= STEP else f", with {STEP} spaces before it"
    complaints.at(line).tell(
        "an option is a name, a colon, a blank and a value.", f"Write {match[2]}: {value}{spaces}"
    )
    return Line(line.number, line.column, f"{match[1]}{match[2]}: {value}")


def _aligned(options: Sequence[Line]) -> list[Line]:
    width = min(line.indent for line in options)
    return [line.cut(width) for line in options]


def _is_late(line: Line, first: Line, names: Collection[str]) -> bool:
    return line.indent == first.indent and _is_exact(line, names)


def _is_exact(line: Line, names: Collection[str]) -> bool:
    named = _EXACT.match(line.text)
    return named is not None and named[1] in names


def _fenced(lines: Sequence[Line], start: int, names: Collection[str]) -> int:
    """The second of two lines of dashes around options, as in front matter; 0 for none."""
    if start + 2 >= len(lines) or not _RULE.match(lines[start].text):
        return 0
    if not _is_exact(lines[start + 1], names):
        return 0
    return next((at for at in range(start + 2, len(lines)) if _RULE.match(lines[at].text)), 0)


def _end(lines: Sequence[Line], start: int, names: Collection[str]) -> int:
    """Where the options end that begin at `start`, which is directly beneath or plainly meant."""
    beneath = start == 0
    at = start
    while at < len(lines) and not lines[at].blank:
        line = lines[at]
        follows = at > start and line.indent > lines[at - 1].indent
        late = start > 0 and at > start and line.indent >= STEP and lines[start].indent >= STEP
        indented = line.indent >= STEP and (beneath or late)
        if not (indented or follows or _is_named(line, names, beneath)):
            break
        at += 1
    return at


def _is_named(line: Line, names: Collection[str], beneath: bool) -> bool:
    """Whether a line that is not indented as options are is plainly meant as one."""
    if _is_exact(line, names):
        return True
    named = _NAME.match(line.text)
    if not named or not beneath:
        return False
    word = named[1]
    if word.lower() in ALWAYS:
        return True
    return word.islower() and bool(difflib.get_close_matches(word, names, n=1, cutoff=NEAR))


def _check_place(first: Line, after_blank: bool, complaints: Complaints) -> None:
    if after_blank:
        complaints.at(first).tell(
            "a blank line parts the options from their block.", "Remove the blank line."
        )
    elif first.indent < STEP:
        complaints.at(first).tell(
            "the options are not indented.", f"Put {STEP} spaces before each of them."
        )
