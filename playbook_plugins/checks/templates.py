"""Templates and icons that front matter names: the theme cannot make a page without them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from playbook_plugins.shared.problems import Problem, did_you_mean

from .checked import Checked


def check_templates(page: Checked, folders: Sequence[Path]) -> list[Problem]:
    """What a page names that no folder of the theme holds."""
    if not folders:
        return []
    found = []
    for key, ending, inside in (("template", "", ""), ("icon", ".svg", ".icons/")):
        named = page.front.values.get(key)
        if not isinstance(named, str) or (inside and not _has_icons(tuple(folders))):
            continue
        path = f"{inside}{named}{ending}"
        leads_out = ".." in named.split("/") or named.startswith("/") or "\\" in named
        there = not leads_out and named and any((each / path).is_file() for each in folders)
        if not there:
            what = f'the theme has no {key} "{named}".'
            cure = _cure(named, folders, inside, ending)
            found.append(Problem(page.path, *page.front.place(key), what, cure))
    return found


@lru_cache(maxsize=8)
def _has_icons(folders: tuple[Path, ...]) -> bool:
    return any((each / ".icons").is_dir() for each in folders)


def _cure(named: str, folders: Sequence[Path], inside: str, ending: str) -> str:
    if not inside:
        names = {path.name for each in folders for path in each.glob("*.html")}
    else:
        part = named.partition("/")[0]
        names = {
            f"{part}/{path.relative_to(each / inside / part).as_posix().removesuffix(ending)}"
            for each in folders
            for path in (each / inside / part).glob(f"**/*{ending}")
            if part and part not in {".", ".."}
        }
    near = did_you_mean(named, names) if len(names) < 20_000 else ""
    return near if near.startswith("Did you mean") else "Correct the name, or take the line out."
