"""The checklist as a reader uses it."""

from __future__ import annotations

from .conftest import CHECKLIST, press, ready, rested, saved

SHEET = """
/// checklist | First visit
    id: visit

- [ ] Prepare {#prepare}
    - [ ] Read their report {#report}
    - [ ] Write three questions {#questions}
    - [ ] Print the page {#print}
- [ ] Agree the metrics {#metrics .required .note}
///
"""


def box(item: str) -> str:
    return f'[id="visit--{item}.check"]'


def test_a_tick_is_saved_and_still_there_after_a_reload(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("metrics"))
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.is_checked(box("metrics"))
    assert not page.is_checked(box("report"))


def test_a_tick_survives_closing_the_tab_at_once(context, bench):
    first = context.new_page()
    ready(first, bench.sheet("visit", SHEET))
    first.check(box("report"))
    first.close()
    second = ready(context.new_page(), bench.sheet("visit", SHEET))
    assert second.is_checked(box("report"))


def test_a_parent_counts_its_items_and_is_mixed_between(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("report"))
    page.check(box("print"))
    assert page.text_content('[id="visit--prepare.count"]') == "2 of 3"
    assert page.evaluate("id => document.getElementById(id).indeterminate", "visit--prepare.check")
    assert page.text_content(".pb-done") == "2 of 4 done"


def test_ticking_a_parent_ticks_all_below_and_undo_takes_it_back_in_one_step(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.check(box("report"))
    page.click(box("prepare"))
    assert all(page.is_checked(box(item)) for item in ("prepare", "report", "questions", "print"))
    page.click(".pb-undo")
    assert page.is_checked(box("report")) and not page.is_checked(box("questions"))
    page.click(".pb-undo")
    assert not page.is_checked(box("report"))


def test_a_note_can_be_added_to_any_item_and_comes_back(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.click('[id="visit--report"] > .pb-line .pb-more')
    page.click("text=Add a note")
    page.keyboard.type("Page 14: <b>two</b> plants closed")
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value('[id="visit--report.note"]') == "Page 14: <b>two</b> plants closed"


def test_an_item_that_does_not_apply_leaves_the_count_and_keeps_its_reason(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    page.click('[id="visit--print"] > .pb-line .pb-more')
    page.click('[id="visit--print"] .pb-apart')
    page.keyboard.type("They work without paper")
    assert page.text_content('[id="visit--prepare.count"]') == "0 of 2"
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value('[id="visit--print.na"]') == "They work without paper"
    assert page.is_disabled(box("print"))
    page.click('[id="visit--print"] > .pb-line .pb-more')
    back = page.get_by_role("button", name="It applies after all")
    assert back.count() == 1, "one way back"
    back.click()
    assert page.evaluate("document.activeElement.id") == "visit--print.check"
    assert page.text_content('[id="visit--prepare.count"]') == "0 of 3"


def test_a_link_to_an_item_lands_on_it(page, site):
    ready(page, f"{site.url}{CHECKLIST}")
    item = page.get_attribute("li[data-item] >> nth=12", "id")
    ready(page, f"{site.url}{CHECKLIST}?again#{item}")
    assert page.locator(f'[id="{item}"]').is_visible()
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", item)
    assert 0 <= top < 900


def test_copy_link_gives_the_whole_address(context, page, bench):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    url = ready(page, bench.sheet("visit", SHEET)).url
    page.click('[id="visit--report"] > .pb-line .pb-more')
    page.click('[id="visit--report"] >> text=Copy link')
    page.wait_for_selector(".pb-told")
    assert page.evaluate("navigator.clipboard.readText()") == f"{url.split('?')[0]}#visit--report"


def test_the_themes_shortcuts_do_not_fire_from_a_sheet(page, site):
    url = ready(page, f"{site.url}{CHECKLIST}").url
    first = page.locator("li[data-item] input[type=checkbox]").first
    first.focus()
    for key in "sf/pn,.":
        page.keyboard.press(key)
    # The theme spares text fields and boxes itself; a button is where its letters would still fire.
    for key in "sf/pn,.":
        page.locator(".pb-more").first.focus()
        page.keyboard.press(key)
        rested(page)
        assert page.evaluate("document.activeElement.className").startswith("pb-more"), key
    note = page.locator(".pb-note textarea").first
    note.focus()
    page.keyboard.type("sf/pn,.")
    assert note.input_value() == "sf/pn,."
    assert page.url == url
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_what_a_reader_types_never_becomes_an_element(page, bench):
    ready(page, bench.sheet("visit", SHEET))
    hostile = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
    page.fill('[id="visit--metrics.note"]', hostile)
    press(page, ".pb-new")
    page.fill('[id="visit.name"]', hostile)
    page.click(".pb-dialog .pb-primary")
    saved(page)
    page.click("text=Send…")
    assert page.title() == "Bench"
    assert page.locator("main img, main script:not([src])").count() == 0
    assert hostile[:40] in page.inner_text(".pb-dialog")
