"""What a table's words mean in every language that we speak: its headings, and the states of a row.

`table_words.json` holds them: language → `columns` (what a column is → its headings) and `states`
(a state → its words, the usual one first). English headings that are ids themselves ("Due") need
no entry. All languages are known on every site; where they differ, the table decides: the
language of most of its headings.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

COLUMN_TYPES: Mapping[str, str] = {
    "area": "choice",
    "status": "choice",
    **dict.fromkeys(("due", "by", "when"), "date"),
    **dict.fromkeys(("owner", "who"), "person"),
    **dict.fromkeys(("owner-ours", "owner-client", "our-owner", "client-owner"), "person"),
    **dict.fromkeys(("goal", "action", "what", "why", "next-step"), "long"),
    **dict.fromkeys(("metric", "commitment", "source"), "long"),
    **dict.fromkeys(("baseline", "target", "came-to"), "text"),
    "met": "choice",
}
"""What a column is, which is its id → the type of its cells."""

_WORDS = Path(__file__).with_name("table_words.json")
STATES = ("to-do", "doing", "done", "dropped")
"""The states of a row, as they are stored in every language."""
ENGLISH = "en"


@lru_cache(maxsize=1)
def table_words() -> Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]:
    """The file: language → `columns` and `states` → id → words."""
    words: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    words = json.loads(_WORDS.read_text(encoding="utf-8"))
    return words


def folded(text: str) -> str:
    """`text` as it is compared: without case, accents, signs, and double spaces.

    NFKD parts letters from their marks (Unicode Standard Annex 15), Arabic hamza and vowels
    among them.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", letters.replace("ـ", ""), re.UNICODE))


def column_named(heading: str, language: str = "") -> str:
    """What a column with this heading is (`due`, `owner`), `language` asked first; else `""`."""
    found = _columns().get(folded(heading), {})
    return found.get(language) or next(iter(found.values()), "")


def state_named(word: str) -> str:
    """The state that a word says (`done`, `met`), in whatever language; else `""`."""
    return _states().get(folded(word), "")


def said_alike(words: Iterable[str]) -> str:
    """The language in which every one of these words is a state; `""` where none is."""
    wanted = [folded(each) for each in words]
    for language, known in table_words().items():
        states = {folded(word) for said in known["states"].values() for word in said}
        if wanted and states.issuperset(wanted):
            return language
    return ""


def language_of(headings: Iterable[str]) -> str:
    """The language that most headings belong to; English where none is known."""
    counts = Counter(language for each in headings for language in _columns().get(folded(each), {}))
    most = max(counts.values(), default=0)
    return next((each for each in table_words() if counts[each] == most > 0), ENGLISH)


def usual_states(language: str) -> tuple[str, ...]:
    """What a column of states offers where its author names no choices."""
    states = table_words()[language]["states"]
    return tuple(states[state][0] for state in STATES)


@lru_cache(maxsize=1)
def _columns() -> Mapping[str, Mapping[str, str]]:
    known = {folded(name): {ENGLISH: name} for name in COLUMN_TYPES}
    for language, words in table_words().items():
        for column, headings in words["columns"].items():
            for heading in headings:
                known.setdefault(folded(heading), {}).setdefault(language, column)
    return known


@lru_cache(maxsize=1)
def _states() -> Mapping[str, str]:
    return {
        folded(word): state
        for words in table_words().values()
        for state, said in reversed([*words["states"].items()])
        for word in said
    }
