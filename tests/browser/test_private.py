"""What is private stays here: whoever marked it, whatever its author changed, by every way out."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from .conftest import press, ready, saved, send_by, until

PLAN = """/// action-plan | Plan
    id: plan
    private: {area: [Health]}

| Area | Goal | Status |
|------|------|--------|
| Sales | Five pilots {#pilots} | To do |
| Health | Sleep {#sleep} | To do |
| Sales | Ask for more money {#money .private} | To do |
///
"""
TALK = """/// worksheet | Talk
    id: talk

- Line ____ {#line}

### For us alone {#alone}

Nobody else reads this passage.

- Risk ____ {#risk .long .private}

    Think of the last time.

- Worry ____ {#worry .private}
- How sure? ____ {#sure .private .both}
    1. Not
    2. Very

### Steps

- [ ] Prepare {#prepare}
    - [ ] Read the file {#read}
    - [ ] Look for a new job {#job .private}
///
"""
SUCCESS = """/// agreement | Success
    id: success

| Metric | Baseline | Target | By | Source |
|--------|----------|--------|----|--------|
| Hours of standstill {#standstill} | 14 | 6 | 2031-03-31 | Log |
| Our own margin {#margin .private} | 3 | 9 | 2031-03-31 | Books |
///
"""


def goal(row: str) -> str:
    return f'[id="plan--{row}.goal"]'


CHANGES = "Table of changes, to open here again (CSV)"


def sending(page) -> None:
    page.click(".pb-out")
    page.wait_for_selector(".pb-dialog")


def closed(page) -> None:
    page.keyboard.press("Escape")
    page.wait_for_selector(".pb-dialog", state="detached")


def sent(page, button: str = ".pb-give-file") -> str:
    sending(page)
    with page.expect_download() as download:
        send_by(page, button)
    closed(page)
    return download.value.path().read_text(encoding="utf-8")


def link(page) -> str:
    sending(page)
    send_by(page, ".pb-give-link")
    found = page.locator(".pb-made input").input_value()
    closed(page)
    return found


def markdown(page) -> str:
    sending(page)
    send_by(page, "Text (Markdown)")
    text = page.locator(".pb-made textarea").input_value()
    closed(page)
    return text


def paper(page, button: str | None = None) -> str:
    """What is printed: by a button of the dialog, else by the browser's own command."""
    page.evaluate("window.print = () => {}")
    if button:
        sending(page)
        send_by(page, button)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    text = page.inner_text("body")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    return text


def test_what_arrives_shows_which_rows_came_and_went(page, bench, chromium):
    ready(page, bench.sheet("plan", PLAN))
    page.locator('tr[data-row="pilots"] .pb-menu').click()
    page.locator('tr[data-row="pilots"] .pb-remove').click()
    page.get_by_role("button", name="Add a row").click()
    page.locator("tr.pb-row").last.locator("select").first.select_option("sales")
    page.locator("tr.pb-row").last.locator("textarea").fill("Ring ten")
    page.locator("tr.pb-row .pb-menu").nth(1).click()
    page.get_by_role("button", name=re.compile("^Move row 2 down")).click()
    saved(page)
    other = chromium.new_context()
    phone = other.new_page()
    phone.goto(link(page))
    phone.wait_for_selector(".pb-arrival-keep")
    rows = phone.locator("tr.pb-row textarea").evaluate_all("all => all.map(each => each.value)")
    assert "Ring ten" in rows and "Five pilots" not in rows
    text = phone.locator("playbook-worksheet").inner_text()
    assert "→ done" not in text and "Empty row" not in text and "zV" not in text
    other.close()
    table = sent(page, CHANGES)
    told = [line.split(",")[:4] for line in table.splitlines() if re.search("/(pos|gone)", line)]
    assert told and all(answer in ("", "removed") for _, answer, _, _ in told), told
    assert [answer for _, answer, _, key in told if key.endswith("pilots/gone")] == ["removed"]


def test_sending_is_for_someone_else_and_a_backup_says_what_it_is(page, bench):
    ready(page, bench.sheet("talk", TALK))
    page.fill('[id="talk--line.value"]', "Said aloud")
    page.fill('[id="talk--risk.value"]', "Kept here")
    saved(page)
    assert "Kept here" not in sent(page)
    assert "Kept here" not in sent(page, CHANGES)
    page.click(".pb-open-menu")
    expect(page.locator(".pb-backup")).to_contain_text(
        "No backup yet."
    )  # what was sent is not whole
    with page.expect_download() as download:
        press(page, ".pb-save")
    assert "everything-private" in download.value.suggested_filename
    assert "Kept here" in download.value.path().read_text(encoding="utf-8")
    page.click(".pb-open-menu")
    expect(page.locator(".pb-backup")).to_contain_text("Last backup")
    page.keyboard.press("Escape")
    sending(page)
    assert "Stays here: 1 private answer." in page.inner_text(".pb-sees")
    page.check(".pb-with-private")
    assert "Stays here" not in page.inner_text(".pb-sees")
    with page.expect_download() as download:
        send_by(page, ".pb-give-file")
    assert "Kept here" in download.value.path().read_text(encoding="utf-8")


def test_a_mark_and_a_rule_both_make_rows_private(page, bench):
    ready(page, bench.sheet("plan", PLAN))
    for row, words in (("pilots", "Aloud"), ("sleep", "Tired"), ("money", "Underpaid")):
        page.fill(goal(row), words)
    saved(page)
    for text in (
        sent(page),
        sent(page, CHANGES),
        markdown(page),
        paper(page, "Print"),
    ):
        assert "Aloud" in text and "Tired" not in text and "Underpaid" not in text
    assert "Underpaid" not in paper(page)


def test_an_answer_stays_private_when_its_question_goes_or_changes(page, bench):
    ready(page, bench.sheet("talk", TALK))
    page.fill('[id="talk--line.value"]', "Aloud")
    page.fill('[id="talk--risk.value"]', "The first secret")
    page.fill('[id="talk--worry.value"]', "The second secret")
    page.check('[id="talk--job.check"]')
    saved(page)
    later = TALK.replace("- Risk ____ {#risk .long .private}", "- Danger ____ {#danger was=risk}")
    later = later.replace("- Worry ____ {#worry .private}\n", "").replace(
        "    - [ ] Look for a new job {#job .private}", "- [ ] Search {#job}"
    )
    later = later.replace("- Line ____ {#line}\n", "")
    ready(page, bench.sheet("talk", later))
    assert page.input_value('[id="talk--danger.value"]') == "The first secret"
    danger = page.locator('[id="talk--danger"] .pb-private')
    assert danger.inner_text() == "Private", "although the page no longer says so"
    page.locator(".pb-earlier summary").click()
    assert "The second secret" in page.inner_text(".pb-earlier")
    texts = [
        sent(page),
        sent(page, CHANGES),
        markdown(page),
        paper(page, "Print"),
    ]
    for text in (*texts, paper(page)):
        assert "secret" not in text and "Worry" not in text and '"job"' not in text
    assert "Aloud" in sent(page), "what was open when it was written still goes along"
    page.fill('[id="talk--danger.value"]', "Said anew, to everybody")
    saved(page)
    assert danger.count() == 0
    assert "Said anew" in sent(page), "nothing is left of what was private"


def test_the_sentence_of_a_private_metric_stays_here(page, bench):
    ready(page, bench.sheet("success", SUCCESS))
    page.fill('[id="success--margin.baseline"]', "777")
    page.fill('[id="success--standstill.baseline"]', "555")
    for text in (markdown(page), paper(page, "Print"), paper(page)):
        assert "555" in text and "777" not in text and "margin" not in text


def test_private_sections_are_not_printed_with_heading_and_help(page, bench):
    ready(page, bench.sheet("talk", TALK))
    page.fill('[id="talk--line.value"]', "Aloud")
    page.fill('[id="talk--risk.value"]', "Kept here")
    page.check('[id="talk--read.check"]')
    for text in (paper(page, "Print"), paper(page), paper(page, "Print empty, with writing lines")):
        assert "Line" in text and "Prepare" in text
        for word in ("Kept here", "For us alone", "Nobody else", "Think of", "How sure", "new job"):
            assert word not in text
    assert not page.evaluate("document.getElementById('talk--prepare.check').checked")
    page.emulate_media(media="print")
    assert "Kept here" not in page.inner_text("body"), "a browser may not say that it prints"
    assert not page.is_visible('[id="talk--risk"]')
    page.emulate_media(media="screen")
    sending(page)
    page.check(".pb-with-private")
    page.keyboard.press("Escape")
    assert page.input_value('[id="talk--risk.value"]') == "Kept here"


def test_a_private_row_says_so(page, bench):
    ready(page, bench.sheet("plan", PLAN))
    badges = page.locator(".pb-row .pb-private:visible")
    assert badges.all_inner_texts() == ["Private", "Private"]
    page.locator('tr[data-row="pilots"] select').first.select_option("health")
    assert badges.count() == 3
    page.locator('tr[data-row="sleep"] select').first.select_option("sales")
    assert badges.count() == 2


def test_what_is_sent_does_not_tell_the_hour(page, bench):
    ready(page, bench.sheet("talk", TALK))
    page.fill('[id="talk--line.value"]', "Aloud")
    page.check('[id="talk--read.check"]')
    saved(page)
    record = json.loads(sent(page))
    clocks = re.findall(r"(\d{13})-\d+-[a-z0-9]", json.dumps(record))
    assert len(clocks) >= 3 and all(int(clock) % 86_400_000 == 0 for clock in clocks)
    assert record["created"].endswith("T00:00:00.000Z") and record["updated"] == record["created"]
    press(page, ".pb-in")
    page.fill('[id="talk.in.paste"]', json.dumps(record))
    page.get_by_role("button", name="Preview").click()
    page.get_by_text("You have this already.").wait_for()


def test_scores_of_private_statements_stay_here(page, bench):
    source = """---
worksheets:
  snapshot:
    scale: [Not me, Half me, Very me]
    traits:
      relating: Keeping ties
      closing: Asking boldly
    bands:
      - {id: all, from: 0, to: 100, name: Band, text: Build on it.}
---

/// assessment | Snapshot
    id: snapshot

1. I ring clients. {#ring +relating}
2. I ask. {#ask +closing}
///
"""
    address = bench.sheet("snapshot", source)
    page.route(
        "**/snapshot.html*",
        lambda route: route.fulfill(
            response=(response := route.fetch()),
            body=response.text().replace('data-field="ask"', 'data-field="ask" data-private=""'),
        ),
    )
    ready(page, address)
    page.check('[id="snapshot--ring.3"]', force=True)
    page.check('[id="snapshot--ask.1"]', force=True)
    until(page, "document.querySelectorAll('.pb-score-table tbody tr').length === 2")
    for text in (markdown(page), paper(page, "Print"), paper(page)):
        assert "Keeping ties" in text and "Asking boldly" not in text
