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
LONGEST_LOOK, SHORTEST_LOOK = 12, 3
"""Seconds for the first picture, one less for each further one, down to the shortest."""


def minutes(content: str, speed: int) -> int:
    """Minutes for the HTML `content` of a post at `speed` words a minute."""
    content = COMMENT.sub("", content)
    text = html.unescape(TAG.sub("", UNREAD.sub("", content)))
    words = len(GAP.split(text))
    seconds = math.ceil(words / speed * 60)
    for picture in range(len(PICTURE.findall(content))):
        seconds += max(SHORTEST_LOOK, LONGEST_LOOK - picture)
    return math.ceil(seconds / 60)
