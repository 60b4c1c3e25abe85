"""Reads a small XML text into a tree, through the gate that every XML passes."""

from __future__ import annotations

from playbook_plugins.shared.xml_gate import Caps, Element, XmlError, records

from .model import FeedError

MOST_BYTES = 2 * 1024**2
MOST_DEPTH = 100
MOST_ELEMENTS = 100_000
_CAPS = Caps(depth=MOST_DEPTH, token=MOST_BYTES, elements=MOST_ELEMENTS, text=MOST_BYTES * 4)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
"""How a text begins that says by itself which kind of Unicode it is."""

__all__ = ["Element", "parse"]


def parse(content: bytes, charset: str = "") -> Element:
    """The root element. `charset` counts where the text does not name its own."""
    if len(content) > MOST_BYTES:
        raise FeedError(f"it is larger than {MOST_BYTES // 1024**2} MiB")
    content = content.lstrip()
    named = content.startswith(_MARKS) or b"encoding" in content[:200].partition(b"?>")[0]
    try:
        (root,) = records([content], lambda root: 0, _CAPS, "" if named else charset)
    except XmlError as error:
        raise FeedError(str(error)) from None
    return root
