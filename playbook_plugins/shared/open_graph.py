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


@record
class CardPicture:
    """The picture of a card, at a whole address."""

    url: str
    alt: str
    wide: int
    high: int


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
    return _in_head(page, 'property="og:title"')


def has_picture(page: str) -> bool:
    """Whether the head of a finished page names a picture for its card."""
    return _in_head(page, 'property="og:image"')


def _in_head(page: str, text: str) -> bool:
    end = page.find("</head>")
    return page.find(text, 0, end if end >= 0 else len(page)) >= 0


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
    return "\n".join([*lines, LARGE if card.image else SMALL]) + "\n"


LARGE = '<meta name="twitter:card" content="summary_large_image">'
SMALL = '<meta name="twitter:card" content="summary">'
"""How a card without a picture is shown."""


def picture_html(picture: CardPicture) -> str:
    """The `meta` elements of a card's picture: with its size, a chat need not wait for it."""
    values = {
        "og:image": picture.url,
        "og:image:type": "image/png",
        "og:image:width": str(picture.wide),
        "og:image:height": str(picture.high),
        "og:image:alt": picture.alt,
    }
    lines = [
        f'<meta property="{name}" content="{html.escape(value)}">' for name, value in values.items()
    ]
    lines.append(f'<meta name="twitter:image:alt" content="{html.escape(picture.alt)}">')
    return "\n".join(lines) + "\n"
