"""What an author got wrong, said so that the author can mend it.

A *problem* is an author's mistake: reported, a warning in `serve`, a failure in a
strict build. Standard library only: every layer may report one.
"""

from __future__ import annotations

import difflib
import re
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


def is_slip(word: str, known: str) -> bool:
    """Whether `word` is `known` with one slip of the fingers: a letter more, less, or another one,
    or two that changed places. Of a short word only an `s` or a letter twice: the rest are words.
    """
    if word == known or abs(len(word) - len(known)) > 1:
        return False
    short, long = sorted((word, known), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        twice = at and long[at - 1] == long[at]
        return short[at:] == long[at + 1 :] and bool(len(known) > 4 or twice or long[at:] == "s")
    changed = short[at + 1 :] == long[at + 1 :] and len(known) > 4
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return changed or swapped


def is_other_form(word: str, known: str) -> bool:
    """Whether `word` is `known` but for capitals, quotes, hyphens or blanks."""
    return word != known and _bare(word) == _bare(known)


def _bare(word: str) -> str:
    return re.sub(r"[\W_]", "", word).lower()


def misspelt(name: str, meant: str) -> tuple[str, str]:
    """What is wrong with a key of front matter that was `meant` as another, and the cure."""
    if is_other_form(name, meant):
        return f'"{name}" is not read.', f"Write it as {meant}: instead."
    own = "(A key of your own is named in own_keys.)"
    return f'unknown key "{name}".', f'Did you mean "{meant}"? {own}'
