"""Finds the newest post in a feed: RSS of any kind, Atom, JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from playbook_plugins.shared.records import record
from playbook_plugins.shared.web_address import web

from .model import FeedError, Newest
from .safe_text import line, moment, plain
from .xml_tree import MOST_BYTES, Element, parse

ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
RSS = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/")
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
ENCODED = "http://purl.org/rss/1.0/modules/content/"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
MOST_POSTS = 2000
AHEAD = timedelta(days=1)
"""How wrong another machine's clock may be. A later date is no date, or it would stay on top."""


@record
class _Found:
    title: str
    link: str
    time: datetime | None


def newest_in(content: bytes, address: str, now: datetime, charset: str = "") -> Newest:
    """The newest post of the feed that came from `address`. Raises `FeedError`."""
    if len(content) > MOST_BYTES:
        raise FeedError(f"it is larger than {MOST_BYTES // 1024**2} MiB")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        site, posts = _json_feed(content, address)
    else:
        site, posts = _xml_feed(parse(content, charset), address)
    best = _newest(posts, now)
    if best is None:
        return Newest(site=site)
    return Newest(best.title, best.link, best.time, site)


def _newest(posts: Iterable[_Found], now: datetime) -> _Found | None:
    """The latest that is not ahead of its time; where none has a date, the first."""
    first = best = None
    for number, post in enumerate(posts):
        if number >= MOST_POSTS:
            break
        if post.time and post.time > now + AHEAD:
            post = _Found(post.title, post.link, None)
        first = first or post
        if post.time and (best is None or best.time is None or post.time > best.time):
            best = post
    return best or first


def _xml_feed(root: Element, address: str) -> tuple[str, Iterator[_Found]]:
    if root.name == "feed" and root.space in ATOM:
        base = _base(root, address)
        return _atom_link(root, base), (
            _atom_entry(each, base) for each in root.all("entry", *ATOM)
        )
    channel = root.first("channel", *RSS) if root.name in {"rss", "RDF"} else None
    if channel is None:
        raise FeedError("it is no feed")
    # RSS 1.0 puts items beside the channel, later kinds into it.
    items = [*channel.all("item", *RSS), *root.all("item", *RSS)]
    return web(_value(channel, "link", *RSS), address), (_item(each, address) for each in items)


def _base(element: Element, base: str) -> str:
    return web(element.attributes.get(XML_BASE, ""), base) or base


def _value(element: Element, name: str, *spaces: str) -> str:
    found = element.first(name, *spaces)
    return found.text.strip() if found else ""


def _atom_entry(entry: Element, base: str) -> _Found:
    written = ("published", "issued", "updated", "modified")
    dates = (moment(_value(entry, name, *ATOM)) for name in written)
    title = _atom_words(entry.first("title", *ATOM))
    for name in ("summary", "content"):
        title = title or _atom_words(entry.first(name, *ATOM), 80)
    return _Found(title, _atom_link(entry, _base(entry, base)), next(filter(None, dates), None))


def _atom_words(element: Element | None, most: int = 200) -> str:
    if element is None:
        return ""
    form = element.attributes.get("type", "text")
    return (
        plain(element.text, most)
        if "html" in form and form != "xhtml"
        else line(element.text, most)
    )


def _atom_link(element: Element, base: str) -> str:
    for link in element.all("link", *ATOM):
        if link.attributes.get("rel", "alternate") == "alternate":
            address = web(link.attributes.get("href", ""), _base(link, base))
            if address:
                return address
    return web(_value(element, "id", *ATOM))


def _item(item: Element, address: str) -> _Found:
    title = plain(_value(item, "title", *RSS))
    title = title or plain(
        _value(item, "description", *RSS) or _value(item, "encoded", ENCODED), 80
    )
    link = web(_value(item, "link", *RSS), address)
    guid = item.first("guid", *RSS)
    if not link and guid and guid.attributes.get("isPermaLink") != "false":
        link = web(guid.text)
    date = moment(_value(item, "pubDate", *RSS)) or moment(_value(item, "date", DUBLIN_CORE))
    return _Found(title, link, date)


def _json_feed(content: bytes, address: str) -> tuple[str, Iterator[_Found]]:
    try:
        loaded: Any = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FeedError("it is no JSON") from None
    items = loaded.get("items") if isinstance(loaded, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in _text(loaded.get("version")):
        raise FeedError("it is no feed")
    posts = (_json_item(each, address) for each in items if isinstance(each, dict))
    return _json_web(loaded.get("home_page_url"), address), posts


def _json_item(item: dict[str, Any], address: str) -> _Found:
    title = line(_text(item.get("title")))
    for name in ("summary", "content_text", "content_html"):
        title = title or plain(_text(item.get(name)), 80)
    link = _json_web(item.get("url"), address) or _json_web(item.get("external_url"), address)
    dates = (moment(_text(item.get(name))) for name in ("date_published", "date_modified"))
    return _Found(title, link, next(filter(None, dates), None))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _json_web(value: Any, address: str) -> str:
    return web(_text(value), address)
