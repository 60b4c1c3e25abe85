"""Small parts of a text in Markdown, and what single attributes of the old page say."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .html_tree import Node
from .markdown_escaping import inline
from .shortcodes import LANGUAGES

BREAK, JUMP = "\x00", "\x01"
"""Marks for a line break and for the end of the excerpt; no text holds these signs."""
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


def shows(address: str, picture: str) -> bool:
    """Whether a link leads to a picture of the same name."""
    try:
        target, shown = (urlsplit(each).path.rpartition("/")[2] for each in (address, picture))
    except ValueError:
        return False
    shown = re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w+$)", "", shown)  # WordPress's smaller sizes
    return target == shown and bool(_PICTURE.search(target))


def is_address(value: str) -> bool:
    """Whether a value names a place and is no picture in itself."""
    return bool(value) and not value.startswith("data:")


def number_of(text: str, usual: int) -> int:
    """A whole number, or the usual one."""
    return int(text) if re.fullmatch(r"\d{1,9}", text.strip()) else usual


def language_of(node: Node) -> str:
    """The language that a block of code is in, as old blogs' programs say it."""
    told = [node.attributes.get("lang", "")]
    for each in (node, *node.children):
        told += re.findall(
            r"(?:language|lang|brush|highlight)[-:]\s*([\w#+-]+)", each.attributes.get("class", "")
        )
    return next((LANGUAGES[each.lower()] for each in told if each.lower() in LANGUAGES), "")


def autolink(address: str, target: str) -> str:
    """A bare address that leads to `target`."""
    return f"<{address}>" if target == address else f"[{inline(address)}]({target})"


def is_list(block: str) -> bool:
    """Whether a block is a list."""
    return bool(re.match(r"- |\d+\. ", block))


def squeezed(words: str) -> str:
    """Words with single blanks between them."""
    return re.sub(r" {2,}", " ", words).strip(" \xa0")


def wrapped(words: str, before: str, behind: str) -> str:
    """Words between two signs; white space and breaks stay outside of them."""
    made = []
    for part in re.split(rf"([{BREAK}{JUMP}]+)", words):
        bare = part.strip(f" \xa0{BREAK}{JUMP}")
        if bare:
            start = part.index(bare)
            shown = re.sub(r"\A\$", "&#36;", bare)  # no formula ends behind a sign
            part = f"{part[:start]}{before}{shown}{behind}{part[start + len(bare) :]}"
        made.append(part)
    return "".join(made)
