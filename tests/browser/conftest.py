"""The built site, a server for it, and the browsers that are installed here."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import markdown
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect, sync_playwright

from playbook_plugins.worksheets.definitions import front_lines
from playbook_plugins.worksheets.extension import WorksheetExtension
from playbook_plugins.worksheets.host_source import front_matter_height
from playbook_plugins.worksheets.page_html import scripts_for

from .serving import Server

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "playbook_plugins" / "static"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = int(os.environ.get("PLAYBOOK_PATIENCE", "120"))
"""Seconds that a page may take for anything: a machine may be busy."""
expect.set_options(timeout=PATIENCE * 1000)
CHECKLIST = "/playbook/land-and-expand/"
PLAN = "/playbook/sales-and-life-plan/"


def absent(reason: str) -> None:
    """Skip for want of a browser, or fail where CI promised one."""
    if os.environ.get("PLAYBOOK_REQUIRE_BROWSERS"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The repository's own site, built strictly for the address that serves it."""
    folder = tmp_path_factory.mktemp("site")
    # The offline worker would fetch the playbook anew for every test: its own tests let it.
    server = Server(folder, absent=("/playbook-offline.js",))
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(folder)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": f"{server.url}/"},
    )
    server.folder = folder
    yield server
    server.close()


def front_of(text: str) -> tuple[tuple[str, ...], str]:
    """The front matter's lines of a page, and the text below it."""
    height = front_matter_height(text)
    return front_lines(text, height), "\n".join(text.split("\n")[height:])


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """A second server for sheets that a test writes itself: `bench.sheet(name, markdown)`."""
    folder = tmp_path_factory.mktemp("bench")
    for file in STATIC.iterdir():
        shutil.copy(file, folder)
    server = Server(folder)

    def sheet(name: str, text: str, language: str = "en") -> str:
        front, text = front_of(text)
        blocks = WorksheetExtension(language=language, front=lambda: front)
        made = markdown.markdown(text, extensions=["attr_list", "tables", "toc", blocks])
        words = ""
        if language != "en":
            words = f'<script src="playbook-words.{language}.js" defer></script>'
        script = next(iter(scripts_for(made)), "playbook.js")
        (folder / f"{name}.html").write_text(
            f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">'
            '<head><meta charset="utf-8"><title>Bench</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="playbook.css"></head><body><main><h1>Bench</h1>'
            f'{made}{words}<script src="{script}" defer></script></main></body></html>',
            encoding="utf-8",
        )
        digest = hashlib.sha256(made.encode()).hexdigest()[:8]
        return f"{server.url}/{name}.html?{digest}"

    server.sheet = sheet
    server.folder = folder
    yield server
    server.close()


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


WHOLE = ("chromium", "chromium-browser", "google-chrome")
SHELL = "chromium-headless-shell"
"""The same browser without windows of its own: a page costs a quarter."""


def found_chromium(playwright, names: tuple[str, ...]) -> str:
    """The first of these browsers that is installed, or Playwright's own."""
    installed = (path for name in names if (path := shutil.which(name)))
    path = next(installed, playwright.chromium.executable_path)
    if not Path(path).exists():
        absent("Chromium is not here (Debian: sudo apt install chromium)")
    return path


def patient(browser: Browser) -> Browser:
    """The browser, whose pages wait as long as `PATIENCE` for what must come."""

    def opened(make, **given):
        made = make(**given)
        made.set_default_timeout(PATIENCE * 1000)
        return made

    for name in ("new_context", "new_page"):
        setattr(browser, name, functools.partial(opened, getattr(browser, name)))
    return browser


@pytest.fixture(scope="session")
def chromium(playwright) -> Browser:
    path = found_chromium(playwright, (SHELL, *WHOLE))
    browser = patient(playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def phone(playwright) -> Browser:
    """Chromium for what plays a phone: the shell moves a mouse there that nobody has."""
    path = found_chromium(playwright, WHOLE)
    browser = patient(playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def context(chromium):
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context):
    """A page on which nothing may go wrong unseen: script errors fail the test at its end."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


def until(page: Page, expression: str, seconds: float = PATIENCE) -> None:
    """Wait until a JavaScript `expression` is true on the page.

    Playwright's own waiting makes a function from text inside the page, which our
    Content-Security-Policy rightly refuses.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)


FAILED_PICTURE = """new Promise(done => {
  const picture = new Image();
  picture.onerror = () => done(true);
  picture.src = '/no-such-picture';
})"""
"""Comes after every picture that failed before it, and so after whatever that would have run."""


PLAIN_LINES = """() => {
  const start = performance.now();
  for (let round = 0; round < 10; round += 1) {
    const list = document.createElement('ul');
    for (let n = 0; n < 200; n += 1) {
      const line = document.createElement('li');
      const button = document.createElement('button');
      button.setAttribute('aria-label', `More for: item ${n}`);
      line.append(document.createElement('input'), document.createElement('label'), button);
      list.append(line);
    }
    document.body.append(list);
    list.remove();
  }
  return (performance.now() - start) / 10;
}"""
"""Two hundred plain lines, made without any library: the measure of the machine."""


def press(page: Page, name: str) -> None:
    """Press what stands in the menu of the first sheet's bar: `.pb-check`, `.pb-new` …"""
    if not page.locator(".pb-menu").first.is_visible():
        page.locator(".pb-open-menu").first.click()
    page.locator(f".pb-menu > {name}").first.click()


def send_by(page: Page, name: str) -> None:
    """Press what hands a sheet over, in the dialog that is open: by its class, or by its words.

    What is wanted seldom stands behind "Other ways"."""
    dialog = page.locator("dialog[open]")
    found = dialog.locator(name if name.startswith(".") else f'button >> text="{name}"').first
    found.wait_for(state="attached")
    if not found.is_visible():
        dialog.locator(".pb-other-ways > summary").click()
    found.click()


def rested(page: Page) -> None:
    """Let the page do what it does by itself: what waits for it to be idle, its next two frames,
    and a request to its server."""
    page.evaluate(
        """async () => {
          await new Promise(done => requestIdleCallback(done, {timeout: 2000}));
          for (let frame = 0; frame < 2; frame += 1) {
            await new Promise(done => requestAnimationFrame(done));
          }
          await fetch(location.pathname, {cache: 'no-store'});
        }"""
    )


CAME = """() => {
  const own = location.origin + location.pathname;
  return performance.getEntriesByType('resource').filter(each => each.name !== own).length;
}"""
MAP_READ = "performance.getEntriesByType('resource').some(e => e.name.endsWith('/sitemap.xml'))"
"""The theme knows the site's pages: from now on links are followed without a new document."""


def quiet(page: Page) -> None:
    """Wait until nothing more comes: the same three times, each after a rest.

    Playwright's "networkidle" is now and then missed on a busy machine, and then never comes.
    """
    counts = [-1]
    while len(counts) < 3 or len({*counts[-3:]}) > 1:
        rested(page)
        counts.append(page.evaluate(CAME))


def searched(page: Page, words: str) -> None:
    """Search for words; anew where the theme has closed search, as it does after each page."""
    while not page.locator(".md-search-result__item a").first.is_visible():
        page.locator(".md-search__input").fill("")
        page.locator(".md-search__input").press_sequentially(words)
        with contextlib.suppress(TimeoutError):
            page.wait_for_selector(".md-search-result__item a", timeout=5000)


def ready(page: Page, url: str) -> Page:
    """Open `url` and wait until its sheets show the reader's answers."""
    page.goto(url)
    page.wait_for_selector("playbook-worksheet[ready]")
    return page


def saved(page: Page) -> None:
    """Wait until the page says that everything is saved."""
    page.wait_for_selector('.pb-standing[data-standing="saved"]')
