"""Threads beside each other: what was said last, what is discussed most, what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .model import Comment, Thread


def recent(threads: Iterable[Thread], limit: int) -> list[tuple[str, Comment]]:
    """The newest approved comments of all `threads` with their post's uid; at most `limit`."""
    every = [(thread.uid, comment) for thread in threads for comment in thread.approved]
    every.sort(key=lambda pair: (pair[1].date, pair[0], pair[1].id), reverse=True)
    return every[:limit]


def last_word(thread: Thread) -> Comment | None:
    """The newest approved comment; None in a silent thread."""
    said = thread.approved
    return said[-1] if said else None


def unanswered(threads: Mapping[str, Thread]) -> list[str]:
    """Uids of open threads whose last word is a reader's, longest waiting first.

    An author's word is known by `by`, never by the name: anybody can write a name.
    """
    waiting = []
    for uid, thread in threads.items():
        last = last_word(thread)
        if last and not last.by and not thread.closed:
            waiting.append((last.date, uid))
    return [uid for _, uid in sorted(waiting)]
