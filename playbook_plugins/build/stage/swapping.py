"""Puts a finished tree in the place of the live one, by the safest means there is. Knows no host.

1. One system call that exchanges two folders (Linux, macOS): no moment without a whole site.
2. Two renames, taken back when the second fails; a build killed between the two is put right by
   the next (`recover`).
3. Where the folder itself cannot be renamed (a mount, a parent that may not be written, on Windows
   a file in it that another program has open), the same for what is in it, one by one: the site
   as a whole is mixed for that moment.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

IN_USE = {errno.EXDEV, errno.EBUSY, errno.EACCES, errno.EPERM}
"""Why a folder cannot be renamed whose files can be replaced."""

NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EXDEV}
"""Answers of systems, file systems and containers that have no exchange."""


def _system() -> Any:
    """The C library, for what Python has no name for; None where it cannot be asked."""
    try:
        return ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):  # Windows
        return None


def _checked(failed: int, path: Path) -> None:
    """Raise the system's error after a call of the C library that failed."""
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(path))


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders or files in one step; False where the system has no such thing."""
    library, first, second = _system(), os.fsencode(one), os.fsencode(other)
    try:
        if hasattr(library, "renameat2"):
            _checked(library.renameat2(-100, first, -100, second, 2), other)
        elif sys.platform == "darwin":
            _checked(library.renamex_np(first, second, 2), other)
        else:
            return False
    except AttributeError:
        return False
    except OSError as error:
        if error.errno not in NOT_HERE:
            raise
        return False
    return True


def put_live(new: Path, live: Path, away: Path) -> Path | None:
    """Make `new` what is at `live`; returns where the old one now stands, if there was one.

    That is `away` or the place of `new`. On any failure the old one stands where it stood, and
    the error is raised.
    """
    if not os.path.lexists(live):
        new.rename(live)
        return None
    if exchange(new, live):
        return new
    live.rename(away)
    try:
        new.rename(live)
    except BaseException:
        away.rename(live)
        raise
    return away


def recover(live: Path, away: Path) -> None:
    """Put back the live tree when a build was killed between two renames."""
    if away.is_dir() and not os.path.lexists(live):
        away.rename(live)


def put_one_by_one(new: Path, live: Path, away: Path, besides: str = "") -> list[str]:
    """Make the folder `live` hold what `new` holds, but for an entry called `besides`.

    Pages after what they need, what is no longer there last. Returns the files that could not be
    replaced or removed: another program has them open. `away` becomes a folder for the old ones.
    """
    left: list[str] = []
    away.mkdir(exist_ok=True)
    pages = (".html", ".xml", ".json")
    fresh = sorted((path.name for path in new.iterdir()), key=lambda name: name.endswith(pages))
    gone = {path.name for path in live.iterdir()} - {*fresh, besides}
    for name in [*fresh, *gone]:
        source, target = new / name, live / name
        try:
            if name in fresh:
                put_live(source, target, away / name)
            else:
                target.rename(away / name)
        except OSError as error:
            if error.errno not in IN_USE:
                raise
            if target.is_dir() and not target.is_symlink():
                source.mkdir(exist_ok=True)
                left += [f"{name}/{e}" for e in put_one_by_one(source, target, away / name)]
            elif not _written_over(source, target):
                left.append(name)
    return left


def _written_over(source: Path, target: Path) -> bool:
    """Write the content of one file into another, whose name cannot be given away; whether that
    could be. Not where it shares its content with a third, which would change as well."""
    with suppress(OSError):
        alone = target.is_file() and not target.is_symlink() and target.stat().st_nlink == 1
        if alone or not os.path.lexists(target):
            target.write_bytes(source.read_bytes())
            return True
    return False


def remove(path: Path, quiet: bool = False) -> None:
    """Remove a file, a link or a whole folder, if it is there.

    What may not be written as well, as Git's files are: Windows removes no such file. `quiet`:
    what cannot be removed stays, and is no error.
    """
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    with suppress(OSError):
        shutil.rmtree(path)
        return
    for place, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                Path(place, name).chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(path, ignore_errors=quiet)


def settle(folder: Path) -> None:
    """Have the disk hold what was written below `folder`.

    Some file systems say only now that they are full; and after a loss of power a renamed
    folder must not turn out to hold empty files. One call a build, not one a file.
    """
    library = _system()
    if not hasattr(library, "syncfs"):
        getattr(os, "sync", lambda: None)()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _checked(library.syncfs(descriptor), folder)
    finally:
        os.close(descriptor)
