"""OPML, the format in which feed readers exchange lists of blogs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from playbook_plugins.shared.web_address import web

from .model import FeedError, FollowedBlog, Newest
from .safe_text import line, plain
from .xml_tree import Element, parse

MOST_BLOGS = 10_000
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def opml_text(title: str, blogs: Iterable[FollowedBlog], cache: Mapping[str, Newest]) -> str:
    """An OPML 2.0 subscription list, in the order in which the blogs come; no clock.

    A blog's own address is the one that its feed names, where the list has none.
    """
    outlines = "".join(_outline(blog, cache.get(blog.feed, Newest())) for blog in blogs)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0">\n'
        f"<head>\n<title>{_escaped(line(title))}</title>\n</head>\n"
        f"<body>\n{outlines}</body>\n</opml>\n"
    )


def _outline(blog: FollowedBlog, newest: Newest) -> str:
    title = line(blog.title)
    if blog.feed:
        site = blog.url or newest.site
        # OPML calls every kind of feed "rss".
        values = {
            "type": "rss",
            "text": title,
            "title": title,
            "xmlUrl": blog.feed,
            "htmlUrl": site,
        }
    else:
        values = {"type": "link", "text": title, "title": title, "url": blog.url}
    inside = "".join(f' {name}="{_escaped(value)}"' for name, value in values.items() if value)
    return f"<outline{inside}/>\n"


def _escaped(text: str) -> str:
    made = _REFUSED.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return made.replace('"', "&quot;")


def parse_opml(content: bytes) -> list[FollowedBlog]:
    """The blogs of an OPML list, folders opened, each once. Raises `FeedError`."""
    root = parse(content)
    body = root.first("body", root.space)
    if root.name.lower() != "opml" or body is None:
        raise FeedError("it is no OPML list")
    found: dict[str, FollowedBlog] = {}
    waiting = [body]
    while waiting:
        each = waiting.pop()
        waiting += reversed(each.children)
        blog = _blog(each) if each.name == "outline" else None
        if blog and len(found) < MOST_BLOGS:
            found.setdefault(blog.feed or blog.url, blog)
    return list(found.values())


def _blog(outline: Element) -> FollowedBlog | None:
    # Writers disagree on capitals.
    values = {key.lower(): value for key, value in outline.attributes.items()}
    feed = web(values.get("xmlurl", ""))
    url = web(values.get("htmlurl") or (values.get("url", "") if not feed else ""))
    title = plain(values.get("title") or values.get("text", ""))
    return FollowedBlog(title or feed or url, feed, url) if feed or url else None
