"""What a build reads, file by file: the next one goes on only where it knows what has changed.

Compared by content, never by date: a checkout gives every file a new one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from playbook_plugins.publish.fast.store import digest

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
            content = _content(name)
            if content is not None:
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


def _content(path: str) -> bytes | None:
    """A file's content; None where there is none to be read (a pipe would never end)."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        return _whole(file)
    except OSError:
        return None
    finally:
        os.close(file)


def _whole(file: int) -> bytes:
    size = os.fstat(file).st_size
    content = os.read(file, size + 1)
    while len(content) < size and (more := os.read(file, size)):
        content += more  # one call reads two gigabytes at most
    return content
