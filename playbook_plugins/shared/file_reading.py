"""What files hold, read by the thousand: with as few calls as can be."""

from __future__ import annotations

import os
import stat

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Does not wait where somebody would have to write first, as in a pipe."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def content_of(path: str, *, follow: bool = True) -> bytes | None:
    """The content of the file at `path`; None for what is no ordinary file.

    A link is an error where `follow` is false and the system can tell. Raises `OSError` for what
    is not there or cannot be read.
    """
    file = os.open(path, _READ if follow else _READ | _NO_LINK)
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            return None
        content = os.read(file, found.st_size)
        while len(content) < found.st_size and (more := os.read(file, found.st_size)):
            content += more  # one call reads two gigabytes at most
        return content
    finally:
        os.close(file)
