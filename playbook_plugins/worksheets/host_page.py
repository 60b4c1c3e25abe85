"""The page that Markdown reads, where no plugin of ours says which it is.

Zensical, and MkDocs with our extension alone, hand page and configuration to a part of theirs
that stands among the parts of Markdown. What is not found there is simply not known.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from playbook_plugins.shared.problems import Problem, shown_path
from playbook_plugins.worksheets.definitions import front_lines

SCRIPT, STYLE = "playbook", "playbook"
"""What the names of our script and style begin with."""


def host_page(parts: Iterable[object], body: Sequence[str]) -> HostPage | None:
    """The page whose text below the front matter is `body`; None where the host tells nobody.

    `parts` are those that Markdown consists of.
    """
    for part in parts:
        config = getattr(part, "config", None)
        page = getattr(part, "page", None) or getattr(part, "file", None)
        path = getattr(page, "path", None) or getattr(page, "src_uri", None)
        if isinstance(path, str) and isinstance(config, Mapping) and "docs_dir" in config:
            return HostPage(Path(str(config["docs_dir"]), path), config, body)
    return None


class HostPage:
    """A page's file, and what its site says about scripts and styles."""

    def __init__(self, file: Path, config: Mapping[str, Any], body: Sequence[str]) -> None:
        self._file = file
        self._config = config
        self._body = body
        self.path = shown_path(file, Path(os.curdir))
        """The file as its author knows it."""

    @cached_property
    def _text(self) -> str:
        try:
            return self._file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return ""

    @cached_property
    def height(self) -> int:
        """How many lines stand above the body: the front matter and blank lines below it."""
        lines = self._text.rstrip().splitlines()
        body = "\n".join(self._body).rstrip().split("\n")
        above = len(lines) - len(body)
        same = above > 0 and [each.rstrip() for each in lines[above:]] == [
            each.rstrip() for each in body
        ]
        return above if same else 0

    @property
    def front(self) -> Sequence[str]:
        """The lines of the front matter."""
        return front_lines(self._text, self.height) if self._text.startswith("---") else ()

    def moved(self, problem: Problem) -> Problem:
        """A problem of the body as one of the file."""
        return problem.moved(self.path, self.height)

    @property
    def lacks_assets(self) -> bool:
        """Whether the site names no script or no style of ours."""
        wanted = (("extra_javascript", SCRIPT), ("extra_css", STYLE))
        return not all(
            any(word in str(each) for each in self._config.get(key) or ()) for key, word in wanted
        )
