"""Brings into a new tree what the host's cleaning would have left in the old one. Knows no host.

MkDocs empties the folder that it builds, except for entries whose name begins with a dot (`.git`,
`.well-known`, `.htaccess`) and, by the way it removes folders, links to folders
(https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/utils/__init__.py, `clean_directory`). Where
that folder is a part of the site (`/v2/`), the rest of the site stays as well.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .swapping import remove

LINKED = ".git"
"""Carried as hard links: it can be large, and Git replaces files where others write into them."""


class Carried:
    """What one build carries from `live` into `folder`: entries by their path in both."""

    def __init__(self, live: Path, folder: Path, besides: str) -> None:
        """`besides` is an entry of `live` that is none of the site's."""
        self.live, self.folder, self.besides = live, folder, besides
        self.part: tuple[str, ...] = ()
        """The names that lead from the site's folder to the one that is built."""
        self._seen: dict[Path, object] = {}

    def bring(self) -> None:
        """Carry what is new or changed in the live tree since the last call; drop what went.

        Called when a build begins, so that other plugins find what they would have found, and
        once more before the swap: a certificate's challenge may arrive while a build runs.
        What the build itself changed in its own tree stays, unless the live entry changed too.
        """
        now = {path: _look_of(self.live / path) for path in self._survivors()}
        for path in self._seen.keys() | now.keys():
            if self._seen.get(path) != now.get(path):
                remove(self.folder / path)
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                _copy(self.live / path, self.folder / path, path.name == LINKED)
        self._seen = now

    def names(self) -> set[str]:
        """The top-level names of which all was carried."""
        return {path.parts[0] for path in self._seen} - {*self.part[:1]}

    def _survivors(self) -> Iterator[Path]:
        way = Path()
        for name in self.part:  # beside the way to the part that is built, all stays
            yield from (way / each.name for each in self._entries(way) if each.name != name)
            way /= name
        for entry in self._entries(way):
            if entry.name.startswith(".") or (entry.is_symlink() and entry.is_dir()):
                yield way / entry.name

    def _entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from (e for e in os.scandir(self.live / folder) if e.name != self.besides)


def _look_of(path: Path) -> object:
    """What changes when a file, a link or anything in a folder does."""
    with suppress(FileNotFoundError):  # somebody else's, gone while we look
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode):
            return found.st_mode, {each.name: _look_of(each) for each in path.iterdir()}
        return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ino
    return None


def _copy(source: Path, target: Path, links: bool) -> None:
    """Copy what is there of `source`; with `links` as other names of the same files."""
    with suppress(FileNotFoundError):  # gone meanwhile
        mode = source.lstat().st_mode
        if stat.S_ISDIR(mode):
            target.mkdir()
            target.chmod(stat.S_IMODE(mode) | stat.S_IRWXU)
            for each in sorted(source.iterdir()):
                _copy(each, target / each.name, links)
        elif links and stat.S_ISREG(mode):
            try:
                target.hardlink_to(source)
            except OSError:  # no hard links here, or it is gone: a copy is as good
                shutil.copy2(source, target)
        elif stat.S_ISREG(mode) or stat.S_ISLNK(mode):
            shutil.copy2(source, target, follow_symlinks=False)
