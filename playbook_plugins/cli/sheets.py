"""The sheets and tips of a site, read from its sources without building it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import markdown

from playbook_plugins.front_matter import FrontMatterError, read
from playbook_plugins.problems import Problem
from playbook_plugins.worksheets.definitions import front_lines
from playbook_plugins.worksheets.extension import WorksheetExtension
from playbook_plugins.worksheets.lock import NAME, Lock, LockError, Standing, read_lock
from playbook_plugins.worksheets.model import Found

from .site import Site


@dataclass
class PageSheets:
    """What one page holds: its blocks, its mistakes, and the ids that no author wrote."""

    standing: list[Standing] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unstamped: list[tuple[str, int]] = field(default_factory=list)
    """Id and line, counted from the top of the file."""


def read_sheets(text: str, page: str, path: str) -> PageSheets:
    """The sheets and tips in a page's `text`; `page` and `path` name it for the site and people.

    Nothing of a page whose front matter is broken: whoever checks sources says so.
    """
    made = PageSheets()
    try:
        front = read(text)
    except FrontMatterError:
        return made

    def found(each: Found) -> None:
        line = each.line + front.height
        made.standing.append(Standing(each.block, page, path, line, each.column))

    def unstamped(name: str, line: int) -> None:
        made.unstamped.append((name, line + front.height))

    extension = WorksheetExtension(
        report=lambda problem: made.problems.append(problem.moved(path, front.height)),
        found=found,
        front=lambda: front_lines(text, front.height),
        unstamped=unstamped,
    )
    markdown.markdown(front.body, extensions=["attr_list", "tables", "fenced_code", extension])
    return made


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
        for each in read_sheets(text, inside, site.shown(path)).standing:
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
