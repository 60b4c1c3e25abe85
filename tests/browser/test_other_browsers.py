"""The core of both sheets in Firefox ESR and WebKitGTK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import CHECKLIST, PLAN, absent
from .firefox import Firefox

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


def wait(browser, script: str) -> None:
    for _ in range(200):
        if browser.run(script):
            return
        time.sleep(0.05)
    raise AssertionError(f"never true: {script}")


def test_a_tick_and_a_note_are_there_after_a_reload(browser, site):
    browser.open(f"{site.url}{CHECKLIST}")
    wait(browser, READY)
    browser.click(BOX)
    browser.type(".pb-note > textarea", "From another engine")
    wait(browser, SAVED)
    browser.open(f"{site.url}/blog/")
    browser.open(f"{site.url}{CHECKLIST}")
    wait(browser, READY)
    assert browser.run(f"document.querySelector('{BOX}').checked") is True
    note = browser.run("document.querySelector('.pb-note > textarea').value")
    assert note == "From another engine"


def test_rows_are_added_moved_and_kept(browser, site):
    browser.open(f"{site.url}{PLAN}")
    wait(browser, READY)
    rows = browser.run("document.querySelectorAll('tr[data-row]').length")
    browser.click(".pb-add")
    browser.type("tr[data-row]:last-child td[data-column=goal] > textarea", "New goal")
    browser.click("tr[data-row]:last-child [data-does=up]")
    wait(browser, SAVED)
    browser.open(f"{site.url}{PLAN}")
    wait(browser, READY)
    goals = browser.run(
        "[...document.querySelectorAll('td[data-column=goal] > textarea')].map(o => o.value)"
    )
    assert len(goals) == rows + 1
    assert goals[-2] == "New goal"
