"""Snippets: texts that a page takes from another file, which must be there and allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record

from .checked import Checked


@record
class Snippets:
    """What `pymdownx.snippets` is told."""

    folders: tuple[Path, ...]
    restricted: bool = True
    """Whether a snippet must lie in one of the folders."""
    stops: bool = False
    """Whether a snippet that is not there stops the build (`check_paths`)."""
    downloads: bool = False


def snippets_of(options: Mapping[str, Any] | None, root: Path) -> Snippets | None:
    """What the extension for snippets is told; None where it is not used."""
    if options is None:
        return None
    paths = options.get("base_path") or ["."]
    folders = [paths] if isinstance(paths, str) else paths
    return Snippets(
        tuple(root / str(each) for each in folders),
        restricted=bool(options.get("restrict_base_path", True)),
        stops=bool(options.get("check_paths", False)),
        downloads=bool(options.get("url_download", False)),
    )


def check_includes(checked: Checked, snippets: Snippets) -> list[Problem]:
    """The snippets of a page that it will not get."""
    found = []
    for each in checked.includes:
        what, cure = _raw(each.target) if each.kind == "raw" else _wrong(each.target, snippets)
        if what:
            found.append(Problem(checked.path, each.line, each.column, what, cure))
    return found


def _raw(name: str) -> tuple[str, str]:
    """A line that takes in nothing: its name stands in no quotation marks, or in others."""
    what = "this line takes in no snippet, and would be printed."
    return what, f'Write --8<-- "{name}"'


def candidates(target: str, snippets: Snippets) -> Iterator[Path]:
    """Where a snippet may stand, first choice first."""
    if not _is_elsewhere(target):
        for folder in snippets.folders:
            yield folder if folder.is_file() else folder / target


def _is_elsewhere(target: str) -> bool:
    return re.match(r"https?://", target) is not None


def _wrong(target: str, snippets: Snippets) -> tuple[str, str]:
    if bare := re.fullmatch(r"([\"'])(.+)\1", target):
        what = "a name in a list of snippets stands in quotation marks, which it must not."
        return what, f"Write {bare[2]}"
    if _is_elsewhere(target):
        if snippets.downloads:
            return "", ""
        cure = "Copy the text into a file of the site."
        return f'the snippet "{target}" would be downloaded, which is switched off.', cure
    outside = False
    for folder in snippets.folders:
        try:
            base, path = folder.resolve(), (folder / target).resolve()
            inside = path.is_relative_to(base) if base.is_dir() else path == base
            if path.is_file() and (inside or not snippets.restricted):
                return "", ""
        except (OSError, ValueError, RuntimeError):
            continue
        outside = outside or not inside
    if outside:
        cure = "Move it there, or name its folder under base_path in mkdocs.yml."
        return f'the snippet "{target}" lies outside of the folder for snippets.', cure
    return f'the snippet "{target}" is not there.', "Correct its name, or take the line out."
