"""What an old page showed from elsewhere: recordings, films, gists. Their address is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .cleaning import CONTROLS, EMBEDDED, one_line, without_mail
from .tree import Node

MOST_NAMED = 20
"""Addresses of one element that are named."""
SHOWN = EMBEDDED | {"script"}
"""Elements that may be an address's place."""
_ADDRESSES = ("src", "data", "value", "href", "poster", "action")
_VIDEO_HOSTS = {"youtube.com", "youtube-nocookie.com"}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def addresses(node: Node, links: bool = False) -> Iterator[str]:
    """What an element and those inside it show, as written; `links` and pictures in it too."""
    for name in _ADDRESSES:
        value = node.attributes.get(name, "")
        known = name != "value" or node.attributes.get("name", "").lower() in {
            "movie",
            "src",
            "url",
        }
        if value and known:
            yield value
    for child in node.children:
        if links or child.tag not in {"a", "img", "li"}:
            yield from addresses(child, links)


def watched(address: str) -> str:
    """The page of what `address` puts into other pages."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    if host in _VIDEO_HOSTS:
        found = re.fullmatch(r"/(?:embed|v|e)/([\w-]{5,20}).*", parts.path)
        if found and found[1] != "videoseries":
            return f"https://www.youtube.com/watch?v={found[1]}"
    if host == "player.vimeo.com" and (found := re.fullmatch(r"/video/(\d{3,20})", parts.path)):
        return f"https://vimeo.com/{found[1]}"
    if host == "gist.github.com":
        return address.partition("?")[0].removesuffix(".js")
    return address


def is_gist(node: Node) -> bool:
    """Whether a script shows code that is kept elsewhere."""
    source = node.attributes.get("src", "")
    return node.tag == "script" and bool(re.match(r"(?:https?:)?//gist\.github\.com/", source))


def is_hidden(node: Node) -> bool:
    """Whether an element says that it is not to be seen."""
    return "hidden" in node.attributes or bool(_HIDDEN.search(node.attributes.get("style", "")))


def _pieces(node: Node) -> Iterator[str]:
    if not node.tag:
        yield node.text
    for child in node.children:
        yield from _pieces(child)


def described(node: Node) -> str:
    """An element that is taken off, in words: its name, where it came from, what it says."""
    told = [f"<{node.tag}>"]
    told += [one_line(each, 200) for each in addresses(node, is_hidden(node))][:MOST_NAMED]
    if node.tag in CONTROLS:
        told += [node.attributes.get(name, "") for name in ("value", "placeholder")]
    if node.tag not in {"script", "style"}:
        told.append(one_line(" ".join(_pieces(node)), 200))
    return without_mail(" ".join(each for each in told if each))[0]
