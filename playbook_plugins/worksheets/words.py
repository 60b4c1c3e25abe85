"""Interface words: what the sheet itself says, as opposed to its author.

One catalogue a language. A key with `.one` and `.other` is a plural; other
languages add the forms that their plural rules ask for (CLDR, by way of Babel).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

CATALOGUES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "noscript": (
            "You can fill in and print this sheet. It needs JavaScript to remember your answers."
        ),
        "required": "required",
        "note": "Note",
        "start-date": "Start date",
        "start-help": "Due dates such as “30 days after the start” move with it.",
        "on-start": "On the start date",
        "after-start.one": "{count} day after the start",
        "after-start.other": "{count} days after the start",
        "tip-link": "Link to this tip",
    },
}
"""Language code → key → text. A key that a language lacks is read from English."""


@dataclass(frozen=True)
class Words:
    """The interface words of one language."""

    language: str = "en"

    def __getitem__(self, key: str) -> str:
        """The text of `key`, English when this language has none. Raises KeyError."""
        return CATALOGUES.get(self.language, {}).get(key) or CATALOGUES["en"][key]

    def after_start(self, days: int) -> str:
        """How a due date `days` after the start is told to a reader."""
        if days == 0:
            return self["on-start"]
        form = str(Locale(self.language).plural_form(days))
        return self[f"after-start.{form}"].format(count=days)


def words_for(language: str) -> Words:
    """The words of `language` ("en", "en-GB", "de_AT"), English when there is no catalogue."""
    code = language.replace("_", "-").split("-")[0].lower()
    return Words(code if code in CATALOGUES else "en")
