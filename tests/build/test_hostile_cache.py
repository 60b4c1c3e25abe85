"""A cache that somebody else wrote: it may put words on a page, and runs nothing, reaches nothing
outside the site and ends no build, whatever the environment says."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from playbook_plugins.build.render import listed
from playbook_plugins.shared import cache
from playbook_plugins.shared.cache import Store, seal
from playbook_plugins.shared.digests import digest
from tests.hostile_values import HOSTILE, MARK

from .planted import CACHE, same

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and links are those of Unix")
VALUES = f"{CACHE}/{cache.FORMAT}/values.db"


@pytest.fixture
def site(planted_site, monkeypatch):
    """The site with its cache, on a machine that no build service has marked as its own."""
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    return planted_site


def put(site: Path, value) -> int:
    """Put what `value` gives for kind and value in place of all that is kept; how many."""
    with sqlite3.connect(site / VALUES) as database:
        rows = database.execute("SELECT kind, key, value FROM kept").fetchall()
        for kind, key, old in rows:
            new = value(kind, old)
            database.execute(
                "UPDATE kept SET digest = ?, value = ? WHERE kind = ? AND key = ?",
                (seal(kind, key, new), new, kind, key),
            )
    database.close()
    return len(rows)


@pytest.mark.parametrize("part", range(3))
def test_whatever_stands_in_place_of_the_values_the_site_is_the_clean_one(part, planted, site):
    """Each value is another of the hostile ones, with a seal that is right."""
    left = iter(range(part, 10**9, 3))
    assert put(site, lambda kind, old: HOSTILE[next(left) % len(HOSTILE)]) > 60
    same(site, planted)
    same(site, planted)
    assert not (site / MARK).exists()


def test_values_of_other_pages_and_kinds_are_made_anew(planted, site):
    """Whole values, sealed, in places that are not theirs: also where they are of the same kind."""
    with sqlite3.connect(site / VALUES) as database:
        rows = database.execute("SELECT kind, value FROM kept WHERE kind != 'file'").fetchall()
    database.close()
    sources = [value for kind, value in rows if kind.startswith(("source", "thread"))]
    left = iter([*sources[1:], sources[0]])

    def other(kind, old):
        if kind.startswith(("source", "thread")):
            return next(left)
        return rows[0][1] if kind in {"search", "job"} else old

    put(site, other)
    same(site, planted)


def test_no_code_is_on_the_disk(planted, site):
    """Every compiled template calls `resolve_or_missing`."""
    for path in (site / CACHE).rglob("*"):
        assert not path.is_file() or b"resolve_or_missing" not in path.read_bytes(), path


# --- Where it leads ---


def test_links_lead_to_no_folder_of_somebodys(planted, site, tmp_path):
    """Git's objects are called as ours are."""
    theirs = tmp_path / "theirs"
    shutil.copytree(site / f"{CACHE}/{cache.FORMAT}/objects", theirs)
    for path in theirs.glob("*/*"):
        path.unlink()
        path.write_bytes(b"precious")
    before = sorted(theirs.rglob("*"))
    for place in ("objects", "values.db", ""):
        here = site / CACHE / cache.FORMAT / place
        if here.is_dir():
            shutil.rmtree(here)
        else:
            here.unlink(missing_ok=True)
        here.symlink_to(theirs)
        same(site, planted)
        assert sorted(theirs.rglob("*")) == before
    objects = site / CACHE / cache.FORMAT / "objects"
    for folder in list(objects.iterdir()):
        shutil.rmtree(folder)
        folder.symlink_to(theirs / folder.name)
    same(site, planted)
    assert sorted(theirs.rglob("*")) == before
    assert all(path.read_bytes() == b"precious" for path in theirs.glob("*/*"))


def test_what_is_let_go_is_ours(tmp_path):
    theirs, cache = tmp_path / "theirs", tmp_path / "cache"
    (theirs / "ab").mkdir(parents=True)
    (theirs / "ab" / ("c" * 38)).write_text("precious")
    first = Store(cache)
    first.keep("page", {str(n).encode(): b"x" for n in range(1200)})
    (first.folder / "objects").mkdir(parents=True)
    (first.folder / "objects/ab").symlink_to(theirs / "ab")
    (first.folder / "objects/notes").mkdir()
    (first.folder / "objects/notes/mine").write_text("mine")
    first.write()
    last = Store(cache)
    last.keep("page", {b"new": b"x"})
    last.write(is_last=True)
    assert len(Store(cache).load_all("page")) == 1
    assert (theirs / "ab" / ("c" * 38)).read_text() == "precious"
    assert (first.folder / "objects/notes/mine").exists()


@pytest.mark.parametrize(
    "path",
    [
        *("../up.html", "a/../../up.html", "/etc/up.html", "a//b.html", "", "a/", "./a.html"),
        *("a/./b.html", ".htaccess", "a/.git/config", "a\\b.html", "C:/up.html", "a\x00.html"),
        "away/up.html",
    ],
)
def test_files_beside_the_pages_stay_in_the_site(path, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site/away").symlink_to(tmp_path)
    sum = digest("x").hex()
    assert listed(json.dumps([[path, sum]]).encode(), tmp_path / "site") is None
    fine = [["blog/atom.xml", sum], ["go/plan-90/index.html", sum]]
    assert listed(json.dumps(fine).encode(), tmp_path / "site") == [tuple(each) for each in fine]


def test_a_job_that_names_other_places_is_done_anew(planted, site):
    page = b"<p>from elsewhere</p>"
    sum = digest(page).hex()
    place = site / CACHE / cache.FORMAT / "objects" / sum[:2] / sum[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(page)
    up = json.dumps([["../../up.html", sum], ["blog/atom.xml", sum]]).encode()
    put(site, lambda kind, old: up if kind == "job" else old)
    same(site, planted)
    assert not (site.parent / "up.html").exists() and not (site.parents[1] / "up.html").exists()


# --- What kind of database it is ---

DATABASES = {
    "a view that never ends": "DROP TABLE kept; CREATE VIEW kept AS WITH RECURSIVE n(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 'page' AS kind, x AS key, x AS digest, "
    "x AS value FROM n",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM kept; END",
    "another table": "CREATE TABLE more (a)",
    "another index": "CREATE INDEX i ON kept (value)",
    "other columns": "ALTER TABLE kept ADD COLUMN more DEFAULT 7",
    "a log of its own": "PRAGMA journal_mode = WAL",
}


@pytest.mark.parametrize("name", DATABASES)
def test_a_database_that_is_not_built_as_ours_is_none(name, planted, site):
    database = sqlite3.connect(site / VALUES)
    database.executescript(DATABASES[name])
    database.close()
    same(site, planted)
    same(site, planted)
    with sqlite3.connect(site / VALUES) as own:
        found = {*own.execute("SELECT type, name, sql FROM sqlite_master")}
        assert found == cache.BUILT
    own.close()


def test_a_journal_that_somebody_left_is_not_believed(tmp_path):
    """SQLite plays one back, and removes the file that it calls its master."""
    first = Store(tmp_path)
    first.keep("page", {b"k": b"v"})
    first.write()
    for name in cache.JOURNALS:
        (first.folder / name).write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\x00" * 600)
    again = Store(tmp_path)
    assert again.load("page", [b"k"]) == {b"k": b"v"}
    again.keep("page", {b"l": b"w"})
    again.write()
    assert not [name for name in cache.JOURNALS if (first.folder / name).exists()]


def test_a_query_without_an_end_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "STEPS", 100)
    monkeypatch.setattr(cache, "MOST_STEPS", 2)
    monkeypatch.setattr(cache, "BUILT", set())
    first = Store(tmp_path)
    first.keep("page", {str(n).encode(): b"x" for n in range(2000)})
    first.write()
    assert Store(tmp_path).load_all("page") == {}
