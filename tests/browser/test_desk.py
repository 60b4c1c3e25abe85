"""The desk of "My worksheets": what is asked, given back, remarked on and promised; and its end."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from . import envelopes
from .conftest import saved
from .test_asked import BAND, SENT, body_of, copy_of, opened, saved_file
from .test_mine import mine, names
from .test_pages import violations

ASKED = "[aria-labelledby=pb-desk-asked]"
PROMISED = "[aria-labelledby=pb-desk-promised]"
CLIENT = '[id="one-to-one--which-client.value"]'
PROMISE = '[data-row="commitment-one"] td[data-column="{}"]'
SHEET = "/playbook/one-to-one-review/"
RING = "Ring Mrs Lindqvist before ten"


PLAIN = """() => {
  const more = document.querySelector('.pb-mine-more');
  return [
    getComputedStyle(more).borderTopWidth,
    getComputedStyle(more.querySelector('summary'), '::before').display,
  ];
}"""


def december(site: str = "playbook-example") -> dict:
    return envelopes.assignment(
        *("one-to-one", site),
        label="One-to-one, December",
        due="2099-12-04",
        fill={"which-client": "Lindqvist"},
    )


def taken_up(page: Page, *sent: dict) -> None:
    """Open files that a coach has sent, on the desk."""
    page.get_by_role("button", name="Open a file…").click()
    page.set_input_files(
        "#pb-mine-files",
        [
            {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": json.dumps(each).encode()}
            for n, each in enumerate(sent)
        ],
    )
    page.get_by_role("button", name=f"Take up {len(sent)}").click()
    expect(page.locator(".pb-mine-told")).to_contain_text(f"{len(sent)} taken up.")


def line(page: Page, label: str):
    return page.locator(f"{ASKED} .pb-desk-line", has_text=label)


def promise(page: Page, text: str) -> None:
    """Promise something in the first line of the review, long overdue."""
    page.locator(f"{PROMISE.format('commitment')} textarea").fill(text)
    page.locator(f"{PROMISE.format('owner')} textarea").fill("Ana Berg")
    page.locator(f"{PROMISE.format('due')} input[type=date]").fill("2020-01-01")
    saved(page)


def test_what_is_asked_goes_its_way_and_a_promise_is_ticked_beside_its_sheet(page, site, context):
    page.set_viewport_size({"width": 360, "height": 740})
    mine(page, site)
    later = envelopes.assignment(
        *("referral", "playbook-example"), id="b1c2d3e4f5g6", label="Three referrals"
    )
    taken_up(page, december(), later)
    one = line(page, "One-to-one, December")
    expect(one).to_have_attribute("data-standing", "new")
    assert "from Marta Lind · By " in one.inner_text() and "New" in one.inner_text()

    # Not now: said on the sheet, kept on the desk.
    page.get_by_role("link", name="Not now…: Three referrals").click()
    page.get_by_label("What shall Marta Lind know?").fill("After the fair")
    page.get_by_role("button", name="Keep it as").click()
    assert body_of(saved_file(page)[1])["say"] == "After the fair"
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    mine(page, site)
    declined = line(page, "Three referrals")
    expect(declined).to_contain_text("Not now: “After the fair”")
    expect(declined.get_by_role("link")).to_have_text(["Start after all"])

    # Start: what would be filled in is shown first, and nothing is begun before it is agreed to.
    page.get_by_role("link", name="Start: One-to-one, December").click()
    new = page.locator(f'{BAND}[data-state="new"]')
    expect(new).to_be_focused()
    expect(new).to_contain_text("Lindqvist")
    expect(page.locator(CLIENT)).to_have_value("")
    page.click(".pb-loop-start")
    page.wait_for_selector(f'{BAND}[data-state="started"]')
    expect(page.locator(CLIENT)).to_have_value("Lindqvist")
    promise(page, RING)

    # Give it back: the dialog stands open on the copy that was begun.
    mine(page, site)
    expect(one).to_contain_text("Started · 1 of ")
    page.get_by_role("link", name="Give it back: One-to-one, December").click()
    page.wait_for_selector("dialog[open]")
    copy, answers = copy_of(page), body_of(saved_file(page)[1])["record"]["answers"]
    assert answers["which-client"]["v"] == "Lindqvist"
    [noted] = [each for each in page.evaluate(SENT) if each["copy"] == copy]
    page.click(".pb-close")
    mine(page, site)
    expect(one).to_contain_text("not yet confirmed")

    # The coach has it, and has written: news until it is answered or hidden.
    said = envelopes.remarks(
        *("one-to-one", "playbook-example", copy),
        got=[{"seq": 1, "digest": noted["digest"], "day": "2026-12-03"}],
        remarks={
            "x1": {"on": "a/which-client", "seq": 1, "text": envelopes.text("Who signs there?")}
        },
    )
    taken_up(page, said)
    expect(one).to_contain_text("Marta Lind has it (")
    news = page.locator(".pb-desk-news")
    expect(news).to_contain_text("New from Marta Lind: 1 remark on “One-to-one, December”")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page, within="playbook-mine") == []
    assert page.evaluate(PLAIN) == ["0px", "none"], "the theme makes no note of the three points"
    page.get_by_role("link", name="Look: One-to-one, December").click()
    note = page.locator('[id="one-to-one--which-client"] [role="note"]')
    expect(note).to_contain_text("Who signs there?")

    # The sheet stays open; the promise is ticked on the desk of another tab.
    desk = context.new_page()
    mine(desk, site)
    expect(desk.locator(PROMISED)).to_contain_text(RING)
    expect(desk.locator("[aria-labelledby=pb-desk-week]")).to_contain_text(RING)
    status = page.locator(f"{PROMISE.format('status')} select")
    desk.get_by_role("button", name=f"Done: {RING}").click()
    expect(status).to_have_value("done")
    expect(desk.locator(".pb-desk")).not_to_contain_text(RING)
    expect(line(desk, "One-to-one, December")).to_contain_text("Changed since you returned it")
    desk.get_by_role("button", name="Undo").click()
    expect(status).to_have_value("")
    expect(desk.locator(PROMISED)).to_contain_text(RING)
    page.locator('[data-row="commitment-one"] [data-does=tick]').check()  # and the other way
    expect(desk.locator(PROMISED)).to_have_count(0)
    note.get_by_role("button", name="Hide").click()
    expect(desk.locator(".pb-desk-news")).to_have_count(0)


WATCHED = """
window.order = [];
const {createObjectURL} = URL;
URL.createObjectURL = blob => { order.push('file'); return createObjectURL.call(URL, blob); };
const {deleteDatabase} = IDBFactory.prototype;
IDBFactory.prototype.deleteDatabase = function(name) {
  order.push(name);
  return deleteDatabase.call(this, name);
};
"""
HELD = """async () => {
  const found = {};
  const asked = request => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  for (const {name} of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = [await asked(rows.getAllKeys()), await asked(rows.getAll())];
      keys.forEach((key, n) => { found[`${name} ${store} ${key}`] = JSON.stringify(values[n]); });
    }
    database.close();
  }
  for (const [area, kept] of Object.entries({local: localStorage, session: sessionStorage}))
    for (const key of Object.keys(kept))
      if (key.startsWith('playbook:')) found[`${area} ${key}`] = kept.getItem(key);
  return found;
}"""
"""Every row of every database, and every small word of the site."""


KILLED = """() => {
  const {store} = document.querySelector('playbook-worksheet');
  const {site, copy} = store.copy;
  const t = '1796169600000-0-killed';
  localStorage.setItem(`playbook:${site}:journal:one-to-one:${copy}:killed`, JSON.stringify({
    format: 'playbook-response', formatVersion: 1, site, worksheet: 'one-to-one', version: 1, copy,
    created: store.copy.created, updated: store.copy.updated, rows: {}, labels: {}, retired: {},
    extra: {}, answers: {thanks: {v: 'The night porter', t, b: t}},
  }));
}"""


def cleared(page: Page) -> str:
    """Press through *Clear this browser…*; the text of the file that is saved."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file and clear").click()
    expect(page.locator(".pb-mine-told")).to_contain_text("keeps nothing of this site any more")
    return Path(download.value.path()).read_text("utf-8")


def test_a_browser_is_cleared_and_has_all_of_it_back(page, site, context, chromium, tmp_path):
    opened(page, envelopes.link(f"{site.url}{SHEET}", december(), "a"), "new")
    page.click(".pb-loop-start")
    promise(page, RING)
    said = {"x1": {"on": "a/which-client", "seq": 1, "text": envelopes.text("Who signs there?")}}
    desk = context.new_page()
    desk.add_init_script(WATCHED)
    mine(desk, site)
    taken_up(desk, envelopes.remarks("one-to-one", "playbook-example", copy_of(page), remarks=said))
    # What a killed tab has left: a journal, which the database does not hold yet.
    page.evaluate(KILLED)

    desk.get_by_role("button", name="Clear this browser…").click()
    page.fill(CLIENT, "Hartmann, written meanwhile")  # the other tab is still open
    saved(page)
    before = desk.evaluate(HELD)
    file = cleared(desk)
    for held in (
        *("Hartmann, written meanwhile", "The night porter", RING),
        *("One-to-one, December", "Who signs there?"),
    ):
        assert held in file, held
    order = desk.evaluate("order")
    assert order == ["file", "playbook:playbook-example", "playbook-loop:playbook-example"]
    assert desk.evaluate(HELD) == {}
    assert names(desk) == []
    expect(desk.locator("playbook-mine")).to_contain_text("To begin with")
    page.close(run_before_unload=True)
    assert desk.evaluate(HELD) == {}, "the other tab leaves nothing behind"

    desk.get_by_role("button", name="Undo").click()
    expect(desk.locator(".pb-mine-told")).to_contain_text("Everything is back.")
    expect(desk.locator(PROMISED)).to_contain_text(RING)
    expect(desk.locator(".pb-desk-news")).to_contain_text("New from Marta Lind: 1 remark")
    assert desk.evaluate(HELD) == before

    # The file brings it all to another browser.
    whole = tmp_path / "everything.playbook.txt"
    whole.write_text(file, "utf-8")
    other = chromium.new_context()
    laptop = other.new_page()
    mine(laptop, site)
    laptop.get_by_role("button", name="Open a file…").click()
    laptop.set_input_files("#pb-mine-files", whole)
    laptop.locator("dialog[open] .pb-preview button").click()
    expect(laptop.locator(PROMISED)).to_contain_text(RING)
    expect(line(laptop, "One-to-one, December")).to_have_attribute("data-standing", "started")
    expect(laptop.locator(".pb-desk-news")).to_contain_text("New from Marta Lind: 1 remark")
    other.close()
