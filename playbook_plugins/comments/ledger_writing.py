"""The ledger's folder under change: one command at a time, whole files, comments that move.

What a change looks like in a file's text is `edit`'s part.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from playbook_plugins.shared.problems import Problem

from .model import ERASED, Comment, Thread
from .thread_edits import EditError, ThreadFile, raw_comments, read_thread, text_of

PATIENCE = 30.0
"""Seconds that a command waits for another one that is at work in the same ledger."""


@contextlib.contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Have the ledger in `folder` to oneself; the lock goes with its process, whatever ends it.

    Raises `EditError` when another command does not let go in time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = _lock_handle(folder)
    try:
        until = time.monotonic() + patience
        while not _take(handle):
            if time.monotonic() > until:
                what = "another command is at work in these comments."
                cure = "Wait until it has ended, then try again."
                raise EditError([Problem(folder.name, 0, 0, what, cure)])
            time.sleep(0.02)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock_handle(folder: Path) -> int:
        return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)

    def _take(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock_handle(folder: Path) -> int:
        """The folder is its own lock file: nothing is left beside the threads."""
        return os.open(folder, os.O_RDONLY)

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


ATTRIBUTES = (
    "# Threads only grow: when two people have added comments, git keeps those of both.\n"
    "*.yml merge=union\n"
)
"""How git merges a thread (gitattributes, "union")."""


def keep_both(thread: Path) -> None:
    """Tell git to merge threads by keeping both sides, unless the folder has rules of its own.

    `thread` is the file that is written; one that begins with a dot is no thread.
    """
    file = thread.with_name(".gitattributes")
    if not thread.name.startswith(".") and not file.exists():
        write_whole(file, ATTRIBUTES)


def write_whole(path: Path, text: str) -> None:
    """Write the whole file or nothing: a crash leaves the old one."""
    path = path.resolve()
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


Edit = Callable[[Thread], Thread]
"""What a command does to a thread; it may refuse by raising its own kind of error."""


class LedgerEditor:
    """Changes threads in one folder, one command at a time."""

    def __init__(self, folder: Path, shown: str) -> None:
        """`shown` is the folder as the author knows it."""
        self.folder = folder
        self.shown = shown

    def path(self, uid: str) -> Path:
        """The file of a thread."""
        return self.folder / f"{uid}.yml"

    def read(self, uid: str) -> ThreadFile:
        """A thread as it stands. Raises `EditError` when it cannot be read."""
        return read_thread(self.path(uid), f"{self.shown}/{uid}.yml", uid)

    def change(self, uid: str, edit: Edit) -> Thread:
        """The thread after `edit`; it is written only if something has changed."""
        with locked(self.folder):
            file = self.read(uid)
            after = edit(file.thread)
            self._write(file, after)
        return after

    def _write(
        self, file: ThreadFile, after: Thread, given: Mapping[str, str] | None = None
    ) -> None:
        if after != file.thread:
            keep_both(file.path)
            write_whole(file.path, text_of(file, after, given))

    def move(self, id: str, source: str, target: str, to: LedgerEditor) -> dict[str, str]:
        """Move a comment and its answers to another thread; their new ids there, by the old.

        An id stays unless the other thread has it for something else. The other thread is
        written first: a crash in between leaves a comment twice, never nowhere, and the same
        command run again sees that it is there. Raises `KeyError` when there is no such comment.
        """
        with contextlib.ExitStack() as locks:
            for folder in sorted({self.folder.resolve(), to.folder.resolve()}):
                locks.enter_context(locked(folder))
            here, there = self.read(source), to.read(target)
            if id not in {each.id for each in here.thread.comments}:
                raise KeyError(id)
            gone = branch(here.thread, id)
            names, arriving = arrivals(here.thread, there.thread, gone)
            kept = tuple(each for each in here.thread.comments if each.id not in gone)
            left = replace(here.thread, comments=kept)
            text_of(here, left)  # refuse before anything is written
            raw = raw_comments(here.text)
            same = {each.id: each for each in here.thread.comments}
            given = {c.id: raw[c.id] for c in arriving if c == same.get(c.id) and c.id in raw}
            moved = replace(there.thread, comments=(*there.thread.comments, *arriving))
            to._write(there, moved, given)
            self._write(here, left)
        return names


def branch(thread: Thread, id: str) -> set[str]:
    """The ids of a comment and of all that answers it."""
    found, grown = {id}, True
    while grown:
        answers = {each.id for each in thread.comments if each.parent in found}
        grown = not answers <= found
        found |= answers
    return found


def arrivals(here: Thread, there: Thread, gone: set[str]) -> tuple[dict[str, str], list[Comment]]:
    """Ids over there by the ids here, and the comments that are not there yet."""
    standing = {each.id: each for each in there.comments}
    taken, names = set(standing), {}
    moving = [each for each in here.comments if each.id in gone]
    for each in moving:
        name, number = each.id, 2
        while name in taken and not _is_same(each, standing.get(name)):
            name, number = f"{each.id[:56]}-{number}", number + 1
        names[each.id] = name
        taken.add(name)
    arriving = [
        replace(each, id=names[each.id], parent=names.get(each.parent, ""))
        for each in moving
        if names[each.id] not in standing
    ]
    return names, arriving


def _is_same(one: Comment, other: Comment | None) -> bool:
    """Whether a comment has arrived before: ids and parents may differ, its words do not."""
    if other is None:
        return False
    return replace(one, id="", parent="", body=one.body.rstrip()) == replace(
        other, id="", parent="", body=other.body.rstrip()
    )


def with_states(thread: Thread, ids: set[str], state: str) -> Thread:
    """The thread with the state of some comments set; one that is erased stays so."""
    chosen = {c.id for c in thread.comments if c.id in ids and c.state != ERASED}
    comments = [replace(c, state=state) if c.id in chosen else c for c in thread.comments]
    return replace(thread, comments=tuple(comments))


def pending(thread: Thread) -> list[Comment]:
    """Comments that wait for a moderator, oldest first."""
    waiting = [each for each in thread.comments if each.state == "pending"]
    return sorted(waiting, key=lambda each: (each.date, each.id))
