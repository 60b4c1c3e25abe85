"""Marks that were meant as Markdown and are printed as they stand: half a link, a list of dots.

Each is looked for where its signs are at all, outside of code, comments and mathematics.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator

from playbook_plugins.shared.broken_yaml import UNJOINED, unjoined
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import CODE_SPAN, literal_lines, numbered

from .checked import Reference
from .source_text import place

_MATHEMATICS = re.compile(r"\$[^$\n]+\$")
_SPACED = re.compile(r"(?<![\\\w\]])!?\[([^\[\]\n]{1,200})\][ \t]{1,3}\(([^()\s]{1,300})\)")
_TURNED = re.compile(r"(?<![\w\]\\)])\(([^()\[\]\n]{1,200})\)\[([^\[\]\s]{1,300})\](?![(\[:])")
_OPEN = re.compile(r"(?m)(?<![\\\w\]])(!?)\[([^\[\]\n]{1,200})\]\(([^()\s]{1,300})[ \t]*$")
_ALERT = re.compile(r"(?m)^ {0,3}>[ \t]?(\[!(\w{3,12})\][+-]?)[^\n]*$")
_WIKI = re.compile(
    r"(?<![\[\\\w])!?\[\[([^\[\]\n|#]{2,100})(?:#[^\[\]\n|]*)?(?:\|[^\[\]\n]*)?\]\](?![(\[:])"
)
LONGEST = 400
"""How far a link may go on below its line."""
_NAMED = re.compile(
    r"(?<![\\\w\]!)}$])!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,200})\]"
    r"\[([^\[\]\n]{0,100})\](?![(\[:{])"
)
_DEFINED = re.compile(r"(?m)^[ >]*(?:[-*+][ ]+)?\[(?!\^)([^\]\n]+)\]:")
_CHECKBOX = re.compile(r"[ >]*(?:[-*+]|\d+[.)])[ ]+$")
_TARGET = re.compile(
    r"https?://\S+|\.{0,2}/\S*|#[\w-]+|mailto:\S+"
    r"|[\w./%-]+\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf|docx?|xlsx?|pptx?|zip)(?:#[\w-]+)?",
    re.IGNORECASE,
)
_BULLETS = re.compile(
    r"(?m)^([ ]{0,3}([•●▪‣◦·])[ \t\u00a0]*\S[^\n]*)\n[ ]{0,3}\2[ \t\u00a0]*\S[^\n]*$"
)
_BROKEN = re.compile(r"(?:  |\\|<br ?/?>)$")
"""How a line ends whose author wants a new one behind it: such dots stand in lines of their own."""


@record
class Prose:
    """What one text holds that prints as it stands."""

    problems: tuple[Problem, ...] = ()
    doubtful: tuple[Problem, ...] = ()
    """Mistakes unless a plugin defines the names that the text uses."""
    wiki: tuple[Reference, ...] = ()
    """Links as wikis write them, `[[page]]`."""


Tell = Callable[[int, str, str], Problem]


def read_prose(body: str, height: int, path: str, is_code: Callable[[int], bool]) -> Prose:
    """What is printed raw in a text below a front matter of so many lines.

    `is_code` says whether a position is in a passage that is set in as code.
    """
    if not any(
        sign in body
        for sign in ("](", "] (", "]\t(", ")[", "][", "<<<<<<< ", "[[", "[!", *"•●▪‣◦·")
    ):
        return Prose()
    text = without_code(body)

    def tell(at: int, what: str, cure: str) -> Problem:
        line, column = place(text, at)
        return Problem(path, line + height, column, what, cure)

    defined = {_folded(each) for each in _DEFINED.findall(text)}
    found = [
        *_half_links(text, body, defined, tell),
        *_bullets(text, tell),
        *_conflicts(text, tell),
    ]
    doubtful = [*_undefined(text, body, defined, tell), *_alerts(text, tell)]
    shown = [each for each in found if not is_code(_offset(text, each, height))]
    unsure = [each for each in doubtful if not is_code(_offset(text, each, height))]
    wiki = []
    for match in _WIKI.finditer(text) if "[[" in text else ():
        line, column = place(text, match.start())
        if not is_code(match.start() + 1):
            wiki.append(Reference(match[1].strip(), line + height, column, "wiki"))
    return Prose(tuple(shown), tuple(unsure), tuple(wiki))


def _offset(text: str, problem: Problem, height: int) -> int:
    """The position of a problem, as one from the first sign of a text with a line above it."""
    lines = text.split("\n")
    line = problem.line - height
    return sum(len(each) + 1 for each in lines[: line - 1]) + max(problem.column, 1)


def without_code(body: str) -> str:
    """The text with blanks for all that is read as it stands."""
    lines = body.split("\n")
    literal = literal_lines(numbered(lines))
    made = [
        " " * len(line) if is_raw else line for line, is_raw in zip(lines, literal, strict=True)
    ]
    blank: Callable[[re.Match[str]], str] = lambda found: " " * len(found[0])  # noqa: E731
    return "\n".join(
        _MATHEMATICS.sub(blank, CODE_SPAN.sub(blank, line)) if "`" in line or "$" in line else line
        for line in made
    )


def _folded(label: str) -> str:
    return " ".join(label.lower().split())


def _half_links(text: str, body: str, defined: set[str], tell: Tell) -> Iterator[Problem]:
    """Links with a blank in the middle, or with their brackets changed over.

    `body` is the same text with its code.
    """
    for found in _SPACED.finditer(text) if "] (" in text or "]\t(" in text else ():
        words, target = body[slice(*found.span(1))], found[2]
        box = len(words) == 1 and _CHECKBOX.search(
            text, text.rfind("\n", 0, found.start()) + 1, found.start()
        )
        if _TARGET.fullmatch(target) and not (box or words[0] in "^@" or _folded(words) in defined):
            what = f'"{_short(body[slice(*found.span())])}" is no link, for the blank in it.'
            sign = "!" if found[0].startswith("!") else ""
            yield tell(found.start(), what, f"Write {sign}[{words}]({target}).")
    for found in _TURNED.finditer(text) if ")[" in text else ():
        if _TARGET.fullmatch(found[2]):
            words, written = body[slice(*found.span(1))], body[slice(*found.span())]
            sign = "!" if text[found.start() - 1 : found.start()] == "!" else ""
            what = f'"{_short(written)}" is no link: its brackets have changed places.'
            yield tell(found.start() - len(sign), what, f"Write {sign}[{words}]({found[2]}).")
    for found in _OPEN.finditer(text):
        rest = text[found.end() : found.end() + LONGEST].partition("\n\n")[0]
        closed = ")" in rest and "(" not in rest.partition(")")[0]
        if _TARGET.fullmatch(found[3]) and not closed:
            words = body[slice(*found.span(2))]
            what = f'"{_short(body[slice(*found.span())])}" is no link: its bracket stays open.'
            yield tell(found.start(), what, f"Write {found[1]}[{words}]({found[3]}).")


def _undefined(text: str, body: str, defined: set[str], tell: Tell) -> Iterator[Problem]:
    """Links by a name that nothing defines."""
    for found in _NAMED.finditer(text) if "][" in text else ():
        words = body[slice(*found.span(1))]
        label = found[2] or words
        wordy = all(re.search(r"[^\W\d_]{2}", each) for each in (words, label))
        if not wordy or label[0] in "^@#" or _folded(label) in defined:
            continue
        near = difflib.get_close_matches(_folded(label), sorted(defined), n=1, cutoff=0.7)
        written = _short(body[slice(*found.span())])
        what = f'"{written}" is no link: nothing is called "{label}" on this page.'
        cure = f"Write [{words}](page.md), or add a line [{label}]: page.md."
        yield tell(found.start(), what, f'Did you mean "{near[0]}"?' if near else cure)


def _alerts(text: str, tell: Tell) -> Iterator[Problem]:
    """Notes as GitHub and Obsidian write them, `> [!NOTE]`."""
    for found in _ALERT.finditer(text) if "[!" in text else ():
        what = f'"{found[1]}" is printed as it stands.'
        yield tell(found.start(1), what, f"Write **{found[2].capitalize()}** instead.")


def _bullets(text: str, tell: Tell) -> Iterator[Problem]:
    """Lists as word processors write them, which become one paragraph: named once a page."""
    found = next((each for each in _BULLETS.finditer(text) if not _BROKEN.search(each[1])), None)
    if found:
        at = found.start(2)
        what = f'"{found[2]}" at the beginning of lines makes no list: they are printed as one.'
        cure = "Begin each with a hyphen and a space, and leave a blank line above the first."
        yield tell(at, what, cure)


def _conflicts(text: str, tell: Tell) -> Iterator[Problem]:
    if line := unjoined(text):
        at = sum(len(each) + 1 for each in text.split("\n")[: line - 1])
        yield tell(at, *UNJOINED)


def _short(written: str) -> str:
    return written if len(written) <= 60 else f"{written[:59]}…"
