"""What is too long says so where it is typed, is never cut, and is never called saved."""

from __future__ import annotations

import json

import pytest

from .conftest import press, ready, saved, send_by, until
from .test_checklist import SHEET, box
from .test_copies import name, taken_out
from .test_kinds import SOURCES

MOST = 100_000
NOTE = '[id="visit--metrics.note"]'
LONG = '.pb-standing[data-standing="long"]'
PASTE = """([selector, text]) => {
  const control = document.querySelector(selector);
  control.focus();
  control.value = text;
  control.dispatchEvent(new Event('input', {bubbles: true}));
}"""


@pytest.mark.parametrize(
    ("sheet", "selector"),
    [
        ("visit", NOTE),
        ("debrief", '[id="debrief--want.value"]'),
        ("debrief", '[id="debrief--sure.note"]'),
        ("plan-90", "tbody tr:first-child td[data-column=goal] textarea"),
    ],
)
def test_whatever_says_saved_is_there_after_a_reload(page, bench, sheet, selector):
    url = bench.sheet(sheet, {**SOURCES, "visit": SHEET}[sheet])
    page.on("dialog", lambda dialog: dialog.accept())
    for length in (MOST - 1, MOST, MOST + 1, MOST * 3):
        ready(page, url)
        before = page.input_value(selector)
        page.evaluate(PASTE, [selector, "ü" * length])
        if length <= MOST:
            saved(page)
        else:
            page.wait_for_selector(LONG)
            told = page.inner_text(".pb-too-long")
            assert f": {length - MOST} more than" in told
            assert page.get_attribute(selector, "aria-invalid") == "true"
            assert page.evaluate(
                "selector => document.querySelector(selector).getAttribute('aria-describedby')"
                ".includes(document.querySelector('.pb-too-long').id)",
                selector,
            )
            until(page, "document.querySelector('.pb-status').textContent.includes('Too long')")
            assert len(page.input_value(selector)) == length, "nothing is cut"
            assert page.locator('.pb-standing[data-standing="saved"]').count() == 0
        page.reload()
        page.wait_for_selector("playbook-worksheet[ready]")
        kept = page.input_value(selector)
        assert kept == ("ü" * length if length <= MOST else before)


def test_a_text_that_is_too_long_stays_with_its_copy_while_the_rest_is_saved(page, bench):
    page.on("dialog", lambda dialog: dialog.accept())
    ready(page, bench.sheet("visit", SHEET))
    page.fill(NOTE, "short")
    saved(page)
    page.evaluate(PASTE, [NOTE, "x" * (MOST + 5)])
    page.check(box("report"))
    page.wait_for_selector(LONG)
    until(page, "document.querySelector('.pb-standing').textContent.includes('too long')")
    press(page, ".pb-new")
    name(page, "Acme")
    assert page.input_value(NOTE) == "" and page.locator(".pb-too-long").count() == 0
    saved(page)
    page.select_option(".pb-copy", label="My copy")
    until(page, f"document.querySelector('{NOTE}').value.length === {MOST + 5}")
    page.wait_for_selector(LONG)
    page.evaluate(PASTE, [NOTE, "y" * MOST])
    saved(page)
    assert page.locator(".pb-too-long").count() == 0
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value(NOTE) == "y" * MOST
    assert page.is_checked(box("report"))


def test_a_text_that_is_too_long_outlives_the_printing_of_an_empty_sheet(page, bench):
    page.on("dialog", lambda dialog: dialog.accept())
    ready(page, bench.sheet("visit", SHEET))
    page.evaluate(PASTE, [NOTE, "x" * (MOST + 5)])
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.click(".pb-out")
    send_by(page, "Print empty, with writing lines")
    assert "x" not in page.text_content(f"{NOTE} + .pb-print-value")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.input_value(NOTE) == "x" * (MOST + 5)


def test_a_long_text_that_is_stored_or_brought_in_opens_whole(page, bench):
    page.on("dialog", lambda dialog: dialog.accept())
    url = bench.sheet("visit", SHEET)
    ready(page, url)
    page.check(box("report"))
    page.fill(NOTE, "short")
    saved(page)
    record = json.loads(taken_out(page))
    record["answers"]["metrics"]["note"]["v"] = "z" * (MOST * 2)
    page.evaluate(
        """async record => {
          const open = indexedDB.open('playbook:site', 1);
          const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
          const transaction = database.transaction('copies', 'readwrite');
          transaction.objectStore('copies').put({record}, ['visit', record.copy]);
          await new Promise(done => { transaction.oncomplete = done; });
          database.close();
        }""",
        record,
    )
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert len(page.input_value(NOTE)) == MOST * 2
    assert page.is_checked(box("report"))
    page.check(box("print"))
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert len(page.input_value(NOTE)) == MOST * 2 and page.is_checked(box("print"))


def test_a_name_is_never_cut(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    press(page, ".pb-new")
    page.fill('[id="visit.name"]', "n" * 83)
    told = "() => document.getElementById('visit.name').validationMessage"
    assert "3 too many" in page.evaluate(told)
    page.click(".pb-dialog .pb-primary")
    assert page.locator(".pb-dialog").count() == 1
    name(page, "n" * 80)
    saved(page)
    for _ in range(3):
        press(page, ".pb-manage")
        page.click(".pb-dialog >> text=Duplicate")
        page.locator(".pb-dialog .pb-primary").click()
        saved(page)
    names = page.locator(".pb-copy option").all_inner_texts()
    assert all(len(each) <= 80 for each in names), names
    assert len([each for each in names if each.endswith("…, copy")]) == 3, names
