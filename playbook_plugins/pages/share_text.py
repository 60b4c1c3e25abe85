"""Words on a share picture: what is left out of them, and where their lines end."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_SILENT = frozenset({"Cc", "Cf", "So", "Sk", "Co", "Cn"})
"""What prints nothing or is a picture: controls, soft hyphens, emoji and their modifiers."""
_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
JOINERS = "\u200c\u200d"
"""Print nothing, and change how letters of Persian or Hindi look beside each other."""


def is_space(sign: str) -> bool:
    """Whether `sign` is room between words, or a mark that joins letters."""
    return sign.isspace() or sign in JOINERS


def plain_words(text: str) -> str:
    """The words of `text` alone, with one space between them."""
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace()
        or sign in JOINERS
        or (unicodedata.category(sign) not in _SILENT and sign not in _VARIANTS)
    )
    return " ".join("".join(kept).split())


def lines_of(text: str, room: float, width: Callable[[str], float], most: int) -> list[str]:
    """`text` in lines of at most `room`; empty where that takes more than `most` of them.

    Writing without spaces ends its lines anywhere.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for sign in word:
            if width(lines[-1] + sign) > room:
                lines.append("")
            lines[-1] += sign
        if len(lines) > most:
            return []
    return lines


def shortened(text: str, room: float, width: Callable[[str], float], most: int) -> list[str]:
    """The first `most` lines of `text`, with an ellipsis where it goes on."""
    words = text.split()
    while len(words) > 1:
        words.pop()
        if lines := lines_of(" ".join(words) + " …", room, width, most):
            return lines
    return []
