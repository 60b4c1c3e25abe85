"""Threads beside each other: what was said last, what is discussed most, what nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

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


def open_questions(thread: Thread) -> list[Comment]:
    """Comments of readers that nobody of the site has answered, oldest first; none when closed.

    A word of an author's settles what was said before it in its own branch, and at the top of a
    thread all that was said before. What is marked as answered asks for nothing. An author is
    known by `by`, never by the name: anybody can write a name.
    """
    if thread.closed:
        return []
    roots = _roots(thread)
    settled: dict[str, Moment] = {}
    for each in thread.approved:
        if each.by:
            settled[roots[each.id] if each.parent else ""] = (each.date, each.id)
    return [
        each
        for each in thread.approved
        if not each.by and not each.answered and not _is_settled(each, roots, settled)
    ]


Moment = tuple[datetime, str]
"""When something was said; the id parts what was said at once, as everywhere."""


def _is_settled(comment: Comment, roots: Mapping[str, str], settled: Mapping[str, Moment]) -> bool:
    said = (comment.date, comment.id)
    return any(settled.get(of, said) > said for of in ("", roots[comment.id]))


def _roots(thread: Thread) -> dict[str, str]:
    """The comment at the top of each comment's branch; of a ring, one that is in it."""
    parents = {each.id: each.parent for each in thread.comments}
    roots: dict[str, str] = {}
    for id in parents:
        way = []
        while id not in roots and id not in way and parents.get(id) in parents:
            way.append(id)
            id = parents[id]
        top = roots.get(id, id)
        roots[id] = top
        roots.update(dict.fromkeys(way, top))
    return roots


def unanswered(threads: Mapping[str, Thread]) -> list[str]:
    """Uids of threads with open questions, longest waiting first."""
    waiting = []
    for uid, thread in threads.items():
        if asked := open_questions(thread):
            waiting.append((asked[0].date, uid))
    return [uid for _, uid in sorted(waiting)]
