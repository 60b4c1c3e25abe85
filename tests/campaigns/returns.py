"""Everything that a team gives back over the years, dropped on the Team page; and kills in between.

    python3 dev.py campaign returns [--returns 5000] [--kills 20]

Builds the site, asks everybody by the page's own dialog, makes their returns with the client's own
functions, and drops the files. Prints what it took beside the goals; with `--kills`, kills the
browser at a random moment of an intake, opens it again, and counts what had been said to be kept
and is lost, what stands in the index alone or among the returns alone, and what is doubled after
the same files were dropped again. Exits 1 when anything was lost, torn or doubled.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Error, Page, Playwright, sync_playwright

from tests.browser.conftest import ROOT
from tests.browser.serving import Server
from tests.campaigns.kills import KilledBrowser

CLIENT = ROOT / "playbook_plugins" / "client"
TEAM = "/playbook/team/"
EACH = 25
"""Returns of one person: five sheets over five quarters."""
READY = 300_000
WATCH = """(() => {
  window.tasks = [];
  new PerformanceObserver(list => {
    for (const {startTime, duration} of list.getEntries()) tasks.push([startTime, duration]);
  }).observe({type: 'longtask', buffered: true});
  new MutationObserver(changes => {
    for (const {target, attributeName} of changes) {
      if (attributeName === 'ready') window.ready ??= performance.now();
      if (target.localName !== 'progress' || attributeName !== 'value') continue;
      window.most = Math.max(window.most ?? 0, target.value);
      // It counts what is read, and then once more what is kept.
      if (target.value < window.most) window.keeping = true;
      if (window.keeping) console.log(`kept ${target.value}`);
    }
  }).observe(document, {attributes: true, subtree: true, attributeFilter: ['value', 'ready']});
})()"""
"""Long tasks, when the page stood, and each word of how many returns are kept."""
ROWS = """async ([site, table, only]) => {
  const base = await new Promise((resolve, reject) => {
    const asked = indexedDB.open(`playbook-loop:${site}`);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const store = base.transaction(table).objectStore(table);
  const asked = only === 'keys' ? store.getAllKeys() : store.getAll();
  const all = await new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  base.close();
  return all;
}"""
PERSON = """async number => {
  const start = performance.now();
  document.querySelectorAll('[data-part=people] li a')[number].click();
  for (;;) {
    await new Promise(resolve => requestAnimationFrame(resolve));
    if (document.querySelector('[data-part=now]')) break;
  }
  await new Promise(resolve => requestAnimationFrame(resolve));
  return performance.now() - start;
}"""


@dataclass
class Team:
    """A page that is open, and what it said to be kept."""

    page: Page
    site: str = ""
    kept: int = 0

    def rows(self, table: str, only: str = "rows") -> list[Any]:
        return list(self.page.evaluate(ROWS, [self.site, table, only]))

    def indexed(self) -> list[str]:
        rows = self.rows("index")
        return [entry["digest"] for row in rows for entry in json.loads(row["entries"])]

    def drop(self, files: list[Path]) -> None:
        """Choose `files` from the disk, as a coach does: playwright would carry them over."""
        page = self.page
        page.get_by_role("button", name="Open files…", exact=True).first.click()
        page.wait_for_selector("#pb-team-files", state="attached")
        page.evaluate("() => { tasks.length = 0; most = 0; keeping = false }")
        session = page.context.new_cdp_session(page)
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        asked = {"nodeId": root, "selector": "#pb-team-files"}
        node = session.send("DOM.querySelector", asked)["nodeId"]
        session.send("DOM.setFileInputFiles", {"nodeId": node, "files": [str(f) for f in files]})
        session.detach()

    def told(self) -> str:
        line = self.page.wait_for_selector(".pb-team-outcome", timeout=READY)
        return line.inner_text() if line else ""

    def longest(self) -> float:
        self.page.wait_for_timeout(300)  # tasks are told of after they ended
        return max(self.page.evaluate("() => tasks.map(([, took]) => took)"), default=0.0)


def opened(browser: KilledBrowser, url: str) -> Team:
    page = browser.context.new_page()
    page.set_default_timeout(READY)
    page.add_init_script(WATCH)
    team = Team(page)

    def hear(message: ConsoleMessage) -> None:
        if found := re.fullmatch(r"kept (\d+)", message.text):
            team.kept = int(found[1])

    page.on("console", hear)
    page.goto(f"{url}{TEAM}")
    page.wait_for_selector("playbook-team[ready]", state="attached")
    team.site = page.get_attribute("playbook-team", "site") or ""
    return team


def ask(team: Team, people: int) -> None:
    """Everybody is asked for a sheet, and is on the team from then on."""
    page = team.page
    page.get_by_role("button", name="Assign a sheet").first.click()
    page.select_option("#pb-team-sheet", "one-to-one")
    page.fill("#pb-team-new", "\n".join(f"Person {number:03}" for number in range(people)))
    page.fill("#pb-team-me", "Marta Lind")
    page.get_by_role("button", name=re.compile("^Make .* links?$")).click()
    page.wait_for_function(
        "n => document.querySelectorAll('[data-part=people] li').length === n", arg=people
    )


def make(team: Team, folder: Path, returns: int) -> list[Path]:
    """The files that the team gives back."""
    wish = {
        "folder": str(folder),
        "site": team.site,
        "sheets": json.loads(team.page.evaluate(SHEETS)),
        "people": [{"id": row["id"], "name": row["name"]["v"]} for row in team.rows("members")],
        "returns": returns,
    }
    subprocess.run(["node", "build.mjs", "--tests"], check=True, cwd=CLIENT)
    command = ["node", "build/returns.mjs"]
    done = subprocess.run(
        command, check=True, cwd=CLIENT, input=json.dumps(wish), text=True, stdout=subprocess.PIPE
    )
    return [folder / name for name in done.stdout.splitlines()]


SHEETS = "() => document.querySelector('template[data-pb-sheets]').content.textContent"


@dataclass
class Figures:
    """What was measured, a line each."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, what: str, found: str, goal: str = "–") -> None:
        self.lines.append((what, found, goal))
        print(f"{what:<46} {found:>12}   goal {goal}", flush=True)


def measure(team: Team, files: list[Path], figures: Figures) -> None:
    """How long it takes, and how much of it."""
    page = team.page
    rest, late = files[:-10], files[-10:]
    start = time.monotonic()
    team.drop(rest)
    team.told()
    figures.add(f"take in {len(rest)} files", f"{time.monotonic() - start:.1f} s", "≤ 5 s of 5,000")
    figures.add("longest task meanwhile", f"{team.longest():.0f} ms", "≤ 50 ms")
    start = time.monotonic()
    team.drop(late)
    team.told()
    figures.add("take in 10 more", f"{(time.monotonic() - start) * 1000:.0f} ms", "≤ 3,000 ms")
    start = time.monotonic()
    team.drop(files)
    team.told()
    figures.add("the same files again", f"{time.monotonic() - start:.1f} s")
    figures.add("longest task meanwhile", f"{team.longest():.0f} ms", "≤ 50 ms")

    opens, tasks = [], []
    for _ in range(5):
        page.reload()
        page.wait_for_function("() => window.ready")
        opens.append(page.evaluate(OPEN))
        page.wait_for_timeout(500)
        tasks.append(team.longest())
    figures.add("open the page, from its HTML", f"{statistics.median(opens):.0f} ms", "≤ 300 ms")
    figures.add("longest task of it", f"{statistics.median(tasks):.0f} ms")

    persons = []
    people = page.locator("[data-part=people] li a")
    for number in range(min(5, people.count())):
        people.nth(number).wait_for()  # the list is drawn again after the way back
        persons.append(page.evaluate(PERSON, number))
        page.go_back()
        people.first.wait_for()
    figures.add(
        f"page of a person, {EACH} returns", f"{statistics.median(persons):.0f} ms", "≤ 150"
    )
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    got = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    figures.add("heap, page open", f"{got['JSHeapUsedSize'] / 2**20:.0f} MB", "≤ 60 MB")


OPEN = "() => window.ready - performance.getEntriesByType('navigation')[0].responseEnd"


@dataclass
class Tally:
    """What the kills came to."""

    kills: int = 0
    between: int = 0
    lost: int = 0
    torn: int = 0
    doubled: int = 0


def check(team: Team, files: list[Path], said: int, tally: Tally) -> None:
    """What stands after a kill; and after the same files came again."""
    held = set(team.rows("returns", "keys"))
    entries = [
        entry["digest"] for row in team.rows("index") for entry in json.loads(row["entries"])
    ]
    tally.between += 0 < len(held) < len(files)
    tally.lost += max(0, said - len(held))
    tally.torn += len(held ^ set(entries)) + len(entries) - len(set(entries))
    team.drop(files)
    team.told()
    digests = Counter(team.indexed())
    tally.lost += max(0, len(files) - len(digests))
    tally.doubled += digests.total() - len(digests) + max(0, len(digests) - len(files))
    tally.torn += len(set(team.rows("returns", "keys")) ^ set(digests))


def killed(
    playwright: Playwright,
    path: str,
    url: str,
    asked: Path,
    files: list[Path],
    took: float,
    kills: int,
) -> Tally:
    """Kill `kills` intakes that last about `took` seconds, each on a fresh copy of `asked`."""
    chance = random.Random(1)
    tally = Tally()
    for _ in range(kills):
        profile = Path(tempfile.mkdtemp(prefix="playbook-returns-"))
        shutil.copytree(asked, profile, dirs_exist_ok=True, symlinks=True)
        browser = KilledBrowser(playwright, path, profile)
        team = opened(browser, url)
        team.drop(files)
        end = time.monotonic() + chance.uniform(0.1, 1.1) * took
        while time.monotonic() < end:
            team.page.wait_for_timeout(5)
        said = team.kept
        browser.kill()
        again = KilledBrowser(playwright, path, profile)
        check(opened(again, url), files, said, tally)
        again.kill()
        tally.kills += 1
        shutil.rmtree(profile, ignore_errors=True)
    return tally


def campaign(path: str, url: str, returns: int, kills: int, work: Path) -> int:
    """Measure, and kill."""
    figures = Figures()
    asked, files_in = work / "profile", work / "files"
    for folder in (asked, files_in):
        folder.mkdir()
    with sync_playwright() as playwright:
        browser = KilledBrowser(playwright, path, asked)
        team = opened(browser, url)
        ask(team, max(1, min(200, returns // EACH)))
        files = make(team, files_in, returns)
        size = sum(file.stat().st_size for file in files)
        print(f"{len(files)} files, {size / len(files):.0f} bytes each", flush=True)
        team.page.wait_for_timeout(1000)
        browser.browser.new_browser_cdp_session().send("Browser.close")
        browser.process.wait()

        profile = work / "measured"
        shutil.copytree(asked, profile, symlinks=True)
        browser = KilledBrowser(playwright, path, profile)
        start = time.monotonic()
        measure(opened(browser, url), files, figures)
        took = time.monotonic() - start
        browser.kill()
        if not kills:
            return 0
        intake = float(figures.lines[0][1].split()[0])
        tally = killed(playwright, path, url, asked, files, max(intake, 0.5), kills)
    print(
        f"kills {tally.kills}, {tally.between} of them between batches"
        f" · lost {tally.lost} · torn {tally.torn} · doubled {tally.doubled}"
        f" · measuring took {took:.0f} s"
    )
    return 1 if tally.lost or tally.torn or tally.doubled else 0


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py campaign returns", description=__doc__)
    parser.add_argument("--returns", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=0)
    chosen = parser.parse_args(words)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        print("chromium is not here (Debian: sudo apt install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as work:
        # Without its offline worker, which would fetch the whole playbook meanwhile.
        server = Server(Path(folder), absent=("/playbook-offline.js",))
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", folder],
            check=True,
            cwd=ROOT,
            env={**os.environ, "SITE_URL": f"{server.url}/", "NO_MKDOCS_2_WARNING": "1"},
        )
        failed = campaign(path, server.url, chosen.returns, chosen.kills, Path(work))
        server.close()
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Error as error:
        sys.exit(f"the browser could not be driven: {error}")
