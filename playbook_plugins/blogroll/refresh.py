"""Asks every blog of the list for its newest post. What cannot be had keeps its old entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from playbook_plugins.shared.fetch import Policy
from playbook_plugins.shared.records import record

from .cache import validator
from .feed import newest_in
from .fetch import fetch
from .model import FeedError, FollowedBlog, Newest

WORKERS = 4
NEW, SAME, FAILED = "new", "same", "failed"


@record
class Outcome:
    """How it went with one blog."""

    blog: FollowedBlog
    result: str
    """`new`, `same` or `failed`."""
    newest: Newest | None
    """What is remembered from now on; None for nothing."""
    why: str = ""
    moved: str = ""
    """The feed's new address, when the server says that it is there for good."""


def refresh(
    blogs: Sequence[FollowedBlog],
    cache: Mapping[str, Newest],
    now: datetime,
    policy: Policy | None = None,
    each: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[dict[str, Newest], list[Outcome]]:
    """The cache as it is now, and how it went with each blog, in the list's order.

    `each` hears of a blog as soon as it is done. Blogs that left the list leave the cache.
    """
    policy = policy or Policy()
    wanted = [blog for blog in blogs if blog.feed]
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="blogroll")
    outcomes: dict[str, Outcome] = {}
    try:
        asked = [pool.submit(_one, blog, cache.get(blog.feed), now, policy) for blog in wanted]
        for done in as_completed(asked):
            outcome = done.result()
            outcomes[outcome.blog.feed] = outcome
            each(outcome)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    ordered = [outcomes[blog.feed] for blog in wanted]
    return {one.blog.feed: one.newest for one in ordered if one.newest}, ordered


def _one(blog: FollowedBlog, old: Newest | None, now: datetime, policy: Policy) -> Outcome:
    known = old or Newest()
    try:
        answer = fetch(blog.feed, known.etag, known.modified, policy)
        if answer.content is None:
            if old is None:
                raise FeedError("the server says that nothing changed, but nothing is known yet")
            return Outcome(blog, SAME, old, moved=answer.moved)
        found = newest_in(answer.content, answer.address, now, answer.charset)
    except FeedError as error:
        return Outcome(blog, FAILED, old, str(error))
    except Exception as error:  # one blog never keeps the others from being read
        return Outcome(blog, FAILED, old, f"it cannot be read ({type(error).__name__})")
    found = replace(found, etag=validator(answer.etag), modified=validator(answer.modified))
    shown = (found.title, found.link, found.time)
    same = shown == (known.title, known.link, known.time) and old is not None
    return Outcome(blog, SAME if same else NEW, found, moved=answer.moved)


def own_hosts(blogs: Sequence[FollowedBlog]) -> frozenset[str]:
    """The hosts that the author wrote down."""
    return frozenset(urlsplit(blog.feed).hostname or "" for blog in blogs if blog.feed)
