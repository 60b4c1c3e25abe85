"""Sharing work between processes: forks of this one, which see everything that it has built up."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

CHUNK = 8
"""Pages handed out at once: few enough that no process waits long for the last."""


class Missing:
    """Stands for a result that another process could not deliver."""


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

    What a fork cannot deliver (it failed, or died) is `MISSING`, and the caller's to do again.
    An exception in this process ends the forks and is raised.
    """
    results: list[T | Missing] = [MISSING] * count
    if processes < 2 or count < 2 * CHUNK or (count + CHUNK - 1) // CHUNK > 16000:
        return [work(number) for number in range(count)]
    tickets = _tickets(count)
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # a collection in a fork would copy every page of memory it touches
    forks = [_fork(tickets, count, work) for _ in range(processes - 1)]
    try:
        for number, made in _worked(tickets, count, work):
            results[number] = made
    except BaseException:
        for pid, _ in forks:
            os.kill(pid, signal.SIGKILL)
        raise
    finally:
        gc.unfreeze()
        os.close(tickets)
        for pid, delivered in forks:
            for number, made in _collected(pid, delivered):
                results[number] = made
    return results


def _tickets(count: int) -> int:
    """A pipe that holds the number of each chunk: whoever reads one does that chunk."""
    reading, writing = os.pipe()
    chunks = (count + CHUNK - 1) // CHUNK
    os.write(writing, struct.pack(f"{chunks}I", *range(chunks)))
    os.close(writing)
    return reading


def _worked(tickets: int, count: int, work: Callable[[int], T]) -> Any:
    while ticket := os.read(tickets, 4):
        first = struct.unpack("I", ticket)[0] * CHUNK
        for number in range(first, min(first + CHUNK, count)):
            yield number, work(number)


def _fork(tickets: int, count: int, work: Callable[[int], T]) -> tuple[int, int]:
    """A fork at work: its process id, and the memory in which it leaves its results."""
    delivered = os.memfd_create("playbook")
    pid = os.fork()
    if pid:
        return pid, delivered
    code = 1
    try:
        done: list[tuple[int, T]] = []
        with os.fdopen(delivered, "wb") as file:
            try:
                done.extend(_worked(tickets, count, work))
                code = 0
            finally:  # what was done before a failure counts
                pickle.dump(done, file, pickle.HIGHEST_PROTOCOL)
    except BaseException:
        code = 1  # the parent finds no result, does it again, and raises what there is to raise
    finally:
        os._exit(code)


def _collected(pid: int, delivered: int) -> list[tuple[int, Any]]:
    os.waitpid(pid, 0)
    with os.fdopen(delivered, "rb") as file:
        file.seek(0)
        try:
            made: list[tuple[int, Any]] = pickle.load(file)
        except (EOFError, pickle.UnpicklingError):
            return []
    return made
