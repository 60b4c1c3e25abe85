"""A share picture: what a chat shows of a page whose link is pasted. Page in words → SVG → PNG.

The renderer (`resvg-py`) and the font (`font-source-serif-pro`) come with an extra. Neither asks
the system for anything: the same page gives the same bytes on every machine.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.records import record

from .share_drawing import Drawing
from .share_font import Font, FontError
from .share_text import lines_of, plain_words, shortened

WIDE, HIGH = 1200, 630
"""What chats ask for (ogp.me names none; 1.91 to 1 is shown uncut everywhere)."""
MOST = 60_000
"""Bytes of a picture. One that weighs more does without its drawing."""
EDGE, BESIDE = 76, 596
"""Room at the edge; width of the words where a drawing stands beside them."""
SIZES = ((76, 3), (66, 4), (56, 4), (48, 5))
"""Sizes of a title, and in how many lines each may stand."""
SMALL = 30
COLORS: Mapping[str, str] = {
    "paper": "#fcfaf5",
    "ink": "#22292b",
    "quiet": "#535b5a",
    "accent": "#17403a",
    "mark": "#9c3a17",
}
VARIABLES = {
    "--pb-ink": "ink",
    "--pb-pine": "accent",
    "--pb-brick": "mark",
    "--md-default-bg-color": "paper",
    "--md-default-fg-color": "ink",
    "--md-primary-fg-color": "accent",
    "--md-accent-fg-color": "mark",
}
"""What a drawing's variables stand for."""


class MissingError(Exception):
    """Pictures cannot be made here: `args` are what is wrong, and the cure."""


@record
class Picture:
    """A page in a picture."""

    title: str
    above: str = ""
    """What kind of page it is, or its day: a small line above the title."""
    site: str = ""
    drawing: Drawing | None = None
    mark: Drawing | None = None
    """The site's sign, at the foot."""

    @property
    def alt(self) -> str:
        """The picture in words."""
        drawn = self.drawing.title if self.drawing else ""
        return ". ".join(dict.fromkeys(filter(None, (self.title, drawn)))) or self.site


class Painter:
    """Paints the pictures of one site."""

    def __init__(self, colors: Mapping[str, str], font: Path | None, from_right: bool) -> None:
        """`font` is the site's own; the extra's without one. Raises `MissingError`."""
        self._colors = {**COLORS, **colors}
        self._right = from_right
        try:
            self._render: Any = import_module("resvg_py").svg_to_bytes
            files = [font, font] if font else _shipped_fonts()
            self._small, self._large = (Font(each) for each in files)
            renderer = version("resvg-py")
        except (ImportError, PackageNotFoundError):
            what = "share_pictures needs packages that are not installed: no picture is made."
            cure = 'Run: pip install "mkdocs-playbook[share]", or write share_pictures: false.'
            raise MissingError(what, cure) from None
        except FontError:
            what = "share_font cannot be read: no picture is made."
            raise MissingError(what, "Name a TTF or OTF file, from mkdocs.yml.") from None
        self._made_with = digest(renderer, self._small.content, self._large.content)

    def variables(self) -> dict[str, str]:
        """What the variables in a drawing stand for."""
        return {name: self._colors[color] for name, color in VARIABLES.items()}

    def name(self, svg: str) -> str:
        """What the picture is called: by all that it is made from."""
        return f"{digest(svg, self._made_with).hex()[:16]}.png"

    def png(self, picture: Picture) -> bytes:
        """The picture."""
        content = self._drawn(self.svg(picture))
        if len(content) > MOST and picture.drawing:
            content = self._drawn(self.svg(replace(picture, drawing=None)))
        return content

    def _drawn(self, svg: str) -> bytes:
        fonts = {"font_files": [*dict.fromkeys((str(self._small.path), str(self._large.path)))]}
        family = self._large.family
        return bytes(
            self._render(
                svg_string=svg,
                skip_system_fonts=True,
                **fonts,
                **dict.fromkeys(("font_family", "serif_family", "sans_serif_family"), family),
            )
        )

    def svg(self, picture: Picture) -> str:
        """The picture as SVG: words that the font has, and no box in place of others."""
        c, drawing = self._colors, picture.drawing
        if drawing and self._small.lacks(drawing.words):
            drawing = None
        room = BESIDE if drawing else WIDE - 2 * EDGE
        size, lines = self._title(picture.title, room)
        above, site = (self._line(each) for each in (picture.above, picture.site))
        step = size * 1.17
        top = (HIGH - 90 - step * len(lines) - (54 if above else 0)) / 2 + 6
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
            f'width="{WIDE}" height="{HIGH}">',
            f'<rect width="{WIDE}" height="{HIGH}" fill="{c["paper"]}"/>',
            f'<rect width="{WIDE}" height="16" fill="{c["accent"]}"/>',
            f'<g font-family="{html.escape(self._large.family)}">',
        ]
        if picture.mark and not drawing:
            x = EDGE - 40 if self._right else WIDE - EDGE - 340
            parts.append(
                f'<g opacity=".055">{picture.mark.placed(x, 196, 380, 380, c["accent"])}</g>'
            )
        if above and lines:
            parts.append(self._text(self._cut(above, room), EDGE, top + SMALL, SMALL, "mark"))
            top += 54
        for number, line in enumerate(lines):
            parts.append(self._text(line, EDGE, top + size + step * number, size, "ink", 600))
        foot = HIGH - 58
        if picture.mark:
            x = WIDE - EDGE - 44 if self._right else EDGE
            parts.append(picture.mark.placed(x, foot - 35, 44, 44, c["accent"]))
        if site:
            start = EDGE + (60 if picture.mark else 0)
            parts.append(self._text(site, start, foot, SMALL, "quiet"))
        if drawing:
            x = EDGE if self._right else WIDE - EDGE - 410
            parts.append(drawing.placed(x, 92, 410, 430, c["ink"]))
        return "".join((*parts, "</g></svg>"))

    def _title(self, title: str, room: float) -> tuple[int, list[str]]:
        """The size of a title, and its lines: the largest that has room for all of it."""
        words = self._line(title, self._large)
        size, most = SIZES[0]
        for size, most in SIZES if words else ():
            if lines := lines_of(words, room, partial(self._large.width, size=size), most):
                return size, lines
        return size, shortened(words, room, partial(self._large.width, size=size), most)

    def _line(self, text: str, font: Font | None = None) -> str:
        words = plain_words(text)
        return "" if (font or self._small).lacks(words) else words

    def _cut(self, text: str, room: float) -> str:
        width = partial(self._small.width, size=SMALL)
        lines = lines_of(text, room, width, 1) or shortened(text, room, width, 1)
        return lines[0] if lines else ""

    def _text(self, text: str, x: float, y: float, size: int, color: str, weight: int = 400) -> str:
        place = f'x="{WIDE - x:g}" text-anchor="end"' if self._right else f'x="{x:g}"'
        return (
            f'<text {place} y="{y:g}" font-size="{size}" font-weight="{weight}" '
            f'fill="{self._colors[color]}">{html.escape(text)}</text>'
        )


def _shipped_fonts() -> Sequence[Path]:
    spec = find_spec("font_source_serif_pro")
    if spec is None or not spec.origin:
        raise ImportError("font_source_serif_pro")
    folder = Path(spec.origin).parent / "files"
    return [folder / f"SourceSerifPro-{weight}.ttf" for weight in ("Regular", "Semibold")]
