"""Files that a blog makes beside its posts: index, years, categories, authors, series, feeds."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from .addresses import Addresses
from .listings.order import pages_of
from .listings.views import further_views, view_name
from .model import Author, Post

FEEDS = ("atom.xml", "rss.xml", "feed.json", "comments.xml", "blogroll.opml")
USUAL: Mapping[str, Any] = {
    "archive": True,
    "archive_date_format": "yyyy",
    "archive_url_date_format": "yyyy",
    "archive_url_format": "archive/{date}",
    "categories": True,
    "categories_url_format": "category/{slug}",
    "categories_slugify_separator": "-",
    "authors_profiles": False,
    "authors_profiles_url_format": "author/{slug}",
    "series": True,
    "series_url_format": "series/{slug}",
    "pagination": True,
    "pagination_per_page": 10,
    "pagination_url_format": "page/{page}",
}
"""What options say that mkdocs.yml leaves out."""
_PREFIX = {"archive": "archive", "category": "categories", "author": "authors_profiles"}


def made_pages(
    given: Mapping[str, Any],
    slug: Callable[[str], str],
    posts: Sequence[Post],
    authors: Mapping[str, Author],
    addresses: Addresses,
) -> Iterator[str]:
    """The sources that stand for a blog's own pages, with these posts.

    `given` are its options as they are written, `slug` makes the address of a category.
    """
    options = _options(given, slug)
    shelves = SimpleNamespace(authors=authors, addresses=addresses)
    try:
        views = [(view.kind, view.posts, at) for view, at in further_views(posts, shelves, options)]
        for kind, some, address in [("index", tuple(posts), ""), *views]:
            count = len(pages_of(some, _per_page(options, kind)))
            for number in range(1, count + 1):
                further = options.pagination_url_format.format(page=number) if number > 1 else ""
                if kind == "index":
                    further = posixpath.join(further, "index")
                yield addresses.source(posixpath.join(address, further))
    except (KeyError, IndexError, ValueError, LookupError):
        return  # the options are wrong, and whoever checks options says so


def _options(written: Mapping[str, Any], slug: Callable[[str], str]) -> Any:
    given = {name: written[name] for name in written if written[name] is not None}
    return SimpleNamespace(
        **{
            **USUAL,
            **given,
            "categories_slugify": lambda text, separator: slug(text),
            "categories_sort_by": view_name,
            "categories_sort_reverse": False,
        }
    )


def _per_page(options: Any, kind: str) -> int:
    """Posts on one page of a kind of view; 0 for all."""
    own = _PREFIX.get(kind, "")
    paginated = getattr(options, f"{own}_pagination", None)
    if not (options.pagination if paginated is None else paginated):
        return 0
    return int(getattr(options, f"{own}_pagination_per_page", None) or options.pagination_per_page)
