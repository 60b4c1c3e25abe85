"""Comments, threads and their counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from playbook_plugins.shared.records import record

APPROVED, PENDING = "approved", "pending"
STATES = (APPROVED, PENDING, "rejected", "spam")
ERASED = "erased"
"""The state of what is left of a comment whose writer is to be forgotten (erasing.py)."""


@record
class Comment:
    """One remark under a post."""

    id: str
    author: str
    date: datetime
    body: str
    parent: str = ""
    """The comment that this one answers; empty for the post itself."""
    url: str = ""
    state: str = APPROVED
    origin: str = ""
    """Where it came from: `sample`, an import, a provider; empty for the repository itself."""
    by: str = ""
    """The id of the site's author who wrote it; empty for readers. A name alone proves nothing."""
    format: str = "text"
    """`text`, or `html` when it came from elsewhere with markup."""
    answered: str = ""
    """`yes` where somebody of the site says that nothing is owed to it any more."""
    mark: str = ""
    """By this an erased comment is known again when it is met elsewhere; it says nothing of it."""


@record
class Thread:
    """All comments of one post, by the post's permanent uid."""

    uid: str
    comments: tuple[Comment, ...] = ()
    closed: bool = False

    @cached_property
    def approved(self) -> tuple[Comment, ...]:
        """What readers see, oldest first: every number on the site counts these."""
        seen = [comment for comment in self.comments if comment.state == APPROVED]
        return tuple(sorted(seen, key=lambda comment: (comment.date, comment.id)))

    @property
    def count(self) -> int:
        """Approved comments, answers included."""
        return len(self.approved)


def fair_share(threads: Iterable[Thread], most: int, each: int) -> int:
    """How many comments one thread may show so that all together show at most `most`.

    `each` is the most that a thread may show anyway; for both, 0 means all. The newest comment
    of a thread is always shown.
    """
    counts = sorted(thread.count for thread in threads)
    if not most or sum(min(count, each or count) for count in counts) <= most:
        return each
    left = most
    for at, count in enumerate(counts):  # the short ones first: what they leave is for the others
        share = left // (len(counts) - at)
        if count > share:
            return max(1, share)
        left -= count
    return each


@record
class Reply:
    """A comment where the page shows it."""

    comment: Comment
    depth: int = 0
    """How many comments it is below; 0 answers the post."""
    folded: bool = False
    """Whether it stands in a fold with others like it, which a press or its address opens."""
    answers: Comment | None = None
    """The comment above it, where its place does not tell."""
