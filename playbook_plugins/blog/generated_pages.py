"""Files that a blog makes beside its posts: index, years, categories, authors, series, feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .addresses import Addresses
from .listings.order import pages_of
from .listings.views import further_views
from .model import Author, Post
from .settings import BlogSettings

FEEDS = ("atom.xml", "rss.xml", "feed.json", "comments.xml", "blogroll.opml")


def generated_pages(
    settings: BlogSettings, posts: Sequence[Post], authors: Mapping[str, Author], language: str
) -> Iterator[str]:
    """The source paths that stand for a blog's own pages, where these are its posts.

    Nothing where nobody knows how addresses are made, or where the options are wrong: whoever
    checks options says so.
    """
    if settings.category_slug is None:
        return
    addresses = Addresses(settings.root, language)
    try:
        views = [
            (view.kind, view.posts, at)
            for view, at in further_views(posts, authors, settings, addresses)
        ]
        for kind, some, address in [("index", tuple(posts), ""), *views]:
            for number, _ in enumerate(pages_of(some, settings.per_page(kind)), start=1):
                yield settings.page_source(kind, address, number, addresses)
    except (KeyError, IndexError, ValueError, LookupError):
        return
