"""Related posts: those that share rare labels, then the same series, then those written nearby.

The weight of a label is its inverse document frequency, log(posts / posts with the label)
(Spärck Jones, 1972): sharing what few posts share says more. Deterministic, no text compared.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from .model import Post

Key = tuple[frozenset[str], str]
"""Posts with the same labels and series are alike to every other post."""


class Related:
    """Finds related posts. Posts are compared by kinds of labels, so that thousands cost little."""

    def __init__(self, posts: Sequence[Post]) -> None:
        """`posts` are all published posts."""
        self._by_uid = {post.uid: post for post in posts}
        held = Counter(label for post in posts for label in post.labels)
        self._weight = {label: math.log(len(posts) / n) + 0.01 for label, n in held.items()}
        self._groups: dict[Key, list[Post]] = {}
        for post in sorted(posts, key=lambda post: post.sort_key[1:]):
            self._groups.setdefault(_key(post), []).append(post)
        self._ranked: dict[Key, list[tuple[float, list[Post]]]] = {}
        self._holding: dict[str, list[Key]] = {}
        for key in self._groups:
            for word in (*key[0], *([f"series {key[1]}"] if key[1] else [])):
                self._holding.setdefault(word, []).append(key)

    def to(self, post: Post, count: int) -> list[Post]:
        """At most `count` posts: those that the author names, then the nearest."""
        named = [self._by_uid[uid] for uid in post.related if uid in self._by_uid]
        found = [each for each in dict.fromkeys(named) if each is not post][:count]
        for candidate in self._nearest(post):
            if len(found) >= count:
                break
            if candidate is not post and candidate not in found:
                found.append(candidate)
        return found

    def _nearest(self, post: Post) -> Iterator[Post]:
        key = _key(post)
        if key not in self._ranked:
            self._ranked[key] = self._rank(key)
        ranked = self._ranked[key]
        at = 0
        while at < len(ranked):
            score = ranked[at][0]
            tied = [group for each, group in ranked[at:] if each == score]
            at += len(tied)
            yield from _by_distance(post, tied)

    def _rank(self, key: Key) -> list[tuple[float, list[Post]]]:
        """Groups that share something with `key`, the most alike first."""
        labels, series = key
        scores: dict[Key, float] = {}
        for label in sorted(labels):
            for other in self._holding[label]:
                scores[other] = scores.get(other, 0.0) + self._weight[label]
        if series:
            for other in self._holding[f"series {series}"]:
                scores[other] = scores.get(other, 0.0) + 0.005  # decides between equals only
        ranked = [(round(score, 9), self._groups[other]) for other, score in scores.items()]
        return sorted(ranked, key=lambda pair: (-pair[0], pair[1][0].path))


def _key(post: Post) -> Key:
    return (frozenset(post.labels), post.series)


def _by_distance(post: Post, groups: Sequence[Sequence[Post]]) -> Iterator[Post]:
    """The posts of `groups`, each in order of age, by their distance in time from `post`."""
    if len(groups) == 1:
        every: Sequence[Post] = groups[0]
    else:
        every = sorted((p for group in groups for p in group), key=lambda p: p.sort_key[1:])
    right = bisect_left(every, post.sort_key[1:], key=lambda p: p.sort_key[1:])
    left = right - 1
    while left >= 0 or right < len(every):
        if left < 0:
            take_right = True
        elif right >= len(every):
            take_right = False
        else:
            before = post.date.created - every[left].date.created
            after = every[right].date.created - post.date.created
            take_right = after < before
        if take_right:
            yield every[right]
            right += 1
        else:
            yield every[left]
            left -= 1
