"""From samples to figures: medians, spreads, and ratios taken within one run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from .record import Sample

US = "ours"


@dataclass(frozen=True)
class Figure:
    """What several rounds of one measurement came to."""

    median: float
    least: float
    most: float
    count: int

    def per(self, unit: float) -> Figure:
        """The same in a unit of so much."""
        return Figure(self.median / unit, self.least / unit, self.most / unit, self.count)


def figure(values: Iterable[float]) -> Figure | None:
    """The figure of `values`, or None where nothing was measured."""
    found = sorted(values)
    return Figure(median(found), found[0], found[-1], len(found)) if found else None


class Summary:
    """Asks the samples of one run."""

    def __init__(self, samples: list[Sample]) -> None:
        self.samples = samples

    def _of(self, posts: int, tool: str, phase: str) -> dict[int, Sample]:
        """What was measured, by round; a later sample of a round takes an earlier one's place."""
        return {
            one["round"]: one
            for one in self.samples
            if (one["posts"], one["tool"], one["phase"]) == (posts, tool, phase)
            and "failed" not in one
        }

    def sizes(self) -> list[int]:
        """The numbers of posts that were measured."""
        return sorted({one["posts"] for one in self.samples})

    def failure(self, posts: int, tool: str, phase: str) -> str:
        """Why there is no figure; empty where there is one or nobody tried."""
        if self._of(posts, tool, phase):
            return ""
        reasons = [
            one["failed"]
            for one in self.samples
            if (one["posts"], one["tool"], one["phase"]) == (posts, tool, phase) and "failed" in one
        ]
        return reasons[-1] if reasons else ""

    def wall(self, posts: int, tool: str, phase: str) -> Figure | None:
        """Seconds of a build; for `serve`, seconds of every save."""
        found = self._of(posts, tool, phase).values()
        if phase == "serve":
            return figure(each for one in found for each in one["times"])
        return figure(one["wall"] for one in found)

    def cpu(self, posts: int, tool: str, phase: str) -> Figure | None:
        """Seconds that processors worked on a build: what a busy machine distorts least."""
        found = self._of(posts, tool, phase).values()
        return figure(one["cpu"] for one in found if "cpu" in one)

    def start(self, posts: int, tool: str) -> Figure | None:
        """Seconds from starting the server to its first page."""
        return figure(one["first"] for one in self._of(posts, tool, "serve").values())

    def peak(self, posts: int, tool: str, phase: str) -> Figure | None:
        """Bytes of the largest process."""
        return figure(one["peak"] for one in self._of(posts, tool, phase).values())

    def output(self, posts: int, tool: str) -> dict[str, int] | None:
        """Files and bytes of the site after a cold build."""
        found = [one["sizes"] for one in self._of(posts, tool, "cold").values()]
        return found[-1] if found else None

    def ratio(
        self, posts: int, tool: str, phase: str, against: str, what: str = "wall"
    ) -> Figure | None:
        """`tool` over `against`, round by round; None where no round has both."""
        mine, other = self._of(posts, tool, phase), self._of(posts, against, phase)
        return figure(
            mine[one][what] / other[one][what]
            for one in mine.keys() & other.keys()
            if what in mine[one] and what in other[one]
        )

    def growth(self, tool: str, small: int, large: int, what: str = "wall") -> Figure | None:
        """A cold build of `large` posts over one of `small`."""
        ask = self.wall if what == "wall" else self.cpu
        one, other = ask(small, tool, "cold"), ask(large, tool, "cold")
        if one is None or other is None:
            return None
        most, least = other.most / one.least, other.least / one.most
        return Figure(other.median / one.median, least, most, min(one.count, other.count))


@dataclass(frozen=True)
class Goal:
    """One figure that must be reached."""

    words: str
    most: float
    unit: str
    """`×` for a ratio, `s` for seconds, `MB` for millions of bytes."""
    found: Figure | None
    work: Figure | None = None
    """The same ratio in processor time, which a busy machine distorts less; decides nothing."""

    @property
    def verdict(self) -> str:
        """Reached, missed or not measured, said plainly."""
        if self.found is None:
            return "not measured"
        return "**reached**" if self.found.median <= self.most else "**missed**"


def goals(summary: Summary) -> list[Goal]:
    """What must be reached, each with what was measured."""

    def against(posts: int, most: float, phase: str, peer: str, words: str) -> Goal:
        words = f"{phase} build, {posts:,} posts, against {words}"
        found = summary.ratio(posts, US, phase, peer)
        return Goal(words, most, "×", found, summary.ratio(posts, US, phase, peer, "cpu"))

    made = [
        against(1000, 0.20, "cold", "material", "Material’s blog"),
        against(5000, 0.12, "cold", "material", "Material’s blog"),
        against(1000, 0.65, "cold", "zensical", "Zensical"),
        Goal(
            "cold build, 5,000 posts over 1,000 posts",
            *(5.5, "×"),
            summary.growth(US, 1000, 5000),
            summary.growth(US, 1000, 5000, "cpu"),
        ),
        against(1000, 0.35, "warm", "zensical", "Zensical’s"),
    ]
    for posts, most in ((1000, 0.1), (5000, 0.3)):
        save = summary.wall(posts, US, "serve")
        made.append(Goal(f"from saving to the page served, {posts:,} posts", most, "s", save))
    peak = summary.peak(5000, US, "cold")
    made.append(Goal("peak memory of a cold build, 5,000 posts", 450, "MB", peak and peak.per(1e6)))
    return made
