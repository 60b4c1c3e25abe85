"""Where feeds are, and the links in the head of a page by which readers find them.

Addresses are built from permanent names only: a thread's feed follows its post's `uid`, so that
a subscription outlives a post that is renamed, moved or re-dated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from posixpath import join
from urllib.parse import quote, urljoin

from .model import FORMATS, MEDIA, Discovered

BLOG, CATEGORY, SERIES, COMMENTS, THREAD, TIPS = (
    "blog",
    "category",
    "series",
    "comments",
    "thread",
    "tips",
)
KINDS = (BLOG, CATEGORY, SERIES, COMMENTS, THREAD, TIPS)
FILES = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
SHOWN = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


def feed_paths(
    blog_dir: str, kind: str, name: str = "", formats: Sequence[str] = FORMATS
) -> dict[str, str]:
    """The files of a feed from the site's root, by format.

    The blog's own is `blog/atom.xml`; others are `blog/feeds/comments/atom.xml` or
    `blog/feeds/category/plans/atom.xml`, where `name` is a slug, a series' id or a post's `uid`.
    """
    root = "" if blog_dir in {"", "."} else blog_dir.strip("/")
    part = name.replace("/", "-").strip(".")
    folder = root if kind == BLOG else join(root, "feeds", kind, *([part] if part else []))
    return {each: join(folder, FILES[each]) for each in FORMATS if each in formats}


def addresses(site_url: str, paths: Mapping[str, str]) -> dict[str, str]:
    """The whole addresses of files by format."""
    root = f"{site_url.rstrip('/')}/"
    return {each: _address(root, path) for each, path in paths.items()}


@lru_cache(maxsize=8192)
def _address(root: str, path: str) -> str:
    """Asked for by a thread's feed, its post's page, and the entries of other feeds."""
    return urljoin(root, quote(path))


def discovery(feeds: Iterable[tuple[str, Mapping[str, str]]]) -> list[Discovered]:
    """The links for feeds given as a title and addresses by format.

    The order is the readers' order of preference: the first feed's Atom comes first.
    """
    return [
        Discovered(there[each], MEDIA[each], f"{title} ({SHOWN[each]})")
        for title, there in feeds
        for each in FORMATS
        if each in there
    ]
