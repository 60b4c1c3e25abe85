"""Kill builds, fill disks, build ten times at once, while somebody visits all the time.

    python3 dev.py campaign builds --kills 200 --seed 31

Every build writes its generation on every page, and one page that no other generation has. A
visitor in a process of its own opens the live folder again and again, reads every file below it
and looks whether all belong to one generation, with none missing and none too many; between two
such visits it asks for the front page by its name. Prints what was counted; exits 1 when a visitor
saw anything but the whole old or the whole new site, or when a failed build said more or less than
one sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAMP = re.compile(rb"generation:(\d+);")
CONFIG = """site_name: "generation:{number};"
site_url: https://visited.example/
theme: {{name: null, custom_dir: theme, static_templates: [404.html]}}
plugins:
  - playbook/publish: {{staging_wait: 300, staging: {staging}}}
"""
PAGE = "<!doctype html><title>{{ config.site_name }}</title>{{ page.content if page }}"


class BrokenError(AssertionError):
    """What a visitor saw that nobody may see."""


@dataclass
class Seen:
    """One visit: the generations on the pages, and the names of all files."""

    stamps: set[int]
    names: set[str]


def visit(site: Path) -> Seen:
    """Open the folder once and read all of it relative to what was opened."""
    stamps, names = set(), set()
    top = os.open(site, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for place, _folders, files, folder in os.fwalk(".", dir_fd=top):
            for name in files:
                with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                    found = STAMP.findall(file.read())
                if not found and name.endswith((".html", ".txt")):
                    raise BrokenError(f"{place}/{name} is cut short")
                stamps |= {int(each) for each in found}
                names.add(Path(place, name).as_posix())
    finally:
        os.close(top)
    return Seen(stamps, names)


class Site:
    """Sources that change from generation to generation, and builds of them."""

    is_staged = True

    def __init__(self, folder: Path, pages: int = 40, target: Path | None = None) -> None:
        self.folder, self.pages = folder, pages
        self.live = target or folder / "site"
        (folder / "theme").mkdir(parents=True)
        (folder / "docs" / "files").mkdir(parents=True)
        for name in ("main.html", "404.html"):
            (folder / "theme" / name).write_text(PAGE)
        self.number = -1
        self.next()
        assert self.build() == 0, self.said
        self.names = visit(self.live).names

    def next(self) -> None:
        """Write the sources of the next generation."""
        docs = self.folder / "docs"
        (docs / f"only-{self.number}.md").unlink(missing_ok=True)
        self.number += 1
        text = f"# Page\n\ngeneration:{self.number};\n\n" + "Words of this page. " * 200
        for name in ["index", f"only-{self.number}", *(f"page-{n}" for n in range(self.pages))]:
            (docs / f"{name}.md").write_text(text)
        for n in range(self.pages // 2):
            (docs / "files" / f"{n}.txt").write_text(f"generation:{self.number};" * 50)
        staging = str(self.is_staged).lower()
        config = CONFIG.format(number=self.number, staging=staging)
        (self.folder / "mkdocs.yml").write_text(config)

    def start(self) -> subprocess.Popen:
        """A build in a process group of its own."""
        words = [sys.executable, "-m", "mkdocs", "build", "-d", str(self.live)]
        environment = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
        return subprocess.Popen(
            words,
            cwd=self.folder,
            env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self) -> int:
        """Build to the end; what it said is in `said`."""
        process = self.start()
        self.said = process.communicate()[0]
        return process.returncode

    def expected(self, number: int) -> set[str]:
        return {name.replace("only-0", f"only-{number}") for name in self.names}

    def generation(self) -> int:
        """The one generation that stands there whole; raises `BrokenError` for anything else."""
        seen = visit(self.live)
        if len(seen.stamps) != 1:
            raise BrokenError(f"generations {sorted(seen.stamps)} at once")
        [number] = seen.stamps
        if seen.names != self.expected(number):
            raise BrokenError(
                f"{sorted(seen.names ^ self.expected(number))[:5]} missing or too many"
            )
        return number


class Visitor:
    """A process that visits the live site until it is told to stop."""

    def __init__(self, site: Site) -> None:
        self.notes = site.folder / "visits"
        self.notes.mkdir()
        (self.notes / "names.json").write_text(json.dumps(sorted(site.names)))
        words = ["-m", "tests.campaigns.builds", "--visit", str(site.live), str(self.notes)]
        self.process = subprocess.Popen([sys.executable, *words], cwd=ROOT)
        self.wait()

    def wait(self) -> None:
        """Until a visit has begun and ended from now on; one that began before is over too."""
        began = self._count()
        while self._count() < began + 2 and self.process.poll() is None:
            time.sleep(0.005)

    def _count(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int((self.notes / "count").read_text())
        return 0

    def stop(self) -> dict:
        """End the visits; what was seen."""
        (self.notes / "stop").touch()
        self.process.wait()
        return json.loads((self.notes / "tally.json").read_text())


def keep_visiting(live: Path, notes: Path) -> None:
    """The visitor's own process: tallies visits, generations seen, and everything broken."""
    site = Site.__new__(Site)
    site.live, site.names = live, set(json.loads((notes / "names.json").read_text()))
    tally = {"visits": 0, "asked": 0, "generations": 0, "broken": []}
    generations = set()
    while not (notes / "stop").exists():
        try:
            generations.add(site.generation())
            for _ in range(20):
                tally["asked"] += 1
                (live / "index.html").read_bytes()
        except (BrokenError, OSError) as error:
            tally["broken"].append(str(error))
        tally["visits"] += 1
        fresh = notes / "fresh"
        fresh.write_text(str(tally["visits"]))
        fresh.replace(notes / "count")
    tally["generations"] = len(generations)
    (notes / "tally.json").write_text(json.dumps(tally))


def control(folder: Path, builds: int = 5) -> dict:
    """The same visitor while builds write into the live folder, as they do without staging."""
    site = Site(folder)
    site.is_staged = False
    visitor = Visitor(site)
    for _ in range(builds):
        site.next()
        assert site.build() == 0, site.said
        visitor.wait()
    seen = visitor.stop()
    return {"builds": builds, "visits": seen["visits"], "saw a broken site": len(seen["broken"])}


def kill_builds(folder: Path, kills: int, seed: int) -> dict:
    """Kill `kills` builds at random moments, every third one near its end; what was counted."""
    chance = random.Random(seed)
    site = Site(folder)
    took = []
    for _ in range(3):
        began = time.monotonic()
        site.next()
        assert site.build() == 0, site.said
        took.append(time.monotonic() - began)
    visitor = Visitor(site)
    fell: Counter[str] = Counter()
    broken = []
    for number in range(kills):
        before = site.generation()
        site.next()
        process = site.start()
        if number % 3 == 2:
            await_the_end(site, process)
            time.sleep(chance.uniform(0, 0.06))
        else:
            time.sleep(chance.uniform(0, 1.1 * statistics.median(took)))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        try:
            after = site.generation()
            if after not in {before, site.number}:
                raise BrokenError(f"generation {after}, neither {before} nor {site.number}")
            is_half = (folder / ".site.playbook" / "new").exists()
            old = "while building" if is_half else "before building"
            fell["after the swap" if after != before else old] += 1
        except (BrokenError, OSError) as error:
            broken.append(str(error))
        visitor.wait()
    site.next()
    assert site.build() == 0, site.said
    assert site.generation() == site.number
    shelf = folder / ".site.playbook"
    left = sorted(path.name for path in shelf.iterdir())
    assert left == [".gitignore", "old"], left
    seen = visitor.stop()
    return {"kills": kills, "fell": dict(fell), **seen, "broken": [*broken, *seen["broken"]]}


def await_the_end(site: Site, process: subprocess.Popen) -> None:
    """Until the last page of a running build is written."""
    last = site.folder / ".site.playbook" / "new" / f"page-{site.pages - 1}" / "index.html"
    while process.poll() is None and not last.exists():
        time.sleep(0.002)


def ten_at_once(folder: Path, count: int = 10) -> dict:
    """Builds that begin at the same moment: all succeed, one after the other."""
    site = Site(folder)
    site.next()
    visitor = Visitor(site)
    began = [site.start() for _ in range(count)]
    said = [process.communicate()[0] for process in began]
    codes = [process.returncode for process in began]
    seen = visitor.stop()
    waited = sum("Waiting for another build of this site" in text for text in said)
    assert site.generation() == site.number
    return {"builds": count, "failed": sum(map(bool, codes)), "waited": waited, **seen}


def full_disks(folder: Path, times: int = 10) -> dict:
    """Builds on a disk that is full after a part of what they write; needs root."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=True)
    try:
        site = Site(folder / "sources", target=disk / "site")
        need = sum(path.stat().st_blocks * 512 for path in site.live.rglob("*"))
        visitor = Visitor(site)
        sentences: Counter[str] = Counter()
        wrong = []
        for number in range(times):
            before = site.generation()
            site.next()
            shutil.rmtree(disk / ".site.playbook", ignore_errors=True)
            size = need + int(need * number / times) + 16384
            resize(disk, f"size={size}")
            code = site.build()
            told = re.findall(r"Nothing was [a-z]+: .*", site.said)
            sentences.update(line.split(" (")[0] for line in told)
            if not code or len(told) != 1 or "Traceback" in site.said:
                wrong.append(site.said)
            assert site.generation() == before
        resize(disk, "size=3m,ro")
        site.next()
        code = site.build()
        told = re.findall(r"Nothing was [a-z]+: .*", site.said)
        sentences.update(line.split(" (")[0] for line in told)
        if not code or len(told) != 1 or "Traceback" in site.said:
            wrong.append(site.said)
        resize(disk, "size=3m,rw")
        assert site.build() == 0, site.said
        assert site.generation() == site.number
        return {"sentences": dict(sentences), "wrong": wrong, **visitor.stop()}
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def resize(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", disk], check=True)


def may_mount() -> bool:
    """Whether a small disk can be mounted here."""
    if os.name != "posix" or os.geteuid() or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        words = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder]
        if subprocess.run(words, capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--visit", nargs=2, type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(words)
    if chosen.visit:
        keep_visiting(*chosen.visit)
        return 0
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, act in (
            ("killed builds", lambda at: kill_builds(at, chosen.kills, chosen.seed)),
            ("ten builds at once", ten_at_once),
            ("control, staging off", control),
            ("full and read-only disks", full_disks if may_mount() else None),
        ):
            if act is None:
                print(f"{title}: not run, mounting is not allowed here", flush=True)
                continue
            at = folder / title.replace(" ", "-")
            at.mkdir()
            counted = act(at)
            print(f"{title}: {json.dumps(counted)}", flush=True)
            wrong = (counted.get(key) for key in ("broken", "wrong", "failed"))
            failed = failed or any(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
