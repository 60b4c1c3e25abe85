"""Front matter keys: known ones, of the right type, saying what their author meant."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from playbook_plugins.front_matter import FrontMatter, Taken, moment, not_a_date
from playbook_plugins.problems import Problem, did_you_mean

TEXT, WORDS, CHOICES = "text", "a list of words", "a list such as [navigation, toc]"
FLAG, NUMBER, DATE, SEARCH, NAMES = "flag", "number", "date", "search", "names"

KNOWN_KEYS: Mapping[str, str] = {
    "title": TEXT,
    "description": TEXT,
    "template": TEXT,
    "icon": TEXT,
    "status": TEXT,
    "subtitle": TEXT,
    "image": TEXT,
    "hide": CHOICES,
    "tags": WORDS,
    "date": DATE,
    "draft": FLAG,
    "authors": NAMES,
    "categories": NAMES,
    "comments": FLAG,
    "links": "",
    "part": NUMBER,
    "pin": FLAG,
    "order": NUMBER,
    "readtime": NUMBER,
    "redirect_from": WORDS,
    "related": WORDS,
    "search": SEARCH,
    "series": TEXT,
    "slug": TEXT,
    "source": TEXT,
    "uid": "",
    "worksheets": "",
}
"""Front-matter keys that mean something here, and what each holds; features check the empty."""

SHORT = frozenset({"order", "links", "icon", "slug", "pin", "uid", "date", "tags", "hide", "part"})
NEARLY = frozenset(KNOWN_KEYS) - SHORT - {"image"}
"""Keys long enough that a near miss is a typing error and not another plugin's word."""

OTHERS = frozenset({"social", "revision_date", "og_image", "weight", "cover", "generated"})
"""Words of other plugins that resemble ours."""

HIDEABLE = ("navigation", "toc", "path", "footer", "tags", "feedback")

STOPS = frozenset({"hide", "search", "title", "template", "icon", "image"})
"""Keys that the theme cannot do without: with another type, the page cannot be made."""

DRAFT_WORDS = frozenset({"draft", "drafts", "is_draft", "isdraft", "is-draft", "unpublished"})
SHOWN_WORDS = frozenset({"published", "publish"})
NO = frozenset({False, None, "", "false", "no", "off", "0"})


def check_keys(front: FrontMatter, path: str) -> tuple[list[Problem], list[Problem]]:
    """The problems of the keys: first those with which the page must not be built."""
    stops: list[Problem] = []
    found = [
        Problem(path, line, column, f'"{name}" is written twice.', "Keep one of the two.")
        for name, line, column in front.repeated
    ]
    found += [_surprise(each, path) for each in front.taken if _surprises(each)]
    if "<<" in front.places:
        what = '"<<" takes keys from elsewhere, so that nobody sees what the page says.'
        found.append(Problem(path, *front.place("<<"), what, "Write the keys out."))
    for name, value in front.values.items():
        leak = _leak(name, value)
        what, cure = leak or _wrong(name, value)
        if what:
            wrong = Problem(path, *front.place(name), what, cure)
            (stops if leak or name in STOPS else found).append(wrong)
    return stops, found


# --- Drafts -----------------------------------------------------------------------


def _leak(name: str, value: Any) -> tuple[str, str] | None:
    """A draft that would be published because its flag is not read as one."""
    word = name.lower().strip()
    plain = value.lower().strip() if isinstance(value, str) else value
    denied = isinstance(plain, list | dict) or plain in NO
    if name == "draft" and not isinstance(value, bool):
        return '"draft" is neither true nor false.', "Write draft: true or draft: false."
    if word in SHOWN_WORDS and denied:
        return f'"{name}" is not read: this page would be published.', "Write draft: true."
    near = word in DRAFT_WORDS or (name not in KNOWN_KEYS and _looks_like_draft(word))
    if name != "draft" and near and not (not isinstance(plain, list | dict) and plain in NO):
        return f'"{name}" is not read: this page would be published.', "Write draft: true."
    return None


@lru_cache(maxsize=1000)
def _looks_like_draft(word: str) -> bool:
    return difflib.SequenceMatcher(None, word, "draft").ratio() >= 0.75


# --- Types ------------------------------------------------------------------------


def _text(name: str, value: Any) -> tuple[str, str] | None:
    if isinstance(value, list | dict | bytes | set | tuple):
        return f'"{name}" is not plain text.', f'Write it as {name}: "your text".'
    if name == "title" and isinstance(value, str) and len(value) > 300:
        return "the title is longer than 300 characters.", "Shorten it, and say more below it."
    return None


def _words(name: str, value: Any) -> tuple[str, str] | None:
    if _is_words(value):
        return None
    return f'"{name}" is not a list of words.', f"Write it as {name}: [one, two]."


def _choices(name: str, value: Any) -> tuple[str, str] | None:
    if not _is_words(value):
        return f'"{name}" is not {CHOICES}.', f"Write it as {name}: [one, two]."
    for each in value or ():
        close = did_you_mean(str(each), HIDEABLE)
        if each not in HIDEABLE and close.startswith("Did"):
            return f'"{each}" cannot be hidden.', close
    return None


def _flag(name: str, value: Any) -> tuple[str, str] | None:
    if isinstance(value, bool):
        return None
    return f'"{name}" is neither true nor false.', f"Write {name}: true or {name}: false."


def _number(name: str, value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f'"{name}" is not a number.', f"Write {name}: 5."
    if not math.isfinite(value) or abs(value) > 1_000_000:
        return f'"{name}" is no number that can be meant.', f"Write {name}: 5."
    return None


def _date(name: str, value: Any) -> tuple[str, str] | None:
    for each in value.values() if isinstance(value, dict) else [value]:
        if each is not None and moment(each) is None:
            return not_a_date(each)
    return None


def _search(name: str, value: Any) -> tuple[str, str] | None:
    cure = "Write search: {exclude: true}, or search: {boost: 2}."
    if not isinstance(value, dict):
        return '"search" is not made of keys and values.', cure
    for key, each in value.items():
        if key not in {"exclude", "boost"}:
            return f'unknown key "{key}" in "search".', did_you_mean(str(key), ["exclude", "boost"])
        if key == "exclude" and not isinstance(each, bool):
            return '"exclude" is neither true nor false.', cure
        number = isinstance(each, int | float) and not isinstance(each, bool)
        if key == "boost" and not (number and math.isfinite(each) and 0 < each <= 1000):
            return '"boost" is no number above 0.', cure
    return None


SHAPES: Mapping[str, Callable[[str, Any], tuple[str, str] | None]] = {
    TEXT: _text,
    WORDS: _words,
    CHOICES: _choices,
    FLAG: _flag,
    NUMBER: _number,
    DATE: _date,
    SEARCH: _search,
}


def _wrong(name: str, value: Any) -> tuple[str, str]:
    """What is wrong with one key, and the cure; empty when nothing is."""
    if name not in KNOWN_KEYS:
        close = _near(name) if name not in OTHERS else ""
        # Keys that resemble nothing of ours belong to other plugins.
        return (f'unknown key "{name}".', close) if close.startswith("Did you mean") else ("", "")
    shape = SHAPES.get(KNOWN_KEYS[name])
    return (shape(name, value) if shape else None) or ("", "")


@lru_cache(maxsize=1000)
def _near(name: str) -> str:
    """What a key may have been meant to be; a site writes the same few."""
    return did_you_mean(name, NEARLY)


def _is_words(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
    )


# --- Words that YAML takes for something else -------------------------------------

WORDED = {TEXT, WORDS, NAMES}


def _surprises(taken: Taken) -> bool:
    """Whether an author would be surprised: `no` is false, `007` is 7, `1.10` is 1.1."""
    if KNOWN_KEYS.get(taken.key) not in WORDED or not taken.written:
        return False
    if taken.kind == "int":
        return not re.fullmatch(r"0|-?[1-9]\d*", taken.written)
    return taken.kind in {"bool", "float", "null", "timestamp"}


def _surprise(taken: Taken, path: str) -> Problem:
    kinds = {"bool": "yes or no", "null": "nothing", "timestamp": "a date"}
    kind = kinds.get(taken.kind, "a number")
    what = f'"{taken.written}" is read as {kind}, not as a word.'
    return Problem(path, taken.line, taken.column, what, f'Put it in quotes: "{taken.written}".')
