"""What is kept of a site's last build, on disk: a card, and the image of the whole build before.

Both are checked against a sum before they are used. A card names its image by the image's sum, so a
card and an image of two builds are never taken together.
"""

from __future__ import annotations

import os
import pickle
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from playbook_plugins.digests import digest
from playbook_plugins.publish.fast.hearing import Said
from playbook_plugins.revive import RefusedError, revived

from .sources import Sources
from .tree import Tree

FOLDER = "standing"
SUM = 12
"""Bytes of the sum that stands before the content: against damage, so it need not be a secret."""
SITES = 3
"""Sites, by where they are built, that the last build is kept of."""


@dataclass
class Card:
    """What the next build must know before it may go on."""

    key: bytes
    """Digest of everything that all pages depend on."""
    image: bytes
    """The sum of the whole build's image."""
    sources: Sources
    """What that build read."""
    base: dict[str, bytes]
    """Digests of the files that it wrote."""
    live: Tree
    """The tree that is live now: of that build, or of one that went on from it."""
    spare: Tree = field(default_factory=dict)
    """The tree before it."""
    until: datetime | None = None
    """When the site changes by itself."""
    index: dict[str, bytes] = field(default_factory=dict)
    """Digests of the files of search that it wrote: they are among `base`."""
    said: list[Said] = field(default_factory=list)
    """What that build told the author."""


class Record:
    """Where card and image of one site are kept."""

    def __init__(self, cache: Path, site: Path) -> None:
        """`cache` is the cache's folder; `site` where the site is built."""
        self._folder = cache / FOLDER
        name = digest(str(site)).hex()[:12]
        self._card, self._image = self._folder / f"{name}.card", self._folder / f"{name}.image"

    def card(self) -> Card | None:
        """The card, if there is a whole one."""
        raw = _read(self._card)
        try:
            found = revived(raw) if raw else None
        except RefusedError:
            return None
        return found if isinstance(found, Card) else None

    def image(self, sum: bytes) -> bytes | None:
        """The image with this sum, if it is there whole."""
        raw = _read(self._image)
        return raw if raw is not None and self.image_sum() == sum else None

    def image_sum(self) -> bytes:
        """What stands before the image; empty without one."""
        try:
            with self._image.open("rb") as file:
                return file.read(SUM)
        except OSError:
            return b""

    def write_image(self, raw: bytes) -> None:
        """Keep an image. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_room()
        _write(self._image, raw)

    def write_card(self, card: Card) -> None:
        """Keep the card, where that can be done."""
        try:
            _write(self._card, pickle.dumps(card, pickle.HIGHEST_PROTOCOL))
        except OSError:
            self.forget()

    def forget(self) -> None:
        """There is nothing to go on from."""
        with suppress(OSError):
            self._card.unlink(missing_ok=True)

    def _make_room(self) -> None:
        with suppress(OSError):
            images = sorted(self._folder.glob("*.image"), key=lambda path: path.stat().st_mtime)
            others = [path for path in images if path != self._image]
            for path in others[: max(0, len(others) - SITES + 1)]:
                path.unlink(missing_ok=True)
                path.with_suffix(".card").unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb", buffering=0) as file:  # a buffer would copy it all once more
            sum, raw = file.read(SUM), file.readall()
    except OSError:
        return None
    return raw if _sum(raw) == sum else None


def _sum(raw: bytes) -> bytes:
    return struct.pack("<QI", len(raw), zlib.crc32(raw))


def _write(path: Path, raw: bytes) -> None:
    staged = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with staged.open("wb") as file:
            file.write(_sum(raw))
            file.write(raw)
        staged.replace(path)
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
