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
from datetime import timedelta
from itertools import islice

from .model import Post

NEAR = 30
"""How many posts with a label are looked at, before and after the post itself."""

MICROSECOND = timedelta(microseconds=1)


class Related:
    """Finds related posts."""

    def __init__(self, posts: Sequence[Post]) -> None:
        """`posts` are all published posts."""
        self._by_uid = {post.uid: post for post in posts}
        held = Counter(label for post in posts for label in post.labels)
        self._weight = {label: math.log(len(posts) / n) + 0.01 for label, n in held.items()}
        self._posts = sorted(posts, key=lambda post: post.sort_key[1:])
        """From the oldest to the newest: below, a post is its place here."""
        self._place = {post.path: place for place, post in enumerate(self._posts)}
        written = [post.date.created for post in self._posts]
        self._age = [(each - written[0]) // MICROSECOND for each in written]
        self._holding: dict[str, list[int]] = {}
        """The posts with each label, and in each series, the oldest first."""
        for place, post in enumerate(self._posts):
            for label in post.labels:
                self._holding.setdefault(label, []).append(place)
            if post.series:
                self._holding.setdefault(_series(post), []).append(place)
        self._found: dict[tuple[str, int], tuple[Post, list[Post]]] = {}
        """What was found for each post: its page is asked what it shows before it shows it."""

    def to(self, post: Post, count: int) -> list[Post]:
        """At most `count` posts: those that the author of `post`, which is one of all, names; then
        the nearest."""
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
            found += islice(others, count - len(found))
        return found

    def _nearest(self, post: Post) -> Iterator[Post]:
        """Posts that share something with `post`, the most alike first."""
        own = self._place[post.path]
        scores: dict[int, float] = {}
        shared = [(label, self._weight[label]) for label in sorted(post.labels)]
        if post.series:
            shared.append((_series(post), 0.005))  # decides between equals only
        for word, weight in shared:
            for place in self._near(word, own):
                scores[place] = scores.get(place, 0.0) + weight
        alike: dict[float, list[int]] = {}
        for place, score in scores.items():
            alike.setdefault(score, []).append(place)
        for places in _from_most(alike):
            for _, _, place in self._by_distance(own, places):
                yield self._posts[place]

    def _near(self, word: str, own: int) -> Sequence[int]:
        holding = self._holding[word]
        if len(holding) <= 2 * NEAR:
            return holding
        at = bisect_left(holding, own)
        return holding[max(0, at - NEAR) : at + NEAR + 1]

    def _by_distance(self, own: int, others: list[int]) -> list[tuple[int, bool, int]]:
        """Other posts by how far apart they are in time; of two as far, the older comes first."""
        age = self._age
        return sorted((abs(age[other] - age[own]), other > own, other) for other in others)


def _from_most(alike: dict[float, list[int]]) -> Iterator[list[int]]:
    """What has each score, the highest first; scores are one where only their sums' ends differ."""
    rounded: dict[float, list[int]] = {}
    for score, places in alike.items():
        rounded.setdefault(round(score, 9), []).extend(places)
    return (rounded[score] for score in sorted(rounded, reverse=True))


def _series(post: Post) -> str:
    return f"series {post.series}"
