"""Front matter keys: known ones, of the right type, saying what their author meant."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from playbook_plugins.blog import plays
from playbook_plugins.shared.front_matter import FrontMatter, Taken
from playbook_plugins.shared.problems import Problem, did_you_mean, is_other_form, is_slip, misspelt
from playbook_plugins.shared.records import record

TEXT, WORDS, CHOICES = "text", "a list of words", "a list such as [navigation, toc]"
FLAG, NUMBER, DATE, SEARCH, NAMES = "flag", "number", "date", "search", "names"

PAGE_KEYS: Mapping[str, str] = {
    "title": TEXT,
    "description": TEXT,
    "template": TEXT,
    "icon": TEXT,
    "status": TEXT,
    "subtitle": TEXT,
    "hide": CHOICES,
    "draft": FLAG,
    "search": SEARCH,
    "redirect_from": WORDS,
    "worksheets": "",
    "play": "",
}
"""Keys that mean something on every page, and what each holds; features check the empty."""

POST_KEYS: Mapping[str, str] = {
    "date": DATE,
    "authors": NAMES,
    "categories": NAMES,
    "comments": FLAG,
    "links": "",
    "part": NUMBER,
    "pin": FLAG,
    "order": NUMBER,
    "readtime": NUMBER,
    "related": WORDS,
    "series": TEXT,
    "slug": TEXT,
    "uid": "",
}
"""Keys that are read of a post. On other pages they are the site's own."""

TAGS = {"tags": WORDS}
"""Read of a post, and of every page where the site lists tags."""

SINGULARS = {"tag": "tags", "category": "categories", "author": "authors", "link": "links"}
"""Words of one thing for keys of several."""

HIDEABLE = ("navigation", "toc", "path", "footer", "tags", "feedback")

STOPS = frozenset({"hide", "search", "title", "template", "icon"})
"""Keys that the theme cannot do without: with another type, the page cannot be made."""

DRAFT_WORDS = frozenset({"draft", "drafts", "isdraft", "unpublished"})
SHOWN_WORDS = frozenset({"published", "publish"})
NO = frozenset({False, "", "false", "no", "off", "0"})
YES = frozenset({True, "true", "yes", "on", "1"})


@record
class Reads:
    """Which keys are read of a page."""

    post: bool = False
    """Whether it is a post."""
    tags: bool = False
    """Whether the site lists the tags of its pages."""
    own: frozenset[str] = frozenset()
    """The site's own keys, which mean what it says."""
    authors: frozenset[str] = frozenset()
    """Ids of the blog's authors."""

    @property
    def known(self) -> Mapping[str, str]:
        """What each key holds."""
        return _known(self.post, self.tags)


@lru_cache
def _known(post: bool, tags: bool) -> Mapping[str, str]:
    return {**PAGE_KEYS, **(POST_KEYS if post else {}), **(TAGS if post or tags else {})}


def check_keys(front: FrontMatter, path: str, reads: Reads) -> tuple[list[Problem], list[Problem]]:
    """The problems of the keys: first those with which the page must not be built."""
    stops: list[Problem] = []
    found = [
        Problem(path, line, column, f'"{name}" is written twice.', "Keep one of the two.")
        for name, line, column in front.repeated
    ]
    found += [
        _surprise(each, path)
        for each in front.taken
        if each.key not in reads.own and _surprises(each, reads.known)
    ]
    if "<<" in front.places:
        what = '"<<" takes keys from elsewhere, so that nobody sees what the page says.'
        found.append(Problem(path, *front.place("<<"), what, "Write the keys out."))
    for name, value in front.values.items():
        leak = _leak(name, value)
        if name in reads.own and not leak:
            continue
        if name == plays.KEY and value is not None:
            found += [
                Problem(path, *front.place(at), what, cure)
                for at, what, cure in plays.wrong_in(value)
            ]
            continue
        place, what, cure = front.place(name), *(leak or _wrong(name, value, front, reads))
        if what:
            wrong = Problem(path, *place, what, cure)
            (stops if leak or name in STOPS else found).append(wrong)
    title = front.values.get("title")
    if isinstance(title, str) and not title.strip():
        found.append(Problem(path, *front.place("title"), *NO_TITLE))
    return stops, found


NO_TITLE = ('"title" is empty.', "Write one behind it, or take the line out.")


# --- Drafts -----------------------------------------------------------------------


def _leak(name: str, value: Any) -> tuple[str, str] | None:
    """A draft that would be published because its flag is not read as one."""
    word = re.sub(r"[\W_]", "", name).lower()
    plain = value.lower().strip() if isinstance(value, str) else value
    if name == "draft":
        wrong = '"draft" is neither true nor false.', "Write draft: true or draft: false."
        return None if isinstance(value, bool) else wrong
    if isinstance(plain, list | dict):
        leaks = word == "draft"
    elif word in SHOWN_WORDS:
        leaks = plain in NO
    elif word in DRAFT_WORDS:
        leaks = plain not in NO and plain is not None
    else:
        leaks = plain in YES and is_slip(word, "draft")
    return (
        (f'"{name}" is not read: this page would be published.', "Write draft: true.")
        if leaks
        else None
    )


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
    if isinstance(value, str):
        return _names(name, value) or (
            f'"{name}" is not a list.',
            f"Write it as {name}: [{value}].",
        )
    return f'"{name}" is not a list of words.', f"Write it as {name}: [one, two]."


def _names(name: str, value: Any) -> tuple[str, str] | None:
    """Several words in one text: `A, B` is one author or category with a comma in its name."""
    if not (isinstance(value, str) and re.search(r"[,;]", value.strip(",; "))):
        return None
    words = [each.strip() for each in re.split(r"[,;]", value) if each.strip()]
    cure = f"Write it as {name}: [{', '.join(map(_as_yaml, words))}]."
    return f'"{name}" is one word here, with its commas.', cure


def _as_yaml(word: str) -> str:
    """A word as it may stand in a list."""
    return word if re.fullmatch(r"[\w&+./ -]*[\w)]", word) and word[0].isalpha() else f'"{word}"'


def _choices(name: str, value: Any) -> tuple[str, str] | None:
    """What a theme hides: a list, or a text in which it looks for the words."""
    if not (isinstance(value, str) or _is_words(value)):
        return f'"{name}" is not {CHOICES}.', f"Write it as {name}: [one, two]."
    for each in re.split(r"[,\s]+", value) if isinstance(value, str) else value or ():
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
    NAMES: _names,
    SEARCH: _search,
}


def _wrong(name: str, value: Any, front: FrontMatter, reads: Reads) -> tuple[str, str]:
    """What is wrong with one key, and the cure; empty when nothing is."""
    known = reads.known
    if name not in known:
        meant = meant_by(name, value, reads)
        if not meant or meant in front.values:
            return "", ""  # it resembles nothing of ours, or stands beside it: it is the site's own
        return misspelt(name, meant)
    shape = SHAPES.get(known[name])
    return (shape(name, value) if shape else None) or ("", "")


def meant_by(name: str, value: Any, reads: Reads) -> str:
    """The key that somebody meant who wrote `name`; empty where it may well be another's."""
    for meant in reads.known:
        if is_other_form(name, meant):
            return meant
    plural = SINGULARS.get(name, "")
    if plural in reads.known and (plural != "authors" or str(value) in reads.authors):
        return plural
    return (
        ""
        if name in SINGULARS
        else next((key for key in reads.known if key != "draft" and is_slip(name, key)), "")
    )


def _is_words(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
    )


# --- Words that YAML takes for something else -------------------------------------

WORDED = {TEXT, WORDS, NAMES}


def _surprises(taken: Taken, known: Mapping[str, str]) -> bool:
    """Whether an author would be surprised: `no` is false, `007` is 7, `1.10` is 1.1."""
    if known.get(taken.key) not in WORDED:
        return False
    if taken.kind == "remark":
        # What is set off by a blank is a remark; a number sign belongs to its word.
        empty = taken.written.startswith("#") and taken.key == "title"
        return empty or not re.match(r"#+\s", _remark(taken))
    if taken.kind == "joined":
        return True
    if not taken.written:
        return taken.key == "title"
    if taken.kind == "int":
        return not re.fullmatch(r"0|-?[1-9]\d*", taken.written)
    return taken.kind in {"bool", "float", "null", "timestamp"}


def _remark(taken: Taken) -> str:
    """What is left out of a value, from its sign on."""
    found = re.search(r"(?:^|\s)(#.*)", taken.written)
    return found[1] if found else ""


def _surprise(taken: Taken, path: str) -> Problem:
    place = path, taken.line, taken.column
    written = taken.written
    if not written:
        return Problem(*place, *NO_TITLE)
    if taken.kind == "joined":
        what = "this line is read as the end of the one above it."
        return Problem(*place, what, "Begin it at the same column as that.")
    if taken.kind == "remark":
        what = f'"{written[written.index("#") :]}" is read as a remark and left out.'
        cure = (
            "Take the # out." if re.match(r"#+\s", written) else f'Put it in quotes: "{written}".'
        )
        return Problem(*place, what, cure)
    kinds = {"bool": "yes or no", "null": "nothing", "timestamp": "a date"}
    what = f'"{written}" is read as {kinds.get(taken.kind, "a number")}, not as a word.'
    return Problem(*place, what, f'Put it in quotes: "{written}".')
