"""Which of a site's own templates read more of the blog than ours: with that they change."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

GLOBALS = re.compile(r"\bplaybook_(?:posts|tips|remarks)\b")

WHOLE = re.compile(r"\b(?:more|links)\b")
"""What only templates of the site's own print of a post in a list: its rest, its references."""


class Readers:
    """The site's own templates that read what the blog gives to every template."""

    def __init__(self, folder: str, pages: Collection[str]) -> None:
        """`folder` holds the site's templates; `pages` are the templates that its pages name."""
        self._names = _reading(Path(folder), GLOBALS) if folder else set()
        self._any = not self._names <= set(pages)
        """A part that others include: nobody knows which pages show it."""
        self.whole = bool(folder and _reading(Path(folder), WHOLE))
        """Whether some template may show all of a post in a list."""

    def asked_by(self, template: str) -> bool:
        """Whether a page with this template may show the newest posts, tips or comments."""
        return self._any or template in self._names


def _reading(folder: Path, what: re.Pattern[str]) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if what.search(path.read_text(encoding="utf-8", errors="replace"))
    }
