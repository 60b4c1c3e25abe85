"""What publishing says to readers: the page for what is not kept, and the boxes of task lists."""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins.shared.words import Vocabulary

ENGLISH: Mapping[str, str] = {
    "box-done": "Done",
    "box-open": "To do",
    "not-here-title": "Not here without a network",
    "not-here": "This page was never opened on this device, so it is not kept here.",
    "safe": "Nothing is lost: what you filled in stays on this device.",
    "kept": "These pages work without a network:",
    "again": "Try this page again",
}


def words_for(language: str) -> Vocabulary:
    """The words in `language`; English where we have none in it."""
    return Vocabulary("publish", language, ENGLISH)
