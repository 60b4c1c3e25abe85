"""Selecting, ordering and splitting posts; plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

from playbook_plugins.blog.model import Post


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


def named_apart(posts: Iterable[Post]) -> list[Post]:
    """`posts` by path, with uids made from one file name told apart by a mark of their path.

    The first keeps the plain name. Uids that authors gave stay; two of these are a mistake.
    """
    ordered = sorted(posts, key=lambda post: post.path)
    taken = {post.uid for post in ordered if post.named}
    made = []
    for post in ordered:
        if not post.named and post.uid in taken:
            mark = sha256(post.path.encode()).hexdigest()[:8]
            post = replace(post, uid=f"{post.uid[:50]}-{mark}")
        taken.add(post.uid)
        made.append(post)
    return made


def duplicates(posts: Iterable[Post], key: Callable[[Post], str]) -> list[tuple[Post, Post]]:
    """Pairs (first, later) of posts that share a key that must be unique."""
    first: dict[str, Post] = {}
    pairs = []
    for post in posts:
        standing = first.setdefault(key(post), post)
        if standing is not post:
            pairs.append((standing, post))
    return pairs
