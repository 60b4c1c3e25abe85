"""A build that goes on from the last one gives what a clean build gives, and knows when not to."""

from __future__ import annotations

import logging
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands import build as host_build

from playbook_plugins.publish.fast import parallel
from playbook_plugins.publish.light.pages import Light
from playbook_plugins.publish.resume import resuming
from playbook_plugins.search.plugin import Search
from tests.campaigns.going_on import Site, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and links are those of Unix")


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """An author's own machine, in the site's folder."""
    monkeypatch.delenv("CI", raising=False)
    before = Path.cwd()
    yield
    os.chdir(before)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path, 3)
    made.garden.wear("material")
    assert not made.sound().failed
    return made


@pytest.mark.parametrize("seed", [8, 9])
def test_random_edits(tmp_path, seed):
    different, went_on = run(tmp_path, edits=14, seed=seed)
    assert different == []
    assert went_on > 4


def test_a_changed_text_and_its_way_back(site):
    before = site.clean()
    body = site.page(site.post())
    for word in (" first", " second"):
        body[1] += word
        made = site.build()
        assert made.went_on
        assert made.differing(site.clean()) == []
    body[1] = body[1].removesuffix(" first second")
    made = site.build()
    assert made.went_on
    assert made.differing(before) == []


def test_a_build_knows_its_own_end(site, monkeypatch):
    """Another plugin of this process, of a build that never ended, stands in between."""
    other = resuming.Resuming()
    monkeypatch.setattr(host_build, "build", host_build.build)  # as it was, afterwards
    other.step_in()
    assert site.build().went_on
    assert not other.has_gone_on


def test_nothing_changed(site):
    before = site.clean()
    assert site.build().went_on
    assert site.build().differing(before) == []


def test_tags_lead_where_they_led(site):
    site.list_tags()
    site.sound()
    post = site.post()
    site.garden.pages[post][0]["tags"] = ["Call", "Plan"]
    site.build()
    site.page(post)[1] += " more"
    made = site.build()
    assert made.went_on
    assert made.differing(site.clean()) == []
    assert any(b" more" in each and b"labels/#tag:call" in each for each in made.files.values())
    site.garden.pages[post][0]["tags"] = ["Plan"]
    made = site.build()
    assert not made.went_on  # the listings change
    assert made.differing(site.clean()) == []
    site.page("labels.md").append("And what they mean.")
    made = site.build()
    assert not made.went_on  # the listing is filled in anew
    assert made.differing(site.clean()) == []


def test_what_is_done_to_a_finished_site_is_done_to_what_changed(site):
    site.ask_for_all()
    before = site.sound()
    assert b"Content-Security-Policy" in before.files["index.html"]
    assert b"playbookKept" in before.files["playbook-offline.js"]
    body = site.page("guide/index.md")  # kept offline: the worker is another
    for word in (" first", " second"):
        body[1] += word
        made = site.build()
        assert made.went_on
        assert made.differing(site.clean()) == []
        assert made.files["playbook-offline.js"] != before.files["playbook-offline.js"]
    body.append("<script>let it = 'be'</script>")  # every page's policy is another
    made = site.build()
    assert not made.went_on
    assert made.differing(site.clean()) == []


def test_a_mistake_is_said_by_a_whole_build(site):
    site.page(site.post()).append("[gone](nowhere.md)")
    made = site.build()
    assert not made.went_on
    assert any("nowhere.md" in line for line in made.said)
    assert made.said == site.build().said  # and again, as long as it is there


def test_a_site_that_somebody_touched_is_built_whole(site):
    page = next((site.folder / "fast").rglob("index.html"))
    text = page.read_bytes()
    page.unlink()
    page.write_bytes(text[:-1] + b"x")
    for name in ("old", "spare"):
        shutil.rmtree(site.folder / ".fast.playbook" / name, ignore_errors=True)
    site.page(site.post())[1] += " more"
    made = site.build()
    assert not made.went_on
    assert made.differing(site.clean()) == []


def test_what_else_lies_in_the_tree_before_is_not_published(site):
    body = site.page(site.post())
    body[1] += " more"
    assert site.build().went_on
    (site.folder / ".fast.playbook" / "old" / "left" / "behind").mkdir(parents=True)
    (site.folder / ".fast.playbook" / "old" / "blog" / "note.txt").write_text("mine")
    body[1] += " and more"
    made = site.build()
    assert made.went_on
    assert made.differing(site.clean()) == []
    assert not (site.folder / "fast" / "left").exists()


def test_a_part_that_dies_costs_time_only(site, monkeypatch):
    once = Search.write
    mine = os.getpid()

    def write(self, site, store, processes, there=None):
        if there is not None and os.getpid() != mine:
            os._exit(1)
        return once(self, site, store, processes, there)

    monkeypatch.setattr(Search, "write", write)
    site.page(site.post())[1] += " more"
    made = site.build()
    assert not made.went_on or parallel.cores() < 2
    monkeypatch.undo()
    assert made.differing(site.clean()) == []


def test_a_build_that_gave_up_late_is_made_whole(site, monkeypatch):
    """Feeds were written into folders that are gone when the build starts over."""
    monkeypatch.setattr(Light, "finish_again", lambda *given: None)
    site.page(site.post())[1] += " more"
    made = site.build()
    assert not made.went_on
    assert made.differing(site.clean()) == []


def test_a_warning_at_the_very_end_is_said_by_the_next_build_too(site, monkeypatch):
    lay_out = Search.lay_out

    def warn(self, *given, **named):
        logging.getLogger("mkdocs.plugins.stranger").warning("late")
        return lay_out(self, *given, **named)

    shutil.rmtree(site.garden.folder / ".cache")
    monkeypatch.setattr(Search, "lay_out", warn)
    assert "late" in site.build().said
    site.page(site.post())[1] += " more"
    assert not site.build().went_on


@pytest.mark.parametrize("ending", ["card", "image"])
def test_a_damaged_record_costs_time_only(site, ending):
    (path,) = (site.garden.folder / ".cache").rglob(f"*.{ending}")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    site.page(site.post())[1] += " more"
    made = site.build()
    assert not made.went_on
    assert made.differing(site.clean()) == []
    site.page(site.post())[1] += " and more"
    assert site.build().went_on


def test_in_ci_every_page_is_looked_at(site, monkeypatch):
    monkeypatch.setenv("CI", "true")
    site.page(site.post())[1] += " more"
    assert not site.build().went_on


def test_a_post_that_waits_ends_it(tmp_path, monkeypatch):
    site = Site(tmp_path, 3)
    site.garden.wear("material")
    site.garden.plugins["playbook/blog"]["draft_if_future_date"] = True
    site.garden.pages[site.post()][0]["date"] = date(2999, 1, 1)
    site.sound()
    site.page("blog/talk.md").append("More talk.")
    assert site.build().went_on
    monkeypatch.setattr(resuming, "_over", lambda until: until is not None and until.year == 2999)
    assert not site.build().went_on
