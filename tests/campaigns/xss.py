"""Hostile texts in every field of every way in, opened in two browsers: nothing may run.

    python3 dev.py campaign xss [--payloads 2000] [--seed 5] [--round 2]

Each round makes one site from its texts (tests/campaigns/xss_sources.py says where they go in), and
opens each of its pages and feeds in Chromium and Firefox. Whatever runs, opens a dialog or
loads from a foreign host tells a server of ours; besides, the finished documents are searched for
`on…` attributes, for addresses that would run, and for what leads a reader away without running:
`meta refresh`, `base`, links and forms of a foreign host, a page that is not where it was opened.
Before that, the same texts printed raw show that they do run. Prints figures; exits 1 when anything
was found.
"""

from __future__ import annotations

import argparse
import http.server
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS
from tests.browser.firefox import Firefox
from tests.browser.serving import QuietServer, Server

from .xss_payloads import payloads
from .xss_sources import COMMENTS, FILES, SOURCES, make_site

AT_ONCE = 20
"""Pages that are opened together, each in a frame."""

LEADS_ON = 5_000
"""A page that leads on from a former address is smaller than this."""

SCRIPTED = 60
"""Texts whose site is opened with the theme's own script."""
EXTRA = tuple(name for name in SOURCES if name not in {*COMMENTS, *FILES})
"""Importers and whatever else the table has."""
RAW = 100
"""Texts that are printed raw first, to see that they do run."""

TOUCH = """[...document.querySelectorAll('iframe')].forEach(frame => {
  try {
    for (const element of frame.contentDocument.querySelectorAll('*')) {
      for (const name of ['mouseover', 'pointerenter']) element.dispatchEvent(new Event(name));
      if (element.localName === 'a') element.click();
    }
  } catch {}
}) ?? 0"""
"""What a hand would set off."""

HERE = Path(__file__).parent
ORACLE = (HERE / "xss_oracle.js").read_text("utf-8").partition("\n")[2].strip()
SEARCH = (HERE / "xss_search.js").read_text("utf-8").partition("\n")[2].strip()


class Canary:
    """A foreign host: whatever asks it for anything has run, or has loaded what it may not."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Said by `asked`."""

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Window(Protocol):
    """A browser's window with the oracle in every document."""

    def open(self, url: str) -> None:
        """Go there and wait until all frames are there."""

    def run(self, script: str) -> Any:
        """The value of an expression."""


class Chromium:
    """One window of Chromium, driven as `Firefox` is."""

    def __init__(self, browser: Any, canary: str) -> None:
        self._context = browser.new_context(viewport={"width": 1000, "height": 800})
        self._context.add_init_script(f"({ORACLE.replace('CANARY', canary)})()")
        self._page = self._context.new_page()
        self._page.set_default_timeout(120_000)

    def open(self, url: str) -> None:
        self._page.goto(url, wait_until="load")

    def run(self, script: str) -> Any:
        return self._page.evaluate(script)

    def close(self) -> None:
        self._context.close()


def firefox(path: str, canary: str) -> Firefox:
    """One window of Firefox with the oracle in every document."""
    made = Firefox(path)
    made.before(ORACLE.replace("CANARY", canary))
    return made


# --- What is opened ---


def batches(site: Path, at_once: int = AT_ONCE) -> list[str]:
    """Write pages that hold the site's own in frames, and all feeds as a reader shows them."""
    _write_readers(site)
    pages = [*site.rglob("*.html"), *_feeds(site, "*.xml")]
    paths = sorted(path.relative_to(site).as_posix() for path in pages)
    names = []
    for number, start in enumerate(range(0, len(paths), at_once)):
        frames = "".join(
            f'<iframe data-campaign="{_kind(site / path)}" src="/{quote(path)}"></iframe>'
            for path in paths[start : start + at_once]
        )
        name = f"batch-{number}.html"
        (site / name).write_text(
            '<!doctype html><meta charset="utf-8"><title>B</title>'
            f'<link rel="icon" href="data:,">{frames}'
        )
        names.append(name)
    return names


def _kind(path: Path) -> str:
    """Whether a page is one to stay on, or one of ours that only leads on from a former address."""
    leads = path.stat().st_size < LEADS_ON and b'http-equiv="refresh"' in path.read_bytes()
    return "leads" if leads else "1"


def _feeds(site: Path, name: str) -> list[Path]:
    """Every feed; of those of a category, series or thread every tenth, since they are alike."""
    found = sorted(site.rglob(name))
    kinds = [{"category", "series", "thread"} & set(path.parts) for path in found]
    some = [path for path, kind in zip(found, kinds, strict=True) if kind][::10]
    return [path for path, kind in zip(found, kinds, strict=True) if not kind] + some


def _write_readers(site: Path) -> None:
    """The contents of feeds, printed as HTML into a page: that is what a careless reader does."""
    for number, path in enumerate(_feeds(site, "feed.json")):
        items = json.loads(path.read_text("utf-8"))["items"]
        body = "\n".join(f"<section>{each['content_html']}</section>" for each in items)
        text = f'<!doctype html><meta charset="utf-8"><title>R</title><main>{body}</main>'
        (site / f"reader-{number}.html").write_text(text, "utf-8")


def look(window: Window, urls: Iterable[str], canary: Canary) -> tuple[int, list[str]]:
    """Open each of `urls`; how many documents were seen, and what was found."""
    seen, bad = 0, []
    before = len(canary.asked)
    search = SEARCH.replace("CANARY", canary.url).replace("HOST", canary.url.partition("//")[2])
    for url in urls:
        window.open(url)
        time.sleep(0.05)  # what a load has started may still be on its way
        found = window.run(search)
        seen += found["seen"]
        bad += found["bad"]
        new = canary.asked[before:]
        bad += [f"{url}: asked for {each}" for each in new]
        before += len(new)
    return seen, list(dict.fromkeys(bad))


def control(window: Window, folder: Path, url: str, texts: Sequence[str], canary: Canary) -> int:
    """How many of `texts` run or load when they are printed as they are, in five places."""
    places: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: f'<a href="{text}">x</a>',
        lambda text: f"<title>{text}</title>",
        lambda text: f"<p title='{text}'>x</p>",
        lambda text: f"<script>const x = '{text}';</script>",
        lambda text: f"<p title={text}>x</p>",
    )
    canary.asked.clear()
    shown = 0
    for start in range(0, len(texts), AT_ONCE):
        frames = ""
        for text in texts[start : start + AT_ONCE]:
            for place in places:
                (folder / f"raw-{shown}.html").write_text(
                    f'<!doctype html><meta charset="utf-8">{place(text)}', "utf-8"
                )
                frames += f'<iframe src="/raw-{shown}.html"></iframe>'
                shown += 1
        (folder / "raw.html").write_text(f"<!doctype html>{frames}")
        window.open(f"{url}/raw.html?{start}")
        window.run(TOUCH)
        time.sleep(0.2)
    alive = {path.rpartition("%20")[2] for path in canary.asked if path.startswith("/hit/")}
    alive |= {path.rpartition("/")[2] for path in canary.asked if path.startswith("/load/")}
    canary.asked.clear()
    return len(alive)


# --- The campaign ---


def browsers(canary: Canary) -> Iterator[tuple[str, Window]]:
    """Each installed browser in turn, closed behind it."""
    chrome = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if chrome:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chrome, args=CHROMIUM_FLAGS)
            window = Chromium(browser, canary.url)
            yield "Chromium", window
            window.close()
            browser.close()
    fox = shutil.which("firefox-esr") or shutil.which("firefox")
    if fox:
        opened = firefox(fox, canary.url)
        yield "Firefox", opened
        opened.close()


def rounds(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], bool]]:
    """Texts, the sources that they go into, and whether the theme's script runs in the site.

    All comments fit into one site, since a page holds many; so do all posts, whose fields of
    words hold several texts each.

    It runs with the first texts. With all of them it would take hours, and what a text does
    to a document shows before any script.
    """
    yield texts[:SCRIPTED], tuple(SOURCES), True
    yield texts, (*COMMENTS, *EXTRA, "listings"), False
    yield texts, FILES, False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payloads", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--round", type=int, help="only this one; they are independent")
    asked = parser.parse_args()
    canary = Canary()
    texts = payloads(asked.seed, asked.payloads, canary.url)
    folder = Path(tempfile.mkdtemp(prefix="playbook-xss-"))
    server = Server(folder)
    failed = False
    alive: dict[str, int] = {}
    seen: dict[str, int] = {}
    try:
        (folder / "control").mkdir()
        for name, window in browsers(canary):
            raw = texts[:RAW]
            alive[name] = control(window, folder, server.url, raw, canary)
            print(f"{name}: {alive[name]} of {len(raw)} texts run when they are printed raw")
            failed = failed or alive[name] < len(raw) // 5
        for number, (some, sources, scripted) in enumerate(rounds(texts), start=1):
            if asked.round not in {None, number}:
                continue
            began = time.monotonic()
            root = folder / f"round-{number}"
            site = Server(root / "site")
            make_site(root, f"{site.url}/", some, sources)
            print(f"round {number}: built after {time.monotonic() - began:.0f} s", flush=True)
            if not scripted:
                for kind in ("javascripts", "stylesheets"):
                    shutil.rmtree(root / "site" / "assets" / kind)
            urls = [f"{site.url}/{name}" for name in batches(root / "site")]
            for name, window in browsers(canary):
                count, bad = look(window, urls, canary)
                seen[name] = seen.get(name, 0) + count
                where = ", ".join(sources)
                told = f"{len(some)} texts in {where}: {count} documents, {len(bad)} found"
                print(f"round {number}, {name}: {told}", flush=True)
                for each in bad[:20]:
                    print(f"  {each}")
                failed = failed or bool(bad) or not count
            site.close()
            shutil.rmtree(root)
    finally:
        server.close()
        canary.close()
        shutil.rmtree(folder, ignore_errors=True)
    for name, count in seen.items():
        print(f"{name}: {len(texts)} texts, {count} documents opened")
    print("Something ran or would run." if failed else "Nothing ran, and nothing would.")
    return 1 if failed or len(seen) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
