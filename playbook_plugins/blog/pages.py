"""Addresses: where posts and views stand on the site. Plain values, no host."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime

from .model import Post

NAMED_LENGTHS = frozenset({"full", "long", "medium", "short"})


@dataclass(frozen=True)
class Addresses:
    """How a blog forms its addresses and writes its dates."""

    root: str
    """The blog's folder, `blog`; empty for the site itself."""
    language: str = "en"

    def date(self, moment: datetime, pattern: str) -> str:
        """`moment` by a Babel pattern or one of its named lengths, in the site's language."""
        return _written(moment, moment.tzinfo, pattern, self.language.replace("-", "_"))

    def source(self, address: str) -> str:
        """The source path of a page at `address` inside the blog."""
        inside = posixpath.normpath(address.strip("/"))
        return posixpath.normpath(posixpath.join(self.root, f"{inside}.md"))


@lru_cache(maxsize=65536)
def _written(moment: datetime, zone: tzinfo | None, pattern: str, locale: str) -> str:
    """A date in words; a build asks several times for each. One moment has a date in each zone."""
    if pattern in NAMED_LENGTHS:
        return format_date(moment, format=pattern, locale=locale)
    return format_datetime(moment, format=pattern, locale=locale)


def post_address(
    post: Post,
    formats: tuple[str, str, int],
    addresses: Addresses,
    slugify: Callable[[str], str],
    category_slug: Callable[[str], str],
) -> str:
    """A post's address inside the blog.

    `formats` are the address format, the date pattern, and how many categories it may hold.
    """
    form, pattern, most = formats
    stem = posixpath.splitext(posixpath.basename(post.path))[0]
    return form.format(
        date=addresses.date(post.date.created, pattern),
        slug=post.slug or slugify(post.heading or post.title),
        categories="/".join(category_slug(name) for name in post.categories[:most]),
        file="index" if stem == "README" else stem,  # as the host names it
    )
