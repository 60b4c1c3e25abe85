"""The core of both sheets in Firefox ESR and WebKitGTK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import axe_playwright_python
import pytest

from .conftest import CHECKLIST, PLAN, absent
from .firefox import Firefox, until
from .test_every_sheet import MINE, ONE_A_KIND, OURS, SHEETS
from .test_kinds import SOURCES
from .test_pages import FADED, OF_COLOURS

READY = "!!document.querySelector('playbook-worksheet[ready]')"
SAVED = "document.querySelector('.pb-standing').dataset.standing === 'saved'"
BOX = "li[data-item]:not(:has(li)) > .pb-line > input"


class WebKit:
    """One window of WebKitGTK's MiniBrowser on a virtual screen."""

    def __init__(self) -> None:
        from selenium import webdriver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service

        self._screen = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        display = self._screen.stdout.readline().decode().strip()
        os.environ["DISPLAY"] = f":{display}"
        options = Options()
        options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
        options.add_argument("--automation")
        self._driver = webdriver.WebKitGTK(
            options=options, service=Service(shutil.which("WebKitWebDriver"))
        )

    def open(self, url: str) -> None:
        self._driver.get(url)

    def run(self, script: str):
        value = self._driver.execute_script(f"return JSON.stringify({script})")
        return json.loads(value) if value is not None else None

    def _element(self, selector: str):
        element = self._driver.find_element("css selector", selector)
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        return element

    def click(self, selector: str) -> None:
        self._element(selector).click()

    def type(self, selector: str, text: str) -> None:
        self._element(selector).send_keys(text)

    def close(self) -> None:
        self._driver.quit()
        self._screen.kill()
        self._screen.wait()
        self._screen.stdout.close()


@pytest.fixture(params=["firefox", "webkit"], scope="module")
def browser(request):
    if request.param == "firefox":
        path = shutil.which("firefox-esr") or shutil.which("firefox")
        if not path:
            absent("Firefox is not here (Debian: sudo apt install firefox-esr)")
        made = Firefox(path)
    else:
        if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
            absent("WebKitGTK is not here (Debian: sudo apt install webkit2gtk-driver xvfb)")
        made = WebKit()
    yield made
    made.close()


def test_a_tick_and_a_note_are_there_after_a_reload(browser, site):
    browser.open(f"{site.url}{CHECKLIST}")
    until(browser, READY)
    browser.click(BOX)
    browser.type(".pb-note > textarea", "From another engine")
    until(browser, "document.querySelector('.pb-note > textarea').value.endsWith('engine')")
    until(browser, SAVED)
    browser.open(f"{site.url}/blog/")
    browser.open(f"{site.url}{CHECKLIST}")
    until(browser, READY)
    assert browser.run(f"document.querySelector('{BOX}').checked") is True
    note = browser.run("document.querySelector('.pb-note > textarea').value")
    assert note == "From another engine"


def test_rows_are_added_moved_and_kept(browser, site):
    browser.open(f"{site.url}{PLAN}")
    until(browser, READY)
    rows = browser.run("document.querySelectorAll('tr[data-row]').length")
    browser.click(".pb-add")
    browser.type("tr[data-row]:last-child td[data-column=goal] > textarea", "New goal")
    browser.click("tr[data-row]:last-child [data-does=menu]")
    browser.click("tr[data-row]:last-child [data-does=up]")
    until(browser, SAVED)
    browser.open(f"{site.url}{PLAN}")
    until(browser, READY)
    goals = browser.run(
        "[...document.querySelectorAll('td[data-column=goal] > textarea')].map(o => o.value)"
    )
    assert len(goals) == rows + 1
    assert goals[-2] == "New goal"


AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
DARK = "document.body.setAttribute('data-md-color-scheme', 'slate') || true"


VIOLATIONS = {"resultTypes": ["violations"]}


def axed(browser, options: dict | None = None) -> list[str]:
    """What axe finds on the open page."""
    browser.run(f"(() => {{ window.axed = null; {AXE}; return 1; }})()")
    browser.run(
        f"(() => {{ window.axe.run({json.dumps(OURS)}, {json.dumps(options or VIOLATIONS)})"
        ".then(done => { window.axed = done.violations.map("
        "rule => rule.id + ': ' + rule.nodes[0].html.slice(0, 140)); }); return 1; })()"
    )
    until(browser, "!!window.axed")
    return browser.run("window.axed")


HERE = {**{name: SHEETS[name] for name in ONE_A_KIND}, "mine": MINE}
"""Chromium looks at all (test_every_sheet.py); what engines differ in shows in one a kind."""


def test_axe_finds_nothing_in_a_sheet_of_each_kind(browser, site):
    found = {}
    for name, path in HERE.items():
        browser.open(f"{site.url}{path}")
        until(browser, "!!document.querySelector('[ready]')")
        found[name] = axed(browser)
        browser.run(DARK)
        until(browser, FADED)
        found[f"{name}, dark"] = axed(browser, OF_COLOURS)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_axe_finds_nothing_from_right_to_left(browser, bench):
    found = {}
    for name in ("snapshot", "success", "plan-90"):
        browser.open(bench.sheet(f"{name}-ar", SOURCES[name], "ar"))
        until(browser, READY)
        if lines := axed(browser):
            found[name] = lines
    assert found == {}


def test_axe_finds_nothing_in_forced_colours_in_firefox(site):
    """WebKit has no forced colours."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        absent("Firefox is not here (Debian: sudo apt install firefox-esr)")
    browser = Firefox(path, **{"browser.display.document_color_use": 2})
    found = {}
    for name, page in HERE.items():
        browser.open(f"{site.url}{page}")
        until(browser, "!!document.querySelector('[ready]')")
        assert browser.run("matchMedia('(forced-colors: active)').matches")
        if lines := axed(browser, OF_COLOURS):
            found[name] = lines
    browser.close()
    assert found == {}


def test_leaving_in_the_middle_of_a_save_holds_up_no_other_page_and_loses_nothing(browser, site):
    browser.open(f"{site.url}{SHEETS['talent snapshot']}")
    until(browser, READY)
    browser.run(
        "document.querySelectorAll('.pb-statement input[value=\"4\"]').forEach(one => one.click())"
        " || true"
    )
    until(browser, "document.querySelectorAll('.pb-score-table tbody tr').length === 5")
    browser.open(f"{site.url}{SHEETS['referral ask']}")
    until(browser, READY)
    browser.open(f"{site.url}{SHEETS['talent snapshot']}")
    until(browser, READY)
    assert browser.run("document.querySelectorAll('.pb-statement input:checked').length") == 30
    until(browser, "document.querySelectorAll('.pb-debrief button').length", 10)


def test_a_gate_is_shut_until_what_it_waits_for_is_done(browser, site):
    browser.open(f"{site.url}{SHEETS['debrief guide']}")
    until(browser, READY)
    locked = browser.run("document.querySelectorAll('[data-locked]').length")
    browser.type(".pb-field[data-required] textarea", "Ask sooner")
    until(browser, f"document.querySelectorAll('[data-locked]').length < {locked}")


def test_a_link_carries_a_copy_from_here_to_here(browser, site):
    browser.open(f"{site.url}{SHEETS['referral ask']}")
    until(browser, READY)
    browser.type(".pb-field[data-type=person] input", "Ms Hartmann")
    until(browser, SAVED)
    browser.click(".pb-out")
    until(browser, "!!document.querySelector('.pb-give-link')")
    browser.click(".pb-give-link")
    until(browser, "!!document.querySelector('.pb-made input')")
    link = browser.run("document.querySelector('.pb-made input').value")
    assert "#pb1.z." in link
    browser.open("about:blank")
    browser.open(link)
    until(
        browser,
        "document.querySelector('.pb-status')?.textContent.includes('You have this already')",
    )
    assert browser.run("location.hash") == ""
