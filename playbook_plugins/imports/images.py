"""Pictures that stay on foreign hosts: what they are called here, and whether they are pictures."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote, urlsplit

from playbook_plugins.shared.ids import id_from

MOST_BYTES = 15 * 1024**2
MOST_SECONDS = 20.0
MOST_IMAGES = 5_000
MOST_TOTAL = 2 * 1024**3
"""Bytes of all pictures of one import together."""
MOST_TIME = 3600.0

_KINDS = (
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"GIF8[79]a"), "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "webp"),
)
"""No SVG: it may hold script."""
_SIZED = re.compile(r"/(?:s\d{2,4}|w\d{2,4}-h\d{2,4})(?:-[\w-]{1,20})?/")


def kind_of(content: bytes) -> str:
    """The ending for a picture's file, by its content; nothing for what is none."""
    return next((ending for starts, ending in _KINDS if starts.match(content)), "")


def whole_size(address: str) -> str:
    """The address of the same picture in its full size, where Google's hosts keep several."""
    host = urlsplit(address).hostname or ""
    if host.endswith((".blogspot.com", ".googleusercontent.com", ".ggpht.com")):
        return _SIZED.sub("/s1600/", address, count=1)
    return address


def file_name(address: str, ending: str) -> str:
    """A name for the picture at `address`; two pictures never share one."""
    stem = unquote(urlsplit(address).path.rpartition("/")[2]).rpartition(".")[0]
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{id_from(stem, 'image')}-{mark}.{ending}"
