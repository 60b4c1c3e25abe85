"""The interface words of all kinds: what sheets and tips say, as opposed to their authors."""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins.forms.words import ENGLISH, Words, catalogue
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.words import code_of


def english() -> Mapping[str, str]:
    """Key → English: the words that every kind has, and those of each."""
    found = dict(ENGLISH)
    for kind in KINDS.values():
        found |= kind.words
    return found


def words_for(language: str) -> Words:
    """The words of `language` ("en", "en-GB", "de_AT"), English when there is no catalogue."""
    code = code_of(language)
    return Words(code if catalogue(code) else "en", english())
