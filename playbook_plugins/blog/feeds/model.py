"""What a feed is made of: plain values, the same for Atom, RSS and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from playbook_plugins.shared.records import record

ATOM, RSS, JSON = "atom", "rss", "json"
FORMATS = (ATOM, RSS, JSON)
MEDIA = {
    ATOM: "application/atom+xml",
    RSS: "application/rss+xml",
    JSON: "application/feed+json",
}
"""The media type of each format."""


@record
class Person:
    """Somebody who wrote something."""

    name: str
    url: str = ""
    """A whole address; empty for none."""
    avatar: str = ""
    """The whole address of a picture; empty for none."""


@record
class Discussion:
    """How an entry is discussed. The numbers are the ledger's, never counted again."""

    url: str
    """Where readers see the thread, `https://…/first/#comments`."""
    count: int | None = 0
    """Approved comments; None is a count that nobody knows."""
    updated: datetime | None = None
    """When the newest comment was written."""
    feeds: Mapping[str, str] = field(default_factory=dict)
    """The addresses of the thread's own feeds, by format."""


@record
class Answered:
    """What a comment answers: the entry's permanent id, and where it can be read."""

    id: str
    url: str = ""


@record
class Entry:
    """A post, a comment or a tip."""

    id: str
    """A tag URI that outlives every address (see ids.py)."""
    title: str
    url: str
    published: datetime
    updated: datetime | None = None
    """When it was last changed; None for never."""
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str = ""
    """Plain text."""
    html: str = ""
    """Full content; every address in it is whole (see content.py)."""
    image: str = ""
    """The whole address of a picture that stands for it; empty for none."""
    discussion: Discussion | None = None
    """None where nothing can be discussed."""
    answers: tuple[Answered, ...] = ()
    """For a comment: what it answers, nearest first."""

    @property
    def changed(self) -> datetime:
        """When it was last touched by its author."""
        return self.updated or self.published


@record
class Feed:
    """A feed without its entries."""

    id: str
    """A tag URI (see ids.py)."""
    title: str
    url: str
    """The page that shows the same, whole."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where the feed itself is, whole, by format."""
    description: str = ""
    language: str = ""
    icon: str = ""
    """A small square picture: a whole address; empty for none."""
    authors: tuple[Person, ...] = ()
    updated: datetime | None = None
    """When there are no entries: since when there are none."""
    answers: Answered | None = None
    """For a thread's feed: the post."""
    blogroll: str = ""
    """The whole address of the site's OPML list of blogs; empty for none."""


@record
class Discovered:
    """A `<link>` in the head of a page, by which feed readers find a feed."""

    href: str
    type: str
    title: str
    rel: str = "alternate"
