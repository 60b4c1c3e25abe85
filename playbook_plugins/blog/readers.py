"""Which of a site's templates read the newest posts, tips and comments: with these they change."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

GLOBALS = re.compile(r"\bplaybook_(?:posts|tips|remarks)\b")


class Readers:
    """The site's own templates that read what the blog gives to every template."""

    def __init__(self, folder: str, pages: Collection[str]) -> None:
        """`folder` holds the site's templates; `pages` are the templates that its pages name."""
        self._names = _reading(Path(folder)) if folder else set()
        self._any = not self._names <= set(pages)
        """A part that others include: nobody knows which pages show it."""

    def asked_by(self, template: str) -> bool:
        """Whether a page with this template may show the newest posts, tips or comments."""
        return self._any or template in self._names


def _reading(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if GLOBALS.search(path.read_text(encoding="utf-8", errors="replace"))
    }
