"""Writes a run's figures into docs/contributing/benchmarks.md, and the charts beside it."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

from .chart import DARK, LIGHT, Bar, Panel, draw, seconds
from .record import Record
from .summary import US, Figure, Summary, goals
from .tools import ROOT, TOOLS

DOCS = ROOT / "docs"
PAGE = Path("contributing/benchmarks.md")
PICTURES = Path("assets/pictures")
BEGIN, END = "<!-- figures: written by dev.py campaign benchmark -->", "<!-- end of figures -->"
PHASES = {"cold": "Cold build", "warm": "Warm build", "serve": "Save → page"}
VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")
MEGA = 1_000_000


def write_page(record: Record, docs: Path = DOCS) -> None:
    """Put the run's figures between the two marks of the page; the prose around them stays."""
    page = docs / PAGE
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{page}: the two lines around the figures are gone: {BEGIN} and {END}")
    figures = figures_of(record)
    page.write_text(f"{before}{BEGIN}\n\n{figures}\n{END}{after}", encoding="utf-8")
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        drawn = draw(*chart_of(Summary(record.samples)), colours)
        path = docs / PICTURES / f"benchmarks-{name}.svg"
        path.write_text(drawn, encoding="utf-8")


def figures_of(record: Record) -> str:
    """All that is generated: the run, the goals, the chart, a table for each size."""
    summary = Summary(record.samples)
    parts = [about(record), "## What must be reached", goal_table(summary)]
    title, panels = chart_of(summary)
    if panels:
        pictures = f"../{PICTURES.as_posix()}"
        parts += [
            "## At a glance",
            *(
                f"![{title}]({pictures}/benchmarks-{name}.svg#only-{name})"
                for name in ("light", "dark")
            ),
        ]
    for posts in summary.sizes():
        parts += [f"## {posts:,} posts", time_table(summary, posts)]
        parts += [cpu_table(summary, posts), weight_table(summary, posts)]
    parts += ["## The tools", tool_table(record), missing(record)]
    return "\n\n".join(part for part in parts if part) + "\n"


# --- The parts --------------------------------------------------------------------


def about(record: Record) -> str:
    """One paragraph: when, where, how loaded."""
    content, samples = record.content, record.samples
    loads = [one["load"] for one in samples]
    load = f"{median(loads):.1f} (up to {max(loads):.1f})" if loads else "unknown"
    days = sorted({one["at"][:10] for one in samples}) or [content["day"]]
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    busy = loads and median(loads) > content["cores"] + 1
    return (
        f"Run “{content['name']}”, measured {when} on {content['cores']} cores, "
        f"{content['system']}, Python {content['python']}; our code {content['sources']}. "
        f"Load of the machine after each sample: median {load}."
        + (
            " **Others were working on this machine meanwhile**: the clock’s seconds are too long "
            "and their ratios rough; processor time says more."
            if busy
            else ""
        )
    )


def goal_table(summary: Summary) -> str:
    """What must be reached, what was measured, and whether that is enough."""
    rows = [
        "| Figure | Must reach | Measured | Reached? | In processor time |",
        "|---|--:|--:|---|--:|",
    ]
    for goal in goals(summary):
        space = "" if goal.unit == "×" else " "
        found = spread(goal.found, goal.unit) if goal.found else "–"
        most = f"≤ {goal.most:g}{space}{goal.unit}"
        work = f"{goal.work.median:.2f}×" if goal.work else ""
        rows.append(f"| {goal.words} | {most} | {found} | {goal.verdict} | {work} |")
    return "\n".join(rows)


def time_table(summary: Summary, posts: int) -> str:
    """Seconds of each phase, and ours over each tool's."""
    rows = [
        "| Tool | Cold build | ours / its | Warm build | ours / its | Save → page | ours / its |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, tool in TOOLS.items():
        cells = []
        for phase in PHASES:
            found = summary.wall(posts, name, phase)
            failed = summary.failure(posts, name, phase)
            cells.append(spread(found, "s") if found else (f"*{failed}*" if failed else "–"))
            ratio = summary.ratio(posts, US, phase, name) if name != US else None
            cells.append(f"{ratio.median:.2f}×" if ratio else "")
        if any(cell not in ("–", "") for cell in cells):
            shown = f"**{tool.title}**" if name == US else tool.title
            rows.append(f"| {shown} | {' | '.join(cells)} |")
    return "\n".join(rows)


def cpu_table(summary: Summary, posts: int) -> str:
    """Seconds of processor time: more than the clock's where a tool works on several cores."""
    rows = [
        "| Processor time | Cold build | ours / its | Warm build | ours / its |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, tool in TOOLS.items():
        cells = []
        for phase in ("cold", "warm"):
            found = summary.cpu(posts, name, phase)
            cells.append(spread(found, "s") if found else "–")
            ratio = summary.ratio(posts, US, phase, name, "cpu") if name != US else None
            cells.append(f"{ratio.median:.2f}×" if ratio else "")
        if any(cell not in ("–", "") for cell in cells):
            rows.append(f"| {tool.title} | {' | '.join(cells)} |")
    return "\n".join(rows) if len(rows) > 2 else ""


def weight_table(summary: Summary, posts: int) -> str:
    """Memory and output."""
    rows = [
        "| Tool | Peak memory, cold | Peak memory, warm | Server’s first page "
        "| Files | Site | A post’s HTML, as it is / gzip |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, tool in TOOLS.items():
        output = summary.output(posts, name)
        if output is None:
            continue
        peaks = [summary.peak(posts, name, phase) for phase in ("cold", "warm")]
        memory = [f"{peak.median / MEGA:.0f} MB" if peak else "–" for peak in peaks]
        first = summary.start(posts, name)
        cells = [
            *memory,
            seconds(first.median) if first else "–",
            f"{output['files']:,}",
            f"{output['bytes'] / MEGA:.1f} MB",
            f"{output['page'] / 1000:.1f} / {output['page_gzip'] / 1000:.1f} KB",
        ]
        rows.append(f"| {tool.title} | {' | '.join(cells)} |")
    return "\n".join(rows) if len(rows) > 2 else ""


def tool_table(record: Record) -> str:
    """Versions, and what each tool does that the others do not."""
    rows = ["| Tool | Version | What it builds |", "|---|---|---|"]
    versions = record.content.get("versions", {})
    for name, tool in TOOLS.items():
        if name in versions:
            found = VERSION.search(versions[name])
            rows.append(f"| {tool.title} | {found[0] if found else '?'} | {tool.note} |")
    return "\n".join(rows)


def missing(record: Record) -> str:
    """The peers that were not there, and how to get them."""
    absent = [tool.title for name, tool in TOOLS.items() if name not in record.content["versions"]]
    if not absent:
        return ""
    return (
        f"Not installed when this was measured: {', '.join(absent)}. "
        "`python3 dev.py campaign benchmark --install` brings them."
    )


def spread(found: Figure, unit: str) -> str:
    """A median with its extremes; one sample stands alone and says so."""

    def shown(value: float) -> str:
        if unit == "MB":
            return f"{value:.0f}"
        return seconds(value)[:-2] if unit == "s" else f"{value:.2f}"

    end = unit if unit == "×" else f" {unit}"
    if found.count == 1:
        return f"{shown(found.median)}{end} (n=1)"
    return f"{shown(found.median)}{end} [{shown(found.least)}–{shown(found.most)}]"


def chart_of(summary: Summary) -> tuple[str, list[Panel]]:
    """The chart's title and panels, of the size at which most was measured."""
    sizes = summary.sizes()
    if not sizes:
        return "Nothing was measured", []

    def measured(posts: int) -> tuple[int, int]:
        return sum(bool(summary.wall(posts, name, "warm")) for name in TOOLS), posts

    posts = max(sizes, key=measured)
    panels = []
    for phase, title in PHASES.items():
        found = {name: summary.wall(posts, name, phase) for name in TOOLS}
        bars = [
            Bar(TOOLS[name].title, figure.median, ours=name == US)
            for name, figure in found.items()
            if figure
        ]
        if bars:
            panels.append(Panel(f"{title}, {posts:,} posts", tuple(bars)))
    return f"Seconds of each tool at {posts:,} posts; the figures stand in the tables", panels
