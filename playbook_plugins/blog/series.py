"""Series: posts that belong together, in the order in which to read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from .listings.order import grouped
from .model import Post


def series_of(posts: Iterable[Post]) -> dict[str, list[Post]]:
    """Each series' posts in reading order: by `part` where one is given, else oldest first.

    A post without a part stands behind those with one.
    """
    found = grouped(posts, lambda post: [post.series] if post.series else [])
    return {title: sorted(group, key=_place) for title, group in sorted(found.items())}


def _place(post: Post) -> tuple[object, ...]:
    return (post.part == 0, post.part, post.date.created, post.order, post.path)


def wrong_parts(
    posts: Iterable[Post], language: Callable[[str], str] = lambda path: ""
) -> list[tuple[Post, Post]]:
    """Pairs of posts that claim the same part of one series, in one `language` of their paths."""
    pairs = []
    for spoken in grouped(posts, lambda post: [language(post.path)]).values():
        for group in series_of(spoken).values():
            numbered = [post for post in group if post.part]
            pairs += [(a, b) for a, b in pairwise(numbered) if a.part == b.part]
    return pairs
