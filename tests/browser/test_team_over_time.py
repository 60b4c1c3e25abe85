"""The team over time: many returns, a snapshot, a locked team file, an end that stays."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

STATIC = Path(__file__).resolve().parents[2] / "playbook_plugins" / "static"
PAGE = "http://localhost:7077/"
"""Never asked: every request is answered here. A browser gives its lock to this name alone."""
NAMES = ("Ana Berg", "Ben Okoro", "Cem Demir", "Dana Roth", "Eva Lind", "Filip Novak")
LEVELS = (("1", "1"), ("1", "5"), ("3", "5"), ("3", "3"), ("5", "3"), ("5", "1"))
SCALE = [[str(n), f"Point {n}"] for n in range(1, 6)]


def question(name: str, trait: str) -> dict:
    told = {"id": name, "label": f"Statement {name}", "type": "scale", "section": ""}
    more = {"private": False, "coach": "", "choices": SCALE, "trait": trait, "reverse": False}
    return told | more


SHEET = {
    "id": "talent",
    "title": "Talent snapshot",
    "kind": "assessment",
    "version": 1,
    "url": "talent/",
    "return": "ask",
    "blind": False,
    "every": 0,
    "questions": [question("q1", "closing"), question("q2", "listening")],
    "tables": [],
    "traits": [{"id": "closing", "label": "Closing"}, {"id": "listening", "label": "Listening"}],
    "bands": [
        {"id": "partner", "label": "Find a partner", "least": 0, "most": 40},
        {"id": "fair", "label": "Fair", "least": 41, "most": 70},
        {"id": "strength", "label": "A strength", "least": 71, "most": 100},
    ],
    "points": 5,
}
HTML = f"""<!doctype html><html lang="en"><head><title>Team</title><meta charset="utf-8">
<link rel="stylesheet" href="/playbook.css"><link rel="stylesheet" href="/playbook-team.css"></head>
<body><main><h1>Team</h1><playbook-team site="team.example" least="5" keep="13">
<template data-pb-sheets>{json.dumps([SHEET])}</template></playbook-team></main>
<script src="/playbook-team.js"></script></body></html>"""


def returned(person: int, seq: int, day: str = "2026-11-20") -> dict:
    """A file that somebody gives back."""
    clock = "1790000000000-0-r0"
    answers = zip(("q1", "q2"), LEVELS[person], strict=True)
    at = "2026-11-01T00:00:00Z"
    record = {"format": "playbook-response", "formatVersion": 1, "site": "team.example"}
    record |= {"worksheet": "talent", "version": 1, "copy": f"c{person}", "created": at}
    record |= {"updated": at, "answers": {name: {"v": v, "t": clock} for name, v in answers}}
    body = {"format": "playbook-return", "formatVersion": 1, "site": "team.example"}
    body |= {"id": f"r{person}-{seq}", "seq": seq, "day": day, "state": "ready", "record": record}
    body |= {"from": {"id": f"p{person}", "name": NAMES[person]}}
    text = json.dumps({"format": "playbook-signed", "formatVersion": 1, "body": json.dumps(body)})
    name = f"return.{person}.{seq}.playbook.txt"
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def serve(route):
    name = route.request.url.removeprefix(PAGE)
    file = STATIC / name
    if not name:
        return route.fulfill(body=HTML, content_type="text/html")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return route.fulfill(path=file, content_type=kind) if file.is_file() else route.abort()


def team(context):
    """The page, in a browser where it is as safe as under https."""
    context.route(f"{PAGE}**", serve)
    page = context.new_page()
    page.goto(PAGE)
    page.wait_for_selector("playbook-team[ready]")
    return page


def bring(page, *files):
    page.get_by_role("button", name="Open files…", exact=True).first.click()
    page.set_input_files("#pb-team-files", list(files))
    page.wait_for_selector(".pb-team-outcome")


def file_all(page, count: int):
    """Each return under somebody new."""
    for left in range(count, 0, -1):
        buttons = page.get_by_role("button", name="File it")
        expect(buttons).to_have_count(left)
        buttons.first.click()
    expect(buttons).to_have_count(0)


def more(page, item: str):
    page.locator(".pb-team-more > summary").click()
    page.locator(".pb-team-more-items button", has_text=item).click()
    return page.locator("dialog[open]")


def test_a_team_over_time(context):
    page = team(context)
    bring(page, *(returned(person, 1) for person in range(6)))
    file_all(page, 6)
    page.wait_for_function("document.querySelectorAll('[data-part=people] li').length === 6")
    with page.expect_worker() as worker:
        bring(page, *(returned(person, seq) for person in range(6) for seq in (2, 3, 4, 5)))
    assert worker.value.url == f"{PAGE}playbook-team-worker.js"
    page.wait_for_selector(".pb-strength-table")
    assert "6 people" in page.locator(".pb-strength").inner_text()
    dialog = more(page, "Snapshot")
    assert not any(name in dialog.inner_text() for name in NAMES)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="JSON").click()
    snapshot = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert snapshot["sheets"][0]["traits"]["closing"] == {"partner": 2, "fair": 2, "strength": 2}
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Excel").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


RAW = """async () => {
  const found = [];
  for (const {name, version} of await indexedDB.databases()) {
    const base = await new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, version);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    for (const table of base.objectStoreNames) {
      const store = base.transaction(table).objectStore(table);
      for (const what of ['getAll', 'getAllKeys']) {
        found.push(await new Promise(resolve => {
          const asked = store[what]();
          asked.onsuccess = () => resolve(JSON.stringify(asked.result));
        }));
      }
    }
    base.close();
  }
  return [...found, JSON.stringify({...localStorage})].join();
}"""
"""Everything that the browser keeps for this page, as text."""


def unlock(page, file, phrase: str):
    dialog = more(page, "Open my team file")
    page.set_input_files("#pb-team-file", file)
    page.fill("#pb-phrase", phrase)
    dialog.get_by_role("button", name="Unlock").click()
    return dialog


KEEP = """() => new Promise((done, failed) => {
  const asked = indexedDB.open('playbook:team.example', 1);
  asked.onerror = failed;
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('copies');
    asked.result.createObjectStore('quarantine', {autoIncrement: true});
    asked.result.createObjectStore('points', {autoIncrement: true})
      .createIndex('worksheet', 'worksheet');
  };
  asked.onsuccess = () => {
    const writing = asked.result.transaction('copies', 'readwrite');
    for (const [copy, origin, text] of [['k0', 'c0', 'kept of Ana'], ['k1', 'c1', 'kept of Ben']])
      writing.objectStore('copies').put(
        {record: {worksheet: 'talent', copy, label: text, extra: {origin}}}, ['talent', copy]);
    writing.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
"""What the coach kept as copies of what was given back, under "My worksheets"."""


def test_who_was_erased_stays_erased_and_a_team_moves_to_another_browser(
    context, chromium, tmp_path
):
    page = team(context)
    bring(page, *(returned(person, 1) for person in range(2)))
    file_all(page, 2)
    page.wait_for_function("document.querySelectorAll('[data-part=people] li').length === 2")
    dialog = more(page, "Save my team file")
    phrase = page.input_value("#pb-phrase")
    assert len(phrase.split()) == 6 and "66 bits" in dialog.inner_text()
    dialog.get_by_role("button", name="Save my team file").click()
    assert "written it down" in dialog.locator(".pb-dialog-told").inner_text()
    page.check("#pb-phrase-noted")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save my team file").click()
    file = tmp_path / "team.playbook.txt"
    download.value.save_as(file)
    assert "Berg" not in file.read_text("utf-8")
    page.wait_for_selector("dialog[open]", state="detached")

    page.evaluate(KEEP)
    raw = page.evaluate(RAW)
    assert "Ana Berg" in raw and "Ben Okoro" in raw and "kept of Ana" in raw
    dialog = more(page, "Erase somebody")
    page.select_option("#pb-erase-whom", label="Ana Berg")
    dialog.get_by_role("button", name="Erase Ana Berg").click()
    page.wait_for_selector("dialog[open]", state="detached")
    for again in (False, True):
        if again:
            unlock(page, file, f" {phrase} ")
            page.wait_for_selector("dialog[open]", state="detached")
        raw = page.evaluate(RAW)
        assert "Ana Berg" not in raw and '"c0"' not in raw and "Ben Okoro" in raw
        assert "kept of Ana" not in raw and "kept of Ben" in raw

    other = chromium.new_context()
    second = team(other)
    # An empty page has its menu as well: this is how a new laptop begins.
    dialog = unlock(second, file, "quite another phrase")
    dialog.locator(".pb-refused", has_text="This passphrase does not open it").wait_for()
    second.fill("#pb-phrase", phrase)
    dialog.get_by_role("button", name="Unlock").click()
    second.wait_for_function("document.querySelectorAll('[data-part=people] li').length === 2")
    other.close()
