"""RSS 2.0 with the counts and links that readers know from other blogs."""

from __future__ import annotations

from collections.abc import Sequence

from .model import MEDIA, RSS, Discussion, Entry, Feed
from .order import updated
from .writing import HEAD, address, attributes, element, language, line, nested, optional, rfc822

_SPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:slash": "http://purl.org/rss/1.0/modules/slash/",
    "xmlns:source": "http://source.scripting.com/",
    "xmlns:wfw": "http://wellformedweb.org/CommentAPI/",
}


def rss(feed: Feed, entries: Sequence[Entry]) -> str:
    """The text of an RSS feed of `entries`, in the order in which they come."""
    title = line(feed.title) or address(feed.url)
    parts = [
        element("title", title),
        element("link", address(feed.url)),
        element("description", line(feed.description) or title),
        optional("language", language(feed.language)),
        element("lastBuildDate", rfc822(updated(feed, entries))),
        _image(feed, title),
    ]
    own = feed.addresses.get(RSS)
    if own:
        parts.append(element("atom:link", rel="self", type=MEDIA[RSS], href=address(own)))
    parts.append(optional("source:blogroll", address(feed.blogroll)))
    parts += [_item(entry) for entry in entries]
    channel = nested("channel", "".join(parts))
    return f"{HEAD}<rss{attributes(_SPACES)}>\n{channel}</rss>\n"


def _image(feed: Feed, title: str) -> str:
    """The blog's picture; RSS knows three kinds of pictures only."""
    path = feed.icon.lower().partition("?")[0]
    if not path.endswith((".png", ".gif", ".jpg", ".jpeg")):
        return ""
    inside = element("url", address(feed.icon)) + element("title", title)
    return nested("image", inside + element("link", address(feed.url)))


def _item(entry: Entry) -> str:
    title = line(entry.title)
    parts = [
        optional("title", title),
        element("link", address(entry.url)),
        element("guid", entry.id, isPermaLink="false"),
        element("pubDate", rfc822(entry.published)),
        *(element("dc:creator", name) for each in entry.authors if (name := line(each.name))),
        *(element("category", name) for each in entry.categories if (name := line(each))),
        _discussion(entry.discussion),
        # Without a title an item needs a description, be it an empty one.
        element("description", entry.summary) if entry.summary or not title else "",
        optional("content:encoded", entry.html),
    ]
    return nested("item", "".join(parts))


def _discussion(discussion: Discussion | None) -> str:
    if discussion is None:
        return ""
    count = "" if discussion.count is None else str(discussion.count)
    return (
        optional("comments", address(discussion.url))
        + optional("slash:comments", count)
        + optional("wfw:commentRss", address(discussion.feeds.get(RSS, "")))
    )
