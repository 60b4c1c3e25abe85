"""Interface words: what the sheet itself says, as opposed to its author.

One catalogue a language. A key with `.one` and `.other` is a plural; other
languages add the forms that their plural rules ask for (CLDR, by way of Babel).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale

from playbook_plugins.worksheets.model import Choice, Column

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
        "private": "private",
        "agreed": "Agreed",
        "name": "Name",
        "day": "Date",
        "baseline": "Today",
        "target": "Target",
        "by": "By when",
        "source": "Measured by",
        "self": "My view",
        "manager": "My manager’s view",
        "opens-when": "Opens when “{label}” is done.",
        "opens-when-met": "Opens when every metric is met.",
        "met-column": "Met?",
        "met": "Met",
        "not-met": "Not met",
        "unsure": "Not sure",
        "before": "What we agreed last time",
        "before-help": (
            "Filled from the last review when you start the next one. The first review has none."
        ),
        "sentence": "{metric}: from {baseline} to {target} by {by}.",
        "reading": "How to read your result",
        "reading-help": (
            "Each score is the average of your answers as a percentage of the scale. "
            "For conversation, not for selection."
        ),
        "band-range": "{name} ({least} to {most} %)",
        "go-to": "You find it here:",
        "plan-link": "Open the action plan",
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

    def column(self, column: Column) -> str:
        """The heading of a column: its author's words, or ours for one that we added."""
        return column.label or self[f"{column.id}-column"]

    def choice(self, choice: Choice) -> str:
        """The words of a choice: its author's, or ours."""
        return choice.label or self[choice.id]


def words_for(language: str) -> Words:
    """The words of `language` ("en", "en-GB", "de_AT"), English when there is no catalogue."""
    code = language.replace("_", "-").split("-")[0].lower()
    return Words(code if code in CATALOGUES else "en")
