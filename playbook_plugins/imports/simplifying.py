"""Texts that Markdown's converter would take minutes for, as paragraphs of words.

Python-Markdown looks at a paragraph again for every sign in it: a megabyte of stars, backticks
or brackets in one paragraph holds up every build of the site, long after the import.
"""

from __future__ import annotations

import re

from .markdown_escaping import inline, line_start

MOST_WORK = 300_000_000
"""Signs times characters, over all paragraphs: some tenths of a second of each build."""
LONGEST = 500
"""Characters of a paragraph in a text that is simplified."""
_SIGN = re.compile(r"[\\`*\[\]<&_!~^]")
_PIECE = re.compile(rf"\S.{{0,{LONGEST - 1}}}(?!\S)|\S.{{0,{LONGEST - 1}}}", re.DOTALL)


def work(text: str) -> int:
    """What finished Markdown costs its converter, about."""
    return sum(len(block) * len(_SIGN.findall(block)) for block in text.split("\n\n"))


def is_heavy(text: str) -> bool:
    """Whether finished Markdown would hold up a build."""
    return work(text) > MOST_WORK


def plain_paragraphs(words: str) -> str:
    """Words as Markdown that means nothing else, in paragraphs cut between words if they can be."""
    pieces = (" ".join(found[0].split()) for found in _PIECE.finditer(words))
    made = "\n\n".join(line_start(inline(piece)) for piece in pieces)
    return f"{made}\n" if made else ""
