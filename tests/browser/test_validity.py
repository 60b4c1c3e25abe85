"""The Nu HTML checker over every page type: as written, and as it stands after script."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import CHECKLIST, PLAN, absent, press
from .test_pages import EXAMPLES, PAGES, settle

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "playbook_plugins/client/node_modules/vnu-jar/build/dist/vnu.jar"

pytestmark = pytest.mark.java

THEMES_OWN = [
    # The theme's header: its search field, palette form and drawer, on every page alike.
    r"md-|__search|__drawer|__palette|data-md-",
    r"Attribute “autocapitalize” not allowed|Attribute “autocorrect” not allowed",
    # The theme writes its own meta and script elements; nothing of ours stands in the head.
    r"Element “(?:style|meta|script)” not allowed",
]
"""Errors about the theme's own markup, by what stands in the message or the extract."""


def check(files: list[Path]) -> list[str]:
    """Errors of ours, one line each."""
    if not shutil.which("java"):
        absent("Java is not here (Debian: sudo apt install default-jre-headless)")
    if not JAR.is_file():
        absent("the HTML checker is not here (it comes with npm, which needs Node)")
    done = subprocess.run(
        ["java", "-jar", str(JAR), "--format", "json", "--exit-zero-always", "--no-langdetect"]
        + [str(file) for file in files],
        capture_output=True,
        text=True,
        env={**os.environ},
    )
    messages = json.loads(done.stderr or "{}").get("messages", [])
    errors = []
    for message in messages:
        if message["type"] != "error":
            continue
        said = f"{message['message']} | {message.get('extract', '')}".replace("\n", " ")
        if not any(re.search(pattern, said) for pattern in THEMES_OWN):
            name = Path(message.get("url", "")).name
            errors.append(f"{name}:{message.get('lastLine')}: {said[:240]}")
    return errors


@pytest.fixture(scope="module")
def pages(site, bench, chromium, tmp_path_factory) -> list[Path]:
    """Every page type as a file: `x.html` as written, `x.live.html` after script and some use."""
    folder = tmp_path_factory.mktemp("validity")
    context = chromium.new_context()
    page = context.new_page()
    files = []
    for name, path in PAGES.items():
        stem = name.replace(" ", "-").replace(",", "")
        static = site.folder / path.strip("/") / "index.html"
        written = folder / f"{stem}.html"
        shutil.copy(static if static.is_file() else site.folder / "404.html", written)
        settle(page, f"{site.url}{path}")
        if path in (CHECKLIST, PLAN):
            use(page)
        live = folder / f"{stem}.live.html"
        live.write_text(page.content(), encoding="utf-8")
        files += [written, live]
    for path in EXAMPLES:
        settle(page, bench.sheet(path.stem, path.read_text(encoding="utf-8")))
        live = folder / f"example-{path.stem}.live.html"
        live.write_text(page.content(), encoding="utf-8")
        files.append(live)
    context.close()
    return files


def use(page) -> None:
    """Open what script makes: tools, notes, reasons, a new row, the error summary, a dialog."""
    if page.locator(".pb-more").count():
        page.locator(".pb-more").first.click()
        page.locator(".pb-apart").first.click()
        page.locator(".pb-more").nth(4).click()
        if page.locator("text=Add a note").count():
            page.locator("text=Add a note").first.click()
    else:
        page.click(".pb-add")
        page.locator("[data-does=menu]").first.click()
        page.locator("[data-does=remove]").first.click()
    press(page, ".pb-check")
    page.click(".pb-out")


def test_the_nu_checker_finds_no_error_of_ours(pages):
    errors = check(pages)
    assert errors == [], "\n".join(errors)
