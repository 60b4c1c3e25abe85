"""Kill the browser while somebody types, and count what was lost.

    python3 dev.py campaign kills --kills 50

Types into both sheets, remembers each value that stood on the page while it said "Saved",
kills the browser's whole process group at a random moment, starts it again on the same
profile and compares. Prints kills, saved values and lost values; exits 1 when any was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

from tests.browser.conftest import CHECKLIST, CHROMIUM_FLAGS, PLAN, ROOT
from tests.browser.firefox import Firefox
from tests.browser.serving import Server

SEEN = """() => {
  if (document.querySelector('.pb-standing')?.dataset.standing !== 'saved') return null;
  const seen = {};
  for (const one of document.querySelectorAll('.pb-sheet :is(textarea, input[type=checkbox])')) {
    if (one.id) seen[one.id] = one.type === 'checkbox' ? String(one.checked) : one.value;
  }
  return seen;
}"""


AT_REST = ".pb-standing:is([data-standing=saved], [data-standing=fresh])"


@dataclass
class Tally:
    """What a campaign counted."""

    kills: int = 0
    saved: int = 0
    lost: int = 0


class KilledBrowser:
    """Chromium in a process group of its own, driven over its debugging port."""

    def __init__(self, playwright, path: str, profile: Path) -> None:
        for name in ("DevToolsActivePort", "SingletonLock", "SingletonSocket", "SingletonCookie"):
            (profile / name).unlink(missing_ok=True)
        flags = [*CHROMIUM_FLAGS, "--headless", "--remote-debugging-port=0"]
        self.process = subprocess.Popen(
            [path, *flags, f"--user-data-dir={profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = self._port(profile / "DevToolsActivePort")
        self.browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        self.context = self.browser.contexts[0]

    def _port(self, file: Path) -> str:
        for _ in range(300):
            if file.exists() and (lines := file.read_text().splitlines()):
                return lines[0]
            time.sleep(0.05)
        raise RuntimeError("Chromium did not start")

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": 1366, "height": 900})  # where rows are a table, not lines
        page.goto(url)
        page.wait_for_selector("playbook-worksheet[ready]")
        return page

    def kill(self) -> None:
        """SIGKILL to the whole group: no handler runs, nothing is flushed."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def type_for(page: Page, seconds: float, chance: random.Random) -> dict[str, str]:
    """Type until time is up; the values last seen under "Saved"."""
    saved: dict[str, str] = {}
    notes = page.locator(".pb-sheet textarea[id]:not(:disabled):visible")
    boxes = page.locator('.pb-line > input[type="checkbox"]:not(:disabled):visible')
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if boxes.count() and chance.random() < 0.4:
            boxes.nth(chance.randrange(boxes.count())).click()
        else:
            note = notes.nth(chance.randrange(notes.count()))
            note.press("Control+End")  # text grows at its end: what was saved stays its beginning
            note.press_sequentially(f" {chance.randrange(10**6)}", delay=chance.choice([0, 5, 25]))
        if chance.random() < 0.5:
            page.wait_for_timeout(chance.randrange(0, 400))
        if chance.random() < 0.3:  # let some of it be acknowledged, and go on typing after
            page.wait_for_selector('.pb-standing[data-standing="saved"]')
        saved = page.evaluate(SEEN) or saved
    return saved


def lost_on(page: Page, saved: dict[str, str]) -> list[str]:
    """Saved texts that are not there; a text may have grown since."""
    # A database that is slow to answer is caught up with; the sheet says "Saved" only then.
    page.wait_for_selector(f"playbook-worksheet[ready] {AT_REST}")
    now = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll("
        "'.pb-sheet textarea')].filter(o => o.id).map(o => [o.id, o.value]))"
    )
    texts = {key: value for key, value in saved.items() if value not in ("true", "false")}
    return [
        f"{key}: {value!r} is {now.get(key)!r}"
        for key, value in texts.items()
        if not now.get(key, "").startswith(value)
    ]


def ticks_lost(page: Page, saved: dict[str, str], touched: bool) -> list[str]:
    """Ticks that differ from what was saved, when nothing was ticked after."""
    if touched:
        return []
    now = page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll("
        "'.pb-line > input')].map(o => [o.id, String(o.checked)]))"
    )
    ticks = {key: value for key, value in saved.items() if value in ("true", "false")}
    return [key for key, value in ticks.items() if now.get(key) != value]


def campaign(kills: int, path: str, url: str, seed: int = 1) -> Tally:
    """Run `kills` kills against the site at `url`."""
    chance = random.Random(seed)
    tally = Tally()
    profile = Path(tempfile.mkdtemp(prefix="playbook-kill-"))
    with sync_playwright() as playwright:
        for number in range(kills):
            target = f"{url}{(CHECKLIST, PLAN)[number % 2]}"
            browser = KilledBrowser(playwright, path, profile)
            page = browser.open(target)
            saved = type_for(page, chance.uniform(0.3, 1.5), chance)
            # Half of the kills hit exactly what was saved last, ticks included.
            settled = number % 4 < 2
            if settled:
                page.wait_for_selector('.pb-standing[data-standing="saved"]')
                saved = page.evaluate(SEEN) or saved
            browser.kill()
            tally.kills += 1
            tally.saved += len(saved)
            again = KilledBrowser(playwright, path, profile)
            page = again.open(target)
            missing = lost_on(page, saved) + ticks_lost(page, saved, touched=not settled)
            tally.lost += len(missing)
            if missing:
                print(f"kill {number + 1}: lost {missing}", flush=True)
            again.kill()
    shutil.rmtree(profile, ignore_errors=True)
    return tally


def firefox_campaign(kills: int, path: str, url: str, seed: int = 1) -> Tally:
    """The same against Firefox: texts only, typed at their end by real key events."""
    chance = random.Random(seed)
    tally = Tally()
    profile = Path(tempfile.mkdtemp(prefix="playbook-kill-firefox-"))
    for number in range(kills):
        target = f"{url}{(CHECKLIST, PLAN)[number % 2]}"
        browser = opened_firefox(path, profile, target)
        saved: dict[str, str] = {}
        end = time.monotonic() + chance.uniform(0.3, 1.5)
        texts = browser.run(
            "[...document.querySelectorAll('.pb-sheet textarea[id]:not(:disabled)')]"
            ".filter(o => o.offsetParent).map(o => o.id)"
        )
        while time.monotonic() < end:
            control = f'[id="{chance.choice(texts)}"]'
            browser.run(
                f"(o => {{ o.focus(); o.setSelectionRange(o.value.length, o.value.length); }})"
                f"(document.querySelector('{control}')) || 1"
            )
            browser.keys(f" {chance.randrange(10**6)}")
            if chance.random() < 0.5:
                time.sleep(chance.uniform(0, 0.4))
            saved = browser.run(f"({SEEN})()") or saved
        if number % 4 < 2:
            wait_until(browser, f"({SEEN})() !== null")
            saved = browser.run(f"({SEEN})()") or saved
        browser.kill()
        typed = {key: value for key, value in saved.items() if value not in ("true", "false")}
        again = opened_firefox(path, profile, target)
        wait_until(again, f"!!document.querySelector('{AT_REST}')")
        now = again.run(
            "Object.fromEntries([...document.querySelectorAll('.pb-sheet textarea')]"
            ".filter(o => o.id).map(o => [o.id, o.value]))"
        )
        missing = [
            f"{k}: {v!r} is {now.get(k)!r}"
            for k, v in typed.items()
            if not now.get(k, "").startswith(v)
        ]
        again.kill()
        tally.kills += 1
        tally.saved += len(typed)
        tally.lost += len(missing)
        if missing:
            print(f"kill {number + 1}: lost {missing}", flush=True)
    shutil.rmtree(profile, ignore_errors=True)
    return tally


def opened_firefox(path: str, profile: Path, url: str) -> Firefox:
    """Firefox on `profile`, showing the sheet at `url`."""
    browser = Firefox(path, profile)
    browser.open(url)
    wait_until(browser, "!!document.querySelector('playbook-worksheet[ready]')")
    return browser


def wait_until(browser: Firefox, script: str) -> None:
    """Wait, at most twenty seconds, until an expression holds."""
    for _ in range(400):
        if browser.run(script):
            return
        time.sleep(0.05)
    raise RuntimeError(f"never true: {script}")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py campaign kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--browser", choices=["chromium", "firefox"], default="chromium")
    chosen = parser.parse_args(words)
    names = {
        "chromium": ("chromium", "google-chrome"),
        "firefox": ("firefox-esr", "firefox"),
    }[chosen.browser]
    path = next((found for name in names if (found := shutil.which(name))), None)
    if not path:
        print(f"{names[0]} is not here (Debian: sudo apt install {names[0]})", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", folder],
            check=True,
            cwd=ROOT,
            env={**os.environ, "SITE_URL": f"{server.url}/", "NO_MKDOCS_2_WARNING": "1"},
        )
        started = time.monotonic()
        run = campaign if chosen.browser == "chromium" else firefox_campaign
        tally = run(chosen.kills, path, server.url, chosen.seed)
        server.close()
    took = time.monotonic() - started
    counts = f"kills {tally.kills} · saved values {tally.saved} · lost {tally.lost}"
    print(f"{chosen.browser}: {counts} · {took:.0f} s")
    return 1 if tally.lost else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Error as error:
        sys.exit(f"the browser could not be driven: {error}")
