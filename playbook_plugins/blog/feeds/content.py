"""A page's HTML as a feed carries it: every address whole, nothing that only works on the page."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Mapping
from functools import partial
from urllib.parse import urljoin, urlsplit

import nh3

from .writing import sound

_TEXT = (
    "p br hr h1 h2 h3 h4 h5 h6 pre blockquote ul ol li dl dt dd div section aside details summary"
)
_WORDS = "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q rp rt ruby s samp small"
_MORE = "strong sub sup time u var wbr table caption colgroup col thead tbody tfoot tr th td"
_PICTURES = "img figure figcaption picture source audio video track"
_LOOKED_AT = {"playbook-worksheet", "playbook-frame", "input"}
"""Kept through the cleaning and then put into words."""
TAGS = {*_TEXT.split(), *_WORDS.split(), *_MORE.split(), *_PICTURES.split(), *_LOOKED_AT}
_GONE = "script style template noscript form button select textarea svg object title"
DROPPED = {*_GONE.split()}
"""Gone with everything inside; of any other element that a feed has no use for, the words stay."""

_ADDRESSES = {
    "a": {"href"},
    "img": {"src", "srcset"},
    "source": {"src", "srcset"},
    "video": {"src", "poster"},
    "audio": {"src"},
    "track": {"src"},
    "playbook-frame": {"src"},
    **{tag: {"cite"} for tag in ("blockquote", "q", "del", "ins")},
}
_OTHERS = {
    "*": {"lang", "dir", "title"},
    "a": {"class", "rel", "hreflang"},
    "img": {"alt", "width", "height", "sizes"},
    "source": {"type", "media", "sizes"},
    "video": {"controls", "width", "height", "loop", "muted"},
    "audio": {"controls"},
    "track": {"kind", "srclang", "label"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "time": {"datetime"},
    "data": {"value"},
    "details": {"open"},
    "input": {"type", "checked"},
    "playbook-worksheet": {"worksheet-id", "kind"},
}
ATTRIBUTES = {
    tag: _ADDRESSES.get(tag, set()) | _OTHERS.get(tag, set()) for tag in {**_ADDRESSES, **_OTHERS}
}
SCHEMES = {"http", "https", "mailto", "tel"}
_PERMALINKS = {"headerlink", "pb-permalink", "footnote-backref"}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]+")
_PLAIN = re.compile(r"(?:<p>[^\s<>&][^<>&\xa0]*</p>[ \n]*)+")
"""Paragraphs of nothing but text, as most comments are: the cleaning would change nothing."""

# After the cleaning every attribute is in double quotes and every sign of markup in a value is
# escaped. So these patterns match whole elements and nothing else.
_VALUES = r'(?:"[^"]*"|[^">])*'
_LINK = re.compile(rf'<a(?=\s)(?={_VALUES}\sclass="){_VALUES}>.*?</a>', re.DOTALL)
_SHEET = re.compile(rf"<playbook-worksheet({_VALUES})>.*?</playbook-worksheet>", re.DOTALL)
_LEFT = re.compile(rf"</?playbook-{_VALUES}>")
_OPENS = re.compile(r"<(/?)iframe(?=[\s/>])", re.IGNORECASE)
"""Before the cleaning: what stands in a frame would be copied as it is, so it goes by our name."""
_FRAME = re.compile(rf"<playbook-frame({_VALUES})>.*?</playbook-frame>", re.DOTALL)
_INPUT = re.compile(rf"<input({_VALUES})>")
_TITLE = re.compile(r"<h1(?:\s[^>]*)?>.*?</h1>", re.DOTALL)
_EMPTY = re.compile(r"<(p|div|section)>\s*</\1>")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def absolute(
    content: str, page_url: str, site_url: str, sheets: Mapping[str, str] | None = None
) -> str:
    """The HTML `content` of the page at `page_url` (from the site's root, or whole) for a feed.

    Addresses become whole. The first `h1` goes, since readers show the entry's title; so do
    permalinks, scripts, styles and forms. A worksheet becomes a link to itself, in the words of
    `sheets` for its kind; a frame becomes a link to what it shows; a box of a task list becomes a
    sign.
    """
    content = sound(content)
    if _PLAIN.fullmatch(content):
        return content.strip()
    base = whole(sound(page_url), site_url) or site_url
    made = _cleaned(_OPENS.sub(r"<\1playbook-frame", content), base)
    if "<h1" in made:
        made = _TITLE.sub("", made, count=1)
    if "<a " in made:
        made = _LINK.sub("", made)
    if "<playbook-worksheet" in made:
        made = _SHEET.sub(partial(_sheet_link, base, sheets or {}), made)
    if "playbook-" in made:
        made = _LEFT.sub("", _FRAME.sub(_frame_link, made))
    if "<input" in made:
        made = _INPUT.sub(_box, made)
    return _EMPTY.sub("", made).strip()


class _Addresses:
    """Makes the addresses of one page whole; a page uses some of them often."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.known: dict[str, str] = {}

    def filtered(self, tag: str, name: str, value: str) -> str | None:
        """An attribute's value in the feed; None takes the attribute away."""
        if name == "class":
            return "permalink" if _PERMALINKS.intersection(value.split()) else None
        if name not in _ADDRESSES.get(tag, ()):
            return value
        if name == "srcset":
            return self.candidates(value) or None
        return self.whole(value, picture=tag == "img") or None

    def whole(self, value: str, picture: bool = False) -> str:
        """One address, whole; nothing when it is none that a feed may carry."""
        if picture and _PICTURE.fullmatch(value):
            return value
        if value not in self.known:
            self.known[value] = whole(value, self.base)
        return self.known[value]

    def candidates(self, value: str) -> str:
        """A `srcset`; pictures whose address cannot be used are left out."""
        made = []
        rest = value.strip(" \t\n\f\r,")
        while rest:
            url, _, rest = _blank_split(rest)
            condition = ""
            if url.endswith(","):
                url = url.rstrip(",")
            else:
                condition, _, rest = rest.partition(",")
            if there := self.whole(url):
                made.append(f"{there} {condition.strip()}".rstrip())
            rest = rest.strip(" \t\n\f\r,")
        return ", ".join(made)


class _Cleaning(threading.local):
    """The cleaner, made once for a thread: taking in what it lets through costs more than a text
    of a few lines."""

    def __init__(self) -> None:
        self._addresses = _Addresses("")
        self._cleaner = nh3.Cleaner(
            tags=TAGS,
            clean_content_tags=DROPPED,
            attributes=ATTRIBUTES,
            attribute_filter=lambda *given: self._addresses.filtered(*given),
            url_schemes={*SCHEMES, "data"},
            link_rel=None,
        )

    def __call__(self, content: str, base: str) -> str:
        """`content` of the page at `base`, with nothing but what a feed may carry."""
        if base != self._addresses.base:
            self._addresses = _Addresses(base)
        return self._cleaner.clean(content)


_cleaned = _Cleaning()


def _blank_split(text: str) -> tuple[str, str, str]:
    found = re.match(r"(\S+)(\s*)(.*)", text, re.DOTALL)
    return (found[1], found[2], found[3]) if found else ("", "", "")


def whole(address: str, base: str) -> str:
    """`address` as the page at `base` means it; nothing for one that a feed may not carry."""
    # Browsers pass over these signs inside of an address, so a scheme may hide behind them.
    plain = re.sub(r"[\t\n\r]", "", address).strip(" \x00\x0c")
    try:
        made = plain if _SCHEME.match(plain) else urljoin(base, plain)
        parts = urlsplit(made)
    except ValueError:
        return ""
    if parts.scheme in {"http", "https"} and not parts.netloc:
        return ""
    return made if parts.scheme in SCHEMES else ""


def _attribute(inside: str, name: str) -> str:
    """An attribute's value as written, escaped."""
    found = re.search(rf'\s{name}="([^"]*)"', inside)
    return found[1] if found else ""


def _sheet_link(base: str, sheets: Mapping[str, str], found: re.Match[str]) -> str:
    anchor = html.unescape(_attribute(found[1], "worksheet-id"))
    kind = html.unescape(_attribute(found[1], "kind") or "worksheet")
    words = sheets.get(kind) or f"Open the {kind.replace('-', ' ')}"
    href = html.escape(whole(f"#{anchor}", base))
    return f'<p><a href="{href}">{html.escape(words)}</a></p>'


def _frame_link(found: re.Match[str]) -> str:
    href = _attribute(found[1], "src")
    words = _attribute(found[1], "title") or href
    return f'<p><a href="{href}">{words}</a></p>' if href else ""


def _box(found: re.Match[str]) -> str:
    if html.unescape(_attribute(found[1], "type")).lower() != "checkbox":
        return ""
    return "☑ " if " checked=" in found[1] else "☐ "
