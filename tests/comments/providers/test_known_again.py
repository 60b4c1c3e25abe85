"""What a sync knows again: a comment at another provider, an author, an id that comes twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from playbook_plugins.comments.activity import unanswered
from playbook_plugins.comments.model import Comment
from playbook_plugins.comments.providers import SettingsError
from playbook_plugins.comments.providers.interface import Topic as AskedTopic

from . import made
from .test_sync import START, Desk, comment


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def elsewhere(n: int, parent: int = 0, **more) -> Comment:
    """The same comment, as another provider's import would have it."""
    usual = comment(n, **more)
    values = {**usual.__dict__, "id": f"new-{n}", "origin": f"fake:{n}0", **more}
    values["parent"] = f"new-{parent}" if parent else ""
    values.pop("count", None)
    return Comment(**values)


def test_a_change_of_provider_doubles_nothing(desk):
    desk.provider.hold("a", comment(1), comment(2, 1))
    desk.sync()
    desk.edit("origin: fake:2", "state: rejected\n    origin: fake:2")
    for n in (1, 2):
        desk.edit(f"origin: fake:{n}", f"origin: isso:{n}")
    moved = [elsewhere(1, body="<div>Remark&nbsp;1</div>"), elsewhere(2, 1), elsewhere(3, 2)]
    desk.provider.hold("a", *moved)
    done = desk.sync().merges["a"]
    assert done.moved == ["fake-1", "fake-2"] and done.added == ["new-3"]
    thread = desk.thread()
    assert [(each.id, each.parent) for each in thread.comments] == [
        ("fake-1", ""),
        ("fake-2", "fake-1"),
        ("new-3", "fake-2"),
    ]
    assert desk.states()["fake-2"] == "rejected", "what a moderator decided stays"
    assert desk.sync().written == [], "and it is settled"


def test_two_who_say_the_same_word_in_one_second_are_two(desk):
    desk.provider.hold("a", comment(1), comment(1, origin="fake:2"))
    assert len(desk.sync().merges["a"].added) == 2
    assert len(desk.thread().comments) == 2


def test_the_same_words_by_somebody_else_are_another_comment(desk):
    desk.provider.hold("a", comment(1))
    desk.sync()
    desk.edit("origin: fake:1", "origin: isso:1")
    desk.provider.hold("a", elsewhere(1, author="Somebody"))
    assert desk.sync().merges["a"].added == ["new-1"]


def test_an_id_that_a_server_gives_twice_makes_two_comments_that_can_be_read(desk):
    twice = comment(1, date=START + timedelta(minutes=9), body="<p>Another</p>")
    desk.provider.hold("a", comment(1), twice, comment(3, 1))
    desk.sync()
    assert [(each.id, each.parent) for each in desk.thread().comments] == [
        ("fake-1", ""),
        ("fake-1-2", ""),
        ("fake-3", "fake-1"),
    ]


def test_a_closed_thread_takes_nothing_in(desk):
    desk.provider.hold("a", comment(1))
    desk.sync()
    desk.edit("state: open", "state: closed")
    desk.provider.hold("a", comment(1), comment(2))
    done = desk.sync()
    assert done.merges["a"].late == ["fake-2"] and done.written == []
    desk.edit("state: closed", "state: open")
    assert desk.sync().merges["a"].added == ["fake-2"]


@pytest.mark.parametrize(("days", "taken"), [(0, True), (0.9, True), (2, False), (36500, False)])
def test_a_day_to_come_is_not_believed(desk, days, taken):
    desk.provider.hold("a", comment(1, date=START + timedelta(days=days)))
    done = desk.sync().merges["a"]
    assert (done.added, done.early) == ((["fake-1"], []) if taken else ([], ["fake-1"]))


PEOPLE = {
    "giscus": ("author", "login", "anita-gh"),
    "isso": (None, "hash", "4505c1eeda98"),
    "remark42": ("user", "id", "github_ef0f70"),
    "comentario": (None, "userCreated", "5c1f0001-0000-4f8e-9d21-0a1b2c3d4e5f"),
}


def raw_with(name: str, who: str) -> bytes:
    """A thread of one comment, whose account is `who`."""
    import json

    answer = json.loads(made.thread_raw(name, [made.entry(1)]))
    lists = answer.get("discussion", answer)
    entry = (lists.get("comments") or lists.get("replies"))[0]
    inside, key, _ = PEOPLE[name]
    (entry[inside] if inside else entry)[key] = who
    return json.dumps(answer).encode()


class Answer:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def get(self, url: str) -> bytes:
        return self.raw

    def post(self, url: str, value) -> bytes:
        return self.raw


@pytest.mark.parametrize("name", PEOPLE)
def test_an_author_is_known_by_the_account_and_by_nothing_else(name):
    account = PEOPLE[name][2]
    for who, by in ((account, "anita"), ("somebody-else", "")):
        provider = made.provider(
            name,
            "https://comments.example.org",
            Answer(raw_with(name, who)),
            authors={account: "anita"},
        )
        ((_, found),) = provider.fetch([AskedTopic("post")], lambda *_: pytest.fail("failed"))
        assert [each.by for each in found.comments] == [by]


def test_an_author_who_is_named_later_is_known_from_then_on(desk):
    desk.provider.hold("a", comment(1))
    desk.sync()
    assert unanswered({"a": desk.thread()}) == ["a"]
    desk.provider.hold("a", comment(1, by="anita"))
    assert desk.sync().merges["a"].known == ["fake-1"]
    assert desk.thread().comments[0].by == "anita"
    assert unanswered({"a": desk.thread()}) == []


def test_authors_that_are_no_pairs_are_named():
    with pytest.raises(SettingsError) as caught:
        made.provider("isso", "https://comments.example.org", authors=["anita"])
    assert "accounts and authors" in caught.value.what


def test_what_a_moderator_moved_and_called_spam_stays_so_at_another_provider(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    raw = (desk.folder / "a.yml").read_text()
    second = raw.index("  - id: fake-2")
    (desk.folder / "a.yml").write_text(raw[:second])
    moved = raw[second:].replace("origin: fake:2", "state: spam\n    origin: isso:2")
    (desk.folder / "b.yml").write_text(f"thread: b\nstate: open\ncomments:\n{moved}")
    desk.edit("origin: fake:1", "origin: isso:1")
    desk.provider.hold("a", elsewhere(1), elsewhere(2))
    assert desk.sync().merges["a"].added == []
    assert desk.states("b") == {"fake-2": "spam"} and list(desk.states()) == ["fake-1"]


def test_going_back_to_an_earlier_provider_publishes_nothing_that_was_rejected(desk):
    desk.provider.hold("a", comment(1))
    desk.sync()
    desk.edit("origin: fake:1", "state: rejected\n    origin: isso:1 fake:1")
    desk.provider.hold("a", comment(1, body="<p>Edited there since</p>"))
    done = desk.sync().merges["a"]
    assert done.added == [] and done.moved == ["fake-1"]
    (mine,) = desk.thread().comments
    assert (mine.state, mine.origin) == ("rejected", "fake:1 isso:1")


@pytest.mark.parametrize(
    ("before", "left", "believed"), [(6, 1, False), (6, 4, True), (3, 2, True)]
)
def test_far_fewer_in_one_thread_is_no_proof(desk, before, left, believed):
    desk.provider.hold("a", *map(comment, range(1, before + 1)))
    desk.sync()
    desk.provider.hold("a", *map(comment, range(1, left + 1)))
    done = desk.sync()
    assert done.withheld == (0 if believed else before - left)
    assert list(desk.states().values()).count("approved") == (left if believed else before)


def test_a_count_that_falls_to_a_tenth_is_no_proof(desk):
    desk.provider.hold("a", *map(comment, range(1, 31)))
    desk.sync(texts=False)
    desk.provider.hold("a", comment(1))
    done = desk.sync(texts=False)
    assert done.emptied == ["a"] and done.withheld == 29
    assert desk.sync(texts=False, deletions=True).withheld == 0
