"""An agreement: what its metrics came to, and a signature that is for what was signed."""

from __future__ import annotations

import json

from playwright.sync_api import expect

from .conftest import press, ready, saved, send_by
from .test_kinds import SOURCES

TARGET = '[id="success--standstill.target"]'


def agreement(page, bench):
    ready(page, bench.sheet("success", SOURCES["success"]))
    page.fill('[id="success--start-date.value"]', "2027-01-01")
    return page


def sign(page, *sides):
    for side in sides:
        page.check(f'[id="success--{side}.value"]')


def open_amendment(page):
    return page.get_by_role("group", name="Changed since signed")


def test_what_was_signed_is_told_from_what_was_changed_since(page, bench):
    agreement(page, bench)
    page.fill(TARGET, "5")
    assert open_amendment(page).count() == 0, "before anybody has signed, nothing is a change"
    sign(page, "ours", "theirs")
    page.fill(TARGET, "8")
    group = open_amendment(page)
    expect(group).to_contain_text("5 → 8")
    expect(group).to_contain_text("What was signed still holds.")
    page.fill(TARGET, "5")
    expect(group).to_be_hidden()


def test_a_change_holds_once_both_sides_have_signed_it(page, bench):
    agreement(page, bench)
    sign(page, "ours", "theirs")
    page.fill(TARGET, "8")
    group = open_amendment(page)
    boxes = group.get_by_role("checkbox")
    expect(boxes).to_have_count(2)
    group.get_by_label("For the client: Name").fill("Ms Weber")
    boxes.nth(1).check()
    expect(group).to_be_visible()
    expect(boxes.nth(1)).to_be_checked()
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    expect(open_amendment(page).get_by_role("checkbox").nth(1)).to_be_checked()
    open_amendment(page).get_by_role("checkbox").nth(0).click()
    expect(open_amendment(page)).to_be_hidden()
    line = page.locator(".pb-amended > li")
    expect(line).to_contain_text("6 → 8")
    expect(line).to_contain_text("Ms Weber")
    expect(line).to_be_focused()
    page.click(".pb-undo")
    expect(open_amendment(page)).to_be_visible()


def test_a_metric_that_came_or_went_is_a_change_in_one_line(page, bench):
    agreement(page, bench)
    sign(page, "ours")
    page.click(".pb-add")
    page.locator("tr.pb-row").last.locator("[data-column=metric] textarea").fill("Complaints")
    lines = open_amendment(page).locator("li")
    expect(lines).to_have_count(1)
    expect(lines).to_have_text("Complaints: added")


def test_private_lines_are_no_part_of_an_agreement(page, bench):
    agreement(page, bench)
    sign(page, "ours", "theirs")
    page.fill('[id="success--unsaid.value"]', "They are unsure about Miller")
    assert open_amendment(page).count() == 0


def test_met_asks_for_the_figure_and_for_a_signature(page, bench):
    agreement(page, bench)
    page.select_option('[id="success--standstill.met"]', "met")
    asked = page.locator('tr[data-row="standstill"] .pb-asked')
    expect(asked).to_contain_text("Nobody has signed yet. Is it met all the same?")
    asked.get_by_role("button", name="What did it come to?").click()
    figure = page.locator('[id="success--standstill.came-to"]')
    expect(figure).to_be_focused()
    figure.fill("5")
    assert page.locator(".pb-sentences > li").first.inner_text() == (
        "Hours of standstill a month: from 14 to 6 by Apr 1, 2027. It came to 5."
    )
    asked.get_by_role("button", name="Take it back").click()
    assert page.input_value('[id="success--standstill.met"]') == ""
    sign(page, "theirs")
    page.select_option('[id="success--standstill.met"]', "met")
    expect(asked).to_have_count(0)


def test_what_it_came_to_changes_nothing_that_was_signed(page, bench):
    agreement(page, bench)
    sign(page, "ours", "theirs")
    page.select_option('[id="success--standstill.met"]', "met")
    page.fill('[id="success--standstill.came-to"]', "7")
    assert open_amendment(page).count() == 0


def test_an_amendment_travels_with_the_agreement(page, bench, context):
    address = bench.sheet("success", SOURCES["success"])
    agreement(page, bench)
    sign(page, "ours", "theirs")
    page.fill(TARGET, "8")
    saved(page)
    page.click(".pb-out")
    with page.expect_download() as download:
        send_by(page, ".pb-give-file")
    record = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert "8" in json.dumps(record)
    other = context.browser.new_context().new_page()
    ready(other, address)
    press(other, ".pb-in")
    other.set_input_files('[id="success.in.file"]', download.value.path())
    other.click(".pb-arrival-keep")
    expect(open_amendment(other)).to_contain_text("6 → 8")
    other.context.close()
