"""The action plan as a reader uses it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .conftest import PLAN, ready, saved, send_by

SHEET = """
/// action-plan | My 90 days
    id: plan

| Area   | Goal          | Action               | Owner | Due  | Status |
|--------|---------------|----------------------|-------|------|--------|
| Sales {#pilots}  | Five pilots   | Call list on Mondays | Me    | +30d | To do  |
| Health {#sleep} | Sleep 7 hours | Phone out of bedroom | Me    | +7d  | To do  |
///
"""


def goals(page) -> list[str]:
    return page.eval_on_selector_all(
        "td[data-column=goal] textarea", "all => all.map(one => one.value)"
    )


def test_rows_are_added_changed_and_still_there_after_a_reload(page, bench):
    ready(page, bench.sheet("plan", SHEET))
    page.click(".pb-add")
    row = page.locator("tr[data-row]").last
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == row.get_attribute(
        "data-row"
    )
    row.locator("td[data-column=goal] textarea").fill("Learn the trade")
    row.locator("td[data-column=status] select").select_option(label="Doing")
    row.locator("td[data-column=due] input").fill("2027-01-15")
    page.fill('[id="plan--pilots.goal"]', "Six pilots")
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert goals(page) == ["Six pilots", "Sleep 7 hours", "Learn the trade"]
    row = page.locator("tr[data-row]").last
    assert row.locator("td[data-column=due] input").input_value() == "2027-01-15"
    assert row.locator("td[data-column=status] select").input_value() == "doing"


def test_rows_move_by_buttons_and_focus_stays_with_the_row(page, bench):
    ready(page, bench.sheet("plan", SHEET))
    page.click("tr[data-row=sleep] [data-does=menu]")
    page.click("tr[data-row=sleep] [data-does=up]")
    assert goals(page) == ["Sleep 7 hours", "Five pilots"]
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == "sleep"
    assert page.get_attribute('[id="plan--sleep.goal"]', "aria-label") == "Goal, row 1"
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert goals(page) == ["Sleep 7 hours", "Five pilots"]


def test_a_removed_row_comes_back_by_undo_and_from_the_list(page, bench):
    ready(page, bench.sheet("plan", SHEET))
    page.fill('[id="plan--pilots.goal"]', "Six pilots")
    page.click("tr[data-row=pilots] [data-does=menu]")
    page.click("tr[data-row=pilots] [data-does=remove]")
    assert goals(page) == ["Sleep 7 hours"]
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == "sleep"
    page.click(".pb-undo")
    assert goals(page) == ["Six pilots", "Sleep 7 hours"]
    page.click("tr[data-row=pilots] [data-does=menu]")
    page.click("tr[data-row=pilots] [data-does=remove]")
    page.click(".pb-removed summary")
    page.click(".pb-removed >> text=Bring back")
    assert goals(page) == ["Six pilots", "Sleep 7 hours"]


def test_relative_dates_follow_the_start_date_until_the_reader_sets_one(page, bench):
    ready(page, bench.sheet("plan", SHEET))
    page.fill('[id="plan--start-date.value"]', "2027-03-01")
    assert page.input_value('[id="plan--pilots.due"]') == "2027-03-31"
    page.fill('[id="plan--sleep.due"]', "2027-03-05")
    page.fill('[id="plan--start-date.value"]', "2027-04-01")
    assert page.input_value('[id="plan--pilots.due"]') == "2027-05-01"
    assert page.input_value('[id="plan--sleep.due"]') == "2027-03-05"


def test_a_late_row_says_so_in_words_until_it_is_done(page, bench):
    ready(page, bench.sheet("plan", SHEET))
    page.fill('[id="plan--start-date.value"]', "2020-01-01")
    assert page.locator(".pb-late").count() == 2
    page.select_option('[id="plan--pilots.status"]', "done")
    assert page.locator("tr[data-row=pilots] .pb-late").count() == 0
    assert page.text_content(".pb-done") == "1 of 2 done"


def test_on_a_phone_ten_rows_are_lines_that_open_close_and_are_ticked(chromium, site):
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page = ready(context.new_page(), f"{site.url}{PLAN}#sales-and-life-plan--sleep")
    line = page.locator("tr[data-row=sleep]")
    action = line.locator("td[data-column=action] textarea")
    turn = line.locator("[data-does=turn]")
    expect(action, "a link opens its row").to_be_in_viewport()
    expect(turn).to_have_accessible_name(
        re.compile("^The phone charges in the kitchen Me · .+ To do")
    )
    cell = line.locator("td[data-column=goal]")
    assert cell.locator("label").bounding_box()["width"] > 20, "the form shows its labels"
    assert cell.bounding_box()["width"] > 360 * 0.6
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    action.press("Escape")
    expect(action).to_be_hidden()
    expect(turn).to_be_focused()
    body = page.locator("table.pb-rows tbody")
    assert body.locator("tr").count() == 10
    assert body.bounding_box()["height"] <= 1000
    page.keyboard.press("Enter")
    expect(action).to_be_visible()

    # Another row opens where the finger is, and this one closes.
    other = page.locator("tr[data-row=one-weekend]")
    other.scroll_into_view_if_needed()
    before = other.bounding_box()["y"]
    other.locator("[data-does=turn]").tap()
    expect(other.locator("td[data-column=goal] textarea")).to_be_visible()
    expect(action).to_be_hidden()
    assert abs(other.bounding_box()["y"] - before) < 2
    other.locator(".pb-menu").tap()
    other.get_by_role("button", name="Remove row 9").tap()
    expect(page.locator(".pb-status")).to_have_text("Row removed. Undo brings it back.")
    assert body.locator("tr").count() == 9
    page.locator(".pb-undo").first.tap()
    assert body.locator("tr").count() == 10

    # A tick is one tap, and gives back what was.
    state = page.locator('[id="sales-and-life-plan--move.status"]')
    tick = page.get_by_role("checkbox", name="Done: Walk the first call of the day")
    assert (
        min(
            page.locator("tr[data-row=move] .pb-tick").bounding_box()[s]
            for s in ("width", "height")
        )
        >= 44
    )
    state.evaluate(
        "one => { one.value = 'doing'; one.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    tick.tap()
    expect(state).to_have_value("done")
    tick.tap()
    expect(state).to_have_value("doing")

    # An empty row is a form and stays one while it is filled.
    page.locator(".pb-add").tap()
    new = page.locator("tr.pb-row").last
    new.locator("td[data-column=action] textarea").fill("Ring Ingrid")
    expect(new.locator("[data-does=turn]")).to_have_accessible_name("Ring Ingrid")
    new.locator("td[data-column=due] input").fill("2020-01-01")
    new.get_by_role("button", name="Close").tap()
    expect(new.locator("[data-does=turn]")).to_have_accessible_name(re.compile("Overdue$"))
    for each in page.locator(".pb-tick").all():
        if not each.locator("input").is_checked():
            each.tap()
    expect(page.get_by_text("Everything in this plan is done.")).to_be_visible()
    context.close()


FILL = """() => {
  const words = ['Head of procurement', 'Ingrid Lindqvist-Haraldsdottir',
    'Ring Mrs Lindqvist before ten on Tuesday, and ask who signs'];
  const longest = list => [...list.options].sort((a, b) => b.text.length - a.text.length)[0];
  let n = 0;
  for (const one of document.querySelectorAll('table[data-rows] :is(input, textarea, select)')) {
    if (one.type === 'checkbox') continue;
    if (one.tagName === 'SELECT') one.value = longest(one).value;
    else if (one.type === 'date') one.value = '2027-02-28';
    else one.value = one.inputMode ? '12345.67' : words[n++ % 3];
    one.dispatchEvent(new Event('input', {bubbles: true}));
  }
}"""
CUT = """() => {
  const cut = [];
  const pen = document.createElement('canvas').getContext('2d');
  for (const table of document.querySelectorAll('table[data-rows]')) {
    if (!table.getClientRects().length) continue;
    const [sheet, box] = [table.closest('form'), table].map(one => one.getBoundingClientRect());
    if (box.left < sheet.left - 1 || box.right > sheet.right + 1) cut.push(table.dataset.rows);
    for (const one of table.querySelectorAll('td[data-column] > :is(input, textarea, select)')) {
      if (!one.getClientRects().length) continue;
      const style = getComputedStyle(one);
      pen.font = style.font;
      const day = one.type === 'date' ? '28/02/2027' : '';
      const shown = one.selectedOptions?.[0].text ?? day;
      const {paddingLeft, paddingRight} = style;
      const room = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      const [own, cell] = [one, one.closest('td')].map(each => each.getBoundingClientRect());
      const isLow = one.tagName === 'TEXTAREA' && one.scrollHeight > one.clientHeight + 1;
      if (one.scrollWidth > one.clientWidth || isLow
        || (shown && pen.measureText(shown).width + 16 > room)
        || own.right > cell.right + 1 || own.left < cell.left - 1)
        cut.push([one.id, one.scrollWidth, one.clientWidth]);
    }
  }
  return cut;
}"""
TABLES = (
    "sales-and-life-plan", "manage-from-talent", "account-plan", "plan-30-60-90",
    "one-to-one-review", "team-meeting", "new-manager", "pipeline-monday",
    "success-agreement", "ride-along-observation", "objection-log",
)  # fmt: skip


def test_no_cell_cuts_its_text_and_no_table_leaves_its_sheet(chromium, site):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name in TABLES:
        page.set_viewport_size({"width": 1366, "height": 800})
        ready(page, f"{site.url}/playbook/{name}/")
        page.evaluate(FILL)
        for width in (1366, 1440, 1024, 768):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(CUT) == [], (name, width)
    context.close()


def test_private_rows_stay_out_of_a_file_for_someone_else(page, site):
    ready(page, f"{site.url}{PLAN}")
    page.locator("tr[data-private] td[data-column=goal] textarea").first.fill("Walk every day")
    page.locator("tr:not([data-private]) td[data-column=goal] textarea").first.fill("Six pilots")
    page.click("text=Send…")
    with page.expect_download() as download:
        send_by(page, ".pb-give-file")
    text = download.value.path().read_text()
    assert "Six pilots" in text
    assert "Walk every day" not in text
