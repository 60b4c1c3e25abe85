"""The drawing of a page, for its share picture: an SVG in the text, in fixed colours."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from playbook_plugins.shared.records import record

_SVG = re.compile(r"<svg\b([^>]*)>(.*?)</svg>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w:-]+)\s*=\s*"([^"]*)"')
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL)
_ASIDE = re.compile(r"<(title|desc)\b[^>]*>.*?</\1>", re.DOTALL)
_NOT_SIMPLE = re.compile(
    r"<(?:image|foreignObject|script|style|use|animate|set|svg|a)\b|\bon[a-z]+=|href=|url\((?!#)",
    re.IGNORECASE,
)
"""What reaches for something else, moves, or is drawn by rules that stand outside."""
_SHOWN_AS = re.compile(r"fill|stroke|font|color|opacity|text-anchor|letter-spacing")
LONGEST = 40_000
"""Signs of a drawing. A larger one is a chart or a photograph in disguise."""


@record
class Drawing:
    """A drawing, ready to be placed."""

    box: tuple[float, float, float, float]
    inside: str
    look: str = ""
    """What its outermost element says of colours and letters, as attributes."""
    title: str = ""

    @property
    def words(self) -> str:
        """Its lettering."""
        texts = re.findall(r"<text\b[^>]*>(.*?)</text>", self.inside, re.DOTALL)
        return html.unescape(re.sub(r"<[^>]*>", "", " ".join(texts)))

    def placed(self, x: float, y: float, wide: float, high: float, color: str) -> str:
        """The drawing in a frame; `color` is what `currentColor` stands for."""
        box = " ".join(f"{each:g}" for each in self.box)
        return (
            f'<svg x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" viewBox="{box}" '
            f'color="{color}" {self.look}>{self.inside}</svg>'
        )


def drawing_in(content: str, colors: Mapping[str, str], *, named: bool = True) -> Drawing | None:
    """The first simple drawing in a page's `content`; `colors` are what its variables stand for.

    With `named` one that says what it shows: others are icons.
    """
    if "<svg" not in content:
        return None
    for found in _SVG.finditer(content):
        drawing = _simple(found[1], found[2], colors)
        if drawing and (drawing.title or not named):
            return drawing
    return None


def _simple(head: str, inside: str, colors: Mapping[str, str]) -> Drawing | None:
    if len(inside) > LONGEST or _NOT_SIMPLE.search(inside):
        return None
    own = dict(_ATTRIBUTE.findall(head))
    try:
        x, y, wide, high = map(float, own.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        return None
    if min(wide, high) <= 0:
        return None
    title = _TITLE.search(inside)
    look = " ".join(f'{k}="{v}"' for k, v in own.items() if _SHOWN_AS.match(k))

    def fixed(text: str) -> str:
        return _VARIABLE.sub(lambda found: colors.get(found[1]) or found[2] or "none", text)

    return Drawing(
        (x, y, wide, high),
        fixed(_ASIDE.sub("", inside)).strip(),
        fixed(look),
        " ".join(html.unescape(title[1]).split()) if title else "",
    )
