"""Blanks to fill: `- Who is it? ____` is a field, and what is nearly one is told apart from prose.

Everything here takes time in proportion to the line: no pattern looks back.
"""

from __future__ import annotations

import re

from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import CODE_SPAN, Line

from .braces import Allowed, lists_in, without

TYPES = ("text", "long", "number", "money", "date", "person", "check", "metric", "sign-off")
MARKS = ("required", "private", "note", "both")
KEYS = ("unit", "value")
KNOWN = Allowed([*TYPES, *MARKS], KEYS, certain=True)
"""What braces behind a blank may say."""
LEAST = 3
"""Underscores of a blank."""

_SIGN = re.compile(r"[ ]*(?:[-*+]|\d{1,9}[.)])[ ]+(?=\S)")
_BOX = re.compile(r"\[[ xX]\](?:[ ]|$)")
_IN_WORDS = re.compile(r"(?<![\w\\_])_{4,}(?![\w_])")
SAMPLE = "- Who is it? ____ {#who}"


@record
class Blank:
    """A list line with a blank: the words from after its sign, and what is wrong with the blank."""

    words: Line
    slip: str = ""
    cure: str = ""


def list_words(line: Line) -> Line | None:
    """What a list line says after its sign; None when it is no list line or has a box."""
    sign = _SIGN.match(line.text)
    if not sign or _BOX.match(line.text, sign.end()):
        return None
    return Line(line.number, line.column + sign.end(), line.text[sign.end() :])


def find_blank(line: Line) -> Blank | None:
    """The blank of a list line, written well or badly; None when it has none."""
    words = list_words(line)
    if words is None or not _MAY.search(words.text):
        return None
    lists = lists_in(words.text, KNOWN)
    text = without(words.text, lists)
    shown = CODE_SPAN.sub("", text) if "`" in text else text
    label = label_of(shown)
    if label is not None and _IN_WORDS.search(label):
        return Blank(words, "this line has two blanks.", f"Write a line for each: {SAMPLE}")
    if label is not None:
        return Blank(words)
    if slip := _nearly(text):
        return Blank(words, *slip)
    if _IN_WORDS.search(shown):
        what = "words follow the blank of this field."
        return Blank(words, what, f"End the line with the blank, such as: {SAMPLE}")
    return None


def label_of(text: str) -> str | None:
    """What stands before the blank at the end of `text`; None when no blank ends it."""
    bare = text.rstrip()
    label = bare.rstrip("_")
    return label.rstrip() if len(bare) - len(label) >= LEAST else None


_MAY = re.compile(r"[_.…—–＿-]\s*(?:$|[{(\[｛（])|_{3}|_ _")
_NEAR = (
    (" _", "the underscores of this blank stand apart."),
    ("_", "this blank is too short."),
    ("＿", "this blank is made of signs of full width."),
    ("\\_", "this blank is made of underscores behind backslashes."),
    (".…", "this blank is made of dots."),
    ("-–—", "this blank is made of dashes."),
)


def _nearly(text: str) -> tuple[str, str] | None:
    """What is wrong with what looks like a blank at the end of `text`, and the cure."""
    bare = text.rstrip()
    for signs, what in _NEAR:
        label = bare.rstrip(signs)
        run = bare[len(label) :]
        if not label.strip() or not _is_near(signs, run, label):
            continue
        return what, f"Write at least {LEAST} underscores side by side, such as: {SAMPLE}"
    return None


def _is_near(signs: str, run: str, label: str) -> bool:
    if signs in (" _", "\\_"):
        return run.count("_") > 1 and signs[0] in run.strip()
    apart = run[:1].isspace() or label[-1].isspace() or label[-1] in "?:"
    if signs == "_":
        return apart and 0 < len(run) < LEAST
    if signs == ".…":
        return apart and run.count(".") + 3 * run.count("…") > 4
    if signs == "-–—":
        return apart and len(run) + run.count("—") >= 4
    return bool(run)


def without_blank(text: str) -> str:
    """The words before a blank, however it is written."""
    label = label_of(text)
    return label if label is not None else text.rstrip("_＿ \\.…-–—")
