"""Files that we write: those of a site by the thousand, and texts for people one by one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


SHARES = os.name == "posix"
"""Whether two files may share their content (hard links). Elsewhere a file that is open in another
program can be written but not replaced, and writing would change both."""


def write_text(path: Path, text: str) -> None:
    """Write a text for people or other programs: UTF-8, and lines end alike on every system.

    What is committed must not change with the machine that wrote it. Raises `OSError`.
    """
    path.write_text(text, encoding="utf-8", newline="\n")


def write_files(
    folder: Path, files: Iterable[tuple[str, bytes]], made: set[str] | None = None
) -> None:
    """Write `files` (path from `folder`, content), never into one that is there: that may be the
    cache's too, or the live site's. `made`: folders that are known to be there."""
    made = set() if made is None else made
    for name, content in files:
        path = f"{folder}/{name}"
        make_folder(path.rpartition("/")[0], made)
        write_new(path, content)


def make_folder(folder: str, made: set[str]) -> None:
    """Make `folder` unless it is there; what is `made` is noted and not asked for again.

    From the top down: most have one above them that is made already, and no call fails.
    """
    if folder in made:
        return
    above = folder.rpartition("/")[0]
    if above:
        make_folder(above, made)
    with suppress(FileExistsError):
        os.mkdir(folder)  # noqa: PTH102 a site has thousands, and half the time goes into paths
    made.add(folder)


def write_new(path: str, content: bytes) -> None:
    """Write a file in a folder that is there; one that stands at `path` goes first, as above."""
    try:
        file = os.open(path, _NEW, 0o666)
    except FileExistsError:
        Path(path).unlink()
        file = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]  # a full disk may take a part
    finally:
        os.close(file)
