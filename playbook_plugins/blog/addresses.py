"""Addresses: where posts and views stand on the site. Plain values, no host."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime

from playbook_plugins.shared.records import record

from .model import Post

LONGEST_NAME = 200
"""Bytes of one part of an address: file systems take 255, and some of that is spent elsewhere."""
UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Kinds of signs that nobody sees: none of them is printable."""
NAMED_LENGTHS = frozenset({"full", "long", "medium", "short"})


@record
class Addresses:
    """How a blog forms its addresses and writes its dates."""

    root: str
    """The blog's folder, `blog`; empty for the site itself."""
    language: str = "en"

    def date(self, moment: datetime, pattern: str) -> str:
        """`moment` by a Babel pattern or one of its named lengths, in the site's language."""
        return _written(moment, moment.tzinfo, pattern, self.language.replace("-", "_"))

    def source(self, address: str) -> str:
        """The source path of a generated page at `address` inside the blog."""
        return posixpath.normpath(posixpath.join(self.root, f"{inside(address)}.md"))


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
        slug=post.slug or slugify(post.heading or post.title) or stem,  # it may be all signs
        categories="/".join(category_slug(name) for name in post.categories[:most]),
        file="index" if stem == "README" else stem,  # as the host names it
    )


def inside(address: str) -> str:
    """`address` as every file system takes it, and never out of the blog.

    Signs that nobody can see go, and a part that is too long for a file's name is cut.
    """
    seen = address
    if not address.isprintable():
        seen = "".join(s for s in address if unicodedata.category(s) not in UNSEEN)
    parts = posixpath.normpath(f"/{seen}").strip("/").split("/")
    return "/".join(part.encode()[:LONGEST_NAME].decode("utf-8", "ignore") for part in parts)


def heading(title: str) -> str:
    """A page's heading in Markdown that shows `title` as it is written, whatever is in it."""
    line = html.escape(" ".join(title.split()), quote=False)
    return "# " + re.sub(r"([\\`*_{}\[\]()#+.!|~^=:-])", _literally, line) + "\n"


def _literally(found: re.Match[str]) -> str:
    """A sign that means something to Markdown or to one of its extensions."""
    return f"\\{found[1]}" if found[1] in "\\`*_{}[]()#+-.!" else f"&#{ord(found[1])};"
