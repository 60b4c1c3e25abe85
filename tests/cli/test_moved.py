"""A page that moves: its sheets are linked from mails and notes by the address that it had."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import CONFIG, build, write_site

SHEET = b"# Plans\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n///\n"
POST = (
    b"---\ndate: 2026-11-24\nuid: first\n---\n# First post\n\nOpening.\n\n<!-- more -->\n\n"
    + (SHEET[SHEET.index(b"///") :])
)
LEADS = 'content="0; url=../coaching/land/#land"'


@pytest.fixture
def run(tmp_path, monkeypatch):
    write_site(tmp_path, {"docs/plans.md": SHEET})
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def lock(folder):
    return json.loads((folder / "playbook.lock.json").read_text())


def move(folder, old="docs/plans.md", new="docs/coaching/land.md"):
    (folder / new).parent.mkdir(parents=True, exist_ok=True)
    (folder / old).rename(folder / new)


def test_the_old_address_leads_on_before_and_after_the_lock_is_told(run, tmp_path):
    run("ids", "--write")
    assert lock(tmp_path)["blocks"]["land"]["address"] == "plans/"
    move(tmp_path)
    told = run("check").output
    assert 'docs/coaching/land.md:3:1: checklist "land": its page has left the address plans/.' in (
        told
    )
    assert LEADS in build(tmp_path, strict=True).page("plans/index.html")
    run("ids", "--write")
    assert lock(tmp_path)["moved"] == {"plans/": "land"}
    assert run("check").output == "No problems.\n"
    assert LEADS in build(tmp_path, strict=True).page("plans/index.html")


def test_moved_twice_leads_on_from_both(run, tmp_path):
    run("ids", "--write")
    move(tmp_path)
    run("ids", "--write")
    move(tmp_path, "docs/coaching/land.md", "docs/land.md")
    run("ids", "--write")
    built = build(tmp_path, strict=True)
    for page in ("plans/index.html", "coaching/land/index.html"):
        assert 'land/#land"' in built.page(page)


def test_a_page_that_stands_there_again_is_itself(run, tmp_path):
    run("ids", "--write")
    move(tmp_path)
    run("ids", "--write")
    (tmp_path / "docs/plans.md").write_text("# All plans\n")
    assert "All plans" in build(tmp_path, strict=True).page("plans/index.html")
    run("ids", "--write")
    assert "moved" not in lock(tmp_path)


def test_a_sheet_that_left_with_its_page_sends_readers_to_its_heir(run, tmp_path):
    run("ids", "--write")
    (tmp_path / "docs/plans.md").unlink()
    (tmp_path / "docs/new.md").write_bytes(SHEET.replace(b"id: land", b"id: region"))
    run("ids", "--write", "--gone", "land=region")
    assert 'url=../new/#region"' in build(tmp_path, strict=True).page("plans/index.html")


def test_a_post_whose_address_changes_is_a_page_that_moved(run, tmp_path):
    (tmp_path / "docs/plans.md").unlink()
    write_site(tmp_path, {"docs/blog/posts/first.md": POST})
    run("ids", "--write")
    assert lock(tmp_path)["blocks"]["land"]["address"] == "blog/2026/11/24/first-post/"
    changed = POST.replace(b"# First post", b"# Another title")
    (tmp_path / "docs/blog/posts/first.md").write_bytes(changed)
    assert "has left the address blog/2026/11/24/first-post/." in run("check").output
    page = build(tmp_path, strict=True).page("blog/2026/11/24/first-post/index.html")
    assert 'url=../another-title/#land"' in page


def test_pages_that_end_in_html_lead_on_as_well(run, tmp_path):
    (tmp_path / "mkdocs.yml").write_bytes(CONFIG + b"use_directory_urls: false\n")
    run("ids", "--write")
    assert lock(tmp_path)["blocks"]["land"]["address"] == "plans.html"
    move(tmp_path)
    assert 'url=coaching/land.html#land"' in build(tmp_path, strict=True).page("plans.html")


def test_a_lock_of_an_earlier_version_is_read_and_learns_addresses(run, tmp_path):
    run("ids", "--write")
    old = lock(tmp_path)
    del old["blocks"]["land"]["address"]
    (tmp_path / "playbook.lock.json").write_text(json.dumps(old))
    assert run("check").output == "No problems.\n"
    run("ids", "--write")
    assert lock(tmp_path)["blocks"]["land"]["address"] == "plans/"


def test_a_page_that_moved_since_an_earlier_version_leads_on_as_well(run, tmp_path):
    run("ids", "--write")
    old = lock(tmp_path)
    del old["blocks"]["land"]["address"]
    (tmp_path / "playbook.lock.json").write_text(json.dumps(old))
    move(tmp_path)
    assert "has left the address plans/." in run("check").output
    assert LEADS in build(tmp_path, strict=True).page("plans/index.html")
    run("ids", "--write")
    assert lock(tmp_path)["moved"] == {"plans/": "land"}


def test_an_address_that_is_none_writes_nothing_outside_the_site(run, tmp_path):
    run("ids", "--write")
    made = lock(tmp_path)
    made["moved"] = {"../../out/": "land", "": "land"}
    (tmp_path / "playbook.lock.json").write_text(json.dumps(made))
    assert build(tmp_path, strict=True).code == 0
    assert not (tmp_path.parent / "out").exists()
