"""Selecting, ordering and splitting posts; plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .model import Post


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """All posts in listing order: pinned first, then newest; ties by `order`, then by path."""
    return sorted(posts, key=lambda post: post.sort_key, reverse=True)


def by_age(posts: Iterable[Post]) -> list[Post]:
    """All posts from oldest to newest, pins ignored: the order of "previous" and "next"."""
    return sorted(posts, key=lambda post: post.sort_key[1:])


def grouped(posts: Iterable[Post], keys: Callable[[Post], Iterable[str]]) -> dict[str, list[Post]]:
    """Posts by each of their `keys`, groups and posts in the order they come."""
    groups: dict[str, list[Post]] = {}
    for post in posts:
        for key in keys(post):
            groups.setdefault(key, []).append(post)
    return groups


def pages_of(posts: Sequence[Post], per_page: int) -> list[list[Post]]:
    """`posts` in pages of at most `per_page`; one empty page when there are none."""
    if per_page < 1:
        return [list(posts)]
    return [list(posts[at : at + per_page]) for at in range(0, len(posts), per_page)] or [[]]


def duplicates(posts: Iterable[Post], key: Callable[[Post], str]) -> list[tuple[Post, Post]]:
    """Pairs (first, later) of posts that share a key that must be unique."""
    first: dict[str, Post] = {}
    pairs = []
    for post in posts:
        standing = first.setdefault(key(post), post)
        if standing is not post:
            pairs.append((standing, post))
    return pairs


def window(current: int, count: int, around: int = 2) -> list[int]:
    """Page numbers to offer: first, last, and those near `current`; 0 stands for a gap."""
    near = set(range(current - around, current + around + 1)) | {1, count}
    shown: list[int] = []
    for number in sorted(near & set(range(1, count + 1))):
        if shown and number > shown[-1] + 1:
            shown.append(0 if number > shown[-1] + 2 else shown[-1] + 1)
        shown.append(number)
    return shown
