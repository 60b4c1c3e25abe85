"""Old addresses that can lead on: on this site, each once, and none inside another."""

from __future__ import annotations

from collections.abc import Iterable

from playbook_plugins.shared.redirects import former_file

from .cleaning import visible
from .naming import address_path


class OldAddresses:
    """Hands out former addresses."""

    def __init__(self, taken: Iterable[str], kept: Iterable[str] = ()) -> None:
        """`taken` are files that the site makes, `kept` beginnings of what it may make."""
        self._kept = tuple(each.lower() for each in kept)
        self._used: set[str] = set()
        self._folders: set[str] = set()
        for each in taken:
            self._use(each.lower())

    def take(self, address: str) -> str:
        """The part of an old address that can lead on; nothing when it cannot."""
        path = visible(address_path(address))
        target = self.target(address)
        if not target or target in self._folders or target.startswith(self._kept):
            return ""
        if self._used & {target, *_folders(target)}:
            return ""
        self._use(target)
        return path

    @staticmethod
    def target(address: str) -> str:
        """The file that stands for an old address, in small letters; nothing when none can."""
        return former_file(visible(address_path(address))).lower()

    def _use(self, target: str) -> None:
        self._used.add(target)
        self._folders.update(_folders(target))


def _folders(target: str) -> list[str]:
    parts = target.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]
