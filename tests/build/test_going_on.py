"""A build that goes on from the last one gives what a clean build gives, and knows when not to."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from playbook_plugins.publish.resume import resuming
from tests.campaigns.editing import Garden
from tests.campaigns.edits import SLOW, Tree, built

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and links are those of Unix")

EDITS = (("typo", 12), ("text", 4), ("add_comment", 1), ("approve", 1), ("front_matter", 1))


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """An author's own machine, in the site's folder."""
    monkeypatch.delenv("CI", raising=False)
    before = Path.cwd()
    yield
    os.chdir(before)


class Site:
    """A site of everything but snippets, built by each process anew."""

    def __init__(self, folder: Path, seed: int) -> None:
        (folder / "site").mkdir()
        os.chdir(folder / "site")
        self.folder = folder
        self.garden = Garden(folder / "site", seed)
        self.garden.plugins["playbook/publish"] = {}
        self.sound()

    def sound(self) -> Tree:
        """Take out what takes in other files, and what a build warns of; the last build."""
        for _ in range(9):
            for meta, body in self.garden.pages.values():
                meta.pop("wrong", None)
                body[:] = [each.replace('--8<-- "note.md"', "Nothing.") for each in body]
            made = self.build()
            if not made.said:
                return made
            for line in made.said:
                body = self.page(line.partition(":")[0].removeprefix("docs/"))
                body[1:] = ["Words instead."]
        raise AssertionError(made.said)

    def build(self) -> Tree:
        self.garden.write()
        return built(self.garden.folder, self.folder / "fast", {})

    def clean(self) -> Tree:
        return built(self.garden.folder, self.folder / "slow", {**SLOW, "staging": False})

    def page(self, name: str) -> list[str]:
        return self.garden.pages[name][1]

    def post(self) -> str:
        return next(name for name in sorted(self.garden.pages) if "/posts/" in name)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path, 3)
    made.garden.wear("material")
    assert not made.sound().failed
    return made


def test_random_edits(tmp_path):
    site = Site(tmp_path, 9)
    site.garden.wear("material")
    dice = random.Random(4)
    went_on = 0
    site.sound()
    for number in range(14):
        names, weights = zip(*EDITS, strict=True)
        getattr(site.garden, dice.choices(names, weights)[0])()
        made = site.sound()
        went_on += made.went_on
        assert made.differing(site.clean()) == [], number
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


def test_nothing_changed(site):
    before = site.clean()
    assert site.build().went_on
    assert site.build().differing(before) == []


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
