"""Sharing work between processes: forks of this one, which see everything that it has built up."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

CHUNK = 8
"""Pages handed out at once: few enough that no process waits long for the last."""
PARCEL = 8 * CHUNK
"""Results that a fork delivers at once: each parcel names its classes anew."""
SIZE = struct.Struct("<Q")
"""How many bytes a parcel takes, before it."""


class Missing:
    """Stands for a result that could not be worked out, or not be delivered."""


MISSING = Missing()


def cores() -> int:
    """How many processes may work at once: the cores this process may use, where forking is sound.

    Forking a process with threads copies locks that nobody will open; macOS's own libraries
    do not stand a fork.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def share(count: int, work: Callable[[int], T], processes: int) -> list[T | Missing]:
    """`work(0)` to `work(count - 1)`, by this process and forks of it; results in order.

    What failed, here or in a fork, or died with its fork, is `MISSING`, and the caller's to do
    again in the order of the pages: so the failure that is told is the same however many worked.
    """
    results: list[T | Missing] = [MISSING] * count
    if processes < 2 or count < 2 * CHUNK or (count + CHUNK - 1) // CHUNK > 16000:
        for number in range(count):
            results[number] = _tried(work, number)
            if results[number] is MISSING:
                break  # the caller comes to it next, and most likely ends there
        return results
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # a collection in a fork would copy every page of memory it touches
    try:
        _work_together(results, work, processes - 1)
    finally:
        gc.unfreeze()
    return results


def _work_together(results: list[Any], work: Callable[[int], Any], others: int) -> None:
    """`work` for each place in `results`, by this process and as many `others`."""

    def take(delivered: Iterator[tuple[int, Any]]) -> None:
        found = [*delivered]
        for number, made in found:
            results[number] = made
        if found:
            gc.freeze()  # it stays: nobody need look through it

    tickets = _tickets(len(results))
    forks: list[_Fork] = []
    try:
        with suppress(OSError):  # no process or memory left for another
            for _ in range(others):
                forks.append(_Fork(tickets, len(results), work))
        for chunk in _chunks(tickets, len(results)):
            for number in chunk:
                results[number] = _tried(work, number)
            for fork in forks:
                take(fork.delivered())
    except BaseException:
        for fork in forks:
            fork.kill()
        raise
    finally:
        os.close(tickets)
        for fork in forks:
            take(fork.rest())


def _tickets(count: int) -> int:
    """A pipe that holds the number of each chunk: whoever reads one does that chunk."""
    reading, writing = os.pipe()
    chunks = (count + CHUNK - 1) // CHUNK
    os.write(writing, struct.pack(f"{chunks}I", *range(chunks)))
    os.close(writing)
    return reading


def _chunks(tickets: int, count: int) -> Iterator[range]:
    while ticket := os.read(tickets, 4):
        first = struct.unpack("I", ticket)[0] * CHUNK
        yield range(first, min(first + CHUNK, count))


def _tried(work: Callable[[int], T], number: int) -> T | Missing:
    try:
        return work(number)
    except Exception:
        return MISSING  # done again by the caller, who raises what there is to raise


class _Fork:
    """A fork at work. It leaves its results, parcel by parcel, in memory that both see.

    Whoever began it takes them meanwhile: to read them all at the end would leave a core idle.
    """

    def __init__(self, tickets: int, count: int, work: Callable[[int], Any]) -> None:
        """Begin; raises `OSError` where there is no process or memory left."""
        self._memory = os.memfd_create("playbook")
        self._at = 0
        try:
            self._pid = os.fork()
        except OSError:
            os.close(self._memory)
            raise
        if not self._pid:
            self._work(tickets, count, work)

    def _work(self, tickets: int, count: int, work: Callable[[int], Any]) -> NoReturn:
        """What the fork does; it ends here."""
        try:
            gc.freeze()  # a collection would copy every page of memory that it touches
            with os.fdopen(self._memory, "wb", buffering=0) as file:
                made: list[tuple[int, Any]] = []
                for chunk in _chunks(tickets, count):
                    made += [(number, _tried(work, number)) for number in chunk]
                    if len(made) >= PARCEL:
                        self._leave(file, made)
                        made = []
                self._leave(file, made)
        finally:
            os._exit(0)  # what is not there, the parent does again

    def _leave(self, file: Any, made: list[tuple[int, Any]]) -> None:
        made = [each for each in made if each[1] is not MISSING]
        try:
            raw = pickle.dumps(made, pickle.HIGHEST_PROTOCOL)
        except Exception:
            return  # it holds what cannot be carried
        left = memoryview(SIZE.pack(len(raw)) + raw)
        while left:  # where no memory is left the fork ends: nothing may follow half a parcel
            left = left[file.write(left) :]

    def delivered(self) -> Iterator[tuple[int, Any]]:
        """The numbers and results that have come since the last call."""
        there = os.fstat(self._memory).st_size
        while self._at + SIZE.size <= there:
            size = SIZE.unpack(os.pread(self._memory, SIZE.size, self._at))[0]
            start = self._at + SIZE.size
            if start + size > there:
                return  # being written, or cut short
            self._at = start + size
            try:
                made = pickle.loads(os.pread(self._memory, size, start))
            except Exception:
                continue  # what cannot be read again was not carried
            yield from made

    def rest(self) -> Iterator[tuple[int, Any]]:
        """Wait for its end; what it has delivered and nobody took."""
        os.waitpid(self._pid, 0)
        try:
            yield from self.delivered()
        finally:
            os.close(self._memory)

    def kill(self) -> None:
        """End it at once."""
        os.kill(self._pid, signal.SIGKILL)
