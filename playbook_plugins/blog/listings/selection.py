"""What a `/// posts` listing asks for, and the posts that answer it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from playbook_plugins.blog.model import Post
from playbook_plugins.shared.records import record

SORTS = ("newest", "oldest", "updated", "title", "most-discussed", "last-comment")
LAYOUTS = ("cards", "compact", "dated")


@record
class PostQuery:
    """Which posts, in which order, how many."""

    labels: tuple[str, ...] = ()
    series: str = ""
    authors: tuple[str, ...] = ()
    sort: str = "newest"
    limit: int = 0
    """0 for all."""
    unanswered: bool = False
    """Only posts whose last comment is a reader's."""


@record
class Activity:
    """What is said under a post, as far as orders and selections need it."""

    count: int = 0
    last: datetime | None = None
    waiting: bool = False
    """Whether the last word is a reader's."""


SILENT = Activity()
BEGINNING = datetime.min.replace(tzinfo=UTC)


def select(posts: Sequence[Post], wish: PostQuery, talk: Mapping[str, Activity]) -> list[Post]:
    """The `posts` that `wish` asks for. `posts` come in listing order, which settles ties."""

    def asked(post: Post) -> bool:
        return (
            (not wish.labels or any(label in post.labels for label in wish.labels))
            and (not wish.series or post.series == wish.series)
            and (not wish.authors or any(name in post.authors for name in wish.authors))
            and (not wish.unanswered or talk.get(post.uid, SILENT).waiting)
            and (wish.sort != "most-discussed" or talk.get(post.uid, SILENT).count > 0)
            and (wish.sort != "last-comment" or talk.get(post.uid, SILENT).last is not None)
        )

    found = ordered([post for post in posts if asked(post)], wish.sort, talk)
    return found[: wish.limit] if wish.limit else found


def ordered(posts: Sequence[Post], sort: str, talk: Mapping[str, Activity]) -> list[Post]:
    """`posts` sorted one of SORTS' ways; what compares equal keeps its order."""
    keys: dict[str, tuple[Callable[[Post], Any], bool]] = {
        "oldest": (lambda post: post.sort_key[1:], False),
        "updated": (lambda post: post.changed, True),
        "title": (lambda post: post.title.casefold(), False),
        "most-discussed": (lambda post: talk.get(post.uid, SILENT).count, True),
        "last-comment": (lambda post: talk.get(post.uid, SILENT).last or BEGINNING, True),
    }
    if sort not in keys:
        return list(posts)
    key, newest_first = keys[sort]
    return sorted(posts, key=key, reverse=newest_first)
