"""The sheets and tips of a site, read from its sources without building it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from playbook_plugins.worksheets.lock import NAME, Lock, LockError, Standing, read_lock
from playbook_plugins.worksheets.sheets import read_sheets

from .site_options import Site


def pages(site: Site, wanted: Iterable[Path] = ()) -> Iterator[tuple[Path, str]]:
    """The Markdown files of a site with their paths in the docs folder; those under `wanted`."""
    roots = [path.resolve() for path in wanted]
    for path in sorted(site.docs.rglob("*.md")):
        inside = path.relative_to(site.docs).as_posix()
        hidden = any(part.startswith(".") for part in inside.split("/"))
        if not hidden and (not roots or any(path.resolve().is_relative_to(r) for r in roots)):
            yield path, inside


def all_sheets(site: Site, read_text: Callable[[Path], str] | None = None) -> list[Standing]:
    """Every sheet and tip of the site; one that stands on several pages by its first."""
    found: dict[str, Standing] = {}
    for path, inside in pages(site):
        try:
            text = read_text(path) if read_text else path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        for each in read_sheets(text, inside, site.shown(path), site.others).standing:
            found.setdefault(each.block.id, each)
    return list(found.values())


def site_lock(site: Site) -> Lock | None:
    """The site's lock; None when there is none. Raises `LockError` when it cannot be read."""
    path = site.root / NAME
    if not path.is_file():
        return None
    try:
        return read_lock(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise LockError("this lock file is not UTF-8 text.") from None
