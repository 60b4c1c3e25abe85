"""Work shared between processes: all of it comes back, whoever dies."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

import pytest

from playbook_plugins.shared.parallel import CHUNK, MISSING, PARCEL, share


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2 * CHUNK - 1, 2 * CHUNK, 10 * CHUNK + 3])
def test_results_come_in_order(count, processes):
    assert share(count, lambda number: number * number, processes) == [
        number * number for number in range(count)
    ]


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
def test_several_processes_work():
    seen = share(40 * CHUNK, lambda _: (sum(range(20_000)), os.getpid())[1], 3)
    assert len(set(seen)) > 1
    for process in set(seen) - {os.getpid()}:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
@pytest.mark.parametrize("processes", [1, 3])
def test_what_fails_is_missing(processes):
    def work(number: int) -> int:
        if number == 17:
            raise ValueError
        return number

    found = share(4 * CHUNK, work, processes)
    assert found[17] is MISSING
    assert found[:17] == list(range(17))
    if processes > 1:
        assert found[18:] == list(range(18, 4 * CHUNK))


def leave_it_to_the_fork() -> None:
    """For a process that leaves nearly all to its fork: it goes on when that has ended."""
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
def test_what_a_fork_delivered_stays_when_it_dies():
    parent, done = os.getpid(), []

    def work(number: int) -> int:
        if os.getpid() == parent:
            leave_it_to_the_fork()
        else:
            done.append(number)
            if len(done) > 2 * PARCEL:
                os.kill(os.getpid(), signal.SIGKILL)
        return number

    found = share(3 * PARCEL + 4 * CHUNK, work, 2)
    assert len([each for each in found if each is not MISSING]) >= 2 * PARCEL
    assert all(each in (number, MISSING) for number, each in enumerate(found))
    assert MISSING in found


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
def test_what_cannot_be_carried_takes_only_its_parcel_with_it():
    parent = os.getpid()

    def work(number: int) -> object:
        if os.getpid() == parent:
            leave_it_to_the_fork()
            return number
        return (lambda: number) if number == 5 * CHUNK else number

    found = share(4 * PARCEL, work, 2)
    lost = [number for number, each in enumerate(found) if each is MISSING]
    assert 5 * CHUNK in lost
    assert len(lost) <= PARCEL


@pytest.mark.skipif(sys.platform != "linux", reason="results are carried in Linux's memory files")
def test_nothing_follows_half_a_parcel(tmp_path):
    resource = pytest.importorskip("resource")
    parent, later = os.getpid(), tmp_path / "later"
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def work(number: int) -> str:
        if os.getpid() == parent:
            leave_it_to_the_fork()
        elif number < 2 * PARCEL:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, usual[1]))
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
            later.touch()
        return f"{number:08}" * 200

    found = share(6 * PARCEL, work, 2)
    assert not later.exists()  # the fork has ended
    assert found.count(MISSING) >= PARCEL - CHUNK
    for number, each in enumerate(found):
        assert each is MISSING or each == f"{number:08}" * 200


@pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")
def test_an_interruption_ends_the_forks(monkeypatch):
    parent, made, fork = os.getpid(), [], os.fork
    monkeypatch.setattr(os, "fork", lambda: made.append(fork()) or made[-1])

    def work(_: int) -> int:
        if os.getpid() == parent:
            raise KeyboardInterrupt
        time.sleep(60)
        return 1

    with pytest.raises(KeyboardInterrupt):
        share(100 * CHUNK, work, 3)
    assert len(made) == 2
    for process in made:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
