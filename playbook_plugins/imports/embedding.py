"""What an old page showed from elsewhere: recordings, films, gists. Their address is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .cleaning import CONTROLS, DRAWING, EMBEDDED, one_line, without_mail
from .html_tree import Node

MOST_SAID = 1000
"""Characters of what is said of one element."""
SHOWN = EMBEDDED | {"script", "source"}
"""Elements that may be an address's place."""
SOURCES = frozenset({"source", "param", "track", "embed"})
"""Elements that say where another one has what it shows."""
_WORDS = ("alt", "value", "placeholder", "title")
_ADDRESSES = ("src", "data", "value", "href", "poster", "action")
_VIDEO_HOSTS = {"youtube.com", "youtube-nocookie.com"}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def addresses(node: Node) -> Iterator[str]:
    """What an element and the sources that belong to it show, as written."""
    yield from _own(node)
    for child in node.children:
        if child.tag in SOURCES:
            yield from addresses(child)


def _own(node: Node) -> Iterator[str]:
    movie = node.attributes.get("name", "").lower() in {"movie", "src", "url"}
    for name in _ADDRESSES:
        value = node.attributes.get(name, "")
        if value and (name != "value" or movie):
            yield value


def _everything(node: Node) -> Iterator[str]:
    """All addresses and words of an element and of those inside it."""
    if not node.tag:
        yield node.text
    yield from _own(node)
    for name in _WORDS:
        if name != "value" or node.tag in CONTROLS:
            yield node.attributes.get(name, "")
    for child in node.children:
        yield from _everything(child)


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


def described(node: Node) -> str:
    """An element that is taken off, in words: its name, where it came from, what it says."""
    if node.tag == "style":
        return "<style>"
    own = [*_own(node)] if node.tag == "script" else [*_everything(node)]
    told = one_line(" ".join(dict.fromkeys(own)), MOST_SAID)
    tag = DRAWING if node.attributes.get("class") == DRAWING else node.tag
    return without_mail(f"<{tag}> {told}".strip())[0]
