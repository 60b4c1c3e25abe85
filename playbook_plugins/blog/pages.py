"""Addresses: where posts and views stand on the site. Plain values, no host."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from babel.dates import format_date

from .model import Post

LONGEST_NAME = 200
"""Bytes of one part of an address: file systems take 255, and some of that is spent elsewhere."""


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
        return posixpath.normpath(posixpath.join(self.root, f"{inside(address)}.md"))

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
        slug=post.slug or slugify(post.title) or stem,  # a title may be all signs
        categories="/".join(category_slug(name) for name in post.categories[:most]),
        file=stem,
    )
    return inside(made)


def inside(address: str) -> str:
    """`address` as every file system takes it, and never out of the blog.

    Signs that nobody can see go, and a part that is too long for a file's name is cut.
    """
    seen = "".join(s for s in address if unicodedata.category(s) not in {"Cc", "Cs", "Zl", "Zp"})
    parts = posixpath.normpath(f"/{seen}").strip("/").split("/")
    return "/".join(part.encode()[:LONGEST_NAME].decode("utf-8", "ignore") for part in parts)


def heading(title: str) -> str:
    """A page's heading in Markdown that shows `title` as it is written, whatever is in it."""
    line = html.escape(" ".join(title.split()), quote=False)
    return "# " + re.sub(r"([\\`*_{}\[\]()#+.!|~^=:-])", _literally, line) + "\n"


def _literally(found: re.Match[str]) -> str:
    """A sign that means something to Markdown or to one of its extensions."""
    return f"\\{found[1]}" if found[1] in "\\`*_{}[]()#+-.!" else f"&#{ord(found[1])};"


def url_of(target: str, directory_urls: bool) -> str:
    """The address of a written file: `blog/first/index.html` is at `blog/first/`.

    As the host has it, in percent signs: a name may hold `?`, `#`, or what looks like a scheme.
    """
    if directory_urls and posixpath.basename(target) == "index.html":
        folder = posixpath.dirname(target)
        return f"{quote(folder)}/" if folder else "./"
    return quote(target)
