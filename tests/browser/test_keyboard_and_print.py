"""Both sheets by keyboard alone; on paper, every word."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from .conftest import CHECKLIST, PLAN, absent, ready, saved, send_by

FOCUS = "document.activeElement"


def tab_to(page, selector: str, limit: int = 400) -> None:
    """Press Tab until the focused element matches `selector`."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(f"selector => {FOCUS}.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_the_checklist_by_keyboard_alone(page, site):
    ready(page, f"{site.url}{CHECKLIST}")
    tab_to(page, "li[data-item]:not(:has(li)) > .pb-line > input")
    ticked = page.evaluate(f"{FOCUS}.id")
    page.keyboard.press("Space")
    tab_to(page, ".pb-note > textarea")
    page.keyboard.type("By keyboard")
    tab_to(page, ".pb-more")
    page.keyboard.press("Enter")
    tab_to(page, ".pb-apart")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.id").endswith(".na"), "focus is where the reason goes"
    page.keyboard.type("Not here")
    tab_to(page, ".pb-open-menu")
    page.keyboard.press("Enter")
    expect(page.locator(".pb-check")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.matches('.pb-errors')")
    tab_to(page, ".pb-errors a")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    tab_to(page, ".pb-out")
    page.keyboard.press("Enter")
    tab_to(page, ".pb-give-file")
    with page.expect_download():
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate(f"{FOCUS}.matches('.pb-out')"), "focus comes back"
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked(f'[id="{ticked}"]')


def test_the_action_plan_by_keyboard_alone(page, site):
    ready(page, f"{site.url}{PLAN}")
    tab_to(page, "td[data-column=goal] > textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type("By keyboard")
    tab_to(page, "td[data-column=status] > select")
    page.keyboard.type("Don")
    tab_to(page, "[data-does=menu]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-does=down]")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.closest('tr').rowIndex") == 2
    tab_to(page, "[data-does=remove]")
    rows = page.locator("tr[data-row]").count()
    page.keyboard.press("Enter")
    assert page.locator("tr[data-row]").count() == rows - 1
    assert page.evaluate(f"{FOCUS}.dataset.does") == "menu"
    tab_to(page, ".pb-add")
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUS}.closest('td').dataset.column") == "area"
    tab_to(page, ".pb-undo")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.locator("tr[data-row]").count() == rows
    goals = page.eval_on_selector_all(
        "td[data-column=goal] textarea", "all => all.map(one => one.value)"
    )
    assert "By keyboard" in goals


@pytest.fixture
def printed(tmp_path):
    """The text of a page's PDF."""
    if not shutil.which("pdftotext"):
        absent("pdftotext is not here (Debian: sudo apt install poppler-utils)")

    def text(page) -> str:
        path = tmp_path / "page.pdf"
        page.pdf(path=str(path), format="A4")
        return subprocess.run(
            ["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout

    return text


def test_an_empty_sheet_prints_without_answers_and_the_page_has_them_after(page, site, printed):
    ready(page, f"{site.url}{CHECKLIST}")
    page.locator(".pb-note textarea").first.fill("Only for me")
    page.evaluate("window.print = () => {}")
    page.click(".pb-out")
    send_by(page, "Print empty, with writing lines")
    text = printed(page)
    assert "Only for me" not in text
    assert "Think smart" in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".pb-note textarea").first.input_value() == "Only for me"


def test_a_print_for_someone_else_leaves_private_rows_and_notes_out(page, site, printed):
    ready(page, f"{site.url}{PLAN}")
    page.locator("tr[data-private] td[data-column=goal] textarea").first.fill("Walk every day")
    page.locator("tr:not([data-private]) td[data-column=goal] textarea").first.fill("Six pilots")
    page.evaluate("window.print = () => {}")
    page.click(".pb-out")
    send_by(page, "Print")
    text = printed(page)
    assert "Six pilots" in text and "Walk every day" not in text
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert "Walk every day" not in printed(page), "nor by the browser's own command"
    page.click(".pb-out")
    page.check(".pb-with-private")
    send_by(page, "Print")
    assert "Walk every day" in printed(page), "one's own print has them"
