"""What an old blog did not show to everybody: it comes home as a draft, and the reason is told.

Only what is known to be public is public. A state that nobody knows is one of these.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .cleaning import plain_line
from .model import Entry

LIMITED = r"(?<!re)member|restrict|paywall|paid|protect|private|subscriber|password|premium|locker"
_KEY = re.compile(
    rf"{LIMITED}|access(?!ib)|rcp_|pmpro|mepr|wpmem|swpm|wlm|ihc_|s2mem|ppw|passster",
    re.IGNORECASE,
)
_FREE = frozenset(
    {"", "0", "no", "none", "false", "off", "all", "any", "everybody", "everyone", "public"}
    | {"visible", "default", "open", "a:0:{}", "[]", "{}"}
)
"""Values by which a plugin says that everybody may read."""
_BLOCK = re.compile(r"<!--\s*wp:([a-z0-9/-]{1,80})([^<>]{0,2000})")
_CLOSED = re.compile(r"\[/([A-Za-z][\w-]{0,60})\]")
_SHORTCODE = re.compile(
    rf"{LIMITED}|access(?!ib)|logged|log-?in|s2if|wlm_|pmpro|mepr|rcp|ihc|visitor|guest|hide|secret",
    re.IGNORECASE,
)

STATES = {
    "pending": "it waited for a review",
    "future": "its day was still to come",
    "scheduled": "its day was still to come",
    "private": "it was private",
    "inherit": "it was part of something else",
    "spam": "it was marked as spam",
}
PLAIN_DRAFTS = frozenset({"draft", "auto-draft"})


def of_state(state: str, public: str) -> str:
    """Why something in a state was not public; a plain draft needs no words."""
    state = state.strip().lower()
    if state == public or state in PLAIN_DRAFTS:
        return ""
    return STATES.get(state) or f"its state “{plain_line(state, 40)}” is not one that we know"


def of_values(values: Iterable[tuple[str, str]]) -> str:
    """Why the values that plugins keep beside a post say that not everybody saw it."""
    for key, value in values:
        if _KEY.search(key) and value.strip().strip("\"'").lower() not in _FREE:
            return f"a plugin kept it for some readers ({plain_line(key, 60)})"
    return ""


def of_text(text: str) -> str:
    """Why a text has parts that not everybody saw."""
    for name in dict.fromkeys(_CLOSED.findall(text)):
        if _SHORTCODE.search(name):
            return f"a part of it was for some readers only ([{name}])"
    for block in _BLOCK.finditer(text):
        if re.search(rf"{LIMITED}|logged", block[1]):
            return f"a part of it was for some readers only (block {block[1]})"
        if "blockVisibility" in block[2] and _is_hidden(block[2]):
            return f"a part of it was hidden (block {block[1]})"
    return ""


def _is_hidden(told: str) -> bool:
    """Whether a block says that it is hidden, or says of its visibility what cannot be read."""
    start, end = told.find("{"), told.rfind("}")
    try:
        metadata = json.loads(told[start : end + 1]).get("metadata", {})
        return metadata.get("blockVisibility", True) is not True
    except (ValueError, AttributeError, RecursionError):
        return True


def until_its_day(entry: Entry, now: datetime) -> Entry:
    """An entry that is shown, but whose day is still to come, is a draft until then."""
    if entry.draft or entry.date <= now:
        return entry
    why = f"its day is still to come: {entry.date:%Y-%m-%d}"
    return replace(entry, draft=True, address="", expected=None, hidden=why)
