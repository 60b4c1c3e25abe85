"""Windows and macOS, as far as reading can tell: their answers are played by fakes."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from pathlib import Path

import pytest

from playbook_plugins.build.stage import locking, staging, swapping
from playbook_plugins.build.stage.locking import ODD_TRIES, BuildLock
from playbook_plugins.build.stage.staging import LeftError, open_stage
from playbook_plugins.build.stage.swapping import put_one_by_one, remove

from .test_staging import build, names, nobody_waits, site_of, tree, write

PACKAGE = Path(locking.__file__).parents[2]


class Msvcrt:
    """Windows' locks within one process, by file."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        self.locked: dict[tuple[int, int], int] = {}

    def locking(self, descriptor: int, mode: int, count: int) -> None:
        assert (mode, count) == (self.LK_NBLCK, 1)
        assert os.lseek(descriptor, 0, os.SEEK_CUR) > 20, "others read the holder's number"
        file = os.fstat(descriptor)
        if self.locked.get((file.st_dev, file.st_ino)) != descriptor and self.is_locked(file):
            raise PermissionError(errno.EACCES, "locked")
        self.locked[(file.st_dev, file.st_ino)] = descriptor

    def is_locked(self, file: os.stat_result) -> bool:
        """Whether a file that was locked is still open there: closing gives the lock back."""
        descriptor = self.locked.get((file.st_dev, file.st_ino), -1)
        try:
            return os.path.samestat(os.fstat(descriptor), file)
        except OSError:
            return False


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """A system where nobody removes, renames or replaces what is open; returns what is."""
    held: set[str] = set()
    msvcrt = Msvcrt()

    def is_open(path: Path) -> bool:
        inside = str(path) + os.sep
        if any(name == str(path) or name.startswith(inside) for name in held):
            return True
        if not path.exists():
            return False
        return msvcrt.is_locked(path.stat())

    def guarded(name):
        real = getattr(Path, name)

        def act(path, *rest, **more):
            if is_open(path) or any(isinstance(each, Path) and is_open(each) for each in rest):
                raise PermissionError(errno.EACCES, "in use", str(path))
            return real(path, *rest, **more)

        monkeypatch.setattr(Path, name, act)

    for name in ("unlink", "rename", "replace", "rmdir"):
        guarded(name)
    monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    monkeypatch.setattr(locking, "IS_WINDOWS", True)
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    return held


def test_nothing_stays_beside_the_site_on_windows(tmp_path, windows):
    """The lock's file is open until the lock is given back."""
    site = tmp_path / "site"
    build(site, "one")
    assert names(tmp_path) == ["site"]
    build(site, "two", is_preview=True)
    assert names(tmp_path) == ["site"]
    stage = open_stage(site, 0, nobody_waits)
    stage.discard()
    assert names(tmp_path) == ["site"]


def test_a_second_build_on_windows_waits_for_the_first(tmp_path, windows):
    site = tmp_path / "site"
    stage = open_stage(site, 0, nobody_waits)
    with pytest.raises(staging.StagingError, match=f"process {os.getpid()}"):
        open_stage(site, 0, lambda said: None)
    stage.discard()
    build(site, "after")
    assert tree(site) == site_of("after")


def test_a_disk_that_cannot_tell_files_apart_keeps_nobody_waiting(tmp_path, monkeypatch):
    """Such as a network drive whose file numbers change: the lock holds, and that is enough."""
    monkeypatch.setattr(os.path, "samestat", lambda one, other: False)
    slept: list[float] = []
    monkeypatch.setattr(locking.time, "sleep", slept.append)
    lock = BuildLock(tmp_path / "shelf" / "lock")
    assert lock.take(600, lambda: None)
    assert len(slept) <= ODD_TRIES
    assert not BuildLock(tmp_path / "shelf" / "lock").take(0, lambda: None)
    lock.remove()


def test_an_open_file_is_written_in_place_and_the_author_is_told(tmp_path, windows):
    site = tmp_path / "site"
    build(site, "one")
    windows.add(str(site / "index.html"))
    told: list[str] = []
    stage = open_stage(site, 0, told.append)
    write(stage.folder, index_html="two", sub__page_html="two")
    stage.publish()
    assert tree(site) == site_of("two")
    assert ["replaced one by one" in line for line in told] == [True]
    assert names(tmp_path) == ["site"]
    windows.clear()
    build(site, "three")
    assert tree(site) == site_of("three")


def test_a_file_that_cannot_even_be_written_is_named_and_the_rest_is_new(
    tmp_path, windows, monkeypatch
):
    site = tmp_path / "site"
    build(site, "one")
    write(site, stale_html="one", gone__page_html="one")
    windows |= {str(site / "index.html"), str(site / "stale.html")}
    real = Path.write_bytes

    def write_bytes(path, content):
        if str(path) in windows:
            raise PermissionError(errno.EACCES, "in use", str(path))
        return real(path, content)

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    stage = open_stage(site, 0, lambda said: None)
    write(stage.folder, index_html="two", sub__page_html="two")
    with pytest.raises(LeftError) as left:
        stage.publish()
    assert str(left.value).startswith("index.html, stale.html: another program has this open.")
    assert tree(site) == {"index.html": "one", "stale.html": "one", "sub/page.html": "two"}
    assert names(tmp_path) == ["site"]


def test_an_open_file_that_shares_its_content_with_the_cache_is_not_written(tmp_path, windows):
    """Writing would change what the cache keeps, and with it the next site."""
    new, live, cache = tmp_path / "new", tmp_path / "live", tmp_path / "cache"
    write(new, page_html="two")
    write(live, page_html="one")
    cache.hardlink_to(live / "page.html")
    windows.add(str(live / "page.html"))
    assert put_one_by_one(new, live, tmp_path / "away") == ["page.html"]
    assert cache.read_text() == "one"


def test_what_may_not_be_written_can_be_removed(tmp_path, windows, monkeypatch):
    """As Git's own files, which a site's folder may hold: Windows removes no such file."""
    folder = tmp_path / "old"
    write(folder, objects__pack="packed")
    (folder / "objects" / "pack").chmod(stat.S_IREAD)
    real = os.unlink

    def unlink(path, *rest, **more):
        place = Path(folder, "objects", "pack")
        if place.exists() and not place.stat().st_mode & stat.S_IWRITE:
            raise PermissionError(errno.EACCES, "read-only", str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "unlink", unlink)
    remove(folder)
    assert not folder.exists()


def test_a_system_without_exchange_and_flush_publishes_all_the_same(tmp_path, monkeypatch):
    """macOS on a disk that cannot exchange."""
    monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    monkeypatch.setattr(swapping.sys, "platform", "darwin")
    for text in ("one", "two"):
        build(tmp_path / "site", text)
    assert tree(tmp_path / "site") == site_of("two")


def test_texts_end_their_lines_alike_on_every_system():
    """Every writer of text is the shared one; the others write bytes."""
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name != "writing.py":
            assert not re.search(r"\.write_text\(|open\([^)\n]*[\"'][wax]t?\+?[\"']", text), path
    shared = (PACKAGE / "shared" / "writing.py").read_text(encoding="utf-8")
    assert shared.count(".write_text(") == shared.count('newline="\\n"') == 1
