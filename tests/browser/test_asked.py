"""The loop on a sheet, for the person who fills it: asked, begun, given back, remarked on."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from . import envelopes
from .conftest import CHECKLIST, ready, saved, until
from .test_kinds import SOURCES
from .test_offline import host, settled

__all__ = ["host"]

BAND = ".pb-loop-band"
SENT = """() => new Promise(done => {
  const {site} = document.querySelector('playbook-worksheet').store;
  const opening = indexedDB.open(`playbook-loop:${site}`);
  opening.onsuccess = () => {
    const asking = opening.result.transaction('sent').objectStore('sent').getAll();
    asking.onsuccess = () => { opening.result.close(); done(asking.result); };
  };
})"""


def opened(page: Page, link: str, state: str) -> None:
    """Open a link as if it had been pressed elsewhere."""
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(f'{BAND}[data-state="{state}"]')


def copy_of(page: Page) -> str:
    return page.evaluate("document.querySelector('playbook-worksheet').store.copy.copy")


def saved_file(page: Page) -> tuple[str, str]:
    """The name and the text of the file that is given back."""
    with page.expect_download() as download:
        page.click(".pb-give-file")
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


def body_of(text: str) -> dict:
    return json.loads(json.loads(text)["body"])


def narrow(page: Page) -> None:
    """Nothing makes the page scroll sideways, at 320 pixels either."""
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 360, "height": 740})


def test_asked_filled_given_back_and_remarked_on_a_phone_without_a_network(phone, host):
    context = phone.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=host.url)
    page = ready(context.new_page(), f"{host.url}{CHECKLIST}")
    page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(error)))
    settled(page)
    host.cut()

    asks = envelopes.assignment(
        "one-to-one",
        "playbook-example",
        label="One-to-one, December",
        due="2026-12-04",
        say="Your own boxes only.",
        focus=["which-client", "one-number"],
        fill={"which-client": "Lindqvist", "own-notes": "planted", "nothing": "x"},
    )
    opened(page, envelopes.link(f"{host.url}/go/one-to-one/", asks, "a"), "new")
    band = page.locator(BAND)
    told = band.inner_text()
    assert "Marta Lind asks you, Ana Berg: One-to-one, December." in told
    assert "New coach on this browser" in told and "Your own boxes only." in told
    assert "Lindqvist" in told and "planted" not in told
    assert page.evaluate("location.hash") == ""
    narrow(page)
    page.tap(".pb-loop-start")
    page.wait_for_selector(f'{BAND}[data-state="started"]')
    assert page.evaluate("document.querySelector('playbook-worksheet').copyName") == (
        "One-to-one, December"
    )
    client = page.locator('[id="one-to-one--which-client.value"]')
    expect(client).to_have_value("Lindqvist")
    page.tap(".pb-undo")
    expect(client).to_have_value("")
    client.fill("Hartmann")
    assert (
        page.locator("[data-pb-asked] > .pb-marked").all_inner_texts()
        == ["Marta Lind marked this"] * 2
    )
    page.tap(".pb-loop-jumps a >> nth=0")
    expect(client).to_be_focused()
    page.fill('[id="one-to-one--own-notes.value"]', "SECRET thoughts")
    saved(page)

    page.tap(".pb-give-back")  # one tap
    dialog = page.locator("dialog[open]")
    assert "1 answer" in dialog.inner_text() and "Hartmann" in dialog.inner_text()
    assert "rivate" not in dialog.inner_text() and "SECRET" not in dialog.inner_text()
    name, text = saved_file(page)  # two
    expect(page.locator(".pb-returned")).to_contain_text("Returned. You keep your copy")
    page.click(".pb-give-link")
    until(page, "document.querySelector('.pb-told-here').textContent.startsWith('Link copied')")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "#pb1.r." in link and link.startswith(f"{host.url}/go/in/")
    assert name == "return.ana-berg.one-to-one.1.playbook.txt"
    for hidden in ("SECRET", "own-notes", "planted"):
        assert hidden not in text and hidden not in name
    narrow(page)
    page.click(".pb-close")
    expect(page.locator(".pb-give")).to_contain_text("Not yet confirmed.")
    first = body_of(text)
    assert (first["seq"], first["from"], first["assignment"]) == (1, envelopes.ANA, asks["id"])
    assert first["record"]["extra"] == {"loop": {"a": asks["id"], "s": asks["series"], "no": 5}}
    [noted] = page.evaluate(SENT)

    said = envelopes.remarks(
        "one-to-one",
        "playbook-example",
        copy_of(page),
        got=[{"seq": 1, "digest": noted["digest"], "day": "2026-12-03"}],
        remarks={
            "x1": {
                "on": "a/which-client",
                "seq": 1,
                "text": envelopes.text("Who signs there? <b>"),
            },
            "x2": {"on": "a/one-number", "seq": 1, "talk": envelopes.value(True)},
            "x3": {"on": "a/which-rival", "seq": 1, "text": envelopes.text("It has gone")},
        },
        views={"which-client-manager": envelopes.text("Lindqvist first")},
        commitments={
            f"{copy_of(page)}.commitment-one": {"status": envelopes.value("done")},
        },
    )
    opened(page, envelopes.link(f"{host.url}/go/one-to-one/", said, "m"), "remarks")
    told = page.locator(".pb-loop-remarks").inner_text()
    assert "3 remarks from Marta Lind" in told and "has your return no. 1" in told
    assert "question that has gone" in told and "It has gone" in told
    note = page.locator('[id="one-to-one--which-client"] [role="note"]')
    expect(note).to_contain_text("Who signs there? <b>")
    assert page.locator(".pb-remark-talk").inner_text() == "Talk about this"
    note.get_by_role("button", name="Answer").tap()
    page.keyboard.type("Ms Berg")
    expect(note).to_contain_text("Kept.")
    expect(client).to_have_value("Hartmann")  # what is typed there is no answer to the question
    theirs = page.locator('[id="one-to-one--which-client-manager.value"]')
    page.tap(".pb-take-over")
    expect(theirs).to_have_value("Lindqvist first")
    page.tap(".pb-undo")
    expect(theirs).to_have_value("")
    status = page.locator('[data-row="commitment-one"] td[data-column="status"] select')
    page.locator('[data-row="commitment-one"] .pb-remark button').tap()
    expect(status).to_have_value("done")
    narrow(page)

    page.tap(".pb-give-back")
    assert "1 answer to a remark" in page.locator("dialog[open]").inner_text()
    again = body_of(saved_file(page)[1])
    assert (again["seq"], again["before"]) == (2, noted["digest"][:16])
    assert again["replies"]["x1"]["v"] == "Ms Berg"
    page.click(".pb-close")

    page.get_by_role("button", name="Delete all remarks").tap()
    expect(page.locator(".pb-remark")).to_have_count(0)
    page.locator(".pb-toast").get_by_role("button", name="Undo").tap()
    expect(note).to_contain_text("You: Ms Berg")
    note.get_by_role("button", name="Hide").tap()
    expect(note).to_have_count(0)
    page.reload()
    page.wait_for_selector(f'{BAND}[data-state="remarks"]')
    page.get_by_role("button", name="Show 1 hidden remark").tap()
    expect(note).to_contain_text("You: Ms Berg")
    context.close()


def test_requests_that_cannot_simply_be_begun_each_have_their_sentence(page, bench):
    url = bench.sheet("asked-debrief", SOURCES["debrief"])

    def asks(**parts):
        return envelopes.link(url, envelopes.assignment("debrief", "site", **parts), "a")

    # Changed by a later version: what differs is said, and the copy keeps its answers.
    opened(page, asks(due="2026-12-04", label="December"), "new")
    page.click(".pb-loop-start")
    page.fill('[id="debrief--want.value"]', "Ask sooner")
    saved(page)
    copy = copy_of(page)
    newer = asks(made="2026-12-01", due="2026-12-09", label="December", say="Take your time.")
    opened(page, newer, "started")
    band = page.locator(BAND)  # what is kept here stands at once, what the link says comes after
    expect(band).to_contain_text("You have begun this.")
    told = band.inner_text()
    assert "has changed this since" in told
    assert "Dec 4" in told and "Dec 9" in told and "Take your time." in told
    assert (copy_of(page), page.input_value('[id="debrief--want.value"]')) == (copy, "Ask sooner")
    opened(page, asks(due="2026-12-04", label="December"), "started")  # the older one again
    expect(band).to_contain_text("You already have a later version")
    assert "Dec 9" in page.locator(".pb-loop-due").inner_text()
    assert page.evaluate("document.querySelector('playbook-worksheet').store.list().length") == 1

    # For somebody else, once it is known who works here.
    page.click(".pb-give-back")
    page.get_by_label("Your name").fill("Ben Huber")
    saved_file(page)
    page.click(".pb-close")
    hers = {"id": "p9z8y7x6w5v4", "name": "Cem Yilmaz"}
    other = asks(id="b1c2d3e4f5g6", to=hers, say="For Cem alone", fill={"want": "his"})
    opened(page, other, "somebody-else")
    told = page.locator(BAND).first.inner_text()
    assert "This was made for Cem Yilmaz." in told and "For Cem alone" not in told
    page.get_by_role("button", name="Start it as my own").click()
    until(page, f"document.querySelector('playbook-worksheet').store.copy.copy !== '{copy}'")
    assert page.input_value('[id="debrief--want.value"]') == ""
    assert page.locator(".pb-give").is_hidden(), "nobody asked for it"
    opened(page, other, "somebody-else")
    page.get_by_role("button", name="I am Cem Yilmaz").click()
    page.wait_for_selector(f'{BAND}[data-state="new"]')

    # Old, and not now.
    opened(page, asks(id="c1c2d3e4f5g6", until="2026-11-30", to=hers), "new")
    band = page.locator(f"{BAND}:focus")
    expect(page.locator(".pb-loop")).to_contain_text("This request is old")
    page.locator(BAND, has_text="is old").get_by_role("button", name="Not now").click()
    page.get_by_label("What shall Marta Lind know?").fill("On leave until the 14th")
    page.get_by_role("button", name="Keep it as").click()
    declined = body_of(saved_file(page)[1])
    assert (declined["state"], declined["say"]) == ("declined", "On leave until the 14th")
    assert "record" not in declined
    page.get_by_role("button", name="Close").click()
    opened(page, asks(id="c1c2d3e4f5g6", until="2026-11-30", to=hers), "declined")
    assert "Not now: “On leave until the 14th”" in page.locator(".pb-loop").inner_text()
    assert band.count() == 1


def test_a_sheet_of_which_nothing_is_given_back_has_none_of_it(page, bench):
    url = bench.sheet("asked-never", SOURCES["debrief"])
    page.route("**/asked-never.html*", lambda route: _with_return_never(route, bench))
    link = envelopes.link(url, envelopes.assignment("debrief", "site"), "a")
    opened(page, link, "never")
    assert "Nothing is given back of this sheet." in page.locator(BAND).inner_text()
    page.get_by_role("button", name="Start it as my own").click()
    page.fill('[id="debrief--want.value"]', "x")
    saved(page)
    assert page.locator(".pb-give").is_hidden()
    page.click(".pb-out")
    page.wait_for_selector("dialog[open]")
    assert page.locator(".pb-give-instead").count() == 0


def _with_return_never(route, bench) -> None:
    text = (bench.folder / "asked-never.html").read_text("utf-8")
    route.fulfill(
        body=text.replace("<playbook-worksheet", '<playbook-worksheet return="never"'),
        content_type="text/html; charset=utf-8",
    )


def test_the_loop_by_keyboard_alone(page, bench):
    url = bench.sheet("asked-keys", SOURCES["debrief"])
    asks = envelopes.assignment("debrief", "site", label="December", focus=["sure"])
    opened(page, envelopes.link(url, asks, "a"), "new")
    expect(page.locator(BAND)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Start
    expect(page.locator(f'{BAND}[data-state="started"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the marked line stands in a section that usually waits
    expect(page.locator('[id="debrief--sure.1"]')).to_be_focused()
    page.keyboard.press("Space")
    saved(page)
    page.focus(".pb-give-back")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.pb-give-link')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".pb-returned")).to_contain_text("Returned.")
    page.keyboard.press("Escape")
    expect(page.locator(".pb-give-back")).to_be_focused()
    expect(page.locator(".pb-give-back")).to_have_text("Give it back again")
    said = envelopes.remarks(
        "debrief",
        "site",
        copy_of(page),
        remarks={"x1": {"on": "a/sure", "seq": 1, "text": envelopes.text("Why only half?")}},
    )
    opened(page, envelopes.link(url, said, "m"), "remarks")
    expect(page.locator(f'{BAND}[data-state="remarks"]')).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    note = page.locator('[id="debrief--sure"] .pb-remark')
    expect(note).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("It is new to me")
    expect(note).to_contain_text("Kept.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Hide
    expect(page.locator(f'{BAND}[data-state="remarks"]')).to_be_focused()
