"""A chart as SVG, in the colours of this site: horizontal bars, each with its figure."""

from __future__ import annotations

import html
from dataclasses import dataclass

WIDTH, LABEL, VALUE, ROW, HEAD, GAP = 720, 210, 78, 26, 34, 18
"""Pixels: the whole, room for names and for figures, a row, a panel's head, the space between."""


@dataclass(frozen=True)
class Colours:
    """docs/contributing/look.md: paper, ink, quiet ink, pine and brick."""

    paper: str
    ink: str
    quiet: str
    pine: str
    brick: str


LIGHT = Colours("#fcfaf5", "#22292b", "#535b5a", "#17403a", "#9c3a17")
DARK = Colours("#151b1b", "#ece8df", "#b9b8b0", "#93d3c0", "#f0a583")


@dataclass(frozen=True)
class Bar:
    """One tool's bar; `ours` draws it in brick."""

    name: str
    value: float
    ours: bool = False


@dataclass(frozen=True)
class Panel:
    """Bars that share a scale which begins at nothing."""

    title: str
    bars: tuple[Bar, ...]


def seconds(value: float) -> str:
    """A time as a reader wants it: three digits that mean something."""
    if value < 1:
        return f"{value:.2f} s"
    return f"{value:.1f} s" if value < 100 else f"{value:.0f} s"


def draw(title: str, panels: list[Panel], colours: Colours) -> str:
    """The chart's SVG."""
    parts: list[str] = []
    y = 8
    for panel in panels:
        parts.append(text(0, y + 18, panel.title, colours.ink, weight="700"))
        y += HEAD
        longest = max((bar.value for bar in panel.bars), default=1) or 1
        for bar in panel.bars:
            length = max(1.5, (WIDTH - LABEL - VALUE) * bar.value / longest)
            fill, ink = (colours.brick, colours.ink) if bar.ours else (colours.pine, colours.quiet)
            weight = "700" if bar.ours else "400"
            parts.append(text(LABEL - 10, y + 16, bar.name, ink, weight, anchor="end"))
            parts.append(
                f'<rect x="{LABEL}" y="{y + 3}" width="{length:.1f}" height="{ROW - 8}" '
                f'rx="2" fill="{fill}"/>'
            )
            parts.append(
                text(round(LABEL + length + 7, 1), y + 16, seconds(bar.value), ink, weight)
            )
            y += ROW
        y += GAP
    height = y - GAP + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="{html.escape(title)}" '
        'font-family="system-ui, sans-serif" font-size="14">'
        f'<rect width="{WIDTH}" height="{height}" fill="{colours.paper}"/>'
        + "\n".join(["", *parts, "</svg>", ""])
    )


def text(
    x: float, y: float, words: str, fill: str, weight: str = "400", anchor: str = "start"
) -> str:
    """Some words in the chart."""
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{html.escape(words)}</text>"
    )
