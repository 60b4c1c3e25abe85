"""A second import: nothing twice, and nothing over what an author has done since."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from playbook_plugins.cli.old_blog import arrival, plan

from .bringing import EXPORTS, Site, entry, feed, item, remark, wxr


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    assert made.bring("blogger", EXPORTS / "classic.xml").code == 0
    return made


def stamps(site: Site) -> dict:
    docs = site.folder / "docs"
    return {p: p.stat().st_mtime_ns for p in docs.rglob("*") if p.is_file()}


def test_the_second_run_writes_nothing(site):
    before, was = site.sources(), stamps(site)
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 0 and said.table["posts"] == [2, 0, 2, 0]
    assert said.table["comments"] == [4, 0, 4, 0]
    assert site.sources() == before and stamps(site) == was


def changed(**words: str) -> str:
    text = (EXPORTS / "classic.xml").read_text("utf-8")
    for old, new in words.values():
        assert old in text
        text = text.replace(old, new)
    return text


NEWER = {"a": ("They wanted nine cranes.", "They wanted ten cranes.")}


def test_a_newer_export_updates_a_post_that_nobody_has_touched(site):
    said = site.bring("blogger", changed(**NEWER))
    assert said.table["posts"] == [2, 1, 1, 0]
    assert "ten cranes" in site.post("ask-for-smallest-crane")


def test_what_an_author_has_edited_stays_and_is_named(site):
    path = site.folder / "docs/blog/posts/ask-for-smallest-crane.md"
    edited = path.read_text("utf-8").replace("nine", "eleven")
    path.write_text(edited, "utf-8")
    said = site.bring("blogger", changed(**NEWER))
    assert path.read_text("utf-8") == edited
    assert "docs/blog/posts/ask-for-smallest-crane.md was edited here" in said.text


def test_what_an_author_has_deleted_stays_deleted(site):
    (site.folder / "docs/blog/posts/second-quay.md").unlink()
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert "blog/posts/second-quay.md" not in site.sources()
    assert "post “The second quay”: it was deleted here" in said.left_out


def test_what_an_author_has_moved_is_not_written_again(site):
    old = site.folder / "docs/blog/posts/second-quay.md"
    new = site.folder / "docs/blog/posts/2011/quay.md"
    new.parent.mkdir()
    old.rename(new)
    said = site.bring("blogger", changed(b=("First line", "Premier line")))
    assert not old.exists() and "First line" in new.read_text("utf-8")
    assert "posts/2011/quay.md was moved here" in said.text


def test_a_comment_that_was_moderated_or_deleted_does_not_come_back(site):
    path = site.folder / "docs/blog/.comments/ask-for-smallest-crane.yml"
    text = path.read_text("utf-8")
    start, end = text.index("  - id: '503'"), text.index("  - id: '504'")
    text = (text[:start] + text[end:]).replace(
        "origin: blogger\n    format", "state: rejected\n    origin: blogger\n    format"
    )
    path.write_text(text, "utf-8")
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 0 and path.read_text("utf-8") == text


def test_new_comments_join_a_thread_and_leave_its_remarks(site):
    path = site.folder / "docs/blog/.comments/ask-for-smallest-crane.yml"
    path.write_text("# Ours.\n" + path.read_text("utf-8"), "utf-8")
    newer = changed(
        a=("<thr:total>4</thr:total>", "<thr:total>5</thr:total>"),
        b=("</feed>", remark(505, 101, "Later.") + "</feed>"),
    )
    said = site.bring("blogger", newer)
    assert said.table["comments"] == [5, 1, 4, 0] and said.code == 0
    text = path.read_text("utf-8")
    assert text.startswith("# Ours.\n") and "Later." in text and text.count("- id:") == 5


def test_a_post_that_claims_the_old_address_already_is_the_post(tmp_path):
    mine = b"---\ntitle: Mine\nuid: mine\ndate: 2011-05-04\n"
    mine += b"redirect_from: [/2011/05/a-post.html]\n---\n\nMine.\n"
    site = Site(tmp_path, files={"docs/blog/posts/mine.md": mine})
    said = site.bring("blogger", feed(entry(), remark(2)))
    assert said.table["posts"] == [1, 0, 1, 0] and site.post("mine") == mine.decode()
    assert "blog/.comments/mine.yml" in site.sources()


def test_a_file_of_the_same_name_is_nobody_elses(tmp_path):
    mine = b"---\ntitle: Mine\ndate: 2020-01-01\n---\n\nMine.\n"
    site = Site(tmp_path, files={"docs/blog/posts/a-post.md": mine})
    site.bring("blogger", feed(entry()))
    assert site.post("a-post") == mine.decode() and "Text." in site.post("a-post-2")


@pytest.mark.parametrize("at", range(6))
def test_an_import_that_is_stopped_leaves_whole_files_and_goes_on(tmp_path, monkeypatch, at):
    whole = Site(tmp_path / "whole")
    whole.bring("blogger", EXPORTS / "classic.xml")
    site = Site(tmp_path / "stopped")
    write, done = arrival.write_whole, []

    def stopping(path, text):
        if len(done) == at:
            done.append(path)
            raise KeyboardInterrupt
        done.append(path)
        write(path, text)

    for module in (arrival, plan):
        monkeypatch.setattr(module, "write_whole", stopping)
    said = site.bring("blogger", EXPORTS / "classic.xml")
    monkeypatch.undo()
    if at < 4:
        assert said.code == 130 and "run it again" in said.text
    expected = whole.sources()
    for name, text in site.sources().items():
        assert name.endswith(".json") or expected[name] == text, name
    site.bring("blogger", EXPORTS / "classic.xml")
    assert site.sources() == expected


def test_a_process_that_was_killed_goes_on_too(tmp_path):
    whole = Site(tmp_path / "whole")
    whole.bring("blogger", EXPORTS / "classic.xml")
    site = Site(tmp_path / "killed")
    site.bring("blogger", EXPORTS / "classic.xml")
    record = site.folder / "docs/blog/.imports.json"
    loaded = json.loads(record.read_text("utf-8"))
    for known in loaded["entries"].values():  # as the record stands before the first post
        known.update(source="", written="", comments=[])
    record.write_text(json.dumps(loaded), "utf-8")
    (site.folder / "docs/blog/posts/second-quay.md").unlink()
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 0 and site.sources() == whole.sources()


def test_a_record_that_cannot_be_read_stops_the_import(site):
    record = site.folder / "docs/blog/.imports.json"
    record.write_text("{", "utf-8")
    before = site.sources()
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 1 and "version control" in said.text and site.sources() == before


def test_two_blogs_that_count_alike_stand_beside_each_other(tmp_path):
    site = Site(tmp_path)
    first = wxr(item(1, "Hello", "Of the first."), item(2, "About", "First.", kind="page"))
    second = wxr(item(1, "Hello", "Of the second."), item(2, "Board", "Second."))
    second = second.replace("old.example", "other.example")
    site.bring("wxr", first)
    said = site.bring("wxr", second)
    assert said.table["posts"] == [2, 2, 0, 0], said.text
    assert "Of the first." in site.post("hello") and "Of the second." in site.post("hello-2")
    assert "First." in site.sources()["pages/about.md"] and "Second." in site.post("board")
    before = site.sources()
    for export in (first, second):
        assert site.bring("wxr", export).table["posts"][1] == 0
    assert site.sources() == before
    moved = first.replace("old.example", "new.example")
    said = site.bring("wxr", moved, "--old-site", "http://www.old.example/")
    assert said.table["posts"] == [1, 0, 1, 0], "the same post, whose address has changed"
    assert len(site.sources()) == len(before)


def test_a_record_of_an_earlier_version_is_the_same_blogs(tmp_path):
    site = Site(tmp_path)
    site.bring("wxr", wxr(item(1, "Hello")))
    record = site.folder / "docs/blog/.imports.json"
    loaded = json.loads(record.read_text("utf-8"))
    del loaded["entries"]["wxr:1"]["blog"]
    record.write_text(json.dumps(loaded), "utf-8")
    assert site.bring("wxr", wxr(item(1, "Hello"))).table["posts"] == [1, 0, 1, 0]


def test_a_page_that_has_become_a_post_stays_a_page_here(tmp_path):
    site = Site(tmp_path)
    site.bring("wxr", wxr(item(1, "About", "Old.", kind="page")))
    said = site.bring("wxr", wxr(item(1, "About", "New.")))
    assert said.table["pages"] == [1, 1, 0, 0], said.text
    assert "New." in site.sources()["pages/about.md"]


def test_what_was_erased_does_not_come_back_even_where_no_record_is_left(site):
    """Without `.imports.json` an import knows nothing of earlier ones, and the thread does."""
    path = site.folder / "docs/blog/.comments/ask-for-smallest-crane.yml"
    name = re.search(r"id: '503'.*?author: (.*?)\n", path.read_text("utf-8"), re.DOTALL)[1]
    body = "\n".join(re.findall(r"body: (.*)", path.read_text("utf-8")))
    config = str(site.folder / "mkdocs.yml")
    words = ["comments", "erase", "--author", name.strip("'\""), "--yes", "-f", config]
    assert CliRunner().invoke(main, words).exit_code == 0
    left = path.read_text("utf-8")
    assert name not in left and "state: erased" in left
    (site.folder / "docs/blog/posts/.imports.json").unlink(missing_ok=True)
    for post in (site.folder / "docs/blog/posts").glob("*.md"):
        post.unlink()
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 0 and name not in path.read_text("utf-8"), body
