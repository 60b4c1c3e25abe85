"""Small style sheets of ours, written into the pages that ask for them.

A phone that has a page must ask for each of its style sheets, and wait, before it paints. What is
smaller than the asking is worth is better sent along. It stands at the end of the head, where a
`style` element may stand: instant navigation brings the head of the next page along, and takes
what is the same on both for one.
"""

from __future__ import annotations

import re

from playbook_plugins.bundle import FOLDER, STATIC, hashed

SMALL = ("playbook-blog.css", "playbook-comments.css")
"""Sheets of at most some seven thousand signs, fifteen hundred bytes when compressed."""
_HEAD = "</head>"


class Styles:
    """The small sheets by the address at which a page asks for them."""

    def __init__(self) -> None:
        """Read them: they are named after their content."""
        self._elements: dict[str, str] = {}
        for name in SMALL:
            content = (STATIC / name).read_bytes()
            text = content.decode().strip()
            self._elements[f"{FOLDER}/{hashed(name, content)}"] = f"<style>{text}</style>\n"

    def written_into(self, output: str) -> str:
        """A page with each small sheet in the place of the links to it."""
        for address, element in self._elements.items():
            if address in output and _HEAD in output:
                link = rf'<link rel="stylesheet" href="[^"<>]*{re.escape(address)}">\n?'
                bare, links = re.subn(link, "", output)
                if links:
                    output = bare.replace(_HEAD, element + _HEAD, 1)
        return output
