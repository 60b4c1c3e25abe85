"""My Blog List: the blogs with their newest posts, newest first. A pure function, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urljoin

from .model import BlogListEntry, FollowedBlog, HeadLink, Newest

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def blog_list(blogs: Iterable[FollowedBlog], cache: Mapping[str, Newest]) -> list[BlogListEntry]:
    """The blogs, that with the newest post first; those without a date last, by title."""
    entries = [_entry(blog, cache.get(blog.feed, Newest())) for blog in blogs]
    entries.sort(key=lambda each: (each.title.casefold(), each.title, each.feed, each.url))
    entries.sort(key=lambda each: each.newest_time or _NEVER, reverse=True)
    return entries


def _entry(blog: FollowedBlog, newest: Newest) -> BlogListEntry:
    url = blog.url or newest.site or urljoin(blog.feed, "/")
    title = newest.title or newest.link.partition("://")[2]
    return BlogListEntry(blog.title, url, blog.feed, title, newest.link, newest.time)


def blogroll_link(href: str, title: str) -> HeadLink:
    """The link by which feed readers find the OPML list at `href`."""
    return HeadLink("blogroll", "text/x-opml", href, title)
