"""Brings into a new tree what the host's cleaning would have left in the old one. Knows no host.

MkDocs empties the folder that it builds, except for entries whose name begins with a dot (`.git`,
`.well-known`, `.htaccess`) and, by the way it removes folders, links to folders. Where that folder
is a part of the site (`/v2/`), the rest of the site stays as well.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from .swapping import remove_tree

LINKED = ".git"
"""Carried as hard links: it can be large, and Git replaces files where others write into them."""

Stamp = tuple[int, ...]


def survives(entry: os.DirEntry[str]) -> bool:
    """Whether the host's cleaning leaves this entry of a site's folder."""
    return entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir())


def _is_beside(name: str, entry: os.DirEntry[str]) -> bool:
    return entry.name != name


class Carried:
    """What one build carries from `live` into `folder`."""

    def __init__(self, live: Path, folder: Path, besides: str = "") -> None:
        self.live, self.folder, self.besides = live, folder, besides
        self.part: tuple[str, ...] = ()
        """The names that lead from the site's folder to the one that is built."""
        self._seen: dict[str, Stamp] = {}

    def bring(self) -> None:
        """Carry what is new or changed in the live tree since the last call; drop what went.

        Called when a build begins, so that other plugins find what they would have found, and
        once more before the swap: a certificate's challenge may arrive while a build runs.
        What the build itself changed in its own tree stays, unless the live file changed too.
        """
        now = dict(self._entries())
        for name in sorted(self._seen.keys() - now.keys(), reverse=True):
            remove(self.folder / name)
        for name, stamp in now.items():
            if self._seen.get(name) != stamp:
                self._copy(name, stamp[0])
        self._seen = now

    def names(self) -> set[str]:
        """The top-level names of which all was carried."""
        return {name.split("/", 1)[0] for name in self._seen} - {*self.part[:1]}

    def _entries(self) -> Iterator[tuple[str, Stamp]]:
        way = Path()
        for name in self.part:  # beside the way to the part that is built, all stays
            yield from self._inside(way, partial(_is_beside, name))
            way /= name
        yield from self._inside(way, survives)

    def _inside(
        self, folder: Path, stays: Callable[[os.DirEntry[str]], bool]
    ) -> Iterator[tuple[str, Stamp]]:
        try:
            found = sorted(os.scandir(self.live / folder), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        for entry in found:
            if entry.name != self.besides and stays(entry):
                yield from self._below(folder / entry.name)

    def _below(self, name: Path) -> Iterator[tuple[str, Stamp]]:
        """`name` and everything below it, folders before what they hold."""
        try:
            found = (self.live / name).lstat()
        except FileNotFoundError:  # somebody else's file, gone while we look
            return
        mode = found.st_mode
        if stat.S_ISDIR(mode):
            yield name.as_posix(), (mode,)
            for each in sorted((self.live / name).iterdir()):
                yield from self._below(name / each.name)
        elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
            yield name.as_posix(), (mode, found.st_size, found.st_mtime_ns, found.st_ino)

    def _copy(self, name: str, mode: int) -> None:
        source, target = self.live / name, self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if stat.S_ISDIR(mode):
            if target.is_symlink() or not target.is_dir():
                remove(target)
                target.mkdir()
            target.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)
            return
        remove(target)
        try:
            if name.split("/", 1)[0] == LINKED and stat.S_ISREG(mode):
                try:
                    os.link(source, target)
                    return
                except FileNotFoundError:
                    raise
                except OSError:
                    pass  # no hard links here: a copy is as good
            shutil.copy2(source, target, follow_symlinks=False)
        except FileNotFoundError:
            if os.path.lexists(source):
                raise


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        remove_tree(path)
    else:
        path.unlink(missing_ok=True)
