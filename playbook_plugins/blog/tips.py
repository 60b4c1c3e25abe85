"""The site's coaching tips, gathered from finished pages by the HTML contract (`.pb-tip`)."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from playbook_plugins.shared.records import record

from .excerpt import VOID

HAS_TIP = re.compile(r"<div\b[^>]*\bclass=\"pb-tip\"")


@record
class SiteTip:
    """A tip where it stands."""

    id: str
    title: str
    """Plain text."""
    body: str
    """HTML, written for the page at `url`."""
    url: str
    """Address of its page from the site's root."""
    page_title: str = ""
    labels: tuple[str, ...] = ()
    date: str = ""
    """The day it was written, `2026-11-24`; else its post's; empty when nobody knows."""


@record
class TipQuery:
    """Which tips a `/// tips` listing asks for."""

    labels: tuple[str, ...] = ()
    page: str = ""
    """Address of the page they shall stand on; empty for any."""
    sort: str = "newest"
    """`newest` or `title`."""
    limit: int = 0


def select_tips(tips: Sequence[SiteTip], wish: TipQuery) -> list[SiteTip]:
    """The `tips` that `wish` asks for; ties by page and id, so that the order is total."""
    found = [
        tip
        for tip in sorted(tips, key=lambda tip: (tip.url, tip.id))
        if (not wish.labels or any(label in tip.labels for label in wish.labels))
        and (not wish.page or tip.url == wish.page)
    ]
    if wish.sort == "title":
        found.sort(key=lambda tip: tip.title.casefold())
    else:
        found.sort(key=lambda tip: tip.date, reverse=True)
    return found[: wish.limit] if wish.limit else found


def tips_in(content: str, url: str, page_title: str, date: str = "") -> list[SiteTip]:
    """The tips in a page's HTML `content`; `date` is the page's own, for tips without one."""
    if not HAS_TIP.search(content):
        return []
    finder = _Finder(url, page_title, date)
    finder.feed(content)
    finder.close()
    return finder.tips


class _Finder(HTMLParser):
    """Copies out what stands in each tip, without its title and foot."""

    def __init__(self, url: str, page_title: str, date: str) -> None:
        super().__init__(convert_charrefs=False)
        self.tips: list[SiteTip] = []
        self._page = (url, page_title, date)
        self._tip: dict[str, str] | None = None
        self._depth = 0
        self._title: list[str] = []
        self._body: list[str] = []
        self._skipping = ""
        """`title` or `foot` while inside of one; both are paragraphs."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if self._tip is None:
            if tag == "div" and named.get("class") == "pb-tip" and named.get("id"):
                self._tip, self._depth, self._title, self._body = named, 1, [], []
            return
        if tag not in VOID:
            self._depth += 1
        if tag == "p" and named.get("class") in {"pb-tip-title", "pb-tip-foot"}:
            self._skipping = named["class"].removeprefix("pb-tip-")
        elif not self._skipping:
            self._body.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._tip is not None and not self._skipping:
            self._body.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self._tip is None or tag in VOID:
            return
        self._depth -= 1
        if self._depth == 0:
            self._finish(self._tip)
        elif self._skipping:
            self._skipping = "" if tag == "p" else self._skipping
        else:
            self._body.append(f"</{tag}>")

    def _finish(self, tip: dict[str, str]) -> None:
        url, page_title, date = self._page
        labels = [label.strip() for label in tip.get("data-labels", "").split(",")]
        made = SiteTip(
            id=tip["id"],
            title=html.unescape("".join(self._title)).strip(),
            body="".join(self._body).strip(),
            url=url,
            page_title=page_title,
            labels=tuple(label for label in labels if label),
            date=tip.get("data-date") or date,
        )
        self.tips.append(made)
        self._tip = None

    def _text(self, text: str) -> None:
        if self._tip is not None:
            if self._skipping == "title":
                self._title.append(text)
            elif not self._skipping:
                self._body.append(text)

    def handle_data(self, data: str) -> None:
        self._text(data)

    def handle_entityref(self, name: str) -> None:
        self._text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text(f"&#{name};")
