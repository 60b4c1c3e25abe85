"""What an author got wrong, said so that the author can mend it.

A *problem* is an author's mistake: reported, a warning in `serve`, a failure in a
strict build. Standard library only: every layer may report one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place.

    `what` and `cure` are whole sentences for a sales coach: no type names, no code words.
    """

    path: str
    """The file as the author knows it, `docs/playbook/land.md`; empty when unknown."""
    line: int
    """Line from the top of the file, front matter included; 0 when it is the whole file."""
    column: int
    """Column from 1; 0 when it is the whole line."""
    what: str
    cure: str = ""

    def __str__(self) -> str:
        """`docs/playbook/land.md:14:5: what is wrong. What to do.`"""
        place = self.path
        if self.line:
            place = f"{place}:{self.line}" if place else f"line {self.line}"
            if self.column:
                place += f":{self.column}"
        message = f"{self.what} {self.cure}".strip()
        return f"{place}: {message}" if place else message

    def moved(self, path: str, lines: int) -> Problem:
        """The same problem in `path`, `lines` further down (the front matter's height)."""
        return replace(self, path=path, line=self.line + lines if self.line else 0)


def shown_path(path: Path, root: Path) -> str:
    """`path` as its author knows it: from `root`, the folder of mkdocs.yml; whole outside of it."""
    full, folder = _resolved(path.parent) / path.name, _resolved(root)
    return full.relative_to(folder).as_posix() if full.is_relative_to(folder) else full.as_posix()


@lru_cache(maxsize=4096)
def _resolved(folder: Path) -> Path:
    return folder.resolve()


Report = Callable[[Problem], None]
"""How a layer says that it found a problem; the plugin logs, tests append to a list."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A cure for a misspelt `word`: the nearest of `known`, or all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{close[0]}"?'
    return f"Use one of: {', '.join(names)}." if names else ""
