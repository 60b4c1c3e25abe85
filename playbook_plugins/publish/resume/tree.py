"""The files of a finished site: what each holds, and whether it still does. Knows no host.

A new tree is made of the tree before the last one, which is nobody's any more, or of links to the
live one; either way only files whose content is known come into it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from playbook_plugins.publish.fast.store import Store, digest

YOUNG = 1_000_000_000
"""Nanoseconds: a file written this shortly before it is looked at may be written once more without
a later date."""


class Stood(NamedTuple):
    """One file as it was when its content was known."""

    sum: bytes
    """Digest of its content."""
    number: int
    size: int
    written: int
    """When, in nanoseconds; 0 where that says nothing."""

    def is_still(self, found: os.stat_result) -> bool:
        """Whether the file that was found is this one, and nobody has written into it."""
        return (
            bool(self.written)
            and self.number == found.st_ino
            and self.size == found.st_size
            and self.written == found.st_mtime_ns
        )


Tree = dict[str, tuple[bytes, int, int, int]]
"""Files by path from the tree's root, each as the parts of a `Stood`."""


class ForeignError(Exception):
    """Something in a tree is not what a build of ours left there."""


def look_at(
    folder: Path, passed: Collection[str], known: Mapping[str, bytes], before: Iterable[Tree] = ()
) -> Tree:
    """All files of a finished tree but those below the top-level names `passed`.

    What need not be read: `known` are digests by path, `before` trees that may hold the same files.
    """
    now = time.time_ns()
    stood = {there[1]: there for tree in before for there in tree.values()}
    tree: Tree = {}
    for path, entry in files_in(folder, passed):
        found = entry.stat(follow_symlinks=False)
        there = stood.get(found.st_ino)
        if there and Stood(*there).is_still(found):
            tree[path] = there
            continue
        sum = known.get(path) or digest(Path(entry.path).read_bytes())
        written = found.st_mtime_ns if found.st_mtime_ns < now - YOUNG else 0
        tree[path] = (sum, found.st_ino, found.st_size, written)
    return tree


def files_in(folder: Path, passed: Collection[str] = ()) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file below `folder`, by its path from there; raises `ForeignError` at a link."""
    waiting = [("", str(folder))]
    while waiting:
        inside, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if not inside and entry.name in passed:
                    continue
                if entry.is_symlink():
                    raise ForeignError(entry.path)
                if entry.is_dir():
                    waiting.append((f"{inside}{entry.name}/", entry.path))
                else:
                    yield f"{inside}{entry.name}", entry


def bring(folder: Path, tree: Tree, passed: Collection[str], live: Path, spare: Tree) -> None:
    """Make the files in `folder`, which were `spare`, those of `tree`, as it stands at `live`.

    Raises `ForeignError` where a file is neither here nor there as it was.
    """
    store = Store(None)
    left = dict(tree)
    for path, entry in files_in(folder, passed):
        wanted, there = tree.get(path), spare.get(path)
        if wanted and there and wanted[0] == there[0] and _stands(there, entry.path):
            del left[path]
        else:
            Path(entry.path).unlink()
    for path, there in left.items():
        source, target = f"{live}/{path}", f"{folder}/{path}"
        if not _stands(there, source):
            raise ForeignError(source)
        store.make_folder(target)
        os.link(source, target)
    _drop_empty(str(folder), passed)


def _stands(there: tuple[bytes, int, int, int], path: str) -> bool:
    """Whether the file at `path` has the content that it had."""
    known = Stood(*there)
    with suppress(OSError):
        found = os.lstat(path)
        if known.is_still(found):
            return True
        return known.size == found.st_size and digest(Path(path).read_bytes()) == known.sum
    return False


def _drop_empty(folder: str, passed: Collection[str] = ()) -> bool:
    """Remove the folders below `folder` that hold nothing; whether it holds nothing itself."""
    empty = True
    with os.scandir(folder) as entries:
        inside = list(entries)
    for entry in inside:
        if entry.name in passed:
            empty = False
        elif entry.is_dir(follow_symlinks=False) and _drop_empty(entry.path):
            Path(entry.path).rmdir()
        else:
            empty = False
    return empty
