"""Permanent names: what an id may look like, and how a text becomes one.

Standard library only, shared by worksheets, tips, posts and comments.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

ID = re.compile(r"[a-z][a-z0-9-]{0,63}")

REFUSED = frozenset({"constructor", "prototype", "toString".lower(), "valueof", "hasownproperty"})
"""Words that mean something to JavaScript objects; `__proto__` fails the pattern already."""


def is_id(text: str) -> bool:
    """Whether `text` may be the permanent id of a sheet, item, row, tip or post."""
    return bool(ID.fullmatch(text)) and text not in REFUSED


Id = Annotated[str, is_id]
"""A permanent name where a record must hold one: some become parts of paths."""


def id_from(text: str, fallback: str = "item") -> str:
    """An id made from any text: `Pick *one* region` gives `pick-one-region`.

    Accents fall away; a text without Latin letters gives `fallback`. At most 48
    characters, cut between words, so that a suffix still fits.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    made = ""
    for word in words:
        joined = f"{made}-{word}" if made else word[:48]
        if len(joined) > 48:
            break
        made = joined
    if not made:
        return fallback
    made = made if made[0].isalpha() else f"{fallback}-{made}"
    return f"{made}-{fallback}" if made in REFUSED else made
