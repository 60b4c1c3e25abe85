"""Text to terms: what readers type and what authors write come down to the same.

The browser's script does the same (client/src/search/terms.ts), and one table of cases
(tests/examples/search/terms.json) holds both to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 32
"""Signs of a term: what is longer is no word."""

# Signs that belong to a word though they are no letters: accents written apart, vowel signs
# of Indic and South-East Asian scripts, joiners, the soft hyphen.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u0900-\u0963\u0966-\u0dff"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_ASCII = "".join(sign.lower() if sign.isalnum() else " " for sign in map(chr, range(128)))
"""What each ASCII sign is to a word: its small letter, or a space between two."""
_PLAIN = re.compile(r"[^\W_]+")
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
# What folding takes away: accents, Hebrew points, Arabic vowels. Vowel signs elsewhere are
# letters to their readers and stay.
_ACCENTS = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ς": "σ"}
_SPECIAL = re.compile(f"[{''.join(_LETTERS)}]")
# Scripts that put no space between words.
_DENSE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_CAPITALS = re.compile(r"[^\W_]+?(?=[A-Z][a-z])|[^\W_]+")


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", word.lower()))
    return unicodedata.normalize("NFC", _SPECIAL.sub(lambda sign: _LETTERS[sign[0]], plain))


@lru_cache(maxsize=50_000)
def _split(word: str) -> tuple[str, ...]:
    """The terms of one word: itself, or pairs of signs where a script runs words together."""
    folded = fold(word)
    found: list[str] = []
    last = 0
    for run in _DENSE.finditer(folded):
        if run.start() > last:
            found.append(folded[last : run.start()])
        signs = run[0]
        found += [signs[at : at + 2] for at in range(len(signs))]
        last = run.end()
    if last < len(folded):
        found.append(folded[last:])
    # Folding may bring out signs that are no letters, such as the slash in a fraction.
    return tuple(part[:LONGEST] for each in found for part in _WORD.findall(each))


def _words(text: str) -> list[str]:
    """The words of a text in small letters; the usual signs between words cost no table."""
    if not text.isascii():
        for sign in "’“”–—…·«»":
            text = text.replace(sign, " ")
    if text.isascii():
        return text.translate(_ASCII).split()
    lower = text.lower()
    return (_WORD if _MARK.search(lower) else _PLAIN).findall(lower)


def terms_in(text: str) -> list[str]:
    """The terms of a text, in its order."""
    found: list[str] = []
    for word in _words(text):
        if word.isascii():
            found.append(word[:LONGEST])
        else:
            found += _split(word)
    return found


def counted(text: str) -> Counter[str]:
    """How often each term stands in a text."""
    counts = Counter(_words(text))
    for word in [word for word in counts if not word.isascii() or len(word) > LONGEST]:
        times = counts.pop(word)
        for term in _split(word):
            counts[term] += times
    return counts


def inner_terms(text: str) -> Iterable[str]:
    """The parts of words like `PlaybookForm`, for sites whose separator asks for them."""
    for word in _WORD.findall(text):
        parts = _CAPITALS.findall(word)
        if len(parts) > 1:
            for part in parts:
                yield from terms_in(part)
