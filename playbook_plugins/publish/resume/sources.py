"""What a build reads, file by file: the next one goes on only where it knows what has changed.

Compared by content, never by date: a checkout gives every file a new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from playbook_plugins.contents import content_of
from playbook_plugins.digests import digest

Sources = dict[str, bytes]
"""Digests of files by path."""


def read_sources(docs: Path, others: Iterable[Path]) -> Sources:
    """The digest of every file in the docs folder, and in the other files and folders."""
    found: Sources = {}
    for place in (docs, *others):
        path = str(place)
        if place != docs and place.is_relative_to(docs):
            continue
        for name in _below(path, frozenset()) if place.is_dir() else (path,):
            with suppress(OSError):  # the check says what cannot be read
                if (content := content_of(name)) is not None:
                    found[name] = digest(content)
    return found


def changed(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> list[Path] | None:
    """The files that say something else now; None where one came or went."""
    if before.keys() != now.keys():
        return None
    return [Path(path) for path, sum in now.items() if before[path] != sum]


def _below(folder: str, above: frozenset[str]) -> Iterator[str]:
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        if not entry.is_dir():
            yield entry.path
        elif not entry.is_symlink():
            yield from _below(entry.path, above)
        elif (real := os.path.realpath(entry.path)) not in above:
            yield from _below(entry.path, above | {real})
