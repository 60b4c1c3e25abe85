"""What arrives, by whatever way: mended links, the door, copies that open as the sheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import envelopes
from .conftest import press, ready, saved, send_by
from .test_every_sheet import SHEETS
from .test_team import TEAM, given, returned

CLIENT = Path(__file__).resolve().parents[2] / "playbook_plugins" / "client"
REFERRAL = SHEETS["referral ask"]

FILL = """() => {
  let word = 0;
  const put = (control, value) => {
    control.value = value;
    control.dispatchEvent(new Event('input', {bubbles: true}));
    control.dispatchEvent(new Event('change', {bubbles: true}));
  };
  const form = document.querySelector('form.pb-sheet');
  for (const button of form.querySelectorAll('.pb-gate:not([hidden]) > .pb-button:first-child'))
    button.click();
  const add = form.querySelector('.pb-add:not([hidden])');
  if (add) add.click();
  for (const one of form.querySelectorAll(':is(input, textarea, select):not(:disabled)')) {
    if (one.closest('.pb-bar')) continue;
    if (one.type === 'checkbox') word++ % 3 && !one.checked && one.click();
    else if (one.type === 'radio') one.click();
    else if (one.type === 'date') put(one, '2027-01-15');
    else if (one.type === 'number') put(one, String(++word));
    else if (one.tagName === 'SELECT') put(one, one.options[one.options.length - 1].value);
    else put(one, `Word ${++word}`);
  }
}"""
READ = """() => Object.fromEntries([
    ...document.querySelectorAll('form.pb-sheet :is(input, textarea, select)')]
  .filter(one => one.id && !one.closest('.pb-bar, .pb-arrival, .pb-tools')
    && (one.checked || (one.value && !/checkbox|radio/.test(one.type))))
  .map(one => [one.id, one.checked && /checkbox|radio/.test(one.type) ? true : one.value]))"""
STORED = """() => new Promise(done => {
  const opening = indexedDB.open('playbook:playbook-example');
  opening.onsuccess = () => {
    const all = opening.result.transaction('copies').objectStore('copies').getAll();
    all.onsuccess = () => { opening.result.close(); done(JSON.stringify(all.result)); };
  };
})"""


def backed_up(page) -> str:
    """The text of a backup of the open copy."""
    with page.expect_download() as download:
        press(page, ".pb-save")
    return Path(download.value.path()).read_text("utf-8")


def opened(page, site, text: str) -> None:
    """Paste `text` at the door."""
    page.goto(f"{site.url}/go/in/")
    page.fill("#pb-door-paste", text)
    page.get_by_role("button", name="Open", exact=True).click()


def mangled(data: str) -> list[str]:
    """The list of the unit test, with real data in it."""
    source = (CLIENT / "test" / "mended-link.test.ts").read_text("utf-8")
    found = re.search(r"MANGLED = \[(.*?)\n\];", source, re.DOTALL)
    assert found
    made = []
    for line in re.findall(r"`/sub(.*?)`,", found[1]):
        line = line.replace(".replaceAll('.', '%2E').replace('_', '%5F')", "")
        line = line.replace("${DATA.slice(0, 18)}", data[:30]).replace(
            "${DATA.slice(18)}", data[30:]
        )
        made.append(re.sub(r"\$\{DATA\}", data, line).replace("one-to-one", "referral"))
    return made


def test_a_link_opens_whatever_mail_programs_made_of_it(page, site):
    """Twelve mangled forms, a page that is gone, a post, a listing, and one cut short."""
    ready(page, f"{site.url}{REFERRAL}")
    page.fill('[id="referral--target.value"]', "Ms Hartmann")
    saved(page)
    page.click(".pb-out")
    send_by(page, ".pb-give-link")
    data = page.locator(".pb-made input").input_value().split("#")[1]
    forms = mangled(data)
    assert len(forms) == 12
    for form in [*forms, f"/gone/#{data}", f"/blog/#{data}", f"/go/in/#{data}", f"/guide/#{data}"]:
        page.goto("about:blank")
        page.goto(f"{site.url}{form}")
        # The copy stands here already: the sheet says so, and nothing is stored twice.
        page.get_by_text("You have this already.").wait_for()
        assert page.evaluate("location.pathname + location.hash") == REFERRAL, form
    page.goto(f"{site.url}/blog/#{data[:-4]}")
    page.get_by_text("This link was cut on its way.").wait_for()
    assert page.evaluate("location.pathname + location.hash") == "/go/in/"
    assert len(json.loads(page.evaluate(STORED))) == 1


@pytest.mark.parametrize("name", SHEETS)
def test_what_arrives_opens_as_the_sheet_itself(chromium, site, name):
    """Read in its own form and order, nothing stored, the reader's own back."""
    sender, reader = chromium.new_context(), chromium.new_context()
    there, here = sender.new_page(), reader.new_page()
    errors: list[str] = []
    here.on("pageerror", lambda error: errors.append(str(error)))
    address = SHEETS[name]
    ready(there, f"{site.url}{address}")
    there.evaluate(FILL)
    saved(there)
    text, said = backed_up(there), there.evaluate(READ)
    assert len(said) >= 3, name
    ready(here, f"{site.url}{address}")
    own = here.locator(".pb-sheet :is(textarea, input[type=text]):enabled:visible")
    if own.count():
        own.first.fill("Of my own")
    else:
        here.locator(".pb-sheet input[type=radio]").first.check()
    saved(here)
    mine, kept = here.evaluate(READ), here.evaluate(STORED)
    opened(here, site, text)
    here.wait_for_selector(".pb-arrival")
    assert here.evaluate("document.activeElement.matches('.pb-arrival-head')")
    assert here.evaluate(READ) == said, name
    shown = here.locator("form.pb-sheet").inner_text()
    assert not re.search(r"\b(pos|gone|[cr](?=[a-z]*\d)[0-9a-z]{7,11})\b|→", shown), name
    # Everything can be pressed and typed into, and nothing of it changes anything.
    here.evaluate(FILL)
    for control in here.locator(".pb-sheet :is(textarea, [type=checkbox]):visible").all()[:2]:
        control.click(force=True)
        here.keyboard.type("x")
    assert here.evaluate(READ) == said, name
    here.locator(".pb-arrival-close").first.click()
    assert here.locator(".pb-arrival").count() == 0
    assert here.evaluate(READ) == mine, name
    here.reload()
    ready(here, f"{site.url}{address}")
    assert here.evaluate(READ) == mine and here.evaluate(STORED) == kept, name
    assert errors == []
    sender.close()
    reader.close()


def test_a_copy_that_is_held_shows_where_it_differs(chromium, site):
    """Kept once, however often it is opened; later versions are marked in the sheet and merged."""
    sender, reader = chromium.new_context(), chromium.new_context()
    there, here = sender.new_page(), reader.new_page()
    address = f"{site.url}{SHEETS['land and expand']}"
    ready(there, address)
    boxes = there.locator("li[data-item] > .pb-line > input:enabled")
    boxes.nth(0).check()
    there.locator(".pb-note textarea").nth(0).fill("Line 3")
    saved(there)
    first = backed_up(there)
    opened(here, site, first)
    here.get_by_role("button", name="Keep as a new copy").click()
    here.fill(".pb-dialog input", "From the train")
    here.locator(".pb-dialog .pb-primary").click()
    here.get_by_text("Kept as a copy of your own").wait_for()
    saved(here)
    opened(here, site, first)
    here.get_by_text("You have this already.").wait_for()
    here.locator("li[data-item] > .pb-line > input:enabled").nth(3).check()
    saved(here)
    there.locator(".pb-note textarea").nth(0).fill("Line 4")
    there.locator("li[data-item] > .pb-line > input:enabled").nth(1).check()
    saved(there)
    opened(here, site, backed_up(there))
    here.wait_for_selector(".pb-arrival")
    assert "2 differences" in here.locator(".pb-arrival").first.inner_text()
    assert here.locator(".pb-mark").count() == 2
    here.get_by_role("button", name="Next difference").click()
    here.keyboard.press("Enter")
    assert "In your copy: Note: Line 3" in here.locator("details.pb-mark").inner_text()
    here.locator(".pb-arrival-close").first.click()
    assert here.locator(".pb-mark").count() == 0
    opened(here, site, backed_up(there))
    here.get_by_role("button", name="Merge into my copy").click()
    here.get_by_text("Merged into “From the train”").wait_for()
    checked = "document.querySelectorAll('li[data-item] input:checked').length"
    assert here.evaluate(checked) == 3
    assert here.locator(".pb-note textarea").nth(0).input_value() == "Line 4"
    saved(here)
    assert len(json.loads(here.evaluate(STORED))) == 1
    sender.close()
    reader.close()


def test_files_at_the_door(page, site, tmp_path):
    """A file beyond what an address or a tab's store can hold, many at once, and those refused."""
    ready(page, f"{site.url}{REFERRAL}")
    page.fill('[id="referral--target.value"]', "Ms Hartmann")
    saved(page)
    record = json.loads(backed_up(page))
    record["copy"] = "c0123456789a"
    record["answers"]["left-behind"] = {"v": "x" * 90_000, "t": "1700000000000-0-zz", "b": ""}
    large, wrong, other = (tmp_path / name for name in ("large.json", "wrong.txt", "other.json"))
    large.write_text(json.dumps(record))
    wrong.write_text("Dear Ana, see you on Friday.")
    other.write_text(json.dumps({**record, "worksheet": "somebody-elses"}))
    page.goto(f"{site.url}/go/in/")
    # The tab's own store is full: it goes through the browser's database.
    page.evaluate(
        "for (let n = 0; n < 40; n++)"
        " try { sessionStorage.setItem(`x${n}`, 'x'.repeat(250000)) } catch {}"
    )
    page.set_input_files("#pb-door-file", large)
    page.wait_for_selector(".pb-arrival")
    assert page.evaluate("location.hash") == ""
    assert page.input_value('[id="referral--target.value"]') == "Ms Hartmann"
    page.goto(f"{site.url}/go/in/")
    page.set_input_files("#pb-door-file", [large, wrong, other])
    page.wait_for_selector(".pb-door-list")
    said = page.locator(".pb-door-list").inner_text()
    assert "not a file that we wrote" in said
    assert "“somebody-elses”, a sheet that this site does not have" in said
    page.get_by_role("button", name="Open: A copy of").click()
    page.wait_for_selector(".pb-arrival")


HELD = """() => new Promise(done => {
  const opening = indexedDB.open('playbook-loop:playbook-example');
  opening.onsuccess = () => {
    const asking = opening.result.transaction('returns').objectStore('returns').count();
    asking.onsuccess = () => { opening.result.close(); done(asking.result); };
  };
})"""
WAITS = "Object.keys(sessionStorage).filter(key => key.endsWith(':in')).length"


def test_a_return_goes_through_the_door_to_the_team_once(page, site):
    """As a link on any page, as files too long for an address, and never a second time."""
    ana = {"id": "aana", "series": "sana", "site": "playbook-example", "sheet": "one-to-one"}
    asked = {**ana, "to": envelopes.ANA}
    first = returned(asked, "Ana", {"which-client": "Lindqvist"})
    # A link brings what the sheet packs; a page that has no use for it sends it to the door.
    page.goto(envelopes.link(f"{site.url}/blog/", compact(first), "r"))
    outcome = page.locator(".pb-team-results")
    outcome.get_by_role("button", name="File it").click()
    look = outcome.get_by_role("link", name="Look: Ana Berg (return 1)")
    expect(look).to_be_visible()
    assert page.evaluate("location.pathname + location.hash") == TEAM
    assert (page.evaluate(HELD), page.evaluate(WAITS)) == (1, 0)
    page.reload()
    page.wait_for_selector("playbook-team[ready]")
    assert outcome.inner_text() == "", "taken once"

    # Two files, each longer than an address may be, go on together.
    long = {"which-client": "x" * 40_000}
    files = [
        given(name, json.dumps(returned(asked, "Ana", long, seq)))
        for name, seq in (("two", 2), ("three", 3))
    ]
    page.goto(f"{site.url}/go/in/")
    page.set_input_files("#pb-door-file", files)
    expect(outcome).to_contain_text("2 returns: Ana Berg (return 2)")
    assert page.evaluate("location.pathname + location.hash") == TEAM
    assert (page.evaluate(HELD), page.evaluate(WAITS)) == (3, 0)
    page.reload()
    page.wait_for_selector("playbook-team[ready]")
    assert outcome.inner_text() == "", "taken once"
    page.goto(f"{site.url}/go/in/")
    page.set_input_files("#pb-door-file", files[0])
    expect(outcome).to_contain_text("you have this")
    assert page.evaluate(HELD) == 3


def test_where_nothing_can_be_left_a_return_goes_on_in_the_address(context, site):
    """Whole messages too; what is too long for an address is told where it belongs."""
    context.add_init_script(
        "for (const name of ['indexedDB', 'sessionStorage'])"
        " Object.defineProperty(window, name,"
        " {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    page = context.new_page()
    asked = {"id": "aana", "series": "sana", "site": "playbook-example", "sheet": "one-to-one"}
    sent = returned({**asked, "to": envelopes.ANA}, "Ana", {"which-client": "Lindqvist"})
    link = envelopes.link(f"{site.url}{TEAM}", compact(sent), "r")
    opened(page, site, f"Here is mine:\n{link}\nAna")
    expect(page.locator(".pb-team-results")).to_contain_text("Ana Berg")
    assert page.evaluate("location.pathname + location.hash") == TEAM
    page.goto(f"{site.url}/go/in/")
    page.set_input_files("#pb-door-file", [given("ana", json.dumps(sent))])
    expect(page.locator(".pb-door-told")).to_contain_text("no room to pass this file on")
    assert page.locator(".pb-door-told a").get_attribute("href").endswith(TEAM)


def compact(file: dict) -> dict:
    """A return in the short form that a link carries (docs/contributing/loop-formats.md)."""
    body = json.loads(file["body"])
    record = body["record"]
    answers = {name: leaf["v"] for name, leaf in record["answers"].items()}
    return {
        **{"p": body["site"], "i": body["id"], "as": body["assignment"], "n": body["seq"]},
        **{"at": body["day"], "who": list(body["from"].values()), "w": record["worksheet"]},
        **{"wv": 1, "c": record["copy"], "lo": record["extra"]["loop"], "a": answers},
    }


def test_a_request_in_a_file_leads_to_its_sheet(page, site):
    asks = envelopes.assignment("one-to-one", "playbook-example", label="December", say="Briefly.")
    page.goto(f"{site.url}/go/in/")
    page.set_input_files("#pb-door-file", [given("asks", json.dumps(asks))])
    page.wait_for_selector('.pb-loop-band[data-state="new"]')
    assert page.evaluate("location.pathname + location.hash") == SHEETS["one-to-one"]
    band = page.locator(".pb-loop-band")
    assert "Marta Lind asks you, Ana Berg: December." in band.inner_text()
    assert page.evaluate(WAITS) == 0
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    page.wait_for_selector('.pb-loop-band[data-state="new"]')
    assert page.locator(".pb-loop-band").count() == 1
