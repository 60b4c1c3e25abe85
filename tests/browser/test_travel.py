"""Ways out and in: links, tables, text, calendars, many files, earlier states, addresses."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import expect

from .conftest import press, ready, saved, send_by, until
from .test_kinds import SOURCES, sheet


def take_out(page):
    page.click(".pb-out")
    page.wait_for_selector(".pb-dialog")


def link_of(page) -> str:
    take_out(page)
    send_by(page, ".pb-give-link")
    field = page.locator(".pb-made input")
    link = field.input_value()
    page.keyboard.press("Escape")
    return link


def test_a_link_opens_on_another_device_and_nothing_is_kept_unasked(page, bench, chromium):
    sheet(page, bench, "referral")
    page.fill('[id="referral--person.value"]', "Ms Hartmann <b>")
    saved(page)
    link = link_of(page)
    assert "#pb1.z." in link and len(link) <= 1800
    other = chromium.new_context()
    phone = other.new_page()
    phone.goto(link)
    phone.wait_for_selector(".pb-arrival")
    assert phone.evaluate("location.hash") == "", "the fragment is gone from the address"
    assert phone.input_value('[id="referral--person.value"]') == "Ms Hartmann <b>"
    phone.click(".pb-arrival-close")
    phone.reload()
    phone.wait_for_selector("playbook-worksheet[ready]")
    assert phone.input_value('[id="referral--person.value"]') == ""
    phone.goto("about:blank")
    phone.goto(link)
    phone.click(".pb-arrival-keep")
    phone.click(".pb-dialog .pb-primary")
    until(phone, "document.getElementById('referral--person.value').value === 'Ms Hartmann <b>'")
    other.close()


def test_a_link_cut_by_a_chat_says_so(page, bench):
    sheet(page, bench, "referral")
    page.fill('[id="referral--person.value"]', "Ms Hartmann")
    saved(page)
    link = link_of(page)
    page.goto("about:blank")
    page.goto(link[:-7])
    page.wait_for_selector(".pb-refused")
    assert "This link was cut on its way." in page.locator(".pb-refused").inner_text()


def test_a_copy_too_long_for_a_link_is_offered_as_a_file(page, bench):
    sheet(page, bench, "debrief")
    noise = "".join(chr(33 + (n * 7919) % 90) + str(n * n) for n in range(900))
    page.fill('[id="debrief--want.value"]', noise)
    saved(page)
    take_out(page)
    send_by(page, ".pb-give-link")
    page.locator(".pb-refused", has_text="Save the file and attach it.").wait_for()


def test_a_table_comes_back_whole(page, bench, tmp_path):
    sheet(page, bench, "referral")
    page.fill('[id="referral--person.value"]', "=HYPERLINK(1)")
    saved(page)
    take_out(page)
    with page.expect_download() as download:
        send_by(page, "Table of changes, to open here again (CSV)")
    table = tmp_path / "copy.csv"
    download.value.save_as(table)
    text = table.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in text and not re.search(r'(?m)(^|,)"?=', text)
    page.keyboard.press("Escape")
    page.fill('[id="referral--person.value"]', "")
    saved(page)
    press(page, ".pb-in")
    page.set_input_files('[id="referral.in.file"]', table)
    page.click(".pb-arrival-keep")
    page.click(".pb-dialog .pb-primary")
    until(page, "document.getElementById('referral--person.value').value === '=HYPERLINK(1)'")


def test_the_table_to_read_has_a_line_for_each_item_and_is_known_again(page, bench, tmp_path):
    sheet(page, bench, "success")
    page.fill('[id="success--line.value"]', "Line 3, Lyon")
    saved(page)
    take_out(page)
    with page.expect_download() as download:
        send_by(page, "Table to read (CSV)")
    table = tmp_path / "read.csv"
    download.value.save_as(table)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["Section", "Item", "State", "Answer", "Note", "Owner", "Due"]
    assert any(row[3] == "Line 3, Lyon" for row in rows)
    assert any("Hours of standstill" in row[1] and "Baseline: 14" in row[3] for row in rows)
    assert any(row[2] == "not done" for row in rows), "what is open stands there too"
    page.keyboard.press("Escape")
    press(page, ".pb-in")
    page.set_input_files('[id="success.in.file"]', table)
    page.wait_for_selector(".pb-refused")
    assert "made to be read" in page.locator(".pb-refused").inner_text()


def test_several_files_are_offered_one_by_one(page, bench, tmp_path):
    sheet(page, bench, "referral")
    files = []
    for name in ("Ana", "Ben"):
        page.fill('[id="referral--person.value"]', name)
        saved(page)
        take_out(page)
        with page.expect_download() as download:
            send_by(page, ".pb-give-file")
        page.keyboard.press("Escape")
        files.append(tmp_path / f"{name}.json")
        download.value.save_as(files[-1])
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"format": "else"}')
    press(page, ".pb-in")
    page.set_input_files('[id="referral.in.file"]', [*files, wrong])
    until(page, "document.querySelectorAll('.pb-incoming').length === 3")
    assert page.locator(".pb-incoming").nth(2).locator(".pb-refused").is_visible()
    page.locator(".pb-incoming").nth(0).get_by_role("button", name="Open").click()
    page.get_by_text("This is an earlier version of your copy").wait_for()


def test_the_text_form_holds_every_answer(page, bench):
    sheet(page, bench, "success")
    page.fill('[id="success--line.value"]', "Two lines *at* Lyon")
    take_out(page)
    send_by(page, "Text (Markdown)")
    text = page.locator(".pb-made textarea").input_value()
    assert "# Success agreement" in text
    assert "Two lines \\*at\\* Lyon" in text
    assert "| Hours of standstill a month | 14 | 6 |" in text
    assert "- [ ] Go down the list of sites" in text


def test_due_days_go_into_a_calendar_without_what_is_done(page, bench):
    sheet(page, bench, "one-to-one")
    page.fill('[id="one-to-one--start-date.value"]', "2027-01-01")
    page.select_option('[id="one-to-one--join.status"]', "done")
    take_out(page)
    with page.expect_download() as download:
        send_by(page, "Due days (calendar)")
    text = download.value.path().read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Send the page" in text and "DTSTART;VALUE=DATE:20270108" in text
    assert "TRIGGER:-PT15H" in text, "a reminder the morning before"


def test_an_earlier_state_can_be_gone_back_to_and_forth(page, bench):
    sheet(page, bench, "referral")
    page.fill('[id="referral--person.value"]', "First")
    saved(page)
    press(page, ".pb-history")
    page.get_by_role("button", name="Save this version").click()
    page.wait_for_selector(".pb-dialog", state="detached")
    page.fill('[id="referral--person.value"]', "Second")
    saved(page)
    press(page, ".pb-history")
    page.get_by_role("button", name=re.compile("^Restore")).first.click()
    until(page, "document.getElementById('referral--person.value').value === 'First'")
    page.click(".pb-undo")
    assert page.input_value('[id="referral--person.value"]') == "Second"


def test_a_sheet_has_a_short_address_and_a_qr_code(page, site):
    ready(page, f"{site.url}/playbook/success-agreement/")
    press(page, ".pb-link")
    address = page.locator(".pb-made input").input_value()
    assert address == f"{site.url}/go/success/"
    page.get_by_role("button", name="QR code").click()
    assert page.locator("svg.pb-qr path").get_attribute("d").count("h1v1h-1z") > 200
    page.goto(address)
    page.wait_for_url("**/playbook/success-agreement/#success")


def test_an_old_link_with_answers_survives_a_moved_page(page, site):
    ready(page, f"{site.url}/playbook/referral-ask/")
    page.locator(".pb-field[data-type=person] input").first.fill("Ms Hartmann")
    saved(page)
    link = link_of(page)
    assert link.startswith(f"{site.url}/go/referral/#pb1.")
    page.goto("about:blank")
    page.goto(link)
    page.get_by_text("You have this already.").wait_for()
    assert "/playbook/referral-ask/" in page.url and "#" not in page.url


def test_without_a_network_the_plain_file_is_still_there(page, bench, context):
    sheet(page, bench, "plan-90")
    saved_before = SOURCES["plan-90"]
    assert saved_before
    context.set_offline(True)
    page.locator(".pb-open-menu").dispatch_event("click")
    with page.expect_download() as download:
        page.locator(".pb-menu >> text=Save a backup").click()
    assert download.value.suggested_filename.endswith(".json")
    told = page.locator(".pb-status[data-visible]")
    for control in (".pb-out", ".pb-open-menu"):
        page.evaluate("document.querySelector('.pb-status').textContent = ''")
        page.locator(control).dispatch_event("click")
        expect(told).to_contain_text("cannot be loaded now")
    page.evaluate("scrollTo(0, 0)")
    expect(told).to_be_in_viewport()
    page.locator("td[data-column=goal] textarea").first.fill("Six pilots")
    saved(page)
    assert page.locator(".pb-copy option").count() == 1 and page.locator("dialog").count() == 0
    context.set_offline(False)
    press(page, ".pb-new")
    page.wait_for_selector("dialog[open]")
