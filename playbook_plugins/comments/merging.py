"""What a provider holds, merged into a thread. Moderators keep the last word."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from .model import APPROVED, Comment, Thread
from .providers.interface import DELETED, ProviderThread

REJECTED = "rejected"


@dataclass
class Merge:
    """What a sync changed in one thread; every list holds ids of the ledger."""

    added: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    """Comments whose text the provider has changed, taken over because it was asked for."""
    differing: list[str] = field(default_factory=list)
    """Comments whose text reads differently at the provider and was left."""
    deleted: list[str] = field(default_factory=list)
    """Comments that the provider has deleted: rejected here, and kept."""
    restored: list[str] = field(default_factory=list)
    """Comments that a sync had rejected and that are at the provider again."""
    known: list[str] = field(default_factory=list)
    """Comments whose writer is one of the site's own people, which was not known before."""
    moved: list[str] = field(default_factory=list)
    """Comments that had come from another provider: the same person, second and words."""
    late: list[str] = field(default_factory=list)
    """New comments in a closed thread, by their ids at the provider: they stay out."""
    early: list[str] = field(default_factory=list)
    """Comments that say they were written in the future: they stay out."""
    erased: list[str] = field(default_factory=list)
    """Comments that were erased here and are at the provider all the same: they stay out."""

    @property
    def changes(self) -> bool:
        """Whether anything is to be written."""
        lists = (self.added, self.edited, self.deleted, self.restored, self.known, self.moved)
        return any(lists)


CommentKey = tuple[str, datetime]
"""A comment at its provider. The date is part of it: Isso gives the last id anew after a delete."""


def comment_key(comment: Comment) -> CommentKey:
    """How a comment is recognised where it is kept; to the second, as others write dates."""
    return keys_of(comment)[0]


Said = tuple[str, datetime]
"""Who said what, and in which second: the same at whichever provider it is kept."""


def said_key(comment: Comment) -> Said:
    """How a comment is known again after a change of provider: letters and second, no markup."""
    text = html.unescape(re.sub(r"<[^>]*>", "", comment.body))
    said = "".join(f"{comment.author}\n{text}".casefold().split())
    return said, comment.date.astimezone(UTC).replace(microsecond=0)


def keys_of(comment: Comment) -> list[CommentKey]:
    """How it is recognised at each provider that has held it, the present one first."""
    origins = comment.origin.removesuffix(DELETED).split(" ")
    second = comment.date.astimezone(UTC).replace(microsecond=0)
    return [(origin, second) for origin in origins]


def merged(
    thread: Thread,
    found: ProviderThread,
    provider: str,
    elsewhere: frozenset[CommentKey] = frozenset(),
    seen: frozenset[CommentKey] = frozenset(),
    edits: bool = False,
    places: Mapping[str, str] | None = None,
) -> tuple[Thread, Merge]:
    """`thread` with what the provider holds.

    `elsewhere` are comments that a moderator has moved to other threads, `seen` what the
    provider showed in any thread. States that people set stay; so do their texts unless `edits`.
    `places` are ids of what is left here of erased comments, by their ids at the provider.
    """
    done = Merge()
    theirs = {comment_key(each): each for each in found.comments}
    ids = {each.id for each in thread.comments}
    kept = []
    for mine in _from_elsewhere(thread, theirs, provider, done):
        now = theirs.get(comment_key(mine))
        if now is not None:
            mine = _met_again(mine, now, done, edits)
        elif _has_gone(mine, found, provider, seen):
            mine = replace(mine, state=REJECTED, origin=mine.origin + DELETED)
            done.deleted.append(mine.id)
        kept.append(mine)
    here = {comment_key(each): each.id for each in kept}
    new = [each for name, each in theirs.items() if name not in here and name not in elsewhere]
    if thread.closed:
        done.late += [each.id for each in new]
        new = []
    names = dict(places or {})
    names |= {each.id: here[name] for name, each in theirs.items() if name in here}
    given = []
    for each in new:
        given.append(_free_id(each.id, ids))
        ids.add(given[-1])
        names.setdefault(each.id, given[-1])  # an id that a server gave twice is its first
    for each, id in zip(new, given, strict=True):
        kept.append(replace(each, id=id, parent=names.get(each.parent, "")))
        done.added.append(id)
    return replace(thread, comments=tuple(kept)), done


def _from_elsewhere(
    thread: Thread, theirs: Mapping[CommentKey, Comment], provider: str, done: Merge
) -> list[Comment]:
    """The thread's comments; what had come from another provider is this one's from now on."""
    mine = {comment_key(each) for each in thread.comments}
    waiting: dict[Said, list[Comment]] = {}
    for name, each in theirs.items():
        if name not in mine:
            waiting.setdefault(said_key(each), []).append(each)
    comments = []
    for each in thread.comments:
        is_other = ":" in each.origin and not each.origin.startswith(f"{provider}:")
        again = next((name[0] for name in keys_of(each) if name in theirs), "")
        if is_other and not again and (same := waiting.get(said_key(each))):
            again = same.pop(0).origin
        if is_other and again:
            each = replace(each, origin=_with_first(each.origin, again))
            done.moved.append(each.id)
        comments.append(each)
    return comments


def _with_first(origin: str, first: str) -> str:
    """All that is known of where a comment was kept, the present place first."""
    gone = DELETED if origin.endswith(DELETED) else ""
    others = [each for each in origin.removesuffix(DELETED).split(" ") if each != first]
    return " ".join([first, *others]) + gone


def _met_again(mine: Comment, now: Comment, done: Merge, edits: bool) -> Comment:
    """One of ours that is still at the provider."""
    if mine.origin.endswith(DELETED):
        mine = replace(mine, origin=mine.origin.removesuffix(DELETED))
        if mine.state == REJECTED:
            mine = replace(mine, state=now.state)
        done.restored.append(mine.id)
    if now.by and not mine.by:
        mine = replace(mine, by=now.by)
        done.known.append(mine.id)
    told = ("author", "url", "body")
    if any(getattr(mine, name) != getattr(now, name) for name in told):
        if edits:
            done.edited.append(mine.id)
            return replace(mine, author=now.author, url=now.url, body=now.body, format=now.format)
        done.differing.append(mine.id)
    return mine


def _has_gone(
    mine: Comment, found: ProviderThread, provider: str, seen: frozenset[CommentKey]
) -> bool:
    """Whether an approved comment of the provider is there no more."""
    if mine.state != APPROVED or not mine.origin.startswith(f"{provider}:"):
        return False
    if mine.origin.endswith(DELETED) or comment_key(mine) in seen:
        return False
    return found.complete or mine.origin in found.deleted


def _free_id(wanted: str, taken: set[str]) -> str:
    """`wanted`, or the next one like it that the thread does not have."""
    made, number = wanted, 2
    while made in taken:
        made = f"{wanted[:56]}-{number}"
        number += 1
    return made


def without(
    made: tuple[Thread, Merge], doubted: Sequence[str], thread: Thread
) -> tuple[Thread, Merge]:
    """A merge without some of its deletions."""
    after, merge = made
    if not doubted:
        return made
    before = {each.id: each for each in thread.comments}
    kept = tuple(before[each.id] if each.id in doubted else each for each in after.comments)
    deleted = [each for each in merge.deleted if each not in doubted]
    return replace(after, comments=kept), replace(merge, deleted=deleted)
