"""What all pages of a site depend on, as digests: options, templates, versions, our own code."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .store import digest

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
SHIPPED = frozenset({"material", "mkdocs", "readthedocs"})
"""Themes whose files are known by their package's version."""


def canonical(value: Any) -> Any:
    """`value` as plain things whose `repr` says the same in every process."""
    if isinstance(value, Enum):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return value
    if isinstance(value, Mapping):
        return sorted((str(key), repr(canonical(each))) for key, each in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(canonical(each)) for each in value)
    if isinstance(value, functools.partial):
        return (canonical(value.func), canonical(value.args), canonical(value.keywords))
    if callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value))}"
    if isinstance(value, Iterable):
        return [canonical(each) for each in value]
    shown = repr(value)
    return type(value).__qualname__ if " at 0x" in shown else shown


@functools.cache
def versions() -> bytes:
    """The digest of what pages are made with, our own code included."""
    found = [sys.version]
    for name in MADE_WITH:
        try:
            found.append(version(name))
        except PackageNotFoundError:
            found.append("")
    return digest(*found, files_in(PACKAGE, {".py", ".html", ".json", ".js", ".css"}, {"client"}))


def files_in(folder: Path, endings: set[str], passed: set[str] = frozenset()) -> bytes:  # type: ignore[assignment]
    """The digest of the files below `folder` with one of `endings`; any ending when it is empty."""
    parts: list[bytes | str] = []
    for path in sorted(folder.rglob("*")):
        if endings and path.suffix not in endings:
            continue
        inside = path.relative_to(folder)
        if path.is_file() and not passed & set(inside.parts) and "__pycache__" not in inside.parts:
            parts += [inside.as_posix(), path.read_bytes()]
    return digest(*parts)


def templates(theme: str, folders: Iterable[str], shipped: Iterable[str]) -> bytes:
    """The digest of a theme's `folders`; those of `shipped` themes are known by their version."""
    known = {str(Path(each)) for each in shipped}
    own = [Path(each) for each in folders if str(Path(each)) not in known]
    return digest(theme, *(files_in(each, set()) for each in own if each.is_dir()))


def mentions(word: str, folders: Iterable[str], known: Iterable[str]) -> bool:
    """Whether a template in a theme's `folders` uses `word`; those `known` not to are passed."""
    passed = {str(Path(each)) for each in known}
    return any(
        word.encode() in path.read_bytes()
        for each in folders
        if str(Path(each)) not in passed
        for path in Path(each).rglob("*.*ml")
        if path.is_file()
    )
