"""A sheet in a frame on somebody else's page: what it keeps there, and what it says of that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame, Page, expect

from .conftest import CHECKLIST, ready, rested, saved, until
from .serving import Server

KEEPS = """() => {
  try {
    return localStorage.length >= 0;
  } catch {
    return false;
  }
}"""
BOX = "li[data-item]:not(:has(li)) > .pb-line > input:enabled"


@pytest.fixture
def around(tmp_path, site):
    """A page elsewhere with the sheet in a frame; `shut.html` closes it off from all storage."""
    for name, shut in (("open", ""), ("shut", ' sandbox="allow-scripts"')):
        (tmp_path / f"{name}.html").write_text(
            f'<!doctype html><link rel="icon" href="data:,">'
            f'<iframe{shut} src="{site.url}{CHECKLIST}" width="360" height="700"></iframe>'
        )
    server = Server(tmp_path)
    yield lambda host, name="open": f"{server.url.replace('127.0.0.1', host)}/{name}.html"
    server.close()


def framed(page: Page, address: str) -> Frame:
    """The sheet as it stands in its frame, once all that it loads by itself is there."""
    page.goto(address)
    frame = page.frames[1]
    frame.wait_for_selector("playbook-worksheet[ready]")
    until(frame, "globalThis.playbookMore !== undefined")
    return frame


def ours(page: Page) -> list[str]:
    """Collects what goes wrong in our scripts; the theme's own read storage without asking."""
    errors: list[str] = []
    page.on(
        "pageerror",
        lambda error: "/assets/playbook/" in (error.stack or "") and errors.append(error.stack),
    )
    return errors


def test_a_sheet_in_a_frame_of_another_site_says_where_it_keeps(context, site, around):
    own = ready(context.new_page(), f"{site.url}{CHECKLIST}")
    own.locator(BOX).first.check()
    saved(own)
    page = context.new_page()
    errors = ours(page)
    frame = framed(page, around("localhost"))
    told = frame.locator(".pb-framed")
    kept = "Kept in this frame on localhost only." if frame.evaluate(KEEPS) else "keeps nothing"
    expect(told).to_have_count(1)
    expect(told).to_contain_text(kept)
    expect(told).to_contain_text("Your copies on 127.0.0.1 are not here.")
    # Whether that is so is the browser's affair: the one that drives these tests turns it off.
    frame.locator(BOX).nth(1).check()
    until(frame, "document.querySelector('.pb-standing').dataset.standing.match(/^saved|unkept/)")
    expect(told).to_have_count(1)  # said again with each standing, and once
    with context.expect_page() as opening:
        told.get_by_role("link", name="Open in a tab").click()
    tab = opening.value
    tab.wait_for_selector("playbook-worksheet[ready]")
    assert tab.evaluate("location.pathname") == CHECKLIST and tab.locator(BOX).first.is_checked()
    assert tab.locator(".pb-framed").count() == 0
    assert errors == []


def test_where_a_frame_keeps_nothing_the_sheet_says_that_instead(context, around):
    shut = context.new_page()
    errors = ours(shut)
    frame = framed(shut, around("localhost", "shut"))
    assert not frame.evaluate(KEEPS)
    told = frame.locator(".pb-framed")
    expect(told).to_contain_text("This browser keeps nothing in this frame.")
    expect(told).to_contain_text("Your copies on 127.0.0.1 are not here.")
    frame.locator(BOX).first.check()
    expect(frame.locator(".pb-banner:not([hidden])").first).to_contain_text("Not saved here")
    expect(told).to_have_count(1)
    expect(told).not_to_contain_text("Kept in this frame")
    until(frame, "document.readyState === 'complete'")
    rested(shut)
    assert errors == []


def test_a_frame_of_the_site_itself_keeps_what_any_page_keeps(context, site, around):
    own = ready(context.new_page(), f"{site.url}{CHECKLIST}")
    own.locator(BOX).first.check()
    saved(own)
    page = context.new_page()
    frame = framed(page, around("127.0.0.1"))
    assert frame.locator(BOX).first.is_checked()
    rested(frame)
    assert frame.locator(".pb-framed").count() == 0
