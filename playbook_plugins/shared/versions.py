"""What pages are made with, as one digest: the cache of another version is none."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from .digests import digest

PACKAGE = Path(__file__).parents[1]
MADE_WITH: tuple[str, ...] = (
    "mkdocs",
    "properdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Jinja2",
)
MADE_WITH += ("Pygments", "PyYAML", "Babel", "nh3", "MarkupSafe")
MADE_WITH += ("mkdocs-minify-plugin", "htmlmin2", "mkdocs-glightbox", "selectolax")


@functools.cache
def versions() -> bytes:
    """The digest of what pages are made with, our own code included."""
    found = [sys.version]
    for name in MADE_WITH:
        try:  # as text: to find the one line in it takes ten times as long
            found.append(distribution(name).read_text("METADATA") or version(name))
        except PackageNotFoundError:
            found.append("")
    return digest(
        *found, files_in(PACKAGE, {".py", ".html", ".json", ".js", ".css"}, frozenset({"client"}))
    )


def files_in(folder: Path, endings: set[str], passed: frozenset[str] = frozenset()) -> bytes:
    """The digest of the files below `folder` with one of `endings`; any ending when it is empty."""
    parts: list[bytes | str] = []
    for name in sorted(files_below(str(folder), passed | {"__pycache__"}, frozenset())):
        if not endings or os.path.splitext(name)[1] in endings:  # noqa: PTH122 three times as fast
            parts += [name, Path(folder, name).read_bytes()]
    return digest(*parts)


def files_below(
    folder: str, passed: frozenset[str], seen: frozenset[str], inside: str = ""
) -> Iterator[str]:
    """The files below `folder`, by path from there, also where a link leads, but nowhere twice."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in passed:
                continue
            if entry.is_dir():
                yield from files_below(entry.path, passed, seen | {real}, f"{inside}{entry.name}/")
            elif entry.is_file():
                yield f"{inside}{entry.name}"
