"""What each kind adds: gates, scores, sentences, commitments that come along, fields that stay."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .conftest import press, ready, saved, send_by
from .test_pages import EXAMPLES

SOURCES = {path.stem: path.read_text(encoding="utf-8") for path in EXAMPLES}


def sheet(page, bench, name):
    return ready(page, bench.sheet(name, SOURCES[name]))


def test_fields_of_every_type_are_still_there_after_a_reload(page, bench):
    sheet(page, bench, "debrief")
    page.fill('[id="debrief--want.value"]', "Ask sooner")
    page.fill('[id="debrief--want-manager.value"]', "Ask once")
    page.fill('[id="debrief--day.value"]', "2027-01-15")
    page.fill('[id="debrief--minutes.value"]', "75")
    page.check('[id="debrief--sure.2"]')
    page.fill('[id="debrief--sure.note"]', "By halves")
    page.check('[id="debrief--where.at-client"]')
    page.check('[id="debrief--said.a-client"]')
    page.check('[id="debrief--said.colleague"]')
    page.fill('[id="debrief--count-baseline.value"]', "14")
    page.check('[id="debrief--agree.value"]')
    page.fill('[id="debrief--agree-name.value"]', "Ana")
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    values = {
        "want.value": "Ask sooner",
        "want-manager.value": "Ask once",
        "day.value": "2027-01-15",
        "minutes.value": "75",
        "sure.note": "By halves",
        "count-baseline.value": "14",
        "agree-name.value": "Ana",
    }
    for name, value in values.items():
        assert page.input_value(f'[id="debrief--{name}"]') == value
    for name in ("sure.2", "where.at-client", "said.a-client", "said.colleague", "agree.value"):
        assert page.is_checked(f'[id="debrief--{name}"]'), name
    assert not page.is_checked('[id="debrief--sure.1"]')


def test_an_answer_on_a_scale_can_be_taken_back(page, bench):
    sheet(page, bench, "debrief")
    page.fill('[id="debrief--want.value"]', "x")
    page.fill('[id="debrief--day.value"]', "2027-01-15")
    page.check('[id="debrief--sure.3"]')
    page.click('[id="debrief--sure"] .pb-clear')
    assert page.locator('[id="debrief--sure"] input:checked').count() == 0
    page.click(".pb-undo")
    assert page.is_checked('[id="debrief--sure.3"]')


def test_a_stage_opens_when_what_is_required_before_it_is_done(page, bench):
    sheet(page, bench, "debrief")
    head = page.locator('[data-section="fits"] .pb-fold')
    page.fill('[id="debrief--want.value"]', "Ask sooner")
    assert head.get_attribute("aria-expanded") == "false", "one of two required fields"
    page.fill('[id="debrief--day.value"]', "2027-01-15")
    assert head.get_attribute("aria-expanded") == "true"
    page.check('[id="debrief--sure.3"]')
    page.fill('[id="debrief--want.value"]', "")
    assert page.is_enabled('[id="debrief--sure.1"]'), "it never folds under the hand"


def answer_all(page, points):
    fields = page.locator(".pb-statement")
    for number in range(fields.count()):
        fields.nth(number).locator("input").nth(points[number]).check()


def test_a_prompt_becomes_a_row_of_the_plan_on_another_page(page, site):
    ready(page, f"{site.url}/playbook/talent-snapshot/")
    answer_all(page, [4] * 30)
    saved(page)
    prompt = page.locator(".pb-result .pb-prompts li").first
    prompt.get_by_role("button", name="Make this an action").click()
    form = prompt.locator(".pb-make-action")
    form.get_by_label("Action").fill("Ask Ingrid for one story")
    form.get_by_label("Area").select_option(label="Learning")
    shown = form.get_by_label("Due").input_value()
    form.get_by_role("button", name="Add to the plan").click()
    told = prompt.locator(".pb-action-told")
    expect(told).to_be_in_viewport()
    expect(told).to_contain_text("In your plan: added to “My copy”.")
    told.get_by_role("button", name="Undo").click()
    prompt.get_by_role("button", name="Make this an action").click()
    form.get_by_label("Action").fill("Ask Ingrid for two stories")
    assert form.get_by_label("Which copy").locator("option").all_inner_texts()[0] == "My copy"
    form.get_by_role("button", name="Add to the plan").click()
    told.get_by_role("link", name="Open").click()
    page.wait_for_url("**/sales-and-life-plan/**")
    page.wait_for_selector("playbook-worksheet[ready]")
    row = page.locator("tr.pb-row").last
    assert (
        row.locator("[data-column=action] textarea").input_value() == "Ask Ingrid for two stories"
    )
    assert row.locator("[data-column=goal] textarea").input_value() == "", "nothing unseen"
    assert row.locator("[data-column=due] input").input_value() == shown
    assert page.locator("tr.pb-row").count() == 11, "what was taken back stays away"
    expect(page.locator(".pb-removed")).to_contain_text("Ask Ingrid for one story")


def test_a_metric_writes_its_sentence_and_all_met_open_the_agenda(page, bench):
    sheet(page, bench, "success")
    page.fill('[id="success--start-date.value"]', "2027-01-01")
    lines = page.locator(".pb-sentences > li")
    assert lines.first.inner_text() == "Hours of standstill a month: from 14 to 6 by Apr 1, 2027."
    page.fill('[id="success--standstill.target"]', "5")
    assert "from 14 to 5" in lines.first.inner_text()
    agenda = page.locator('[data-section="expansion"] .pb-fold')
    page.select_option('[id="success--standstill.met"]', "met")
    assert agenda.get_attribute("aria-expanded") == "false"
    page.select_option('[id="success--delivery.met"]', "met")
    assert agenda.get_attribute("aria-expanded") == "true"


def test_what_is_private_stays_out_of_what_a_client_gets(page, bench):
    sheet(page, bench, "success")
    page.fill('[id="success--line.value"]', "Two lines at Lyon")
    page.fill('[id="success--unsaid.value"]', "They are unsure about Miller")
    saved(page)
    page.click(".pb-out")
    page.get_by_text("Show everything").click()
    shown = page.locator(".pb-visible").inner_text()
    assert "Two lines at Lyon" in shown and "Miller" not in shown
    with page.expect_download() as download:
        send_by(page, ".pb-give-file")
    text = download.value.path().read_text(encoding="utf-8")
    assert "Two lines at Lyon" in text and "Miller" not in text


def test_open_commitments_come_along_into_the_next_review(page, bench):
    sheet(page, bench, "one-to-one")
    page.select_option('[id="one-to-one--join.status"]', "done")
    page.fill('[id="one-to-one--well.value"]', "The visit")
    saved(page)
    page.get_by_role("button", name="Close this review").click()
    page.get_by_role("button", name="Start the next review").click()
    page.wait_for_selector(".pb-toast")
    before = page.locator('table[data-rows="one-to-one-before"] tbody tr')
    assert before.count() == 1
    assert before.get_attribute("data-row") == "send", "by its id"
    assert before.locator("textarea").first.input_value() == "Send the page"
    assert page.input_value('[id="one-to-one--well.value"]') == "", "a review of its own"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))
    before.locator("select").select_option("dropped")
    saved(page)
    page.get_by_role("button", name="Close this review").click()
    page.get_by_role("button", name="Start the next review").click()
    page.wait_for_selector(".pb-toast")
    kept = page.evaluate("[...document.querySelectorAll('.pb-before tr[data-row]')].length")
    assert kept == 2, "this review's two own lines, and not the dropped one"


def test_one_start_date_moves_fields_and_rows(page, bench):
    text = SOURCES["debrief"].replace(".sign-off .required}", ".sign-off}")
    text = text.replace("{#day .date .required}", "{#day .date .required value=+3d}")
    ready(page, bench.sheet("dates", text))
    page.fill('[id="debrief--start-date.value"]', "2027-01-01")
    assert page.input_value('[id="debrief--day.value"]') == "2027-01-04"
    assert page.input_value('[id="debrief--try.by"]') == "2027-01-08"


@pytest.mark.parametrize("name", ["success", "snapshot"])
def test_check_my_plan_names_what_is_required_and_leads_there(page, bench, name):
    sheet(page, bench, name)
    required = page.locator(".pb-sheet [data-required]").count()
    press(page, ".pb-check")
    if not required:
        expect(page.locator(".pb-status")).to_have_text("Nothing required is open.")
        return
    page.wait_for_selector(".pb-errors:focus")
    link = page.locator(".pb-errors a").first
    target = link.get_attribute("href")
    link.press("Enter")
    assert page.evaluate("'#' + document.activeElement.id") == target
    control = page.locator(f'[id="{target[1:]}"]')
    error = page.locator(f'[id="{target[1:]}.error"]')
    assert error.inner_text() == "Still to answer."
    assert f"{target[1:]}.error" in control.get_attribute("aria-describedby").split()
    if control.get_attribute("type") in ("checkbox", "radio"):
        control.check()
    elif control.get_attribute("type") == "date":
        control.fill("2031-01-15")
    else:
        control.fill("Done")
    assert error.count() == 0, "an error goes when its cause does"


def test_answers_of_fields_travel_in_a_file(page, bench):
    sheet(page, bench, "referral")
    page.fill('[id="referral--person.value"]', "Ms Hartmann")
    page.check('[id="referral--came.introduced"]', force=True)
    saved(page)
    page.click(".pb-out")
    with page.expect_download() as download:
        send_by(page, ".pb-give-file")
    record = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert record["answers"]["person"]["v"] == "Ms Hartmann"
    assert record["answers"]["came"]["v"] == "introduced"
    assert record["labels"]["came=introduced"] == "Introduced"
