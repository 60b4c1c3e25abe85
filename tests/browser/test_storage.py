"""Storage that refuses, fills up or holds something unreadable; tabs and navigation."""

from __future__ import annotations

import json

from .conftest import CHECKLIST, MAP_READ, PLAN, quiet, ready, saved, until
from .test_checklist import SHEET, box
from .test_copies import taken_out
from .test_kinds import SOURCES

PUT = """async record => {
  const open = indexedDB.open('playbook:site', 1);
  const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
  const transaction = database.transaction('copies', 'readwrite');
  transaction.objectStore('copies').put({record}, ['visit', 'cbroken00001']);
  await new Promise(done => { transaction.oncomplete = done; });
  database.close();
}"""


def test_two_tabs_on_one_copy_lose_nothing_and_show_both(context, bench):
    url = bench.sheet("visit", SHEET)
    one = ready(context.new_page(), url)
    one.check(box("report"))
    saved(one)
    two = ready(context.new_page(), url)
    two.check(box("questions"))
    two.fill('[id="visit--metrics.note"]', "From the second tab")
    saved(two)
    one.check(box("print"))
    saved(one)
    until(one, "document.getElementById('visit--questions.check').checked")
    until(two, "document.getElementById('visit--print.check').checked")
    assert one.input_value('[id="visit--metrics.note"]') == "From the second tab"
    three = ready(context.new_page(), url)
    assert all(three.is_checked(box(item)) for item in ("report", "questions", "print"))


def test_tabs_that_cannot_hear_each_other_still_overwrite_nothing(context, bench):
    context.add_init_script("delete window.BroadcastChannel")
    url = bench.sheet("visit", SHEET)
    first = ready(context.new_page(), url)
    first.fill('[id="visit--metrics.note"]', "One copy for both tabs")
    saved(first)
    tabs = [ready(context.new_page(), url) for _ in range(2)]
    for tab, item in zip(tabs, ("report", "print"), strict=True):
        tab.check(box(item))
        saved(tab)
    last = ready(context.new_page(), url)
    assert last.is_checked(box("report")) and last.is_checked(box("print"))


def test_instant_navigation_there_and_back_loses_nothing(page, site):
    ready(page, f"{site.url}{CHECKLIST}")
    first = page.locator("li[data-item]:not(:has(li)) input[type=checkbox]").first
    first.check()
    name = first.get_attribute("id")
    page.locator(".pb-note textarea").first.fill("typed just before leaving")
    page.evaluate("window.stayed = true")
    until(page, MAP_READ)
    link = page.locator(f'.md-nav--primary a[href$="{PLAN.split("/")[-2]}/"]').first
    link.evaluate("each => each.click()")  # it stands in a group that is folded
    page.wait_for_selector('playbook-worksheet[ready][kind="action-plan"]')
    assert page.evaluate("window.stayed"), "this was an instant navigation, not a page load"
    page.locator("td[data-column=goal] textarea").first.fill("Changed after navigation")
    saved(page)
    page.go_back()
    page.wait_for_selector('playbook-worksheet[ready][kind="checklist"]')
    assert page.is_checked(f'[id="{name}"]')
    assert page.locator(".pb-note textarea").first.input_value() == "typed just before leaving"
    assert page.locator(".pb-bar").count() == 1
    page.go_forward()
    page.wait_for_selector('playbook-worksheet[ready][kind="action-plan"]')
    goal = page.locator("td[data-column=goal] textarea").first
    assert goal.input_value() == "Changed after navigation"


def test_where_storage_is_refused_the_page_says_so_and_a_file_still_comes_out(context, bench):
    context.add_init_script(
        "for (const name of ['indexedDB', 'localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name,"
        " {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = ready(context.new_page(), bench.sheet("visit", SHEET))
    page.check(box("report"))
    page.wait_for_selector(".pb-banner:not([hidden])")
    assert "Not saved here" in page.inner_text(".pb-banner")
    assert json.loads(taken_out(page))["answers"]["report"]["v"] is True
    assert page.locator('.pb-standing[data-standing="saved"]').count() == 0


def test_where_the_database_is_full_the_page_says_so_and_recovers_later(context, bench):
    page = ready(context.new_page(), bench.sheet("visit", SHEET))
    page.check(box("report"))
    saved(page)
    page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    page.check(box("print"))
    page.wait_for_selector(".pb-banner:not([hidden])")
    assert json.loads(taken_out(page))["answers"]["print"]["v"] is True
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked(box("print")), "the journal kept it"
    saved(page)


def test_an_unreadable_record_is_kept_as_it_is_and_named(page, bench):
    url = bench.sheet("visit", SHEET)
    ready(page, url)
    page.check(box("report"))
    saved(page)
    page.evaluate(PUT, {"format": "playbook-response", "formatVersion": 1, "worksheet": 7})
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked(box("report")), "the other copy is not touched"
    assert "could not be read" in page.inner_text(".pb-banner")
    with page.expect_download() as download:
        page.click(".pb-banner button")
    assert json.loads(download.value.path().read_text())[0]["worksheet"] == 7


def test_a_record_of_a_newer_format_is_never_overwritten(page, bench):
    url = bench.sheet("visit", SHEET)
    ready(page, url)
    newer = {"format": "playbook-response", "formatVersion": 2, "worksheet": "visit", "new": [1]}
    page.check(box("report"))
    saved(page)
    page.evaluate(PUT, newer)
    page.reload()
    page.wait_for_selector(".pb-banner:not([hidden])")
    assert "newer version" in page.inner_text(".pb-banner")
    with page.expect_download() as download:
        page.click(".pb-banner button")
    assert json.loads(download.value.path().read_text()) == [newer]


def test_an_authors_edit_drops_no_answer(page, bench):
    page_url = bench.sheet("visit", SHEET)
    ready(page, page_url)
    page.check(box("report"))
    page.check(box("questions"))
    page.fill('[id="visit--metrics.note"]', "Two drafts")
    saved(page)
    edited = SHEET.replace("{#report}", "{#annual-report was=report}")
    edited = edited.replace("    - [ ] Write three questions {#questions}\n", "")
    ready(page, bench.sheet("visit", edited))
    assert page.is_checked(box("annual-report")), "a renamed item keeps its tick"
    assert page.input_value('[id="visit--metrics.note"]') == "Two drafts"
    earlier = page.text_content(".pb-earlier")
    assert "Write three questions: done" in earlier
    ready(page, bench.sheet("visit", SHEET))
    assert page.is_checked(box("questions")), "a question that returns finds its answer"


def test_a_page_that_rested_shows_what_another_tab_wrote(context, bench):
    url = bench.sheet("visit", SHEET)
    page = ready(context.new_page(), url)
    page.check(box("report"))
    saved(page)
    page.goto("about:blank")
    other = ready(context.new_page(), url)
    other.check(box("print"))
    saved(other)
    page.go_back()
    until(page, "document.getElementById('visit--print.check')?.checked")


def test_storage_cleared_in_the_middle_of_a_visit_is_filled_again(page, bench):
    url = bench.sheet("visit", SHEET)
    ready(page, url)
    page.check(box("report"))
    saved(page)
    page.evaluate(
        "() => { localStorage.clear(); sessionStorage.clear(); return new Promise(done => {"
        " const gone = indexedDB.deleteDatabase('playbook:site');"
        " gone.onsuccess = gone.onerror = gone.onblocked = done; }); }"
    )
    page.fill('[id="visit--metrics.note"]', "After it was cleared")
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value('[id="visit--metrics.note"]') == "After it was cleared"
    assert page.is_checked(box("report")), "what was on the page is written again"


SILENCE = """
window.silent = [];
const open = indexedDB.open.bind(indexedDB);
indexedDB.open = (...asked) => {
  if (!window.silent) return open(...asked);
  const request = {};
  window.silent.push(() => {
    const real = open(...asked);
    for (const name of ['onsuccess', 'onerror', 'onupgradeneeded']) {
      real[name] = () => { request.result = real.result; request[name]?.(); };
    }
  });
  return request;
};
window.answer = () => {
  const asked = window.silent;
  window.silent = null;
  for (const each of asked) each();
};
"""


def test_a_database_that_does_not_answer_ends_in_memory_and_hides_nothing_later(context, bench):
    url = bench.sheet("visit", SHEET)
    before = ready(context.new_page(), url)
    before.check(box("report"))
    before.fill('[id="visit--metrics.note"]', "From before")
    saved(before)
    before.close()
    page = context.new_page()
    page.clock.install()
    page.add_init_script(SILENCE)
    page.goto(url)
    until(page, "document.querySelector('.pb-bar') !== null")
    assert page.locator("playbook-worksheet[ready]").count() == 0
    page.clock.fast_forward(10_000)
    page.wait_for_selector("playbook-worksheet[ready]")
    page.wait_for_selector(".pb-banner:not([hidden])")
    assert "Not saved here" in page.inner_text(".pb-banner")
    page.check(box("print"))
    page.clock.fast_forward(10_000)
    assert page.locator('.pb-standing[data-standing="saved"]').count() == 0
    assert json.loads(taken_out(page))["answers"]["print"]["v"] is True
    page.evaluate("answer()")
    page.clock.resume()
    saved(page)
    assert page.locator(".pb-copy option").all_inner_texts() == ["My copy"]
    assert page.is_checked(box("report")) and page.is_checked(box("print"))
    assert page.input_value('[id="visit--metrics.note"]') == "From before"
    again = ready(context.new_page(), url)
    assert again.is_checked(box("report")) and again.is_checked(box("print"))
    assert again.locator(".pb-copy option").count() == 1


def test_what_was_typed_while_the_database_was_silent_is_no_second_copy(context, bench):
    url = bench.sheet("visit", SHEET)
    before = ready(context.new_page(), url)
    before.check(box("report"))
    saved(before)
    before.close()
    page = context.new_page()
    page.clock.install()
    page.add_init_script(SILENCE)
    page.goto(url)
    until(page, "document.querySelector('.pb-bar') !== null")
    page.clock.fast_forward(10_000)
    page.wait_for_selector("playbook-worksheet[ready]")
    page.check(box("print"))
    page.close()
    again = ready(context.new_page(), url)
    assert again.locator(".pb-copy option").all_inner_texts() == ["My copy"]
    assert again.is_checked(box("report")) and again.is_checked(box("print"))


def test_an_action_that_was_sent_comes_in_when_a_silent_database_answers(context, bench):
    page = context.new_page()
    page.clock.install()
    page.add_init_script(SILENCE)
    sent = json.dumps([{"text": "Ring Lyon", "about": "Asking"}])
    page.add_init_script(f"localStorage.setItem('playbook:site:sent:plan-90', {json.dumps(sent)})")
    page.goto(bench.sheet("plan-90", SOURCES["plan-90"]))
    until(page, "document.querySelector('.pb-bar') !== null")
    page.clock.fast_forward(10_000)
    page.wait_for_selector("playbook-worksheet[ready]")
    rows = page.locator("tr[data-row]").count()
    page.evaluate("answer()")
    page.clock.resume()
    saved(page)
    assert page.locator("tr[data-row]").count() == rows + 1
    assert page.evaluate("document.activeElement.value") == "Ring Lyon"


def test_first_edits_in_two_tabs_at_once_make_one_copy(context, bench):
    url = bench.sheet("visit", SHEET)
    tabs = [ready(context.new_page(), url) for _ in range(3)]
    for tab, item in zip(tabs, ("report", "questions", "print"), strict=True):
        tab.evaluate("name => document.getElementById(name).click()", f"visit--{item}.check")
    for tab in tabs:
        saved(tab)
    last = ready(context.new_page(), url)
    for tab in (*tabs, last):
        for item in ("report", "questions", "print"):
            until(tab, f"document.getElementById('visit--{item}.check').checked")
        assert tab.locator(".pb-copy option").all_inner_texts() == ["My copy"]


def test_due_days_stay_when_the_reader_travels(context, bench):
    url = bench.sheet("next-30-days", SOURCES["next-30-days"])
    days = "[...document.querySelectorAll('td[data-column=due] input')].map(each => each.value)"

    def travel(page, zone):
        session = context.new_cdp_session(page)
        session.send("Emulation.setTimezoneOverride", {"timezoneId": zone})
        return ready(page, url)

    page = travel(context.new_page(), "Pacific/Kiritimati")
    page.locator("td[data-column=action] textarea").first.fill("Call")
    saved(page)
    shown = page.evaluate(days)
    assert any(shown)
    for zone in ("Pacific/Pago_Pago", "UTC"):
        assert travel(context.new_page(), zone).evaluate(days) == shown, zone


RENAMED = """
const rename = () => document.querySelector('playbook-worksheet')?.setAttribute('site', 'newname');
new MutationObserver(rename).observe(document, {childList: true, subtree: true});
"""


def test_answers_under_another_name_of_the_site_are_offered_and_not_looked_at(context, bench):
    url = bench.sheet("visit", SHEET)
    page = ready(context.new_page(), url)
    page.check(box("report"))
    saved(page)
    page.close()
    context.add_init_script(RENAMED)
    page = ready(context.new_page(), url)
    assert not page.is_checked(box("report"))
    page.wait_for_selector(".pb-elsewhere")
    told = page.inner_text(".pb-elsewhere")
    assert "1 copy" in told and "“site”" in told and "Nothing in it" in told
    assert "My copy" not in told
    page.click(".pb-elsewhere >> text=Bring them here")
    until(page, "document.getElementById('visit--report.check').checked")
    assert page.locator(".pb-elsewhere").count() == 0
    page.check(box("print"))
    saved(page)
    again = ready(context.new_page(), url)
    assert again.is_checked(box("report")) and again.is_checked(box("print"))
    quiet(again)
    assert again.locator(".pb-elsewhere").count() == 0, "what is here is not offered again"


def test_an_offer_that_was_declined_is_not_made_again(context, bench):
    url = bench.sheet("visit", SHEET)
    page = ready(context.new_page(), url)
    page.check(box("report"))
    saved(page)
    other = bench.sheet("debrief", SOURCES["debrief"])
    context.add_init_script(RENAMED)
    page = ready(context.new_page(), url)
    page.click(".pb-elsewhere >> text=Leave them there")
    for address in (url, other):
        page = ready(context.new_page(), address)
        quiet(page)
        assert page.locator(".pb-elsewhere").count() == 0
