"""Related posts: those that share rare labels, then the same series, then those written nearby.

The weight of a label is its inverse document frequency, log(posts / posts with the label)
(Spärck Jones, 1972): sharing what few posts share says more. Deterministic, no text compared.
Of the posts with a label those nearest in time are looked at, so that thousands of posts cost
a thousand times what one costs, and not a million times.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from .model import Post

NEAR = 30
"""How many posts with a label are looked at, before and after the post itself."""

Age = tuple[datetime, float, tuple[int, ...]]


class Related:
    """Finds related posts."""

    def __init__(self, posts: Sequence[Post]) -> None:
        """`posts` are all published posts."""
        self._by_uid = {post.uid: post for post in posts}
        held = Counter(label for post in posts for label in post.labels)
        self._weight = {label: math.log(len(posts) / n) + 0.01 for label, n in held.items()}
        self._holding: dict[str, list[tuple[Age, Post]]] = {}
        """The posts with each label, and in each series, from the oldest to the newest."""
        for age, post in sorted(((_age(post), post) for post in posts), key=lambda pair: pair[0]):
            pair = age, post
            for label in post.labels:
                self._holding.setdefault(label, []).append(pair)
            if post.series:
                self._holding.setdefault(_series(post), []).append(pair)
        self._found: dict[tuple[str, int], tuple[Post, list[Post]]] = {}
        """What was found for each post: its page is asked what it shows before it shows it."""

    def to(self, post: Post, count: int) -> list[Post]:
        """At most `count` posts: those that the author names, then the nearest."""
        asked = post.path, count
        known = self._found.get(asked)
        if known is None or known[0] is not post:
            known = self._found[asked] = post, self._to(post, count)
        return list(known[1])

    def _to(self, post: Post, count: int) -> list[Post]:
        named = [self._by_uid[uid] for uid in post.related if uid in self._by_uid]
        found = [each for each in dict.fromkeys(named) if each is not post][:count]
        if len(found) < count:
            taken = {id(post), *(id(each) for each in found)}
            others = (each for each in self._nearest(post) if id(each) not in taken)
            found += [each for each, _ in zip(others, range(count - len(found)), strict=False)]
        return found

    def _nearest(self, post: Post) -> Iterator[Post]:
        """Posts that share something with `post`, the most alike first."""
        age = _age(post)
        scores: dict[int, float] = {}
        others: dict[int, tuple[Age, Post]] = {}
        shared = [(label, self._weight[label]) for label in sorted(post.labels)]
        if post.series:
            shared.append((_series(post), 0.005))  # decides between equals only
        for word, weight in shared:
            for pair in self._near(word, age):
                key = id(pair)  # the same pair under each label, kept as long as we are
                scores[key] = scores.get(key, 0.0) + weight
                others[key] = pair
        rounded = {score: round(score, 9) for score in set(scores.values())}
        alike: dict[float, list[tuple[Age, Post]]] = {}
        for key, score in scores.items():
            alike.setdefault(rounded[score], []).append(others[key])
        for score in sorted(alike, reverse=True):
            yield from (
                each for _, each in sorted(alike[score], key=lambda p: _distance(age, p[0]))
            )

    def _near(self, word: str, age: Age) -> Sequence[tuple[Age, Post]]:
        holding = self._holding[word]
        if len(holding) <= 2 * NEAR:
            return holding
        at = bisect_left(holding, age, key=lambda pair: pair[0])
        return holding[max(0, at - NEAR) : at + NEAR + 1]


def _series(post: Post) -> str:
    return f"series {post.series}"


def _age(post: Post) -> Age:
    _, created, order, path = post.sort_key
    return created, order, path


def _distance(age: Age, other: Age) -> tuple[float, bool, Age]:
    """How far apart in time; of two as far, the older comes first."""
    return abs((other[0] - age[0]).total_seconds()), other > age, other
