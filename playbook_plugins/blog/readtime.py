"""How long a post takes to read, in minutes, worked out as Material's blog does."""

from __future__ import annotations

import html
import math
import re

UNREAD = re.compile(r"<(object|script|style|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
PICTURE = re.compile(r"<img\b", re.IGNORECASE)
GAP = re.compile(r"\W+")
APART = {code: " " for code in range(128) if GAP.match(chr(code))}
"""What stands between words in a plain text, as a table: far sooner than the pattern."""
TYPOGRAPHIC = "\u00a0‘’“”«»‚„–—…·•→¶"
"""Such signs in other texts: most are plain but for them."""
LONGEST_LOOK, SHORTEST_LOOK = 12, 3
"""Seconds for the first picture, one less for each further one, down to the shortest."""


def minutes(content: str, speed: int) -> int:
    """Minutes for the HTML `content` of a post at `speed` words a minute."""
    content = COMMENT.sub("", content)
    text = html.unescape(TAG.sub("", UNREAD.sub("", content)))
    seconds = math.ceil(_parts(text) / speed * 60)
    for picture in range(len(PICTURE.findall(content))):
        seconds += max(SHORTEST_LOOK, LONGEST_LOOK - picture)
    return math.ceil(seconds / 60)


def _parts(text: str) -> int:
    """How many parts `GAP` splits a text into: its words, and an empty one for a gap at an end."""
    plain = text
    if not text.isascii():
        for sign in TYPOGRAPHIC:
            plain = plain.replace(sign, " ")
    spaced = plain.translate(APART) if plain.isascii() else ""
    if not spaced.strip():
        return len(GAP.split(text))
    return len(spaced.split()) + spaced.startswith(" ") + spaced.endswith(" ")
