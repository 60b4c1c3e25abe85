"""A thread in the order in which it is read: who stands below whom, what is folded or left out.

No recursion and no second look at the way up: a thread from elsewhere may be thousands of answers
deep.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .model import ERASED, Comment, Reply, Thread

DEEPEST = 4
"""Answers below this depth are shown at it: on a phone there is no room for more."""


def replies(
    thread: Thread,
    most: int = 0,
    unfolded: int = 0,
    newest_first: bool = False,
    provider: str = "",
) -> list[Reply]:
    """Approved comments in reading order, each with its depth; answers oldest first.

    An answer to a comment that is not shown stands where that comment would; one to an erased
    comment stands below its empty place. Only the newest `most` are there at all, and those that
    are not among the newest `unfolded` are folded; 0 for all. `provider` begins the origin of
    comments that step back when their provider's own discussion is up: others do not.
    """
    seen = thread.approved[-most:] if most else thread.approved
    by_id = {each.id: each for each in thread.comments}
    ringed = _ringed(by_id)
    standing = {each.id: each for each in seen} | _places(seen, by_id, ringed)
    above = _shown_above(standing, by_id, ringed)
    below: dict[str, list[Comment]] = {}
    for each in sorted(standing.values(), key=lambda each: (each.date, each.id)):
        below.setdefault(above[each.id], []).append(each)
    if newest_first:
        below.get("", []).reverse()
    unfolded_ids = {each.id for each in (seen[-unfolded:] if unfolded else seen)}
    ordered: list[Reply] = []
    waiting = [(each, 0) for each in reversed(below.get("", []))]
    while waiting:
        comment, depth = waiting.pop()
        ordered.append(Reply(comment, min(depth, DEEPEST), folded=comment.id not in unfolded_ids))
        waiting += [(each, depth + 1) for each in reversed(below.get(comment.id, []))]
    return _said_whom(_with_places(ordered), above, standing, provider)


def _ringed(by_id: Mapping[str, Comment]) -> set[str]:
    """Ids of comments that answer themselves, however far around, and of what answers them."""
    fine: set[str] = set()
    ringed: set[str] = set()
    for id in by_id:
        way: dict[str, None] = {}
        at = id
        while at in by_id and at not in fine and at not in ringed and at not in way:
            way[at] = None
            at = by_id[at].parent
        (ringed if at in way or at in ringed else fine).update(way)
    return ringed


def _places(
    seen: tuple[Comment, ...], by_id: Mapping[str, Comment], ringed: set[str]
) -> dict[str, Comment]:
    """What is left of erased comments that somebody whom readers see has answered."""
    passed: set[str] = set()
    for each in seen:
        at = each.parent
        while at in by_id and at not in passed and each.id not in ringed:
            passed.add(at)
            at = by_id[at].parent
    return {id: by_id[id] for id in passed if by_id[id].state == ERASED}


def _shown_above(
    standing: Mapping[str, Comment], by_id: Mapping[str, Comment], ringed: set[str]
) -> dict[str, str]:
    """The nearest comment above each that is shown; empty at the top, also where answers ring."""
    known: dict[str, str] = {}
    above: dict[str, str] = {}
    for id, comment in standing.items():
        if id in ringed:
            above[id] = ""
            continue
        way, at = [], comment.parent
        while at in by_id and at not in standing and at not in known:
            way.append(at)
            at = by_id[at].parent
        found = known.get(at, at if at in standing else "")
        known.update(dict.fromkeys(way, found))
        above[id] = found
    return above


def _with_places(ordered: list[Reply]) -> list[Reply]:
    """An empty place is folded as what stands below it is."""
    made = list(ordered)
    for at in range(len(made) - 2, -1, -1):
        if made[at].comment.state == ERASED:
            made[at] = replace(made[at], folded=made[at + 1].folded)
    return made


def _said_whom(
    ordered: list[Reply],
    above: Mapping[str, str],
    standing: Mapping[str, Comment],
    provider: str,
) -> list[Reply]:
    """Each says whom it answers where the eye cannot tell: at the last depth, below a fold, and
    below a comment that may step back."""
    folded = {each.comment.id for each in ordered if each.folded}
    made = []
    for each in ordered:
        parent = above[each.comment.id]
        apart = parent in folded and not each.folded
        if provider and parent and standing[parent].origin.startswith(provider):
            apart = apart or not each.comment.origin.startswith(provider)
        told = parent and (each.depth == DEEPEST or apart)
        made.append(replace(each, answers=standing[parent]) if told else each)
    return made
