"""Build the corpus with every tool in turn and write what it took into the docs.

    python3 dev.py campaign benchmark --install   the peers, into a throw-away environment
    python3 dev.py campaign benchmark             100 and 1,000 posts, three rounds
    python3 dev.py campaign benchmark --posts 5000 --only ours,hugo
    python3 dev.py campaign benchmark --posts 5000 --only material --phases cold --rounds 1

Tools take turns (A B C, A B C). A run of one name goes on where it was stopped: what was
measured is not measured again. Ratios hold within a run; begin a new one with --fresh.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from . import measure, tools
from .corpus import PAGES, SEED
from .page import PAGE, write_page
from .record import Record, RecordError
from .tools import HOME, ROOT, TOOLS, Tool

PHASES = ("cold", "warm", "serve")
SLOW_EDITS = 60.0
"""Seconds that a server may spend on a round of saves; a slow one gets fewer saves."""


def words_of(allowed: tuple[str, ...]) -> Callable[[str], list[str]]:
    """A type for options that take words with commas between them."""

    def chosen(text: str) -> list[str]:
        found = [word.strip() for word in text.split(",") if word.strip()]
        for word in found:
            if word not in allowed:
                raise argparse.ArgumentTypeError(f"{word!r} is none of {', '.join(allowed)}")
        return found

    return chosen


def counts(text: str) -> list[int]:
    """Numbers with commas between them."""
    try:
        found = [int(word) for word in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: write it as 100,1000,5000") from None
    if not found or min(found) < 1:
        raise argparse.ArgumentTypeError("a corpus has at least one post")
    return found


def prepare(tool: Tool, posts: int) -> Path:
    """The folder of one tool's project, written by a process of its own unless it is there."""
    maker = [path for path in Path(__file__).parent.rglob("*") if path.suffix != ".pyc"]
    newest = max(
        path.stat().st_mtime
        for path in maker
        if path.stem in {"corpus", "prose", "words", "dialects", "projects"}
        or "themes" in path.parts
    )
    folder = HOME / "work" / str(posts) / tool.name
    card = folder / measure.CARD
    if card.is_file() and card.stat().st_mtime > newest:
        return folder
    if folder.exists():
        shutil.rmtree(folder)
    command = [sys.executable, "-m", "tests.benchmarks.corpus", str(folder), "--card"]
    words = ["--posts", str(posts), "--for", tool.name, "--seed", str(SEED)]
    subprocess.run([*command, *words], cwd=ROOT, check=True)
    return folder


class Run:
    """One run: which tools, which phases, how often."""

    def __init__(self, record: Record, chosen: argparse.Namespace) -> None:
        self.record = record
        self.phases = chosen.phases
        self.rounds = chosen.rounds
        self.edits = chosen.edits
        self.limit = chosen.limit
        self.tools = [TOOLS[name] for name in chosen.only]
        self.built: set[tuple[int, str]] = set()
        self.given_up: set[tuple[int, str, str]] = set()

    def size(self, posts: int) -> None:
        """All rounds at one size."""
        for number in range(1, self.rounds + 1):
            for phase in self.phases:
                for tool in self.tools:
                    if phase != "serve" or tool.serve:
                        self._one(tool, posts, phase, number)

    def _one(self, tool: Tool, posts: int, phase: str, number: int) -> None:
        given_up = (posts, tool.name, phase) in self.given_up
        if given_up or self.record.has(posts, tool.name, phase, number):
            return
        sample = {"posts": posts, "tool": tool.name, "phase": phase, "round": number}
        print(f"{posts:>5} posts, round {number}, {phase:5} {tool.title} …", end=" ", flush=True)
        try:
            taken = self._measure(tool, posts, phase, number)
        except measure.MeasureError as error:
            self.given_up.add((posts, tool.name, phase))
            self.record.add({**sample, "failed": str(error).split(" See ")[0]})
            print(error)
            return
        self.record.add({**sample, **taken})
        print(f"{taken['wall']:.2f} s", flush=True)

    def _measure(self, tool: Tool, posts: int, phase: str, number: int) -> dict[str, object]:
        folder = prepare(tool, posts)
        project = measure.load(folder)
        if phase == "cold":
            measure.clear(folder)
            project.edit(f"Round {number} began here.")
            built = measure.build(tool, project, self.limit)
            self.built.add((posts, tool.name))
            return {**vars(built), "sizes": measure.sizes(tool, project)}
        if (posts, tool.name) not in self.built:
            # The run was stopped after its cold build: make what a warm one starts from.
            project.edit(f"Round {number} began here.")
            measure.build(tool, project, self.limit)
            self.built.add((posts, tool.name))
        if phase == "warm":
            project.edit(f"Round {number} changed this.")
            return vars(measure.build(tool, project, self.limit))
        limit = self.limit + SLOW_EDITS
        first, times = measure.served(tool, project, self.edits, limit, SLOW_EDITS)
        return {"wall": sorted(times)[len(times) // 2], "times": times, "first": first}


def main(words: list[str]) -> int:
    """Measure what the words ask for, then write the page."""
    parser = argparse.ArgumentParser(
        prog="dev.py campaign benchmark",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = tuple(TOOLS)
    parser.add_argument("--posts", type=counts, default=[100, 1000], help="sizes: 100,1000,5000")
    parser.add_argument(
        "--rounds", "--runs", type=int, default=3, help="how often each is measured"
    )
    parser.add_argument("--only", type=words_of(names), default=list(names), help=", ".join(names))
    parser.add_argument("--phases", type=words_of(PHASES), default=list(PHASES))
    parser.add_argument("--edits", type=int, default=5, help="saves in a round of serving")
    parser.add_argument("--limit", type=float, default=1200, help="seconds a build may take")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    parser.add_argument("--name", default=today, help="name of the run; today's date if left out")
    parser.add_argument("--fresh", action="store_true", help="begin the run of that name anew")
    parser.add_argument("--install", action="store_true", help="install the peers, measure nothing")
    parser.add_argument("--page", action="store_true", help="only write the page of that run again")
    chosen = parser.parse_args(words)
    if "/" in chosen.name or chosen.name.startswith("."):
        parser.error("--name: letters, digits and hyphens")
    if not hasattr(os, "wait4"):
        parser.error("this system cannot account for one process; run it on Linux or macOS")
    if chosen.install:
        tools.install()
        return 0
    try:
        record = Record.begin(chosen.name, fresh=chosen.fresh, any_code=chosen.page)
    except RecordError as error:
        print(error, file=sys.stderr)
        return 1
    if chosen.page and not record.samples:
        parser.error(f"--page: no run is called {chosen.name!r} yet; name one with --name")
    if not chosen.page:
        absent = [TOOLS[name] for name in chosen.only if not TOOLS[name].is_installed]
        for tool in absent:
            print(f"{tool.title} is not installed: python3 dev.py campaign benchmark --install")
        chosen.only = [name for name in chosen.only if TOOLS[name].is_installed]
        record.note_versions()
        run = Run(record, chosen)
        print(f"{PAGES} pages of sheets in each; the run is kept in {record.path}")
        try:
            for posts in chosen.posts:
                run.size(posts)
        except KeyboardInterrupt:
            print("\nStopped. The same command goes on from here; --page writes what there is.")
            return 130
        finally:
            measure.tidy(HOME / "work")
    write_page(record)
    print(f"Written: {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
