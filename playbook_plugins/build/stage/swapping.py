"""Puts a finished tree in the place of the live one, by the safest means there is. Knows no host.

1. One system call that exchanges two folders (Linux, macOS): no moment without a whole site.
2. Two renames, taken back when the second fails; a build killed between the two is put right by
   the next (`recover`).
3. Where the folder itself cannot be renamed (a mount, a parent that may not be written, on Windows
   a file in it that another program has open): file by file, pages after what they need, what is
   no longer there last. Each file is whole; the site as a whole is mixed for that moment.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

AWAY = "away"
"""The live tree between two renames; found by the next build, it is put back."""

NOT_HERE = {errno.ENOSYS, errno.EINVAL, errno.EPERM, errno.ENOTSUP, errno.EXDEV}
"""Answers of systems, file systems and containers that have no exchange."""

CALLS = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "armv7l": 382, "ppc64le": 357}
"""Number of `renameat2`, for C libraries that do not name it (Alpine's)."""


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system has no such thing."""
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = library.renamex_np(first, second, 2)
        elif hasattr(library, "renameat2"):
            failed = library.renameat2(-100, first, -100, second, 2)
        elif platform.machine() in CALLS:
            call = ctypes.c_long(CALLS[platform.machine()])
            here = ctypes.c_long(-100)
            failed = library.syscall(call, here, first, here, second, ctypes.c_long(2))
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False  # Windows, or a C library that cannot be asked
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in NOT_HERE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def put_live(new: Path, live: Path, shelf: Path) -> Path | None:
    """Make `new` the tree at `live`; returns where the old one now stands, if there was one.

    On any failure the old tree stands where it stood, and the error is raised.
    """
    if not os.path.lexists(live):
        new.rename(live)
        return None
    if exchange(new, live):
        return new
    away = shelf / AWAY
    live.rename(away)
    try:
        new.rename(live)
    except BaseException:
        away.rename(live)
        raise
    return away


def recover(live: Path, shelf: Path) -> None:
    """Put back the live tree when a build was killed between two renames."""
    away = shelf / AWAY
    if away.is_dir() and not os.path.lexists(live):
        away.rename(live)


def merge(new: Path, live: Path, besides: str, kept: Iterable[str] = ()) -> list[str]:
    """Make `live` equal to `new` file by file; entries called `besides` or `kept` are left.

    Returns the files that could not be replaced or removed: another program has them open.
    """
    left: list[str] = []
    files, folders = _files_below(new)
    for name in folders:
        target = live / name
        if target.is_symlink() or target.is_file():
            target.unlink()
        target.mkdir(exist_ok=True)
        shutil.copymode(new / name, target)
    pages = [name for name in files if name.endswith((".html", ".xml", ".json", ".gz"))]
    for name in [*(name for name in files if name not in set(pages)), *pages]:
        if not _put(new / name, live / name):
            left.append(name)
    wanted = {*files, *folders}
    old_files, old_folders = _files_below(live)
    for name in [*old_files, *reversed(old_folders)]:
        top = name.split("/", 1)[0]
        if name in wanted or top == besides or top in kept:
            continue
        try:
            (live / name).unlink() if name in old_files else (live / name).rmdir()
        except PermissionError:
            left += [name] if name in old_files else []
    return left


def _put(source: Path, target: Path) -> bool:
    """Put a file in the place of another, by its name or else by its content; whether that was
    done."""
    if target.is_dir() and not target.is_symlink():
        remove_tree(target)
    try:
        source.replace(target)
        return True
    except PermissionError:
        # Another program has it open: its name cannot be given away, but it can be written; not
        # where it shares its content with another file, which would change as well.
        if not target.is_file() or target.is_symlink() or target.stat().st_nlink > 1:
            return False
    try:
        target.write_bytes(source.read_bytes())
    except PermissionError:
        return False
    return True


def remove_tree(folder: Path, quiet: bool = False) -> None:
    """Remove a folder and all in it, what may not be written as well, as Git's files are: Windows
    removes no such file.

    `quiet`: what cannot be removed stays, and is no error.
    """
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        if not quiet:
            raise
    except OSError:
        for place, _, names in os.walk(folder):
            for name in names:
                with contextlib.suppress(OSError):
                    Path(place, name).chmod(stat.S_IREAD | stat.S_IWRITE)
        shutil.rmtree(folder, ignore_errors=quiet)


def _files_below(folder: Path) -> tuple[dict[str, None], list[str]]:
    """Names of files (links included) and of folders, parents first."""
    files: dict[str, None] = {}
    folders: list[str] = []
    for place, inner, names in os.walk(folder):
        base = Path(place).relative_to(folder)
        links = [name for name in inner if Path(place, name).is_symlink()]
        inner[:] = sorted(set(inner) - set(links))
        files.update(dict.fromkeys((base / name).as_posix() for name in sorted([*names, *links])))
        folders += [(base / name).as_posix() for name in inner]
    return files, folders


def settle(folder: Path) -> None:
    """Have the disk hold what was written below `folder`.

    Some file systems say only now that they are full; and after a loss of power a renamed
    folder must not turn out to hold empty files. One call a build, not one a file.
    """
    if sys.platform != "linux":
        if hasattr(os, "sync"):
            os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if hasattr(library, "syncfs") and library.syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)
