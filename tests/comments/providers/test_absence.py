"""That something is not there is no proof that somebody deleted it."""

from __future__ import annotations

import json

import pytest

from playbook_plugins.comments.counts import read_counts
from playbook_plugins.comments.providers import comentario, gate, giscus, isso, remark42
from playbook_plugins.comments.sync import Sync

from . import made
from .test_sync import START, Desk, Topic, comment


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("count", [1, 2, 5, 6, 30])
def test_a_fresh_server_rejects_nothing(desk, count):
    desk.provider.hold("a", *[comment(n) for n in range(1, count + 1)])
    desk.sync()
    desk.provider.threads.clear()
    done = desk.sync()
    assert set(desk.states().values()) == {"approved"}
    assert done.withheld == count and done.emptied == ["a"] and done.merges["a"].deleted == []
    assert desk.sync(deletions=True).withheld == 0
    assert set(desk.states().values()) == {"rejected"}


def test_one_post_of_many_is_no_proof_either(desk):
    for n, uid in enumerate("abcdefgh"):
        desk.provider.hold(uid, *[comment(10 * n + m) for m in range(1, 9)])
    desk.sync(*"abcdefgh")
    desk.provider.hold("e", comment(41), comment(42))
    done = desk.sync("e")
    assert done.withheld == 6 and set(desk.states("e").values()) == {"approved"}
    desk.provider.hold("e")
    assert desk.sync("e").withheld == 8 and set(desk.states("e").values()) == {"approved"}


def test_a_fresh_server_with_new_comments_is_a_fresh_server(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.provider.hold("b", comment(3))
    desk.sync()
    desk.provider.threads.clear()
    desk.provider.hold("a", comment(9))
    done = desk.sync()
    assert desk.states() == {"fake-1": "approved", "fake-2": "approved", "fake-9": "approved"}
    assert sorted(done.emptied) == ["a", "b"] and done.withheld == 3


def test_one_of_several_is_believed_and_the_emptied_thread_beside_it_is_not(desk):
    desk.provider.hold("a", comment(1), comment(2), comment(3))
    desk.provider.hold("b", comment(4))
    desk.sync()
    desk.provider.hold("a", comment(1), comment(2))
    desk.provider.hold("b")
    done = desk.sync()
    assert done.merges["a"].deleted == ["fake-3"] and done.emptied == ["b"]
    assert desk.states("b") == {"fake-4": "approved"}


def test_what_the_provider_itself_calls_deleted_is_deleted(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", deleted=frozenset({"fake:1", "fake:2"}))
    done = desk.sync()
    assert done.withheld == 0 and set(desk.states().values()) == {"rejected"}


def test_what_comes_back_waiting_waits(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", comment(2))
    desk.sync()
    desk.provider.hold("a", comment(1, state="pending"), comment(2))
    desk.sync()
    assert desk.states() == {"fake-1": "pending", "fake-2": "approved"}


def test_a_count_that_falls_to_nothing_is_not_believed(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync(texts=False)
    desk.provider.threads.clear()
    done = desk.sync(texts=False)
    counts = read_counts(desk.folder / ".counts.yml", desk.problems.append)
    assert counts["a"] == 2 and done.withheld == 2 and done.emptied == ["a"]
    desk.sync(texts=False, deletions=True)
    counts = read_counts(desk.folder / ".counts.yml", desk.problems.append)
    assert counts["a"] == 0


class Wire:
    """Answers a provider's requests from a list of bodies."""

    def __init__(self, *bodies: object) -> None:
        self.bodies = [
            each if isinstance(each, bytes) else json.dumps(each).encode() for each in bodies
        ]

    def get(self, url: str) -> bytes:
        return self.bodies.pop(0)

    def post(self, url: str, value: object) -> bytes:
        return self.bodies.pop(0)


NAMES = ("isso", "giscus", "remark42", "comentario")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html><title>Just a moment</title>",
        b"",
        {},
        [],
        None,
        {"error": "not found"},
        {"status": "ok"},
        {"message": "maintenance", "replies": None, "comments": {}, "discussion": None},
    ],
)
def test_an_error_page_with_status_200_rejects_nothing(tmp_path, name, body):
    """Synced after a good answer, with whatever such a page may be."""
    entries = [made.entry(1), made.entry(2)]
    key = made.provider(name, "https://c.example").key("a")
    counts = [] if name == "giscus" else [made.counts_raw(name, [key], {key: 2})]
    provider = made.provider(
        name, "https://c.example", Wire(*counts, made.thread_raw(name, entries))
    )
    problems: list = []
    Sync(tmp_path, "ledger", provider, problems.append, lambda: START).run([Topic("a")])
    before = (tmp_path / "a.yml").read_bytes()
    assert before.count(b"- id:") == 2 and problems == []
    for answers in ([*counts, body], [body, body]):
        provider = made.provider(name, "https://c.example", Wire(*answers))
        work = Sync(tmp_path, "ledger", provider, problems.append, lambda: START)
        work.run([Topic("a")])
        assert (tmp_path / "a.yml").read_bytes() == before


def pages(comments: list, **more: object) -> dict:
    return {"discussion": {"comments": comments, **more}}


WHOLE = {"hasNextPage": False}
HALVES = {
    "isso, more at the top than sent": (
        isso.parse_thread,
        {"replies": [{"id": 1, "mode": 1, "created": 1.0e9, "text": "x"}], "total_replies": 5},
    ),
    "isso, without a number": (isso.parse_thread, {"replies": []}),
    "isso, answers kept back": (
        isso.parse_thread,
        {
            "total_replies": 1,
            "replies": [{"id": 1, "mode": 1, "created": 1.0e9, "text": "x", "hidden_replies": 3}],
        },
    ),
    "isso, many answers make up for nothing": (
        isso.parse_thread,
        {
            "total_replies": 3,
            "replies": [
                {
                    "id": 1,
                    "mode": 1,
                    "created": 1.0e9,
                    "text": "x",
                    "replies": [
                        {"id": n, "mode": 1, "created": 1.0e9, "text": "x"} for n in range(2, 9)
                    ],
                }
            ],
        },
    ),
    "giscus, answers on another page": (
        giscus.parse_thread,
        pages(
            [{"id": "a", "createdAt": "2026-01-01T00:00:00Z", "bodyHTML": "x", "replyCount": 4}],
            pageInfo=WHOLE,
        ),
    ),
    "remark42, without facts": (remark42.parse_thread, {"comments": []}),
    "remark42, another number": (remark42.parse_thread, {"comments": [], "info": {"count": 2}}),
}


@pytest.mark.parametrize("name", HALVES)
def test_an_answer_that_may_be_half_of_one_is_not_whole(name):
    parse, answer = HALVES[name]
    assert parse(json.dumps(answer).encode()).complete is False


@pytest.mark.parametrize(
    "info", [None, {}, {"hasNextPage": None}, {"hasNextPage": "false"}, {"hasNextPage": True}]
)
def test_a_page_that_does_not_say_whether_it_is_the_last_is_refused(info):
    more = {} if info is None else {"pageInfo": info}
    with pytest.raises(gate.RefusedError):
        giscus.parse_thread(json.dumps(pages([], **more)).encode())


FLAGS = (True, 1, "true", "yes", "false", [], {})


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_that_keeps_a_comment_from_readers_may_be_of_any_type(flag):
    entry = {
        "id": "a",
        "createdAt": "2026-01-01T00:00:00Z",
        "time": "2026-01-01T00:00:00Z",
        "createdTime": "2026-01-01T00:00:00Z",
        "bodyHTML": "x",
        "text": "x",
        "html": "x",
        "user": {"name": "Bo"},
        "isApproved": True,
    }
    minimised = pages([{**entry, "isMinimized": flag}], pageInfo=WHOLE)
    assert giscus.parse_thread(json.dumps(minimised).encode()).comments == ()
    deleted = {"comments": [{**entry, "delete": flag}], "info": {"count": 0}}
    assert remark42.parse_thread(json.dumps(deleted).encode()).comments == ()
    deleted = {"pageInfo": {}, "comments": [{**entry, "isDeleted": flag}]}
    assert comentario.parse_thread(json.dumps(deleted).encode()).comments == ()
    waiting = {"pageInfo": {}, "comments": [{**entry, "isPending": flag}]}
    (one,) = comentario.parse_thread(json.dumps(waiting).encode()).comments
    assert one.state == "pending"


def test_an_approval_that_is_not_there_was_not_given():
    entry = {"id": "a", "createdTime": "2026-01-01T00:00:00Z", "html": "x"}
    for more in ({}, {"isApproved": False}, {"isApproved": "true"}, {"isApproved": 1}):
        answer = {"pageInfo": {}, "comments": [{**entry, **more}]}
        (one,) = comentario.parse_thread(json.dumps(answer).encode()).comments
        assert one.state == "pending"
    answer = {"total_replies": 1, "replies": [{"id": 1, "created": 1.0e9, "text": "x"}]}
    (one,) = isso.parse_thread(json.dumps(answer).encode()).comments
    assert one.state == "pending"
