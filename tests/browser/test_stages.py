"""A sheet in stages, in the hand: what is folded, what leads in, and what is missing there."""

from __future__ import annotations

from .conftest import press, ready, rested, saved, until
from .test_every_sheet import SHEETS

SHIFTS = """shifted = 0;
new PerformanceObserver(list => {
  for (const {value} of list.getEntries()) shifted += value;
}).observe({type: 'layout-shift', buffered: true});"""
HEADS = """[...document.querySelectorAll('.pb-section > legend')]
  .slice(1).map(head => Math.round(head.getBoundingClientRect().top + scrollY))"""
NAMES = "[...document.querySelectorAll('.pb-stages a')].map(stop => stop.ariaLabel)"
PRINTED = """[...document.querySelectorAll('li[data-item]')]
    .every(each => each.getClientRects().length > 0)"""
FOLDED = """[...document.querySelectorAll('.pb-section')]
  .map(stage => +(stage.getBoundingClientRect().height < 200)).join('')"""


def stage(page, name: str):
    return page.locator(f'[data-section="{name}"]')


def head(page, name: str):
    return stage(page, name).locator(".pb-fold")


def test_a_sheet_in_stages_opens_where_its_reader_is(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    held = []
    page.route(
        "**/playbook-sheets*.js", lambda route: route.continue_() if held else held.append(route)
    )
    address = f"{site.url}{SHEETS['land and expand']}"
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#ask", state="attached")
    until(
        page,
        "document.querySelectorAll('.pb-section').length === 7 && !!document.body.offsetTop + 1",
    )
    assert page.evaluate(FOLDED) == "0111111", "before any script"
    before = page.evaluate(HEADS)
    while not held:
        rested(page)
    held[0].continue_()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.evaluate(FOLDED) == "0111111"
    after = page.evaluate(HEADS)
    moved = {late - early for early, late in zip(before, after, strict=True)}
    assert max(moved) - min(moved) <= 2, "the folded heads stay together"

    # The strip: what each stop is, and that it fits.
    assert page.evaluate(NAMES)[:2] == [
        "1 of 7: Think smart, 0 of 7, here",
        "2 of 7: Get in, 0 of 5, later",
    ]
    boxes = page.evaluate(
        "[...document.querySelectorAll('.pb-stages a')].map(stop => stop.getBoundingClientRect())"
        ".map(({left, right, width, height}) => [left, right, width, height])"
    )
    assert all(box[0] >= 0 and box[1] <= 360 and min(box[2:]) >= 44 for box in boxes), boxes
    gate = stage(page, "success-shown")
    assert gate.locator(".pb-locked").inner_text() == "Usually after “Metrics agreed”."
    gate.get_by_role("button", name="Show what is missing").tap()
    assert gate.locator(".pb-missing a").count() == 3
    gate.locator(".pb-missing a").first.tap()
    assert page.evaluate("document.activeElement.closest('[data-section]').dataset.section") == (
        "metrics-agreed"
    )
    page.keyboard.press("Space")
    assert gate.locator(".pb-missing a").count() == 2
    gate.get_by_role("button", name="Show what is missing").tap()

    # What is done leads on; nothing folds under the finger.
    stage(page, "think-smart").locator('[id$="one-region.check"]').check()
    assert page.evaluate(FOLDED) == "0011011"
    assert page.evaluate(NAMES)[1] == "2 of 7: Get in, 0 of 5, here"
    head(page, "know-the-client").tap()
    assert stage(page, "know-the-client").locator("input").first.is_enabled()
    saved(page)

    # On the next visit it opens there, with what the reader had left open, and as quietly.
    page.goto("about:blank")
    ready(page, address)
    assert page.evaluate(FOLDED) == "1001011"
    assert head(page, "think-smart").get_attribute("aria-expanded") == "false"
    assert head(page, "think-smart").get_attribute("aria-label") == "Think smart, 1 of 7"
    rested(page)
    assert page.evaluate("shifted") <= 0.02
    page.emulate_media(media="print")
    assert page.evaluate(PRINTED), "paper has no folds"
    page.emulate_media(media="screen")

    # A link leads into a stage that is folded, at load and on the page.
    page.goto("about:blank")
    page.goto(f"{address}#land-and-expand--referral")
    page.wait_for_selector("playbook-worksheet[ready]")
    rested(page)
    assert page.evaluate(FOLDED) == "1001010"
    assert page.evaluate("shifted") <= 0.02, "what a link leads to keeps its place"
    item = page.locator('[id="land-and-expand--referral"]')
    assert 0 <= item.bounding_box()["y"] < 740
    page.evaluate("location.hash = 'land-and-expand--first-two-weeks'")
    until(page, "document.querySelector(':target').checkVisibility()")
    page.locator(".pb-stages a").nth(5).tap()
    until(page, "location.hash === '#success-shown'")
    assert head(page, "success-shown").get_attribute("aria-expanded") == "true"
    assert 0 <= stage(page, "success-shown").bounding_box()["y"] < 740
    context.close()


def test_what_is_missing_shrinks_as_it_is_mended(page, site):
    ready(page, f"{site.url}{SHEETS['land and expand']}")
    press(page, ".pb-check")
    page.wait_for_selector(".pb-errors:focus")
    title = page.locator(".pb-errors h3")
    assert title.inner_text() == "1 required line is open."
    head(page, "metrics-agreed").click()
    press(page, ".pb-check")
    assert title.inner_text() == "4 required lines are open."
    head(page, "metrics-agreed").click()
    link = page.locator(".pb-errors a").nth(1)
    target = link.get_attribute("href")[1:]
    link.press("Enter")
    assert page.evaluate("document.activeElement.id") == target, "out of a folded stage"
    error = page.locator(f'[id="{target}.error"]')
    assert error.inner_text() == "Still to answer."
    assert page.get_attribute(f'[id="{target}"]', "aria-describedby").endswith(f"{target}.error")
    page.keyboard.press("Space")
    assert error.count() == 0, "it goes when its cause does"
    assert title.inner_text() == "3 required lines are open."
    press(page, ".pb-new")
    page.locator(".pb-dialog input").fill("Another")
    page.locator(".pb-dialog .pb-primary").click()
    page.wait_for_selector(".pb-errors", state="detached")
    assert page.locator(".pb-error").count() == 0, "another copy lacks other things"
