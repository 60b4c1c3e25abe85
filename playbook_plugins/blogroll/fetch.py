"""Gets one feed from a stranger, or a picture of an old blog: what came, or why not in words."""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins import __version__
from playbook_plugins.shared.fetch import NoAnswerError, Policy
from playbook_plugins.shared.fetch import fetch as fetch_anything
from playbook_plugins.shared.records import record

from .model import FeedError

HEADERS = {
    "User-Agent": f"mkdocs-playbook/{__version__} (blogroll)",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, */*;q=0.5",
}

LATE = "no whole answer within {seconds:g} seconds"
ODD = "the answer is not what a web server says"
FAILED = "the connection failed ({detail})"
WHY: Mapping[str, str] = {
    "address": "its address holds a name that cannot be",
    "unknown": "there is no {detail}",
    "private": "it is on a private network",
    "refused": "nothing answers there",
    "certificate": "its certificate is not valid ({detail})",
    "tls": FAILED,
    "closed": FAILED,
    "unreachable": FAILED,
    "silent": LATE,
    "late": LATE,
    "hung up": ODD,
    "not http": ODD,
    "cut": "the answer broke off",
    "large": "it is larger than {size:g} MiB",
    "packing": "it is packed in a way that was not asked for",
    "damaged": "its packing is damaged",
    "redirect": "it was redirected to something that is no address on the web",
    "redirects": "it was redirected more than {redirects} times",
}
"""What each kind of failure is to an author."""


@record
class Answer:
    """What a server said in the end."""

    content: bytes | None
    """None when nothing changed since the last time."""
    address: str
    """Where the feed was in the end."""
    etag: str = ""
    modified: str = ""
    charset: str = ""
    moved: str = ""
    """The new address, when the feed is there for good."""


def fetch(address: str, etag: str = "", modified: str = "", policy: Policy | None = None) -> Answer:
    """The feed at `address`, unless it is still the one that `etag` or `modified` stand for.

    Raises `FeedError`.
    """
    policy = policy or Policy()
    known = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {**HEADERS, **{name: value for name, value in known.items() if value}}
    try:
        got = fetch_anything(address, policy, headers)
    except NoAnswerError as error:
        size = policy.bytes / 1024**2
        why = WHY[error.kind].format(
            detail=error.detail, size=size, seconds=policy.seconds, redirects=policy.redirects
        )
        raise FeedError(why) from None
    if got.status == 410:
        raise FeedError("the server says that it is gone for good; take it out of the list")
    if got.status not in {200, 304}:
        raise FeedError(f"the server answered {got.status}")
    return Answer(
        got.content if got.status == 200 else None,
        got.address,
        got.headers.get("ETag") or "",
        got.headers.get("Last-Modified") or "",
        got.headers.get_content_charset() or "",
        got.moved,
    )
