"""Addresses: where posts and views stand on the site. Plain values, no host."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date

from .model import Post


@dataclass(frozen=True)
class Addresses:
    """How a blog forms its addresses."""

    root: str
    """The blog's folder, `blog`; empty for the site itself."""
    language: str = "en"

    def date(self, moment: datetime, pattern: str) -> str:
        """`moment` by a Babel pattern or one of its named lengths, in the site's language."""
        return format_date(moment, format=pattern, locale=self.language.replace("-", "_"))

    def source(self, address: str) -> str:
        """The source path of a generated page at `address` inside the blog."""
        return posixpath.normpath(posixpath.join(self.root, f"{address}.md"))

    def target(self, address: str, directory_urls: bool) -> str:
        """The file that a page at `address` inside the blog is written to."""
        path = posixpath.normpath(posixpath.join(self.root, address))
        return f"{path}/index.html" if directory_urls else f"{path}.html"


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
    made = form.format(
        date=addresses.date(post.date.created, pattern),
        slug=post.slug or slugify(post.title),
        categories="/".join(category_slug(name) for name in post.categories[:most]),
        file=stem,
    )
    return posixpath.normpath(made).lstrip("/")


def url_of(target: str, directory_urls: bool) -> str:
    """The address of a written file: `blog/first/index.html` is at `blog/first/`."""
    if directory_urls and posixpath.basename(target) == "index.html":
        folder = posixpath.dirname(target)
        return f"{folder}/" if folder else "./"
    return target
