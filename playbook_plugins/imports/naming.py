"""Names for files and posts: safe on every system, never twice, never another file's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from playbook_plugins.shared.ids import id_from, is_id

from .model import PAGE, Entry

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index", "readme", "images", "posts", "page", "archive"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
    | {"category", "author", "series", "tags", "feed", "search", "assets", "404"}
)
"""Names that a system or a site generator keeps for itself."""


class FileNames:
    """Hands out names; small letters only, so two cannot differ by case."""

    def __init__(self, taken: Iterable[str]) -> None:
        """`taken` are names that other files and posts have."""
        self.taken = {each.lower() for each in taken}

    def take(self, entry: Entry) -> str:
        """A free name for an entry: from its old address, else from its title."""
        fallback = "page" if entry.kind == PAGE else "post"
        old = unquote(address_path(entry.address).rstrip("/").rpartition("/")[2])
        old = re.sub(r"\.html?$", "", old)
        base = id_from(old, "") or id_from(entry.title, "")
        base = base.strip("-")
        if not base or base in RESERVED or not is_id(base):
            base = f"{fallback}-{base}".strip("-") if base else fallback
        made, number = base, 2
        while made in self.taken or made in RESERVED:
            made, number = f"{base}-{number}", number + 1
        self.taken.add(made)
        return made


def address_path(address: str) -> str:
    """The part of an address behind the host."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def blog_host(address: str) -> str:
    """The host of an address, without the country that Blogger puts behind a blog's name."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return re.sub(r"\.blogspot\.[a-z.]{2,6}$", ".blogspot.com", host)
