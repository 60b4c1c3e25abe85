"""Named copies, files out and in."""

from __future__ import annotations

import json

import pytest

from .conftest import press, ready, saved, until
from .test_checklist import SHEET, box


def name(page, text: str) -> None:
    page.fill('[id="visit.name"]', text)
    page.click(".pb-dialog .pb-primary")
    page.wait_for_selector(".pb-dialog", state="detached")


def taken_out(page) -> str:
    with page.expect_download() as download:
        press(page, ".pb-save")
    return download.value.path().read_text()


def bring_in(page, text: str) -> None:
    press(page, ".pb-in")
    page.fill('[id="visit.in.paste"]', text)
    page.click("text=Preview")
    page.wait_for_selector(".pb-arrival")


def kept(page) -> None:
    """Keep what has arrived, under the name that it came with."""
    page.click(".pb-arrival-keep")
    page.click(".pb-dialog .pb-primary")


def test_copies_keep_apart_and_can_be_renamed(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("metrics"))
    press(page, ".pb-new")
    name(page, "Acme, Lyon pilot")
    assert not page.is_checked(box("metrics"))
    page.check(box("report"))
    press(page, ".pb-manage")
    page.click(".pb-dialog >> text=Rename")
    name(page, "Acme, Turin")
    page.select_option(".pb-copy", label="My copy")
    until(page, "document.getElementById('visit--metrics.check').checked")
    assert not page.is_checked(box("report"))
    page.select_option(".pb-copy", label="Acme, Turin")
    until(page, "document.getElementById('visit--report.check').checked")
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked(box("report")), "the copy that was open opens again"


def test_a_deleted_copy_comes_back_by_undo_and_from_the_dialog(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("metrics"))
    press(page, ".pb-manage")
    page.click(".pb-dialog .pb-danger")
    page.wait_for_selector(".pb-toast")
    assert not page.is_checked(box("metrics"))
    page.click(".pb-toast >> text=Undo")
    until(page, "document.getElementById('visit--metrics.check').checked")
    press(page, ".pb-manage")
    page.click(".pb-dialog .pb-danger")
    page.wait_for_selector(".pb-toast")
    saved_or_fresh = '.pb-standing[data-standing]:not([data-standing="saving"])'
    page.wait_for_selector(saved_or_fresh)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    press(page, ".pb-manage")
    page.click(".pb-dialog >> text=Bring back")
    until(page, "document.getElementById('visit--metrics.check').checked")


def test_a_file_taken_out_opens_in_another_browser(chromium, bench):
    first, second = chromium.new_context(), chromium.new_context()
    page = ready(first.new_page(), bench.sheet("visit", SHEET))
    page.check(box("report"))
    page.fill('[id="visit--metrics.note"]', "Two drafts – “Ümlaut”")
    text = taken_out(page)
    record = json.loads(text)
    assert record["format"] == "playbook-response"
    assert record["labels"]["report"] == "Read their report"
    other = ready(second.new_page(), bench.sheet("visit", SHEET))
    press(other, ".pb-in")
    other.fill('[id="visit.in.paste"]', text)
    other.click("text=Preview")
    other.wait_for_selector(".pb-arrival")
    assert other.is_checked(box("report")), "it opens as the sheet itself"
    other.click(".pb-arrival-close")
    assert not other.is_checked(box("report")), "nothing changes before the reader agrees"
    press(other, ".pb-in")
    other.fill('[id="visit.in.paste"]', text)
    other.click("text=Preview")
    kept(other)
    until(other, "document.getElementById('visit--report.check').checked")
    assert other.input_value('[id="visit--metrics.note"]') == "Two drafts – “Ümlaut”"
    first.close()
    second.close()


def test_cancelling_changes_nothing(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("report"))
    text = taken_out(page)
    page.uncheck(box("report"))
    press(page, ".pb-in")
    page.fill('[id="visit.in.paste"]', text)
    page.click("text=Preview")
    assert "an earlier version of your copy" in page.inner_text(".pb-arrival")
    assert page.is_checked(box("report"))
    page.click(".pb-arrival-close")
    assert not page.is_checked(box("report"))


def test_two_notes_written_apart_are_both_kept_and_the_reader_chooses(chromium, bench):
    first, second = chromium.new_context(), chromium.new_context()
    page = ready(first.new_page(), bench.sheet("visit", SHEET))
    page.fill('[id="visit--metrics.note"]', "From the phone")
    text = taken_out(page)
    other = ready(second.new_page(), bench.sheet("visit", SHEET))
    bring_in(other, text)
    kept(other)
    other.fill('[id="visit--metrics.note"]', "From the laptop")
    page.fill('[id="visit--metrics.note"]', "From the phone, later")
    bring_in(other, taken_out(page))
    assert "1 difference" in other.inner_text(".pb-arrival")
    other.click("text=Merge into my copy")
    other.wait_for_selector(".pb-conflict")
    shown = other.inner_text(".pb-conflict")
    assert "From the phone" in shown and "From the laptop" in shown
    other.click(".pb-conflict >> text=Keep both")
    assert other.locator(".pb-conflict").count() == 0
    value = other.input_value('[id="visit--metrics.note"]')
    assert "From the phone" in value and "From the laptop" in value
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no json at all", "cut short"),
        ('{"format": "other"}', "something else"),
        ('{"format": "playbook-response", "formatVersion": 9}', "newer version"),
        ("[" * 100_000, "too large"),
        ('{"format": "playbook-response", "formatVersion": 1, "__proto__": {"x": 1}}', "damaged"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(page, bench, text, says):
    ready(page, bench.sheet("visit", SHEET))
    press(page, ".pb-in")
    page.fill('[id="visit.in.paste"]', text)
    page.click("text=Preview")
    assert says in page.inner_text(".pb-refused")
    assert page.evaluate("({}).x") is None


def test_a_hostile_file_shows_as_text(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("report"))
    record = json.loads(taken_out(page))
    hostile = '<img src=x onerror="document.title=1">'
    record["label"]["v"] = hostile
    record["answers"]["metrics"] = {
        "note": {"v": hostile, "t": "1790000000000-0-zz", "b": ""},
    }
    record["answers"]["gone-item"] = {"v": True, "t": "1790000000000-0-zz"}
    record["labels"]["gone-item"] = hostile
    press(page, ".pb-in")
    page.fill('[id="visit.in.paste"]', json.dumps(record))
    page.click("text=Preview")
    page.wait_for_selector(".pb-earlier:not([hidden])")
    assert hostile in page.text_content(".pb-earlier")
    assert page.title() == "Bench" and page.locator("main img").count() == 0
