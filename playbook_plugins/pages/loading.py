"""What a page loads, and when: small styles come along, the theme's script and the map later.

A phone that has a page must ask for each of its style sheets, and wait, before it paints. What is
smaller than the asking is worth is better sent along. It stands at the end of the head, where a
`style` element may stand: instant navigation brings the head of the next page along, and takes
what is the same on both for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed
from playbook_plugins.shared.page_edits import Edits

_LATE_SITEMAP = "playbook-late-sitemap.js"
SMALL = ("playbook-blog.css", "playbook-comments.css", "playbook-plays.css")
"""Sheets of at most some seven thousand signs, fifteen hundred bytes when compressed."""


class SmallStyles:
    """The small sheets, each with the address at which a page asks for it."""

    def __init__(self) -> None:
        """Read them: they are named after their content."""
        self._sheets: list[tuple[str, re.Pattern[str], str]] = []
        for name in SMALL:
            content = (STATIC / name).read_bytes()
            address = f"{FOLDER}/{hashed(name, content)}"
            link = rf'<link rel="stylesheet" href="[^"<>]*{re.escape(address)}">\n?'
            element = f"<style>{content.decode().strip()}</style>\n"
            self._sheets.append((address, re.compile(link), element))

    def write_into(self, page: Edits, head: int) -> None:
        """Each small sheet where the `head` of a page ends, in the place of the links to it."""
        for address, link, element in self._sheets:
            found = list(_links(page.text, address, link))
            for start, end in found:
                page.put(start, end, "")
            if found:
                page.put(head, head, element)


def _links(text: str, address: str, link: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where `text` links to a sheet: its start and end."""
    at = text.find(address)
    while at >= 0:
        start = text.rfind("<", 0, at)
        found = link.match(text, start) if start >= 0 else None
        if found:
            yield found.span()
        at = text.find(address, at + len(address))


def send_later(page: Edits, script: re.Match[str] | None) -> None:
    """Let the theme's `script`, at a page's end, leave the line to what the page is painted with.

    A browser asks for that script as soon as it sees it, beside the style sheets and as urgently:
    on a phone's line they then arrive last.
    """
    if script:
        end = script.start() + script[0].index(">")
        page.put(end, end, ' fetchpriority="low"')


def late_sitemap() -> str:
    """The element that holds back the request for the site's map until a reader first stirs.

    Instant navigation reads that map as soon as a page opens.
    """
    return f"<script>{(STATIC / _LATE_SITEMAP).read_text('utf-8').strip()}</script>\n"
