"""Open Graph: what a chat shows of a page when its link is pasted (ogp.me)."""

from __future__ import annotations

import html
import re

from .records import record

MOST = 200
"""Characters of a description that chats show."""

_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@record
class Card:
    """A page in a few words. `url` and `image` are absolute, or empty when nobody knows them."""

    title: str
    description: str = ""
    url: str = ""
    image: str = ""
    site: str = ""
    kind: str = "website"


def first_words(content: str) -> str:
    """The first paragraph of a page's HTML as plain text, cut between words."""
    for paragraph in _PARAGRAPH.finditer(content):
        text = " ".join(html.unescape(_TAG.sub("", paragraph[1])).split())
        if len(text) > 20:
            return shortened(text)
    return ""


def shortened(text: str) -> str:
    """At most `MOST` characters of `text`, cut between words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MOST else f"{plain[:MOST].rsplit(' ', 1)[0]} …"


def has_card(page: str) -> bool:
    """Whether the head of a finished page brings a card: a site's own templates may."""
    end = page.find("</head>")
    return page.find('property="og:title"', 0, end if end >= 0 else len(page)) >= 0


def card_html(card: Card) -> str:
    """The `meta` elements of a card."""
    values = {
        "og:type": card.kind,
        "og:title": card.title,
        "og:description": card.description,
        "og:url": card.url,
        "og:site_name": card.site,
        "og:image": card.image,
    }
    lines = [
        f'<meta property="{name}" content="{html.escape(value)}">'
        for name, value in values.items()
        if value
    ]
    look = "summary_large_image" if card.image else "summary"
    return "\n".join([*lines, f'<meta name="twitter:card" content="{look}">']) + "\n"
