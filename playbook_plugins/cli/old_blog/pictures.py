"""Pictures of an old blog, fetched when the author asks: capped, checked, beside the post."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playbook_plugins.blogroll.fetch import fetch
from playbook_plugins.blogroll.model import FeedError
from playbook_plugins.imports.images import (
    MOST_BYTES,
    MOST_IMAGES,
    MOST_SECONDS,
    MOST_TIME,
    MOST_TOTAL,
    file_name,
    kind_of,
    whole_size,
)
from playbook_plugins.shared.fetch import Policy


class Pictures:
    """Fetches pictures, each once; what fails stays where it is and is told."""

    def __init__(self, say: Callable[[str], None], private: bool = False) -> None:
        """`private` allows hosts on the author's own network."""
        self._say = say
        self._private = private
        self._ends = time.monotonic() + MOST_TIME
        self._asked = 0
        self._bytes = 0
        self.fetched = 0

    def fetch(self, address: str, folder: Path) -> str:
        """The name of a picture's file in `folder`; nothing when it cannot be had."""
        for ending in ("jpg", "png", "gif", "webp"):
            name = file_name(address, ending)
            if (folder / name).is_file():
                return name
        content, why = self._content(address)
        ending = kind_of(content)
        if not ending:
            self._say(f"{address}: not fetched: {why or 'it is no picture'}.")
            return ""
        name = file_name(address, ending)
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f".{name}.new"
        try:
            beside.write_bytes(content)
            beside.replace(folder / name)
        finally:
            beside.unlink(missing_ok=True)
        self.fetched += 1
        return name

    def _content(self, address: str) -> tuple[bytes, str]:
        left = self._ends - time.monotonic()
        if self._asked >= MOST_IMAGES or self._bytes >= MOST_TOTAL or left <= 0:
            return b"", "this import has fetched as much as one may; run it again to go on"
        self._asked += 1
        why = ""
        for each in dict.fromkeys((whole_size(address), address)):
            host = urlsplit(each).hostname or ""
            trusted = frozenset({host}) if self._private else frozenset()
            policy = Policy(min(MOST_SECONDS, left), MOST_BYTES, private=trusted)
            try:
                content = fetch(each, policy=policy).content or b""
            except FeedError as error:
                why = str(error)
                continue
            self._bytes += len(content)
            return content, ""
        return b"", why
