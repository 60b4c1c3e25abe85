"""The blogs of a blogroll, and what is remembered of each."""

from __future__ import annotations

from datetime import datetime

from playbook_plugins.shared.records import record


@record
class FollowedBlog:
    """One line of `.blogroll.yml`."""

    title: str
    feed: str = ""
    """The address of its feed; empty for a blog that is only linked."""
    url: str = ""
    """The address of the blog itself; empty to take the one that its feed names."""


@record
class Newest:
    """What the last refresh found in a feed: its newest post, and what to ask the server with."""

    title: str = ""
    link: str = ""
    time: datetime | None = None
    site: str = ""
    """The blog's address as its feed names it."""
    etag: str = ""
    modified: str = ""
    """The server's own words for when the feed changed, sent back as they came."""


@record
class BlogListEntry:
    """A blog as readers see it. The age of its newest post is for the browser to say."""

    title: str
    url: str
    feed: str = ""
    newest_title: str = ""
    newest_url: str = ""
    newest_time: datetime | None = None


@record
class HeadLink:
    """A `<link>` in the head of a page."""

    rel: str
    type: str
    href: str
    title: str


class FeedError(Exception):
    """A feed or list cannot be had, or not be read: its words say why."""
