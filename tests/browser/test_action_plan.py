"""The action plan as a reader uses it."""

from __future__ import annotations

from .conftest import PLAN, ready, saved

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


def test_on_a_phone_each_row_is_a_card_and_nothing_scrolls_sideways(chromium, site):
    for width in (320, 360):
        context = chromium.new_context(viewport={"width": width, "height": 700})
        page = ready(context.new_page(), f"{site.url}{PLAN}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cell = page.locator("tr[data-row] td[data-column=goal]").first
        assert cell.locator("label").bounding_box()["width"] > 20, "the card shows the label"
        assert cell.bounding_box()["width"] > width * 0.6
        context.close()


def test_private_rows_stay_out_of_a_file_for_someone_else(page, site):
    ready(page, f"{site.url}{PLAN}")
    page.locator("tr[data-private] td[data-column=goal] textarea").first.fill("Walk every day")
    page.locator("tr:not([data-private]) td[data-column=goal] textarea").first.fill("Six pilots")
    page.click("text=Send…")
    with page.expect_download() as download:
        page.click(".pb-dialog .pb-primary")
    text = download.value.path().read_text()
    assert "Six pilots" in text
    assert "Walk every day" not in text
