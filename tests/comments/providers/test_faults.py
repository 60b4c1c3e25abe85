"""A provider's server that goes wrong: a sentence a thread, nothing lost, old numbers stay."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from playbook_plugins.comments.counts import read_counts
from playbook_plugins.comments.providers import PROVIDERS
from playbook_plugins.comments.providers.http import Fetcher
from playbook_plugins.comments.sync import Sync

from .faults import Faults
from .made import counts_raw, entry, provider, thread_raw, topics

NAMES = sorted(PROVIDERS)
SAID = {
    "silence": "the server said nothing for",
    "drip": "no whole answer within",
    "drip heads": "no whole answer within",
    "busy": "the server asks to be left alone for 3 seconds (429)",
    "busy for an hour": "the server asks to be left alone for 3600 seconds (429)",
    "truncated": "the answer broke off before its end",
    "truncated chunks": "the answer broke off before its end",
    "html": "the answer is not JSON",
    "redirect elsewhere": "sends us on to https://elsewhere.example, and redirects are not",
    "redirect inside": "sends us on to http://192.168.0.1, and redirects are not followed",
    "redirect file": "sends us on to another place, and redirects are not followed",
    "huge": "the answer is larger than",
    "huge announced": "the answer is larger than",
    "deep": "the answer is nested too deeply",
    "failing": "the server answered with error 500",
    "missing": "the server answered with error 404",
    "closed": "the server closed the connection without an answer",
    "not http": "the server does not speak HTTP as it should",
}

ENDLESS = ("silence", "drip", "drip heads")
"""Faults that only our patience ends."""


class World:
    """Two threads at a provider and a ledger; `fault` breaks the answers for `broken` alone."""

    def __init__(self, name: str, folder) -> None:
        self.name = name
        self.folder = folder
        self.fault = ""
        self.broken = "beta"
        self.entries = {"alpha": [entry(1)], "beta": [entry(2), entry(3, 2)]}
        self.waited: list[float] = []
        self.patience = 60.0
        self.problems: list = []
        self.server = Faults(self.answer)

    def answer(self, path: str, body: bytes):
        asked = json.loads(body) if body else parse_qs(urlsplit(path).query)
        many = asked if isinstance(asked, list) else asked.get("paths")
        if many is not None:
            counts = {key: len(self.entries.get(self.uid(key), [])) for key in many}
            return counts_raw(self.name, many, counts)
        key = next(asked[name] for name in ("uri", "term", "url", "path") if name in asked)
        uid = self.uid(key if isinstance(key, str) else key[0])
        if self.fault and uid == self.broken:
            return self.fault
        return thread_raw(self.name, self.entries.get(uid, []))

    @staticmethod
    def uid(key: str) -> str:
        return key.rpartition("/")[2]

    def sync(self, *uids: str, **more):
        fetcher = Fetcher(
            timeout=self.patience,
            total=2 * self.patience,
            most=200_000,
            sleep=self.waited.append,
        )
        made = provider(self.name, self.server.url, fetcher)
        self.problems.clear()
        moment = datetime(2026, 11, 24, tzinfo=UTC)
        work = Sync(self.folder, "ledger", made, self.problems.append, now=lambda: moment)
        return work.run(topics(*(uids or ("alpha", "beta"))), **more)

    def files(self) -> dict[str, bytes]:
        """The threads and counts, by name."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("*.yml"))}


@pytest.fixture
def world(tmp_path):
    made: list[World] = []

    def start(name: str) -> World:
        made.append(World(name, tmp_path))
        return made[-1]

    yield start
    for each in made:
        each.server.close()


@pytest.mark.parametrize("fault", SAID)
def test_a_broken_thread_is_named_and_the_others_come_in(world, fault):
    here = world("isso")
    here.sync()
    before = here.files()
    here.entries["alpha"].append(entry(4))
    here.entries["beta"] = [entry(5)]
    here.fault = fault
    here.patience = 0.8 if fault in ENDLESS else 60
    done = here.sync()
    assert done.failed == ["beta"]
    (problem,) = here.problems
    assert str(problem).startswith('isso, thread "beta": ') and SAID[fault] in problem.what
    assert str(problem).isprintable() and problem.cure
    after = here.files()
    assert after["beta.yml"] == before["beta.yml"], "what is known of a broken thread stays"
    assert b"Person 4" in after["alpha.yml"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("fault", ["truncated", "redirect inside", "failing", "html"])
def test_every_provider_fails_thread_by_thread(world, name, fault):
    here = world(name)
    here.sync()
    before = here.files()
    assert set(before) == {"alpha.yml", "beta.yml"}
    here.fault = fault
    assert here.sync().failed == ["beta"]
    assert SAID[fault] in here.problems[0].what
    assert here.files() == before


def test_a_busy_server_gets_the_time_it_asks_for(world):
    here = world("isso")
    here.fault = "busy"
    here.sync()
    assert here.waited == [3.0, 3.0], "twice again, then it is left alone"
    here.waited.clear()
    here.fault = "busy for an hour"
    here.sync()
    assert here.waited == []


def test_a_dead_server_is_given_up_soon(world):
    here = world("giscus")
    here.server.answer = lambda path, body: "closed"
    uids = [f"post-{n}" for n in range(40)]
    done = here.sync(*uids)
    assert len(here.server.asked) == 3 and done.failed == uids
    assert len(here.problems) == 40, "each thread is named"
    assert "not asked: the server closed the connection" in here.problems[-1].what


@pytest.mark.parametrize("fault", ["silence", "busy for an hour", "html", "closed", "deep"])
@pytest.mark.parametrize("name", ["isso", "remark42", "comentario"])
def test_old_counts_stay_when_counting_fails(world, name, fault):
    here = world(name)
    here.sync(texts=False)
    before = here.files()
    assert list(before) == [".counts.yml"]
    kept = read_counts(here.folder / ".counts.yml", here.problems.append)
    assert kept == {"alpha": 1, "beta": 2}
    here.server.answer = lambda path, body: fault
    here.patience = 0.2 if fault in ENDLESS else 60  # nobody else is to be heard meanwhile
    assert here.sync(texts=False).failed == ["alpha", "beta"]
    assert here.files() == before
    assert here.sync("gamma", texts=False).failed == ["gamma"]
    counts = read_counts(here.folder / ".counts.yml", here.problems.append)
    assert counts == {"alpha": 1, "beta": 2, "gamma": None}, "unknown is not zero"


def test_a_count_that_fails_does_not_look_like_an_empty_thread(world):
    here = world("isso")
    here.sync()
    before = here.files()
    here.server.answer = lambda path, body: "failing" if body else thread_raw("isso", [])
    assert here.sync().failed == ["alpha", "beta"]
    assert here.files() == before


def test_giscus_tells_no_discussion_yet_from_no_answer(world):
    here = world("giscus")
    fresh = b'{"error": "Discussion not found"}'

    def absent(handler):
        handler._send(fresh, 404)

    from . import faults

    faults._Handler.fault_no_discussion = absent
    here.server.answer = lambda path, body: "no discussion"
    here.sync(texts=False)
    assert read_counts(here.folder / ".counts.yml", here.problems.append) == {
        "alpha": 0,
        "beta": 0,
    }
    here.server.answer = lambda path, body: "missing"
    assert here.sync("gamma", texts=False).failed == ["gamma"]


def test_giscus_counts_answers_and_all_pages(world):
    here = world("giscus")
    pages = [thread_raw("giscus", [entry(n), entry(n + 1, n)]) for n in (1, 11, 21)]

    def answer(path: str, body: bytes):
        after = parse_qs(urlsplit(path).query).get("after", ["page0"])[0]
        number = int(after.removeprefix("page"))
        page = json.loads(pages[number])
        more = {"hasNextPage": number < 2, "endCursor": f"page{number + 1}"}
        page["discussion"]["pageInfo"] = more
        return page

    here.server.answer = answer
    here.sync("alpha", texts=False)
    assert read_counts(here.folder / ".counts.yml", here.problems.append) == {"alpha": 6}
    here.sync("alpha")
    assert (here.folder / "alpha.yml").read_text().count("- id:") == 6
    ring = {"hasNextPage": True, "endCursor": "page0"}
    page = json.loads(pages[0])
    page["discussion"]["pageInfo"] = ring
    here.server.answer = lambda path, body: page
    assert here.sync("alpha").failed == ["alpha"]
    assert "go round in a ring" in here.problems[0].what


def test_comentario_is_asked_for_32_paths_at_a_time(world):
    here = world("comentario")
    here.sync(*[f"post-{n}" for n in range(70)], texts=False)
    sizes = [len(json.loads(body)["paths"]) for _, _, body in here.server.asked]
    assert sizes == [32, 32, 6]


def test_five_hundred_quiet_threads_of_isso_cost_one_request(world):
    here = world("isso")
    here.sync(*[f"post-{n}" for n in range(499)], "alpha")
    paths = [(method, path) for method, path, _ in here.server.asked]
    assert paths == [("POST", "/count"), ("GET", "/?uri=%2Falpha")]
