"""One build of a site at a time: a lock that ends with the process that holds it. Knows no host."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol


class Locks(Protocol):
    """What differs between systems."""

    keeps_open: bool
    """Whether a file that somebody has open stays where it is: nobody can remove it."""

    def take(self, descriptor: int) -> None:
        """Lock an open file, or raise `BlockingIOError` or `PermissionError` where another does."""


class PosixLocks:
    """Linux, macOS and others: the whole file, with `flock`."""

    keeps_open = False

    def __init__(self, fcntl: Any) -> None:
        """`fcntl` is Python's module of that name."""
        self._fcntl = fcntl

    def take(self, descriptor: int) -> None:
        """Lock it."""
        self._fcntl.flock(descriptor, self._fcntl.LOCK_EX | self._fcntl.LOCK_NB)


class WindowsLocks:
    """One byte far behind the text, which others read to say who builds."""

    keeps_open = True

    def __init__(self, msvcrt: Any) -> None:
        """`msvcrt` is Python's module of that name."""
        self._msvcrt = msvcrt

    def take(self, descriptor: int) -> None:
        """Lock it."""
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        self._msvcrt.locking(descriptor, self._msvcrt.LK_NBLCK, 1)


def _locks() -> Locks:
    try:
        import fcntl

        return PosixLocks(fcntl)
    except ImportError:
        import msvcrt

        return WindowsLocks(msvcrt)


HERE = _locks()

PAUSE = 0.05
"""Seconds between two tries: short beside a build, long beside a system call."""

ODD = 40
"""Tries that are met by a file which comes and goes. A build that ends removes its own, once or
twice; a disk on which that never ends cannot tell files apart, and nobody waits for it."""

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

    def __init__(self, path: Path, locks: Locks = HERE) -> None:
        self.path, self._locks = path, locks
        self._descriptor = -1
        self._odd = 0

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

    def _is_odd(self) -> bool:
        """Whether this try may be met by a build that ends, and not by an odd disk."""
        self._odd += 1
        return self._odd < ODD

    def _try(self) -> bool:
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | NO_FOLLOW, 0o600)
        except FileNotFoundError:
            if self.path.parent.parent.is_dir() and self._is_odd():
                return False  # removed between the two lines by a build that ended
            raise
        except PermissionError:
            if self._locks.keeps_open and self._is_odd():
                return False  # being removed: its name is taken until the last has closed it
            raise
        try:
            self._locks.take(descriptor)
        except (BlockingIOError, PermissionError):
            os.close(descriptor)
            return False
        except OSError:
            os.close(descriptor)
            raise
        if not self._is_still_the_file(descriptor) and self._is_odd():
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
        if self._locks.keeps_open:
            return True
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

    def remove(self) -> None:
        """Give the lock back and remove its file; from then on another build may come in."""
        if self._locks.keeps_open:
            self.let_go()  # where another has it already, it stays
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.let_go()

    def let_go(self) -> None:
        """Give the lock back; safe to repeat."""
        if self._descriptor in _held:  # not in a forked child: there it is closed already
            _held.discard(self._descriptor)
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = -1


NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""Somebody else's link in a shared folder is not our lock."""
