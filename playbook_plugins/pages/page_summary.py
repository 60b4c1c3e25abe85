"""What finishing a site must know of each page: a function of its path and text. Knows no host.

Worked out once for each page, by all cores.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from playbook_plugins.shared.records import record

from .policy import Needs, read_tags
from .tags import Tag, tags_in

OTHERWISE = "503.html"
"""The page for what is not kept; hosts call an error page by its number."""

LEADS, SHEET, NAMED, NO_PART = "leads", "sheet", "named", ""
_MOST_LEADING = 4096
"""Bytes of a page that only leads on."""

REFRESH = re.compile(r'<meta http-equiv="?refresh"? content="0; ?url=([^"]*)"')
_SHEETS = {"playbook-worksheet", "playbook-mine", "playbook-team", "playbook-door"}
_PERMALINK = re.compile(r"<a class=\"headerlink\".*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LOADING = {"link", "script", "img", "source", "input"}
_ADDRESSES = {"src", "href", "data-more"}
_PARTS = {"data-worker", "data-phrase", "data-xlsx"}
"""What a script with `data-more` loads besides; another's `data-worker` is the site's own."""
_LINKED_ONLY = {"alternate", "canonical", "prev", "next", "edit"}
"""What a `link` is in its `rel`, where a browser does not load it."""
_SEARCH_WORKER = re.compile(r'"search": ?"([^"]+)"')


@record
class PageSummary:
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
    needs: tuple[tuple[str, str], ...] = ()
    """What a policy must let in: directive and source."""
    handler: str = ""
    """The first inline event handler, which no policy of ours lets run."""
    undrawn: bool = False
    """Whether its diagrams would be drawn by a script from elsewhere."""


def summary_of(file: str, content: bytes, names: Sequence[str] | None, policy: bool) -> PageSummary:
    """The summary of the page `file`.

    `names` are the patterns of what is kept besides sheets, None where nothing is kept; the
    needs of the page are worked out for a site with a `policy`.
    """
    text = content.decode("utf-8", "replace")
    tags = list(tags_in(text))
    needs = Needs()
    if policy:
        read_tags(tags, needs, file)
    part = NO_PART if names is None else _part_of(file, text, tags, names)
    may_be_kept = names is not None and (part in {SHEET, NAMED} or file == OTHERWISE)
    return PageSummary(
        part,
        _title_of(text, tags) or file if may_be_kept else "",
        tuple(_loaded(tags)) if may_be_kept else (),
        len(content),
        text if part == LEADS else "",
        needs.pairs(),
        needs.handlers.get(file, ""),
        bool(needs.undrawn),
    )


def _part_of(file: str, text: str, tags: Sequence[Tag], names: Sequence[str]) -> str:
    """What part the page has where there is no network."""
    if len(text) <= _MOST_LEADING and REFRESH.search(text):
        return LEADS
    if any(tag.name in _SHEETS for tag in tags):
        return SHEET
    return NAMED if file != OTHERWISE and matches(file, names) else NO_PART


def matches(file: str, names: Sequence[str]) -> bool:
    """Whether one of the patterns `names` means this file."""
    return any(fnmatchcase(file, name) for name in names)


def _title_of(text: str, tags: Sequence[Tag]) -> str:
    """What a page calls itself; empty where it does not."""
    for name in ("h1", "title"):
        for tag in tags:
            if tag.name == name and (end := text.find(f"</{name}>", tag.end)) >= 0:
                plain = _TAG.sub("", _PERMALINK.sub("", text[tag.end : end]))
                return " ".join(html.unescape(plain).split())
    return ""


def _loaded(tags: Sequence[Tag]) -> list[str]:
    """The addresses of what a page loads, elsewhere or here, as it writes them."""
    loading = [
        tag.attributes
        for tag in tags
        if tag.name in _LOADING
        and _LINKED_ONLY.isdisjoint(tag.attributes.get("rel", "").lower().split())
    ]
    wanted = [
        value
        for each in loading
        for name, value in each.items()
        if name in _ADDRESSES or (name in _PARTS and "data-more" in each)
    ]
    # The theme names the worker of its search in its own settings.
    workers = [name for tag in tags for name in _SEARCH_WORKER.findall(tag.inside)]
    return [address for address in wanted if address] + workers
