"""Whatever is wrong with the cache or with a fork, the build is the clean build, only later."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sqlite3
import subprocess
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import markdown
import pytest

from playbook_plugins.build import cache_key, convert, fast_path, render
from playbook_plugins.shared import cache, memory
from tests.campaigns.builds import may_mount
from tests.campaigns.edits import SLOW, Tree, built, read

from .planted import CACHE, same

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks and links are those of Unix")


@pytest.fixture
def site(planted_site):
    return planted_site


def cached(site: Path) -> list[Path]:
    return sorted(path for path in (site / CACHE).rglob("*") if path.is_file())


@contextmanager
def counting(monkeypatch):
    """How many pages are converted and written meanwhile, and not found."""
    made = {"converted": 0, "written": 0}
    for kind, name in ((convert.Converter, "converted"), (render.Renderer, "written")):
        run = kind.run

        def counted(self, *rest, run=run, name=name):
            run(self, *rest)
            made[name] += self.count

        monkeypatch.setattr(kind, "run", counted)
    yield made


def test_cold_and_warm_builds_equal_the_clean_one_with_the_same_warnings(
    planted, site, monkeypatch
):
    assert planted.cold.differing(planted.slow) == []
    assert sorted(planted.cold.said) == sorted(planted.slow.said)
    with counting(monkeypatch) as made:
        same(site, planted)
    snippets = sum("--8<--" in path.read_text() for path in site.glob("docs/**/*.md"))
    assert made == {"converted": snippets, "written": 0}
    same(site, planted, cache=False)
    same(site, planted, fast=False)


def test_flipped_bits_in_every_file(planted, site, monkeypatch):
    dice = random.Random(3)
    damaged = cached(site)
    assert len(damaged) > 40
    for path in damaged:
        content = bytearray(path.read_bytes())
        for _ in range(40 if path.suffix == ".db" else 1):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        path.unlink()
        path.write_bytes(content)
    with counting(monkeypatch) as made:
        same(site, planted)
        assert made["written"] > 25
        same(site, planted)


@pytest.mark.parametrize("at", [0, 3])
def test_flipped_bits_in_the_values(at, planted, site):
    dice = random.Random(at)
    path = site / CACHE / "2/values.db"
    content = bytearray(path.read_bytes())
    for _ in range(10**at):
        content[dice.randrange(100, len(content))] ^= 1 << dice.randrange(8)
    path.write_bytes(content)
    same(site, planted)
    same(site, planted)


def test_no_damage_gives_a_value_under_another_key(tmp_path):
    """The index of a damaged database may lead to a row that is whole, but another's."""
    values = {bytes([n]) * 20: b"%d" % n * 40 for n in range(200)}
    first = cache.Store(tmp_path)
    first.keep("page", values)
    first.write()
    path = tmp_path / "2/values.db"
    whole = path.read_bytes()
    damaged = 0
    for seed in range(100):
        dice = random.Random(seed)
        content = bytearray(whole)
        for _ in range(30):
            content[dice.randrange(100, len(content))] ^= 1 << dice.randrange(8)
        path.write_bytes(content)
        found = cache.Store(tmp_path).load("page", values)
        damaged += len(found) < len(values)
        assert found.items() <= values.items()
    assert damaged > 30


@pytest.mark.parametrize("word", [b"CREATE", b"kind", b"sqlite_autoindex"])
def test_a_schema_that_is_no_text(word, tmp_path):
    first = cache.Store(tmp_path)
    first.keep("page", {b"k": b"v"})
    first.write()
    path = tmp_path / "2/values.db"
    path.write_bytes(path.read_bytes().replace(word, b"\xd4" + word[1:]))
    again = cache.Store(tmp_path)
    assert again.load("page", [b"k"]) == {}
    again.keep("page", {b"k": b"w"})
    again.write()
    assert cache.Store(tmp_path).load("page", [b"k"]) == {b"k": b"w"}


@pytest.mark.parametrize("kept", [0, 100, 5000, 20_000])
def test_cut_short(kept, planted, site):
    for path in cached(site):
        content = path.read_bytes()[:kept]
        path.unlink()
        path.write_bytes(content)
    same(site, planted)


def test_another_kind_of_database(planted, site):
    path = site / CACHE / "2/values.db"
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE kept (name TEXT)")
    other.close()
    same(site, planted)
    same(site, planted)
    with sqlite3.connect(path) as own:
        assert own.execute("SELECT count(digest) FROM kept").fetchone()[0] > 20
    own.close()


@pytest.mark.parametrize("place", [".cache", CACHE, f"{CACHE}/2", f"{CACHE}/2/objects"])
def test_a_file_in_its_place(place, planted, site):
    shutil.rmtree(site / place)
    (site / place).write_text("a file")
    same(site, planted)
    assert (site / place).read_text() == "a file"


def test_a_folder_in_place_of_the_values(planted, site):
    (site / CACHE / "2/values.db").unlink()
    (site / CACHE / "2/values.db").mkdir()
    same(site, planted)


def test_links_in_the_cache_are_not_followed(planted, site, tmp_path):
    for number, path in enumerate(path for path in cached(site) if path.suffix != ".db"):
        outside = tmp_path / f"outside-{number}"
        shutil.move(path, outside)
        path.symlink_to(outside)
    same(site, planted)
    assert not [path for path in (tmp_path / "built").rglob("*") if path.is_symlink()]


def test_a_cache_of_other_versions(planted, site, monkeypatch):
    for module in (cache_key, memory):
        monkeypatch.setattr(module, "versions", lambda: b"another")
    with counting(monkeypatch) as made:
        same(site, planted)
    assert made["written"] > 25


def test_a_full_disk_while_the_cache_is_written(planted, site, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    shutil.rmtree(site / ".cache")
    monkeypatch.setattr(cache.os, "link", full)
    monkeypatch.setattr(cache, "shutil", SimpleNamespace(copyfile=full))
    same(site, planted)


@pytest.mark.skipif(not may_mount(), reason="mounting is not allowed here")
@pytest.mark.parametrize("how", ["size=600k", "size=40k", "ro"])
def test_a_small_and_a_read_only_disk(how, planted, site):
    place = site / ".cache"
    kept = site.parent / "kept"
    shutil.move(place, kept)
    place.mkdir()
    size = how if how != "ro" else "size=20m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], check=True)
    try:
        if how == "ro":
            shutil.copytree(kept, place, dirs_exist_ok=True)
            subprocess.run(["mount", "-o", "remount,ro", place], check=True)
        same(site, planted)
        same(site, planted)
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def _shared(root: str, folder: str) -> Tree:
    return built(Path(root), Path(folder), {})


def test_builds_that_share_one_cache_at_once(planted, site, tmp_path):
    """Ten of them in the campaign: python3 dev.py campaign edits."""
    shutil.rmtree(site / ".cache")
    with ProcessPoolExecutor(3, mp_context=get_context("fork")) as builds:
        folders = [str(tmp_path / f"at-once-{number}") for number in range(3)]
        for tree in builds.map(_shared, [str(site)] * 3, folders):
            assert not tree.failed
            assert tree.differing(planted.slow) == []
    same(site, planted)


def test_a_database_that_another_build_holds_is_left_alone(planted, site, monkeypatch):
    monkeypatch.setattr(cache, "WAIT", 0.01)
    path = site / CACHE / "2/values.db"
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    before = path.stat().st_ino
    same(site, planted)
    other.rollback()
    other.close()
    assert path.stat().st_ino == before
    same(site, planted)


def test_who_writes_into_a_finished_file_writes_into_that_site_alone(
    planted, site, tmp_path, monkeypatch
):
    """The cache, and through it the site of the build before, is not shared then."""
    hook = "import os\ndef on_post_build(config):\n    if 'STAMP' in os.environ:\n"
    hook += "        with open(config.site_dir + '/index.html', 'a') as page:\n"
    (site / "stamp.py").write_text(f"{hook}            page.write('<!-- stamp -->')\n")
    with (site / "mkdocs.yml").open("a") as config:
        config.write("hooks: [stamp.py]\n")
    shutil.rmtree(site / ".cache")
    first = built(site, tmp_path / "first", {})
    assert not first.failed and first.reasons == []
    monkeypatch.setenv("STAMP", "1")
    second = built(site, tmp_path / "second", {})
    assert second.files["index.html"].endswith(b"<!-- stamp -->")
    assert read(tmp_path / "first") == first.files


# --- Forks ---


@pytest.fixture
def three(monkeypatch):
    """Three processes, whatever the machine has."""
    monkeypatch.setattr(fast_path, "cores", lambda: 3)


@pytest.mark.parametrize("step", ["_convert", "_write"])
@pytest.mark.parametrize("how", ["killed", "failed", "not to be carried"])
def test_a_fork_that_fails(step, how, planted, site, three, monkeypatch):
    shutil.rmtree(site / ".cache")
    kind = convert.Converter if step == "_convert" else render.Renderer
    real, parent, died = getattr(kind, step), os.getpid(), site.parent / "died"

    def work(self, *rest, **named):
        if os.getpid() == parent:
            return real(self, *rest, **named)
        died.touch()
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "failed":
            raise MemoryError
        return lambda: "cannot be pickled"

    monkeypatch.setattr(kind, step, work)
    same(site, planted)
    assert died.exists()


def test_without_processes_to_spare(planted, site, three, monkeypatch):
    def none() -> int:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    shutil.rmtree(site / ".cache")
    monkeypatch.setattr(os, "fork", none)
    same(site, planted)


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("wrong", ["---\ntemplate: raises.html\n---\n# Wrong\n", "# Kaboom\n"])
def test_a_page_that_fails_is_named_as_the_host_names_it(wrong, processes, site, monkeypatch):
    real = markdown.Markdown.convert

    def convert(self, text):
        if "Kaboom" in text:
            raise ValueError("a strange text")
        return real(self, text)

    monkeypatch.setattr(markdown.Markdown, "convert", convert)
    monkeypatch.setattr(fast_path, "cores", lambda: processes)
    (site / "frame/raises.html").write_text("{{ nothing.at.all }}")
    (site / "docs/guide/wrong.md").write_text(wrong)
    (site / "docs/guide/zwrong.md").write_text(wrong)
    fast, slow = (built(site, site.parent / "built", options) for options in ({}, SLOW))
    assert "guide/wrong.md" in slow.failed
    assert fast.failed == slow.failed
