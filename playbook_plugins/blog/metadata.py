"""What machines read of a post: Open Graph's article properties and schema.org's BlogPosting.

Sources: ogp.me, "article"; schema.org/BlogPosting.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from playbook_plugins.blogroll.listing import blogroll_link
from playbook_plugins.blogroll.model import HeadLink
from playbook_plugins.shared.open_graph import Card, first_words, shortened

from .discussion_place import placed
from .feeds.model import Discovered
from .library import Library
from .model import Post


def metadata_html(post: Post, library: Library, url: str, site: str) -> str:
    """The lines for the head of a post at `url` (whole, or empty when nobody knows it)."""
    context = library.context(post)
    properties = [
        ("article:published_time", post.date.created.isoformat()),
        ("article:modified_time", post.date.updated.isoformat() if post.date.updated else ""),
        *(("article:author", author.name) for author in context.authors),
        ("article:section", post.categories[0] if post.categories else ""),
        *(("article:tag", label) for label in post.labels),
    ]
    lines = [
        f'<meta property="{name}" content="{html.escape(value)}">'
        for name, value in properties
        if value
    ]
    made = json.dumps(_posting(post, library, url, site), ensure_ascii=False, sort_keys=True)
    # Inside a script element nothing is decoded: "<" is written so that no tag can begin.
    safe = made.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    lines.append(f'<script type="application/ld+json">{safe}</script>')
    return "\n".join(lines) + "\n"


def card(post: Post, library: Library, url: str, site: str) -> Card:
    """What a chat shows of a post when its link is pasted."""
    words = shortened(post.description) or first_words(library.contents.get(post.path, ""))
    return Card(post.title, words, url, "", site, "article")


def discovery_html(feeds: Iterable[Discovered], blogroll: str, named: str) -> str:
    """The links by which feed readers find `feeds`, and the list at `blogroll`, by its name."""
    links = [HeadLink("alternate feed", each.type, each.href, each.title) for each in feeds]
    if blogroll:
        links.append(blogroll_link(blogroll, named))
    return "".join(map(_line, links))


@lru_cache(maxsize=100)
def _line(link: HeadLink) -> str:
    """One link as HTML: most stand on every page."""
    kind, title, href = map(html.escape, (link.type, link.title, link.href))
    return f'<link rel="{link.rel}" type="{kind}" title="{title}" href="{href}">\n'


def _posting(post: Post, library: Library, url: str, site: str) -> dict[str, Any]:
    context = library.context(post)
    comments = context.comments
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "datePublished": post.date.created.isoformat(),
        "dateModified": post.changed.isoformat(),
        "description": post.description,
        "author": [{"@type": "Person", "name": author.name} for author in context.authors],
        "keywords": list(post.labels),
        "isPartOf": {"@type": "Blog", "name": site},
        "mainEntityOfPage": url,
        "commentCount": comments.count if comments else None,
        "discussionUrl": placed(url, comments.place) if comments and url else "",
        "inLanguage": library.addresses.language,
    }
    return {key: value for key, value in values.items() if value not in ("", [], None)}
