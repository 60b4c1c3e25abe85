"""Interface words: what every sheet itself says, as opposed to its author.

English stands here, and in the folder of a kind what only that kind says. Every other language
is a file in `languages/`, which holds the words of the browser script as well. A key with `.one`
and `.other` is a plural; other languages have the forms that their plural rules ask for (CLDR, by
way of Babel).
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins.shared.records import record
from playbook_plugins.shared.words import catalogue as catalogues
from playbook_plugins.shared.words import plural_form

from .model import Choice, Column

ENGLISH: Mapping[str, str] = {
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
    "private": "private",
    "agreed": "Agreed",
    "name": "Name",
    "day": "Date",
    "baseline": "Today",
    "target": "Target",
    "by": "By when",
    "source": "Measured by",
    "self": "My view",
    "manager": "My coach’s view",
    "opens-when": "Usually after “{label}”.",
    "opens-when-met": "Usually once every metric is met.",
    "stages": "Stages",
    "go-to": "You find it here:",
    "door": "Open what you were sent",
    "door-plain": (
        "Links and files are opened by JavaScript, which is off here. These are the sheets."
    ),
}


def catalogue(language: str) -> Mapping[str, str]:
    """Key → text of one language; empty when we have no words in it."""
    return catalogues(language, "page")


@record
class Words:
    """The interface words of one language."""

    language: str
    english: Mapping[str, str]
    """What is said where the language has no word for it."""

    def __getitem__(self, key: str) -> str:
        """The text of `key`, English when this language has none. Raises KeyError."""
        return catalogue(self.language).get(key) or self.english[key]

    def counted(self, key: str, number: int) -> str:
        """The plural `key` for `number`."""
        form = plural_form(self.language, number)
        return self[f"{key}.{form}"].format(count=number)

    def after_start(self, days: int) -> str:
        """How a due date `days` after the start is told to a reader."""
        if days == 0:
            return self["on-start"]
        return self.counted("after-start", days)

    def column(self, column: Column) -> str:
        """The heading of a column: its author's words, or ours for one that we added."""
        return column.label or self[f"{column.id}-column"]

    def choice(self, choice: Choice) -> str:
        """The words of a choice: its author's, or ours."""
        return choice.label or self[choice.id]
