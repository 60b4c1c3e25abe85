"""The files of a finished site: what each holds, and whether it still does. Knows no host.

A new tree is made of the tree before the last one, which is nobody's any more, or of links to the
live one; either way only files whose content is known come into it.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from playbook_plugins.digests import digest
from playbook_plugins.writing import make_folder

YOUNG = 50_000_000
"""Nanoseconds: a file written this shortly before it is looked at may be written once more without
a later date. A clock's tick is ten million at most."""
SECOND = 1_000_000_000
"""Some disks keep whole seconds: such a date says nothing."""


Stood = tuple[bytes, int, int, int]
"""One file as it was when its content was known: digest, number, bytes, and when it was written in
nanoseconds, 0 where that says nothing."""

Tree = dict[str, Stood]
"""Files by path from the tree's root."""


class ForeignError(Exception):
    """Something in a tree is not what a build of ours left there."""


def look_at(
    folder: Path, made: Mapping[str, os.stat_result], now: int, known: Mapping[str, bytes]
) -> Tree:
    """All files of a finished tree, as they were `made` when somebody began to look, `now`.

    `known` are digests by path: those files need not be read. Raises `ForeignError` at a link.
    """
    tree: Tree = {}
    for path, found in made.items():
        if stat.S_ISLNK(found.st_mode):
            raise ForeignError(path)
        tree[path] = _stood(f"{folder}/{path}", found, now, known.get(path))
    return tree


def look_again(folder: Path, tree: Tree, paths: Iterable[str]) -> None:
    """Note in `tree` what the files at `paths` are now."""
    now = time.time_ns()
    for path in paths:
        place = f"{folder}/{path}"
        try:
            tree[path] = _stood(place, os.lstat(place), now)
        except FileNotFoundError:
            tree.pop(path, None)


def _stood(path: str, found: os.stat_result, now: int, sum: bytes | None = None) -> Stood:
    written = found.st_mtime_ns
    if written > now - YOUNG or not written % SECOND:
        written = 0
    return (sum or digest(Path(path).read_bytes()), found.st_ino, found.st_size, written)


def files_in(
    folder: Path, passed: Collection[str] = (), bare: set[str] | None = None
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below `folder`, by its path from there; raises `ForeignError` at a link.

    Folders with nothing in them are put into `bare`.
    """
    waiting = [("", str(folder))]
    while waiting:
        inside, place = waiting.pop()
        is_bare = True
        with os.scandir(place) as entries:
            for entry in entries:
                is_bare = False
                if not inside and entry.name in passed:
                    continue
                if entry.is_symlink():
                    raise ForeignError(entry.path)
                if entry.is_dir():
                    waiting.append((f"{inside}{entry.name}/", entry.path))
                else:
                    yield f"{inside}{entry.name}", entry
        if is_bare and bare is not None:
            bare.add(place)


def bring(folder: Path, tree: Tree, passed: Collection[str], live: Path, spare: Tree) -> Tree:
    """Make the files in `folder`, which were `spare`, those of `tree`, as it stands at `live`.

    What they are now. Raises `ForeignError` where a file is neither here nor there as it was.
    """
    made: Tree = {}
    left: set[str] = set()  # folders that may hold nothing any more
    for path, entry in files_in(folder, passed, left):
        wanted, there = tree.get(path), spare.get(path)
        if wanted and there and wanted[0] == there[0]:
            found = entry.stat(follow_symlinks=False)
            if _is_still(there, found) or _holds(there, entry.path):
                made[path] = there
                continue
        Path(entry.path).unlink()
        left.add(entry.path.rpartition("/")[0])
    folders = {str(folder)}
    for path in tree.keys() - made.keys():
        there = tree[path]
        source, target = f"{live}/{path}", f"{folder}/{path}"
        try:
            if not (_is_still(there, os.lstat(source)) or _holds(there, source)):
                raise ForeignError(source)
            make_folder(target.rpartition("/")[0], folders)
            os.link(source, target)
        except FileNotFoundError:
            raise ForeignError(source) from None
        made[path] = there
    _drop_empty(left, str(folder))
    return made


def link_all(tree: Path, folder: Path) -> None:
    """Make `folder`, which may hold folders, a tree with the same files as `tree`.

    Raises `OSError` where it cannot be.
    """
    folder.mkdir(exist_ok=True)
    made = {str(folder)}
    for path, entry in files_in(tree):
        target = f"{folder}/{path}"
        make_folder(target.rpartition("/")[0], made)
        os.link(entry.path, target)


def _is_still(there: Stood, found: os.stat_result) -> bool:
    """Whether nobody has written into the file since."""
    _, number, size, written = there
    same = number == found.st_ino and size == found.st_size
    return bool(written) and same and written == found.st_mtime_ns


def _holds(there: Stood, path: str) -> bool:
    """Whether the file at `path` has the content that it had."""
    content = Path(path).read_bytes()
    return len(content) == there[2] and digest(content) == there[0]


def _drop_empty(folders: Iterable[str], root: str) -> None:
    """Remove those of `folders` that hold nothing, and those above them, up to `root`."""
    for folder in folders:
        with suppress(OSError):  # something is in it
            while folder != root:
                os.rmdir(folder)  # noqa: PTH106 as above
                folder = folder.rpartition("/")[0]
