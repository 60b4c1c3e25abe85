"""Somebody wants to be forgotten: what is erased of a comment, what is left, how it stays away.

Left is a place without name, words or address: an id, so that answers have something to stand
below, the day, and a mark. A mark is a salt and two salted digests: of where the comment came
from, and of who said what when. By these a sync or an import knows it again, also after a change
of provider, and leaves it out. Nothing can be read from a mark; somebody who has the comment can
tell that it is the one.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from .merging import comment_key, said_key
from .model import ERASED, Comment, Thread

DIGITS = 32
"""Of each digest in a mark, in base 16."""
LEAST_WORD = 3
"""Letters that a word of a name has, if it is to be looked for."""


def erased(thread: Thread, ids: Collection[str], salt: str = "") -> Thread:
    """The thread with nothing but places left of the comments with these ids.

    An id that tells the writer's name is replaced, and answers are led to the new one. `salt` is
    a test's own; as a rule each comment gets a fresh one.
    """
    left = {each.id: _left(each, salt) for each in thread.comments if each.id in ids}
    taken = {each.id for each in thread.comments}
    for id, each in left.items():
        if each.id != id:
            left[id] = each = replace(each, id=_free(each.id, taken))
            taken.add(each.id)
    names = {id: each.id for id, each in left.items()}
    comments = [left.get(each.id, each) for each in thread.comments]
    led = [replace(each, parent=names.get(each.parent, each.parent)) for each in comments]
    return replace(thread, comments=tuple(led))


def _left(comment: Comment, salt: str) -> Comment:
    """The place of a comment."""
    if comment.state == ERASED and not comment.author and not comment.body:
        return comment
    salt = salt or secrets.token_hex(8)
    day = comment.date.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    mark = ":".join([salt, *_digests(salt, comment)])
    id = f"e{mark[-12:]}" if _tells(comment.id, comment.author) else comment.id
    return Comment(id, "", day, "", comment.parent, state=ERASED, mark=mark)


def _digests(salt: str, comment: Comment) -> list[str]:
    """Of its origin, if it came from elsewhere, and of its words."""
    origin, _ = comment_key(comment)
    said, second = said_key(comment)
    known = [origin] if ":" in origin else []  # `sample` and `wxr` name no single comment
    moment = second.isoformat()
    return [
        sha256("\n".join((salt, moment, each)).encode("utf-8", "replace")).hexdigest()[:DIGITS]
        for each in (*known, said)
    ]


def name_words(name: str) -> list[str]:
    """The words of a name that are long enough to be looked for."""
    return [each for each in re.findall(r"\w+", name) if len(each) >= LEAST_WORD]


def _tells(id: str, author: str) -> bool:
    """Whether an id holds a word of a name, with or without its accents."""
    plain = unicodedata.normalize("NFKD", author).encode("ascii", "ignore").decode()
    words = {each.casefold() for name in (author, plain) for each in name_words(name)}
    return any(word in id.casefold() for word in words)


def _free(wanted: str, taken: Collection[str]) -> str:
    made, number = wanted, 2
    while made in taken:
        made, number = f"{wanted}-{number}", number + 1
    return made


class Erased:
    """The comments that were erased from some threads, known again wherever they are met."""

    def __init__(self, threads: Iterable[Thread]) -> None:
        """`threads` are those of one ledger: a comment may be met under another post."""
        self._of_day: dict[date, list[tuple[str, str, list[str]]]] = {}
        for thread in threads:
            for each in thread.comments:
                if each.state == ERASED and each.mark:
                    salt, *digests = each.mark.split(":")
                    day = self._of_day.setdefault(_day(each.date), [])
                    day.append((thread.uid, each.id, [salt, *digests]))

    def place(self, comment: Comment) -> tuple[str, str] | None:
        """Thread and id of what is left of `comment`; None for one that was not erased."""
        for uid, id, (salt, *digests) in self._of_day.get(_day(comment.date), ()):
            if not set(digests).isdisjoint(_digests(salt, comment)):
                return uid, id
        return None

    def without(
        self, comments: Iterable[Comment], uid: str
    ) -> tuple[tuple[Comment, ...], dict[str, str]]:
        """`comments` that arrive in thread `uid`, less those that were erased.

        With them the ids of the places that stand for these, by the ids under which they came.
        """
        kept, places = [], {}
        for each in comments:
            place = self.place(each)
            if place is None:
                kept.append(each)
            else:
                places[each.id] = place[1] if place[0] == uid else ""
        return tuple(kept), places


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
