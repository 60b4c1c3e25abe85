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
from typing import Any, TypeVar

T = TypeVar("T")

CHUNK = 8
"""Pages handed out at once: few enough that no process waits long for the last."""


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
    tickets = _tickets(count)
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()  # a collection in a fork would copy every page of memory it touches
    forks = []
    try:
        with suppress(OSError):  # no process or memory left for another
            for _ in range(processes - 1):
                forks.append(_fork(tickets, count, work))
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


def aside(work: Callable[[], T]) -> Callable[[], T | Missing]:
    """Begin `work` in a fork; what is returned waits for its end and gives what it gave.

    `MISSING` where it failed. Must be called, and once. With one core alone the work is done then.
    """
    if cores() < 2:
        return lambda: _tried(lambda number: work(), 0)
    tickets = _tickets(1)
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        pid, delivered = _fork(tickets, 1, lambda number: work())
    except OSError:  # no process or memory left for another
        return lambda: _tried(lambda number: work(), 0)
    finally:
        os.close(tickets)

    def wait() -> T | Missing:
        made = _collected(pid, delivered)
        return made[0][1] if made else MISSING

    return wait


def _tickets(count: int) -> int:
    """A pipe that holds the number of each chunk: whoever reads one does that chunk."""
    reading, writing = os.pipe()
    chunks = (count + CHUNK - 1) // CHUNK
    os.write(writing, struct.pack(f"{chunks}I", *range(chunks)))
    os.close(writing)
    return reading


def _worked(tickets: int, count: int, work: Callable[[int], T]) -> Iterator[tuple[int, Any]]:
    while ticket := os.read(tickets, 4):
        first = struct.unpack("I", ticket)[0] * CHUNK
        for number in range(first, min(first + CHUNK, count)):
            yield number, _tried(work, number)


def _tried(work: Callable[[int], T], number: int) -> T | Missing:
    try:
        return work(number)
    except Exception:
        return MISSING  # done again by the caller, who raises what there is to raise


def _fork(tickets: int, count: int, work: Callable[[int], T]) -> tuple[int, int]:
    """A fork at work: its process id, and the memory in which it leaves its results."""
    delivered = os.memfd_create("playbook")
    try:
        pid = os.fork()
    except OSError:
        os.close(delivered)
        raise
    if pid:
        return pid, delivered
    code = 1
    try:
        gc.freeze()  # a collection would copy every page of memory that it touches
        done: list[tuple[int, Any]] = []
        with os.fdopen(delivered, "wb") as file:
            for number, made in _worked(tickets, count, work):
                if made is not MISSING:
                    done.append((number, made))
            pickle.dump(done, file, pickle.HIGHEST_PROTOCOL)
            code = 0
    except BaseException:
        code = 1  # the parent finds no result and does it again
    finally:
        os._exit(code)


def _collected(pid: int, delivered: int) -> list[tuple[int, Any]]:
    os.waitpid(pid, 0)
    with os.fdopen(delivered, "rb") as file:
        file.seek(0)
        try:
            made: list[tuple[int, Any]] = pickle.load(file)
        except Exception:  # cut short: the fork died while it wrote
            return []
    return made
