"""What the site's own templates show of the blog: their pages then change with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

GLOBALS = re.compile(r"\bplaybook_(?:posts|tips|remarks)\b")
POST = re.compile(r"\bposts?\b")
WHOLE = re.compile(r"\b(?:more|rest|thread|replies|links|references|content)\b")
"""Words by which a template comes to more of a post than a card holds."""
ALWAYS_TAKEN_IN = {"main.html", "base.html"}
"""Our own templates and the theme's are made of these."""
ENDINGS = {".html", ".j2", ".jinja", ".jinja2", ".xml"}


def brings(folder: str, name: str) -> bool:
    """Whether a site brings a template of this name of its own; `folder` is empty without any."""
    return bool(folder) and Path(folder, name).is_file()


class OwnTemplates:
    """The site's own templates that read what the blog gives to every template."""

    def __init__(self, folder: str, pages: Collection[str]) -> None:
        """`folder` holds the site's templates; `pages` are the templates that its pages name."""
        texts = dict(_texts(Path(folder))) if folder else {}
        self._names = {name for name, text in texts.items() if GLOBALS.search(text)}
        elsewhere = {
            name
            for name in self._names
            if any(name in text for other, text in texts.items() if other != name)
        }
        self._any = not self._names <= set(pages) or bool(
            self._names & ALWAYS_TAKEN_IN or elsewhere
        )
        """A part that others take in: nobody knows which pages show it."""
        self.whole = any(POST.search(text) and WHOLE.search(text) for text in texts.values())
        """Whether one may show all of a post wherever posts are listed."""

    def asked_by(self, template: str) -> bool:
        """Whether a page with this template may show the newest posts, tips or comments."""
        return bool(self._names) and (self._any or template in self._names)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.suffix in ENDINGS and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            yield path.relative_to(folder).as_posix(), text
