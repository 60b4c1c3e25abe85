"""What another process does meanwhile is done once, whatever becomes of that process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from playbook_plugins.build import ahead as module
from playbook_plugins.build.ahead import Ahead, keep_memory, kept_memory
from playbook_plugins.shared import parallel
from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.front_matter import HEAD, FrontMatter
from playbook_plugins.shared.memory import Memory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="forks are those of Unix")

PLANS, CALLS = FrontMatter({"title": "Plans"}), FrontMatter({"title": "Calls"})
FOLDERS = ["blog/2026/first", "blog/2026/second", "", "guide"]


@pytest.fixture(autouse=True)
def two_cores(monkeypatch):
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    monkeypatch.setattr(module, "cores", lambda: 2)


def some_store(tmp_path):
    store, memory = Store(tmp_path / "cache"), Memory()
    store.keep("page", {b"a": b"converted"})
    memory.put(HEAD, "title: Plans", PLANS)
    return store, memory


def kept(tmp_path):
    found = Store(tmp_path / "cache")
    return found.load("page", [b"a"]), len(kept_memory("head", found))


def test_folders_and_cache_are_there_before_they_are_wanted(tmp_path):
    store, memory = some_store(tmp_path)
    tree = str(tmp_path / "new")
    ahead = Ahead(store, memory)
    ahead.begin(tree, FOLDERS)
    memory.put(HEAD, "title: Calls", CALLS)
    ahead.wait_for_folders()
    for folder in FOLDERS:
        assert Path(tree, folder).is_dir()
        assert not folder or f"{tree}/{folder}" in store.folders
    ahead.end()
    assert kept(tmp_path) == ({b"a": b"converted"}, 1)
    assert memory.hand_over() == {"head": {digest("title: Calls"): CALLS}}, "it came since"


def killed():
    os._exit(9)


def failing():
    raise ValueError


@pytest.mark.parametrize("ending", [killed, failing, "no fork"])
def test_what_it_could_not_do_is_done_at_the_end(ending, tmp_path, monkeypatch):
    store, memory = some_store(tmp_path)

    def refuse():
        raise OSError

    if ending == "no fork":
        monkeypatch.setattr(os, "fork", refuse)
    else:
        monkeypatch.setattr(module, "make_folder", lambda *given: ending())
    ahead = Ahead(store, memory)
    ahead.begin(str(tmp_path / "new"), FOLDERS)
    ahead.wait_for_folders()
    assert store.folders == set()
    ahead.end()
    assert kept(tmp_path) == ({}, 0)
    keep_memory(memory, store)
    store.write()
    assert kept(tmp_path) == ({b"a": b"converted"}, 1)


def test_where_something_is_known_nothing_is_done_ahead(tmp_path):
    some_store(tmp_path)[0].write()
    store, memory = some_store(tmp_path)
    assert not store.is_empty
    ahead = Ahead(store, memory)
    ahead.begin(str(tmp_path / "new"), FOLDERS)
    ahead.wait_for_folders()
    ahead.end()
    assert not (tmp_path / "new").exists()
    store.write()
    assert kept(tmp_path)[0] == {b"a": b"converted"}


def test_a_store_is_empty_until_something_is_written(tmp_path):
    store, _ = some_store(tmp_path)
    assert store.is_empty
    store.write()
    assert not store.is_empty
    assert store.load("page", [b"a"]) == {b"a": b"converted"}
