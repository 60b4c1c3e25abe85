"""One build of a site at a time: a lock that ends with the process that holds it. Knows no host."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        # Far behind the text, which others read to say who builds.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


PAUSE = 0.05
"""Seconds between two tries: short beside a build, long beside a system call."""

_held: set[int] = set()


def _let_go_in_a_child() -> None:
    """A forked worker that outlives a killed build must not keep others waiting."""
    for descriptor in _held:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_a_child)


class LockTimeoutError(Exception):
    """Another build did not end in time; `holder` is its process number, empty when unknown."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class BuildLock:
    """A lock on the file `path`; the system takes it back when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def take(self, wait: float, waiting: Callable[[str], None]) -> None:
        """Hold the lock, or raise `LockTimeoutError` after `wait` seconds.

        `waiting` is called once, with the holder's process number, when there is somebody to
        wait for. The folder of `path` is made when it is missing: its last user may remove it.
        """
        end = time.monotonic() + wait
        told = False
        while not self._try():
            holder = self._holder()
            if time.monotonic() >= end:
                raise LockTimeoutError(holder)
            if not told:
                waiting(holder)
                told = True
            time.sleep(PAUSE)

    def _try(self) -> bool:
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o600)
        except FileNotFoundError:
            if self.path.parent.parent.is_dir():
                return False  # removed between the two lines by a build that ended
            raise
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return False
        except OSError:
            os.close(descriptor)
            raise
        if not self._is_still_the_file(descriptor):
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        with contextlib.suppress(OSError):  # a full disk: the lock holds without its number
            os.write(descriptor, str(os.getpid()).encode())
        self._descriptor = descriptor
        _held.add(descriptor)
        return True

    def _is_still_the_file(self, descriptor: int) -> bool:
        """Whether others who open `path` meet this lock; a build that ended may have removed it."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        mine = os.fstat(descriptor)
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def _holder(self) -> str:
        try:
            text = self.path.read_text(encoding="ascii")[:20].strip()
        except (OSError, ValueError):
            return ""
        return text if text.isdigit() else ""

    def let_go(self) -> None:
        """Give the lock back; safe to repeat."""
        if self._descriptor in _held:  # not in a forked child: there it is closed already
            _held.discard(self._descriptor)
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = -1


NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""Somebody else's link in a shared folder is not our lock."""
