"""Words and addresses of an export, made fit for a file and a page."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

import nh3

from playbook_plugins.shared.costly_html import TAG, is_costly, words_of

MOST_TITLE = 300
MOST_DESCRIPTION = 1000
MOST_NAME = 80
MOST_ADDRESS = 2000
MOST_COMMENT = 60_000
"""Characters of a comment."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, and signs that nobody sees or that turn the direction of what follows them."""
MAIL = re.compile(
    r"(?<![\w.+%/=-])[\w.+%-]{1,64}(?:@|&#0*64;|&#x0*40;|&commat;|%40)(?:[\w-]{1,63}\.){1,8}\w{2,24}",
    re.IGNORECASE,
)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}", re.IGNORECASE)

BLOCKS = frozenset(
    {
        "p",
        "div",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "td",
        "th",
        "hr",
        "section",
        "article",
        "figure",
        "figcaption",
        "center",
        "address",
        "main",
        "aside",
        "header",
        "footer",
        "nav",
        "hgroup",
        "details",
        "summary",
        "form",
        "fieldset",
        "legend",
        "option",
        "label",
        "noscript",
        "menu",
        "dir",
    }
)
EMBEDDED = frozenset({"iframe", "video", "audio", "object", "embed", "applet"})
"""What shows something that is kept elsewhere: an address is left of it."""
UNREAD = frozenset({"script", "style", "title", "template", "canvas"})
"""What holds no words in Markdown's sense."""
CONTROLS = frozenset({"input", "button", "select", "textarea"})
TAGS = (
    BLOCKS
    | EMBEDDED
    | UNREAD
    | CONTROLS
    | frozenset(
        {
            "a",
            "b",
            "strong",
            "i",
            "em",
            "code",
            "tt",
            "kbd",
            "samp",
            "del",
            "s",
            "strike",
            "br",
            "img",
            "source",
            "track",
            "param",
            "acronym",
            "thead",
            "tbody",
            "tfoot",
            "caption",
            "u",
            "span",
            "font",
            "sub",
            "sup",
            "q",
            "cite",
            "small",
            "big",
            "abbr",
            "ins",
            "mark",
            "var",
            "dfn",
        }
    )
)
_SHAPE = re.compile(
    r"<(?:path|rect|circle|line|polygon|polyline|ellipse|stop)\b[^<>]*/>"
    r"|</?(?:text|tspan|textpath|g|defs|desc|symbol|marker|mask|pattern|clippath|use|switch"
    r"|lineargradient|radialgradient|foreignobject|m[ions]|mtext|mrow|msup|msub|msubsup|mfrac"
    r"|msqrt|mroot|mstyle|mover|munder|munderover|mtable|mtr|mtd|mspace|mpadded|mphantom"
    r"|menclose|merror|semantics|annotation(?:-xml)?)\b[^<>]*>",
    re.IGNORECASE,
)
"""Tags of drawings and formulas; the words between them stay."""
DRAWING = "svg"
"""The class that a drawing has once it is an element of HTML."""
_MEDIA = {"src", "data", "value", "name", "type", "poster"}
ATTRIBUTES = {
    "a": {"href", "name"},
    "img": {"src", "alt", "title", "width", "height", "srcset", "data-src", "data-lazy-src"},
    **dict.fromkeys((*EMBEDDED, "source", "track", "param", "script"), _MEDIA),
    "input": {"type", "value", "placeholder"},
    "form": {"action"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "abbr": {"title"},
    "acronym": {"title"},
    "pre": {"lang"},
    "*": {"id", "class", "style", "align", "hidden", "lang"},
}
"""What is looked at; none of it reaches a page."""
SCHEMES = {"http", "https"}
NOTICED = SCHEMES | {"data", "mailto", "tel", "ftp", "sms", "geo", "magnet", "skype", "file"}
"""Schemes of addresses that are told of when they are left out."""
COMMENT_TAGS = {"p", "br", "a", "em", "strong", "b", "i", "code", "pre", "blockquote"} | {
    "ul",
    "ol",
    "li",
}


def visible(text: str) -> str:
    """`text` without signs that nobody sees."""
    return _UNSEEN.sub("", text)


def one_line(text: str, most: int = MOST_TITLE) -> str:
    """`text` as one line of at most `most` characters."""
    words = " ".join(visible(text[: most * 20]).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def plain_line(markup: str, most: int = MOST_TITLE) -> str:
    """A title, name or label as words that no page, template or Markdown takes for markup.

    It will stand in front matter, in headings and in navigation, some of which print what they get.
    """
    words = html.unescape(TAG.sub(" ", visible(html.unescape(TAG.sub(" ", markup[: most * 20])))))
    words = re.sub(r"<(?=[A-Za-z/!?])", "‹", without_mail(words)[0])
    words = re.sub(r"\{(?=[{%#:!+=~>-])", "{ ", words)
    words = re.sub(r"(?<=-8)<(?=-)", "‹", words)
    words = re.sub(r"&(?=[A-Za-z#])", "& ", words)
    return one_line(words, most)


def plain_text(markup: str) -> str:
    """An excerpt as one line that stands between any quotation marks and ends none of them.

    Themes print descriptions as they are into an attribute of the page's head.
    """
    words = plain_line(markup, MOST_DESCRIPTION)
    words = re.sub(r"(?<![^\s(\[{])[\"“”]", "“", words).replace('"', "”")
    return re.sub(r"(?<![^\s(\[{])'", "‘", words).replace("'", "’")


def name_line(name: str) -> str:
    """A person's name; nothing when it is an e-mail or network address."""
    name = name.strip()
    if MAIL.search(name) or "@" in name or _IP.fullmatch(name):
        return ""
    return plain_line(name, MOST_NAME).translate(str.maketrans("", "", "`*_[]{}<>|\\"))


def label_line(label: str) -> str:
    """A label as a category's name; nothing for one without letters or digits."""
    # A category is the heading of its page, which is Markdown.
    made = " ".join(re.sub(r"[`*_\[\]{}<>|\\#~^!$=]+", " ", plain_line(label, 80)).split())
    return made.strip("-+/: ") if re.search(r"\w", made) else ""


MAIL_STANDS = "(e-mail address left out)"


def without_mail(text: str) -> tuple[str, int]:
    """`text` without e-mail addresses, and how many there were."""
    if not {"@", "%", "&"} & set(text):
        return text, 0
    return MAIL.subn(MAIL_STANDS, text)


def web(address: str, base: str = "") -> str:
    """A whole address on the web, resolved against `base`; nothing for any other."""
    address = visible(html.unescape(address.strip())) if address else ""
    if not address:
        return ""
    try:
        address = urljoin(base, address) if base else address
        address = f"https:{address}" if address.startswith("//") else address
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    fine = parts.scheme in SCHEMES and parts.hostname and "@" not in parts.netloc
    odd = re.search(r"[\s<>\"'\\`{}|^\[\]\x00-\x1f\x7f-\x9f]", address)
    if not fine or len(address) > MOST_ADDRESS or MAIL.search(address):
        return ""
    if odd:
        address = re.sub(
            r"[^\w/:?#@!$&()*+,;=.~%-]", lambda found: _percent(found[0]), address, flags=re.ASCII
        )
    return address.replace("(", "%28").replace(")", "%29")


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "ignore"))


def moment(text: str) -> datetime | None:
    """A date as exports write it, with its zone (UTC where none is given)."""
    try:
        found = datetime.fromisoformat(text.strip()[:40])
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        offset = found.utcoffset() or timedelta()
        if offset % timedelta(minutes=1) or abs(offset) > timedelta(hours=15):
            found = found.astimezone(UTC)
        utc = found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.replace(microsecond=0) if 1970 <= utc.year <= 2200 else None


def cleaned(markup: str) -> str:
    """A post's HTML with nothing in it but what becomes Markdown."""
    markup = _SHAPE.sub(" ", visible(markup))
    # Inside a drawing or a formula a reader of HTML drops what it does not expect there.
    markup = re.sub(r"<svg\b", f'<canvas class="{DRAWING}"', markup, flags=re.IGNORECASE)
    markup = re.sub(r"</svg\b", "</canvas", markup, flags=re.IGNORECASE)
    markup = re.sub(r"<(/?)math\b", r"<\1span", markup, flags=re.IGNORECASE)
    if is_costly(markup):
        return words_of(markup)
    made: str = nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={key: set(value) for key, value in ATTRIBUTES.items()},
        clean_content_tags=set(),
        url_schemes=NOTICED,
        link_rel=None,
    )
    return made


def comment_body(markup: str) -> tuple[str, str, int]:
    """A comment's text, its format for the ledger, and how many e-mail addresses are left out."""
    markup = visible(markup)
    if is_costly(markup):
        markup = words_of(markup).strip()[:MOST_COMMENT]
    made: str = nh3.clean(
        markup,
        tags=COMMENT_TAGS,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        link_rel=None,
    )
    made, mails = without_mail(made.replace("\r\n", "\n").replace("\r", "\n"))
    if re.search(r"<(?!br\b|/?p\b)", made):
        return made.strip(), "html", mails
    # White space is looked at from its first sign only, or a megabyte of it would take hours.
    text = re.sub(r"(?:(?<!\s)\s+)?<br ?/?>\s*", "\n", made)
    text = html.unescape(re.sub(r"(?:(?<!\s)\s+)?</?p>\s*", "\n\n", text))
    lines = "\n".join(line.rstrip() for line in visible(text).replace("\xa0", " ").splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip(), "text", mails
