"""An assessment: one statement at a time under the thumb, and a result in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import press, ready, saved
from .test_kinds import SOURCES

TALENT = "/playbook/talent-snapshot/"
SHOWN = ".pb-statement:not([data-away])"


@pytest.fixture
def thumb(phone):
    context = phone.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


def snapshot(page, bench):
    return ready(page, bench.sheet("snapshot", SOURCES["snapshot"]))


def answer_all(page, points):
    fields = page.locator(".pb-statement")
    for number, point in enumerate(points):
        fields.nth(number).locator("input").nth(point).check()


def bands(page) -> list[list[str]]:
    rows = page.locator(".pb-score-table tbody tr").all_inner_texts()
    return [[cell.strip() for cell in row.split("\t")] for row in rows]


def tap(page, option: int) -> None:
    """Tap an answer of the statement that is shown, where a thumb finds it without scrolling."""
    number = page.locator(f"{SHOWN} .pb-nth").inner_text()
    box = page.locator(f"{SHOWN} .pb-option").nth(option).bounding_box()
    bar = page.locator(".pb-bar").bounding_box()
    assert box and bar and box["y"] >= 0 and box["y"] + box["height"] <= bar["y"], number
    page.touchscreen.tap(box["x"] + 20, box["y"] + box["height"] / 2)
    expect(page.locator(f"{SHOWN} .pb-nth", has_text=number)).to_have_count(
        1 if number.startswith("30 ") else 0
    )


def test_thirty_statements_take_thirty_taps_and_no_scrolling(thumb, site):
    ready(thumb, f"{site.url}{TALENT}")
    assert thumb.locator(SHOWN).count() == 1
    for number in range(30):
        tap(thumb, number % 5)
        if number == 3:
            assert thumb.locator(".pb-result").is_hidden(), "a result waits for the last answer"
            expect(thumb.get_by_role("button", name="Show what there is")).to_be_visible()
    expect(thumb.get_by_role("heading", name="Your result")).to_be_in_viewport()
    assert thumb.locator(".pb-statement input:checked").count() == 30


def test_a_phone_that_comes_back_goes_on_where_it_was(thumb, site):
    ready(thumb, f"{site.url}{TALENT}")
    for _ in range(3):
        tap(thumb, 2)
    saved(thumb)
    thumb.reload()
    thumb.wait_for_selector("playbook-worksheet[ready]")
    expect(thumb.locator(f"{SHOWN} .pb-nth")).to_have_text("4 of 30")
    thumb.get_by_role("button", name="Back").click()
    expect(thumb.locator(f"{SHOWN} .pb-nth")).to_have_text("3 of 30")
    assert thumb.locator(f"{SHOWN} input:checked").count() == 1


def test_a_link_to_a_statement_shows_that_one_and_all_can_be_shown(thumb, site):
    ready(thumb, f"{site.url}{TALENT}")
    twelfth = thumb.locator(".pb-statement").nth(11)
    address = twelfth.get_attribute("id")
    thumb.goto(f"{site.url}{TALENT}?again#{address}")
    thumb.wait_for_selector("playbook-worksheet[ready]")
    expect(twelfth).to_be_in_viewport()
    assert thumb.locator(SHOWN).count() == 1
    tap(thumb, 2)
    saved(thumb)
    thumb.get_by_role("button", name="Show all").click()
    assert thumb.locator(SHOWN).count() == 30
    thumb.reload()
    thumb.wait_for_selector("playbook-worksheet[ready]")
    assert thumb.locator(SHOWN).count() == 30, "the list was chosen, and stays"
    thumb.get_by_role("button", name="One at a time").click()
    assert thumb.locator(SHOWN).count() == 1


def test_paper_and_a_wide_window_have_all_statements(thumb, page, site):
    ready(thumb, f"{site.url}{TALENT}")
    thumb.emulate_media(media="print")
    assert all(each.is_visible() for each in thumb.locator(".pb-statement").all())
    ready(page, f"{site.url}{TALENT}")
    assert page.locator(SHOWN).count() == 30
    assert page.locator(".pb-pace").is_hidden()


def test_an_answer_that_is_taken_back_moves_nothing(page, bench):
    snapshot(page, bench)
    second = page.locator(".pb-statement").nth(1)
    place = second.bounding_box()
    first = page.locator(".pb-statement").first
    first.locator("input").first.check()
    assert second.bounding_box() == place
    first.locator(".pb-clear").click()
    assert second.bounding_box() == place
    assert first.locator("input:checked").count() == 0


def test_nothing_is_chosen_for_the_reader_and_the_result_waits(page, bench):
    snapshot(page, bench)
    assert page.locator(".pb-statement input:checked").count() == 0
    assert not page.locator(".pb-result").is_visible()
    page.locator(".pb-statement").first.locator("input").first.check()
    assert not page.locator(".pb-result").is_visible(), "one answer is no result"
    assert page.locator(".pb-reading").is_visible(), "how to read it stands there meanwhile"
    page.get_by_role("button", name="Show what there is").click()
    expect(page.get_by_role("heading", name="Your result")).to_be_focused()


def test_scores_turn_reverse_statements_and_put_strengths_first_in_words(page, bench):
    snapshot(page, bench)
    answer_all(page, [0, 2, 0, 0])  # relating 0 and turned 0; closing 2 and turned 0
    expect(page.locator(".pb-score-table tbody tr")).to_have_count(2)
    assert bands(page) == [
        ["Asking for the decision", "A strength"],
        ["Keeping ties", "A strength"],
    ]
    first = page.locator(".pb-debrief").first
    assert "You ask and wait." in first.inner_text(), "a trait's own text"
    assert not page.locator(".pb-reading").is_visible()
    assert "%" not in page.locator(".pb-result").inner_text()


def test_not_sure_is_an_answer_and_no_score(page, bench):
    snapshot(page, bench)
    answer_all(page, [2, 3, 3, 3])
    expect(page.locator(".pb-score-table tbody tr")).to_have_count(2)
    assert bands(page)[0] == ["Keeping ties", "Not enough answers yet", "1 of 2"]


def test_a_result_says_what_has_changed_since_an_earlier_copy(page, bench):
    snapshot(page, bench)
    answer_all(page, [2, 2, 0, 0])
    saved(page)
    press(page, ".pb-new")
    page.get_by_label("Name of the copy").fill("Spring")
    page.get_by_role("button", name="Create").click()
    answer_all(page, [0, 2, 0, 2])
    page.get_by_label("Compare with").select_option(label="My copy")
    expect(page.locator(".pb-changes > li")).to_have_text(
        [
            "Asking for the decision: still “A strength”.",
            "Keeping ties: from “A strength” to “In company”.",
        ]
    )
