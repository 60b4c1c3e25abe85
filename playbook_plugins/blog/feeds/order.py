"""Which entries a feed holds, and when it changed. No clock: both depend on the entries alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from .model import Entry, Feed
from .writing import EPOCH, utc

MOST_ENTRIES = 20
MOST_COMMENTS = 50


def newest(entries: Iterable[Entry], most: int = MOST_ENTRIES) -> list[Entry]:
    """The newest entries, newest first, each id once; `most` of them, 0 for all. Pins are no news.

    Ties are broken by id, so that the order never depends on how the entries came.
    """
    once = {entry.id: entry for entry in sorted(entries, key=_age)}
    ordered = sorted(once.values(), key=_age, reverse=True)
    return ordered[:most] if most > 0 else ordered


def _age(entry: Entry) -> tuple[datetime, str, str]:
    return utc(entry.published), entry.id, entry.url


def updated(feed: Feed, entries: Sequence[Entry]) -> datetime:
    """When the feed changed: with its newest entry. Never by what time it is now."""
    moments = [utc(entry.changed) for entry in entries]
    if moments:
        return max(moments)
    return utc(feed.updated) if feed.updated else EPOCH
