"""What search knows of a page. Plain values that another process may make and a cache may keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page with an address of its own: below a heading, an item, a tip, a comment."""

    anchor: str
    """Its id on the page; empty for what stands before the first heading."""
    title: str
    """Plain text; empty where only the page's own title names it."""
    text: str
    """Plain text, one line a paragraph."""


@dataclass(frozen=True, slots=True)
class SearchComment:
    """A comment under a page."""

    anchor: str
    author: str
    body: str
    """HTML."""


@dataclass(frozen=True, slots=True)
class Source:
    """All that an entry is made from."""

    url: str
    title: str
    content: str
    """HTML."""
    tags: tuple[str, ...] = ()
    remarks: tuple[SearchComment, ...] = ()
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page as the index takes it. Everything that costs time is worked out already."""

    url: str
    """Address from the site's root, as written in links."""
    document: str
    """What a result shows, as JSON: address, title, tags, sections."""
    terms: str
    """Every term of the page once, between spaces."""
    weights: str
    """How much the page is about each term, one sign a term (`index.WEIGHTS`)."""
