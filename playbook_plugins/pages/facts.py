"""What finishing a site must know of each page: a function of its path and text. Knows no host.

Worked out once for each page, by all cores.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import field
from fnmatch import fnmatchcase

from playbook_plugins.shared.records import record

from .policy import Needs, read_page

OTHERWISE = "503.html"
"""The page for what is not kept; hosts call an error page by its number."""

LEADS, SHEET, NAMED, NO_PART = "leads", "sheet", "named", ""
_MOST_LEADING = 4096
"""Bytes of a page that only leads on."""

REFRESH = re.compile(r'<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"')
TITLED = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_SHEET = re.compile(r"<playbook-(?:worksheet|mine)[\s>]")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_PERMALINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LOADS = re.compile(
    r"<(?:link|script|img|source|input)\b[^>]*?\s(?:src|href|data-more)=\"?[^>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s(?:src|href|data-more)\s*=\s*\"?([^\"\s>]+)")
_LINKED_ONLY = re.compile(
    r"\srel=\"?[^\">]*\b(?:alternate|canonical|prev|next|edit)\b", re.IGNORECASE
)
_SEARCH_WORKER = re.compile(r'"search": ?"([^"]+)"')


@record
class Facts:
    """What a page is to a site without a network, and to its policy."""

    part: str = NO_PART
    """`LEADS` on and nothing else, holds a `SHEET`, is `NAMED` by the site, or none of these."""
    title: str = ""
    """What it calls itself; known of pages that may be kept."""
    loads: tuple[str, ...] = ()
    """The addresses of what it loads, as it writes them; of such pages, too."""
    size: int = 0
    """Its bytes."""
    text: str = ""
    """All of it, where it only leads on."""
    needs: tuple[tuple[str, str], ...] = field(default=())
    """What a policy must let in: directive and source."""
    handler: str = ""
    """The first inline event handler, which no policy of ours lets run."""
    undrawn: bool = False
    """Whether its diagrams would be drawn by a script from elsewhere."""


def facts_of(file: str, content: bytes, names: Sequence[str] | None, policy: bool) -> Facts:
    """The facts of the page `file`.

    `names` are the patterns of what is kept besides sheets, None where nothing is kept; the
    needs of the page are worked out for a site with a `policy`.
    """
    text = content.decode("utf-8", "replace")
    needs = Needs()
    if policy:
        read_page(text, needs, file)
    part = NO_PART if names is None else part_of(file, text, names)
    may_be_kept = names is not None and (part in {SHEET, NAMED} or file == OTHERWISE)
    return Facts(
        part,
        title_of(text) or file if may_be_kept else "",
        tuple(loaded(text)) if may_be_kept else (),
        len(content),
        text if part == LEADS else "",
        needs.pairs(),
        needs.handlers.get(file, ""),
        bool(needs.undrawn),
    )


def part_of(file: str, text: str, names: Sequence[str]) -> str:
    """What part the page has where there is no network."""
    if len(text) <= _MOST_LEADING and REFRESH.search(text):
        return LEADS
    if _SHEET.search(text):
        return SHEET
    return NAMED if file != OTHERWISE and matches(file, names) else NO_PART


def matches(file: str, names: Sequence[str]) -> bool:
    """Whether one of the patterns `names` means this file."""
    return any(fnmatchcase(file, name) for name in names)


def title_of(text: str) -> str:
    """What a page calls itself; empty where it does not."""
    found = _HEADING.search(text) or TITLED.search(text)
    plain = _TAG.sub("", _PERMALINK.sub("", found[1])) if found else ""
    return " ".join(html.unescape(plain).split())


def loaded(text: str) -> list[str]:
    """The addresses of what a page loads, elsewhere or here, as it writes them."""
    wanted = [
        html.unescape(found[1])
        for tag in _LOADS.finditer(text)
        if not _LINKED_ONLY.search(tag[0])
        for found in _ADDRESS.finditer(tag[0])
    ]
    return wanted + _SEARCH_WORKER.findall(text)
