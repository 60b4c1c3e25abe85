"""Permanent ids of feeds and entries: tag URIs (RFC 4151) that no edit changes.

A feed reader shows an entry again when its id changes. So the id must not hold the post's
address, title, date or place: it is the site's authority and the post's `uid`. What follows the
authority's name is a date on which that name belonged to the site, `2026` unless the author gives
another; it is fixed, since the first post's own date changes when an older post is brought in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

SINCE = "2026"
LONGEST_LABEL = 63
"""Signs between two dots of a host's name (RFC 1035, 2.3.4)."""
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_SINCE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_FINE = "-._~!$'()*+,;=:@/"


def authority_from(site_url: str, chosen: str = "") -> str:
    """Who vouches for the site's ids: `coach.example,2026`; empty when nobody can.

    `chosen` is the author's own, a name with or without a date, and wins: a site that moves to
    another address keeps its ids by choosing the old name.
    """
    name, _, since = chosen.strip().lower().partition(",")
    if not name:
        name = _host(site_url)
    fine = _NAME.fullmatch(name) and _SINCE.fullmatch(since or SINCE)
    return f"{name},{since or SINCE}" if fine else ""


def _host(address: str) -> str:
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
        if host.isascii() and len(host) <= LONGEST_LABEL:
            return host  # as the codec would leave it, whose tables take their time to be loaded
        return host.encode("idna").decode("ascii").lower()
    except ValueError:  # UnicodeError, too
        return ""


def tag(authority: str, *parts: str) -> str:
    """A tag URI: `tag:coach.example,2026:post/first-five-minutes`."""
    return f"tag:{authority}:" + "/".join([_quoted(part) for part in parts])


@lru_cache(maxsize=4096)
def _quoted(part: str) -> str:
    """A part of a tag; a post's name stands in the ids of all its comments."""
    return quote(part.encode("utf-8", "replace"), safe=_FINE)


def feed_id(authority: str, kind: str, name: str = "") -> str:
    """The id of a feed of some kind: the blog's folder, a category, a series or a post's uid."""
    return tag(authority, "feed", kind, *([name] if name else []))


def post_id(authority: str, uid: str) -> str:
    """The id of a post, by its permanent `uid`."""
    return tag(authority, "post", uid)


def comment_id(authority: str, uid: str, comment: str) -> str:
    """The id of a comment in the thread of post `uid`."""
    return tag(authority, "comment", uid, comment)


def tip_id(authority: str, tip: str) -> str:
    """The id of a tip."""
    return tag(authority, "tip", tip)
