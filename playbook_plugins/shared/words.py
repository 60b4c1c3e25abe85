"""Interface words, with plurals by CLDR. English stands in the files of the features.

Every other language is a file in `languages/`: one section for each who speaks (`page`, `blog`,
`client`). A key with `.one` and `.other` is a plural; other languages have the forms that their
plural rules ask for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

LANGUAGES = Path(__file__).resolve().parents[1] / "languages"


@cache
def catalogue(language: str, section: str) -> Mapping[str, str]:
    """Key → text of one language's section; empty when we have no words in it."""
    path = LANGUAGES / f"{language}.json"
    if not (language.isalpha() and path.is_file()):
        return {}
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8")).get(section, {})
    return words


def code_of(language: str) -> str:
    """`de` of "de", "de-AT" and "de_AT"."""
    return re.split("[-_]", language)[0].lower()


def plural_form(language: str, number: int) -> str:
    """The CLDR plural category of `number`: `one`, `few`, `other` …; else as in English."""
    try:
        return str(Locale(code_of(language)).plural_form(number))
    except (UnknownLocaleError, ValueError):
        return "one" if number == 1 else "other"


class Vocabulary:
    """The words of one section in one language, English where it has none."""

    def __init__(self, section: str, language: str, english: Mapping[str, str]) -> None:
        """`english` holds every key there is."""
        code = code_of(language)
        self._own = catalogue(code, section)
        self._english = english
        self.language = code if self._own else "en"

    def __getitem__(self, key: str) -> str:
        """The text of `key`. Raises KeyError for one that English has not."""
        return self._own.get(key) or self._english[key]

    def counted(self, key: str, number: int, **more: object) -> str:
        """The plural `key` for `number`, which stands where the text says `{n}`."""
        form = plural_form(self.language, number)
        for name in (f"{key}.{form}", f"{key}.other"):
            if name in self._own or name in self._english:
                return self[name].format(n=number, **more)
        raise KeyError(key)

    def filled(self, key: str, **values: object) -> str:
        """The text of `key` with its places filled."""
        return self[key].format(**values)
