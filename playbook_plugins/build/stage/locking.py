"""One build of a site at a time: a lock that ends with the process that holds it. Knows no host."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

IS_WINDOWS = os.name == "nt"

PAUSE = 0.05
"""Seconds between two tries: short beside a build, long beside a system call."""
ODD_TRIES = 40
"""Tries that meet a file which comes and goes. A build that ends removes its own, once or twice; a
network disk may never tell files apart, and nobody waits for that."""

_held: set[int] = set()


def _let_go_in_a_child() -> None:
    """A forked worker that outlives a killed build must not keep others waiting."""
    for descriptor in _held:
        with suppress(OSError):
            os.close(descriptor)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_a_child)


class BuildLock:
    """A lock on the file `path`; the system takes it back when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1
        self._odd = 0

    def take(self, wait: float, waiting: Callable[[], None]) -> bool:
        """Hold the lock; False when another build still does after `wait` seconds.

        `waiting` is called once, when there is somebody to wait for. The folder of `path` is made
        when it is missing: its last user may remove it.
        """
        end, told = time.monotonic() + wait, False
        while not self._try():
            if time.monotonic() >= end:
                return False
            if not told:
                waiting()
                told = True
            time.sleep(PAUSE)
        return True

    def _try(self) -> bool:
        try:
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            # Somebody else's link in a shared folder is not our lock.
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self.path, flags, 0o600)
        except FileNotFoundError:  # removed between the two lines by a build that ended
            self._odd += 1
            if self._odd > ODD_TRIES:
                raise
            return False
        if not _locked(descriptor) or not self._is_still_the_file(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        _held.add(descriptor)
        with suppress(OSError):  # a full disk: the lock holds without its number
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, str(os.getpid()).encode())
        return True

    def _is_still_the_file(self, descriptor: int) -> bool:
        """Whether others who open `path` meet this lock: a build that ended may have removed it."""
        if IS_WINDOWS or self._odd >= ODD_TRIES:
            return True
        with suppress(FileNotFoundError):
            if os.path.samestat(self.path.stat(), os.fstat(descriptor)):
                return True
        self._odd += 1
        return False

    def holder(self) -> str:
        """Who holds the lock, for a sentence; empty when that is unknown."""
        try:
            text = self.path.read_text(encoding="ascii")[:20].strip()
        except (OSError, ValueError):
            return ""
        return f" (process {text})" if text.isdigit() else ""

    def remove(self) -> None:
        """Give the lock back and remove its file, unless another build has that already."""
        if self._descriptor not in _held:  # in a forked child it is closed, and the parent's
            return
        _held.remove(self._descriptor)
        if IS_WINDOWS:  # nobody can remove what is open
            os.close(self._descriptor)
        with suppress(OSError):
            self.path.unlink()
        if not IS_WINDOWS:
            os.close(self._descriptor)


def _locked(descriptor: int) -> bool:
    """Lock an open file, unless another process has."""
    module: Any = import_module("msvcrt" if IS_WINDOWS else "fcntl")
    try:
        if IS_WINDOWS:  # one byte far behind the text, which others read to say who builds
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)
            module.locking(descriptor, module.LK_NBLCK, 1)
        else:
            module.flock(descriptor, module.LOCK_EX | module.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        os.close(descriptor)
        raise
    return True
