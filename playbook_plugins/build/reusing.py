"""Folders of the tree before, taken over whole where nothing in them has changed.

A thousand posts are a thousand folders; to make and remove each in every build costs more than to
write what is in them. The tree before the last one is nobody's any more when a build begins: what
it shares with the new one is moved there, a year of posts by one renaming.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

Whole = Callable[[str, bytes], bool]
"""Whether the file at a path has the content with a digest."""


def take_over(spare: str, folder: str, wanted: Mapping[str, bytes], whole: Whole) -> set[str]:
    """Move from the tree `spare` into `folder` what is as `wanted`; the paths that are there now.

    `wanted` are digests by path from the tree's root. A folder moves when it holds its wanted
    files, whole, and nothing else; single files beside others stay.
    """
    moved: set[str] = set()
    _Taking(whole, moved).below(spare, folder, "", _nested(wanted))
    return moved


def _nested(wanted: Mapping[str, bytes]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, sum in wanted.items():
        *folders, name = path.split("/")
        place = tree
        for each in folders:
            place = place.setdefault(each, {})
            if not isinstance(place, dict):
                break
        else:
            place[name] = sum
    return tree


class _Taking:
    def __init__(self, whole: Whole, moved: set[str]) -> None:
        self._whole, self._moved = whole, moved

    def below(self, spare: str, folder: str, inside: str, wanted: dict[str, Any]) -> None:
        """Move the folders in `spare` that are whole; look into the others."""
        for name, more in wanted.items():
            if not isinstance(more, dict):
                continue
            source, target = f"{spare}/{name}", f"{folder}/{name}"
            path = f"{inside}{name}/"
            files = self._files(source, path, more)
            if files is not None and self._move(source, target, folder):
                self._moved.update(files)
            else:
                self.below(source, target, path, more)

    def _files(self, source: str, inside: str, wanted: dict[str, Any]) -> list[str] | None:
        """The files below `source` if they are those that are wanted; None otherwise."""
        found: list[str] = []
        try:
            with os.scandir(source) as entries:
                here = {entry.name: entry.is_dir(follow_symlinks=False) for entry in entries}
        except OSError:
            return None
        if here.keys() != wanted.keys():
            return None
        for name, more in wanted.items():
            if here[name] != isinstance(more, dict):
                return None
            if isinstance(more, dict):
                inner = self._files(f"{source}/{name}", f"{inside}{name}/", more)
                if inner is None:
                    return None
                found += inner
            elif self._whole(f"{source}/{name}", more):
                found.append(f"{inside}{name}")
            else:
                return None
        return found

    def _move(self, source: str, target: str, folder: str) -> bool:
        with suppress(OSError):
            Path(folder).mkdir(parents=True, exist_ok=True)
            Path(source).rename(target)
            return True
        return False  # something stands there already
