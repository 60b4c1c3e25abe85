"""A coach's page: ask for a sheet, take in what comes back, comment, prepare the talk."""

from __future__ import annotations

import base64
import json
import zlib

from playwright.sync_api import expect

TEAM = "/playbook/team/"
MORNING = "2026-11-30T00:00:00.000Z"
CLOCK = "1796169600000-{}-phone"


def opened(link: str) -> dict:
    """What an assignment's link carries."""
    data = link.partition("#pb1.a.")[2].split(".")[1]
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(data + "=" * (-len(data) % 4)), -15))


def returned(asked: dict, name: str, answers: dict[str, str], seq: int = 1) -> dict:
    """The file that a person's sheet makes (docs/contributing/loop-formats.md)."""
    record = {
        **{"format": "playbook-response", "formatVersion": 1, "site": asked["site"]},
        **{"worksheet": asked["sheet"], "version": 1, "copy": f"copyof{name.lower()[:3]}{seq}"},
        **{"created": MORNING, "updated": MORNING, "rows": {}, "labels": {}, "retired": {}},
        "answers": {
            key: {"v": text, "t": CLOCK.format(n), "b": CLOCK.format(n)}
            for n, (key, text) in enumerate(answers.items())
        },
        "extra": {"loop": {"a": asked["id"], "s": asked["series"], "no": seq}},
    }
    body = {
        **{"format": "playbook-return", "formatVersion": 1, "site": asked["site"]},
        **{"id": f"return{name.lower()[:3]}{seq}", "assignment": asked["id"], "seq": seq},
        **{"day": "2026-12-01", "from": asked["to"], "state": "ready", "record": record},
    }
    return {"format": "playbook-signed", "formatVersion": 1, "body": json.dumps(body)}


def given(name: str, text: str) -> dict:
    return {"name": f"{name}.playbook.txt", "mimeType": "text/plain", "buffer": text.encode()}


def test_from_asking_to_the_talk(page, site):
    page.add_init_script(
        "navigator.clipboard.writeText = async text => { (window.copied ??= []).push(text) };"
        "window.print = () => { window.printed = document.querySelector('.pb-talk').innerText };"
    )
    page.goto(f"{site.url}{TEAM}")
    page.wait_for_selector("playbook-team[ready]")
    page.get_by_role("button", name="Assign a sheet").first.click()
    page.select_option("#pb-team-sheet", "one-to-one")
    page.fill("#pb-team-new", "Ana Berg\nBen <img src=x onerror=document.title='bad'>")
    page.fill("#pb-team-me", "Marta Lind")
    page.get_by_role("button", name="Make 2 links").click()
    expect(page.get_by_text("2 links are ready")).to_be_visible()
    for line in page.get_by_role("button", name="Copy link:").all():
        line.click()
    page.get_by_role("button", name="I have sent it: Ana Berg").click()
    expect(page.locator(".pb-team-line").first).to_contain_text("you said so")
    ana, ben = (opened(link) for link in page.evaluate("copied"))
    page.get_by_role("button", name="Close").click()
    expect(page.locator("[data-part=waiting]")).to_contain_text("We cannot see whether it was")

    page.get_by_role("button", name="Open files…").first.click()
    first = {"which-client": "Lindqvist", "changed-something": "Monday"}
    good = json.dumps(returned(ana, "ana", first))
    page.set_input_files(
        "#pb-team-files", [given("ana", good), given("ben", good[:-30]), given("again", good)]
    )
    outcome = page.locator(".pb-team-results")
    expect(outcome).to_contain_text("1 return: Ana Berg (return 1). 1 refused.")
    expect(outcome).to_contain_text("ben.playbook.txt: changed or cut on its way")
    expect(outcome).to_contain_text("you have this")
    second = returned(ana, "ana", {"which-client": "Okafor", "changed-something": "Tuesday"}, 2)
    page.get_by_role("button", name="Open files…").first.click()
    page.set_input_files("#pb-team-files", [given("ana2", json.dumps(second))])
    outcome.get_by_role("link", name="Look: Ana Berg (return 2)").click()

    pairs = page.locator("[data-part=before] .pb-team-pair")
    expect(pairs.filter(has_text="Tuesday")).to_contain_text("Monday")
    pairs.filter(has_text="Tuesday").locator("summary").click()
    pairs.filter(has_text="Tuesday").get_by_role("textbox").fill("Who was there?")
    pairs.filter(has_text="Tuesday").get_by_role("button", name="Talk about this").click()
    expect(pairs.filter(has_text="Tuesday").locator("[data-talk]")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name="Print for the talk").click()
    paper = page.evaluate("printed")
    assert "Tuesday" in paper and "Who was there?" in paper
    assert "For conversation, not for selection." in paper
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.get_by_role("button", name="Give it to Ana Berg").click()
    expect(page.locator("dialog")).to_contain_text("Who was there?")
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("playbook-team[ready]")
    assert page.get_by_role("heading", name="Ana Berg").is_visible()
    assert page.title() != "bad" and page.locator("playbook-team img").count() == 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert ben["to"]["name"].startswith("Ben")


def test_a_sample_team_leaves_the_visitors_own_alone(page, site):
    page.goto(f"{site.url}{TEAM}")
    page.wait_for_selector("playbook-team[ready]")
    page.get_by_role("button", name="Look at a sample team").click()
    page.locator("[data-part=people]").get_by_role("link", name="Ana Berg").click()
    expect(page.get_by_role("heading", name="Before and now")).to_be_visible()
    page.get_by_role("button", name="Leave the sample").click()
    expect(page.get_by_role("heading", name="Nobody here yet")).to_be_visible()
