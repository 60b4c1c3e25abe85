"""What strangers wrote, made harmless for a terminal."""

from __future__ import annotations

import re

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1, from which every terminal command begins
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # unseen, or turning
    "\ud800-\udfff\U000e0000-\U000e007f]"  # halves, and tags that nobody sees
)


def plain(text: str) -> str:
    """`text` without signs that command a terminal, turn its lines or cannot be seen."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n"))


def one_line(text: str, most: int = 0) -> str:
    """`text` as one harmless line of at most `most` characters; 0 for all."""
    made = " ".join(plain(text).split())
    return made if not most or len(made) <= most else f"{made[: most - 1].rstrip()}…"
