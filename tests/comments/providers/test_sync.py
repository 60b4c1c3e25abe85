"""Merging into the ledger: added, never erased; what people decided stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from playbook_plugins.comments.counts import (
    Counted,
    counts_text,
    live_offset,
    read_counted,
    read_counts,
    total,
)
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.ledger_writing import LedgerEditor, locked, with_states
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.providers.interface import (
    Capabilities,
    Provider,
    ProviderThread,
    Settings,
    Topic,
    Widget,
)
from playbook_plugins.comments.sync import Sync
from playbook_plugins.comments.thread_edits import EditError

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def comment(n: int, parent: int = 0, **more) -> Comment:
    values = {
        "author": f"Person {n}",
        "body": f"<p>Remark {n}</p>",
        "date": START + timedelta(minutes=n),
        "parent": f"fake-{parent}" if parent else "",
        "origin": f"fake:{n}",
        "format": "html",
        **more,
    }
    return Comment(id=f"fake-{n}", **values)


class Fake(Provider):
    """Holds threads in memory and counts right."""

    name = "fake"
    capabilities = Capabilities(bodies=True, batch=100, live=False)

    def __init__(self) -> None:
        super().__init__(Settings("https://fake.example"))
        self.threads: dict[str, ProviderThread] = {}

    def hold(self, uid: str, *comments: Comment, **more) -> None:
        self.threads[uid] = ProviderThread(comments, **more)

    def _usual_prefix(self) -> str:
        return ""

    def _count(self, topics):
        return {t.uid: len(self.threads.get(t.uid, ProviderThread()).comments) for t in topics}

    def _fetch(self, topic: Topic) -> ProviderThread:
        return self.threads.get(topic.uid, ProviderThread())

    def thread_url(self, topic: Topic) -> str:
        return ""

    def widget(self, topic: Topic) -> Widget:
        raise NotImplementedError


class Desk:
    def __init__(self, folder) -> None:
        self.folder = folder
        self.provider = Fake()
        self.problems: list = []

    def sync(self, *uids: str, **more):
        work = Sync(self.folder, "ledger", self.provider, self.problems.append, lambda: START)
        return work.run([Topic(uid) for uid in uids or ("a", "b")], **more)

    def thread(self, uid: str = "a") -> Thread:
        text = (self.folder / f"{uid}.yml").read_text()
        thread = LedgerReader(uid, self.problems.append).read(text, uid)
        assert thread is not None and self.problems == []
        return thread

    def states(self, uid: str = "a") -> dict[str, str]:
        return {each.id: each.state for each in self.thread(uid).comments}

    def edit(self, old: str, new: str, uid: str = "a") -> None:
        path = self.folder / f"{uid}.yml"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(tmp_path)


def test_a_second_sync_changes_no_byte(desk):
    desk.provider.hold("a", comment(1), comment(2, 1))
    assert desk.sync().merges["a"].added == ["fake-1", "fake-2"]
    before = (desk.folder / "a.yml").read_bytes()
    assert desk.sync().written == []
    assert (desk.folder / "a.yml").read_bytes() == before


def test_a_dry_run_writes_nothing(desk):
    desk.provider.hold("a", comment(1))
    done = desk.sync(dry=True)
    assert done.merges["a"].added == ["fake-1"] and list(desk.folder.iterdir()) == []
    desk.sync(dry=True, texts=False)
    assert list(desk.folder.iterdir()) == []


def test_what_a_moderator_decided_stays(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.edit("    origin: fake:2\n", "    state: spam\n    origin: fake:2\n")
    desk.edit("Remark 1", "Remark 1, without the client's name")
    desk.provider.hold("a", comment(1), comment(2), comment(3, 2))
    done = desk.sync()
    assert desk.states() == {"fake-1": "approved", "fake-2": "spam", "fake-3": "approved"}
    assert "without the client's name" in desk.thread().comments[0].body
    assert done.merges["a"].differing == ["fake-1"]
    assert desk.sync(edits=True).merges["a"].edited == ["fake-1"]
    assert desk.thread().comments[0].body == "<p>Remark 1</p>"
    assert desk.states()["fake-2"] == "spam"


def test_deleted_at_the_provider_is_rejected_here_and_comes_back_with_it(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", comment(2))
    assert desk.sync().merges["a"].deleted == ["fake-1"]
    assert desk.states() == {"fake-1": "rejected", "fake-2": "approved"}
    assert desk.thread().comments[0].origin == "fake:1:deleted"
    assert desk.sync().written == [], "said once"
    desk.provider.hold("a", comment(1), comment(2))
    assert desk.sync().merges["a"].restored == ["fake-1"]
    assert desk.states() == {"fake-1": "approved", "fake-2": "approved"}


def test_what_a_moderator_approves_after_a_deletion_stays_approved(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", comment(2))
    desk.sync()
    desk.edit("    state: rejected\n", "")
    desk.sync()
    assert desk.states() == {"fake-1": "approved", "fake-2": "approved"}


def test_nothing_goes_from_a_thread_that_was_not_read_whole(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", comment(2), complete=False)
    assert desk.sync().merges["a"].deleted == []
    desk.provider.hold("a", comment(2), complete=False, deleted=frozenset({"fake:1"}))
    assert desk.sync().merges["a"].deleted == ["fake-1"], "unless the provider says so itself"


def test_a_thread_that_does_not_fit_its_count_loses_nothing(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider._count = lambda topics: {"a": 2, "b": 0}
    desk.provider.hold("a")
    assert desk.sync().merges["a"].deleted == []
    desk.provider._count = lambda topics: {}
    assert desk.sync().merges["a"].deleted == []


def test_what_a_moderator_calls_spam_after_a_deletion_does_not_come_back(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    desk.provider.hold("a", comment(2))
    desk.sync()
    desk.edit("state: rejected", "state: spam")
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    assert desk.states() == {"fake-1": "spam", "fake-2": "approved"}


def test_an_emptied_server_empties_nothing(desk):
    desk.provider.hold("a", *[comment(n) for n in range(1, 7)])
    desk.provider.hold("b", *[comment(n) for n in range(10, 14)])
    desk.sync()
    desk.provider.threads.clear()
    desk.provider.hold("b", comment(20))
    done = desk.sync()
    assert done.withheld == 10 and set(desk.states().values()) == {"approved"}
    assert desk.states("b")["fake-20"] == "approved", "what is new comes in all the same"
    desk.sync(deletions=True)
    assert set(desk.states().values()) == {"rejected"}


def test_an_id_that_is_given_again_does_not_overwrite(desk):
    desk.provider.hold("a", comment(1), comment(2))
    desk.sync()
    again = comment(2, date=START + timedelta(days=1), author="Somebody else")
    desk.provider.hold("a", comment(1), again)
    desk.sync()
    assert desk.states() == {"fake-1": "approved", "fake-2": "rejected", "fake-2-2": "approved"}
    desk.provider.hold("a", comment(1), again, comment(3, 2))
    desk.sync()
    assert desk.thread().comments[-1].parent == "fake-2-2"
    assert desk.sync().written == []


def test_a_comment_that_was_moved_to_another_thread_stays_there(desk):
    desk.provider.hold("a", comment(1), comment(2, 1))
    desk.sync()
    moved = desk.thread().comments[0]
    from playbook_plugins.comments.ledger_text import thread_text

    (desk.folder / "b.yml").write_text(thread_text(Thread("b", (moved,))))
    rest = replace(desk.thread().comments[1], parent="")
    (desk.folder / "a.yml").write_text(thread_text(Thread("a", (rest,))))
    assert desk.sync().written == []
    assert desk.states("b") == {"fake-1": "approved"} and desk.states() == {"fake-2": "approved"}


def test_remarks_and_layout_of_a_file_survive_new_comments(desk):
    text = (
        "# Ask Mara before closing this one.\nthread: a\nstate: open\ncomments:\n"
        "  - {id: c1, author: Ines, date: 2026-01-01, body: 'Hello'}   # the first\n"
    )
    (desk.folder / "a.yml").write_text(text)
    desk.provider.hold("a", comment(1), comment(2, 1))
    desk.sync()
    assert (desk.folder / "a.yml").read_text().startswith(text)
    thread = desk.thread()
    assert [each.id for each in thread.comments] == ["c1", "fake-1", "fake-2"]


def test_a_file_with_a_mistake_is_not_written_over(desk):
    text = "thread: a\ncomments:\n  - {id: c1, author: Ines, date: soon, body: Hello}\n"
    (desk.folder / "a.yml").write_text(text)
    desk.provider.hold("a", comment(1))
    desk.provider.hold("b", comment(2))
    done = desk.sync()
    assert (desk.folder / "a.yml").read_text() == text and done.failed == ["a"]
    assert "is not a date" in desk.problems[0].what and "not synced" in desk.problems[1].what
    desk.problems.clear()
    assert desk.states("b") == {"fake-2": "approved"}


def test_counts_keep_their_date_until_they_change(desk):
    desk.provider.hold("a", comment(1))
    desk.sync(texts=False)
    path = desk.folder / ".counts.yml"
    line = 'a: {count: 1, provider: fake, at: "2026-11-24T09:00:00Z"}\n'
    assert line in path.read_text()
    work = Sync(desk.folder, "ledger", desk.provider, desk.problems.append)
    assert work.run([Topic("a"), Topic("b")], texts=False).written == []
    desk.sync()
    assert read_counts(path, desk.problems.append) == {}, "a thread is counted in one place"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "a: 3\n",
        "a: {count: -1, provider: x}\n",
        "a: {count: true, provider: x}\n",
        "a: {count: 1.5, provider: x}\n",
        "A B: {count: 1, provider: x}\n",
        "a: {count: 1}\n",
        "a: {",
        "a: !!python/object/apply:os.system [x]\n",
        "\x00",
    ],
)
def test_wrong_counts_are_reported_and_left_out(tmp_path, text):
    path = tmp_path / ".counts.yml"
    path.write_text(text + ("b: {count: 2, provider: x}\n" if text.endswith("}\n") else ""))
    problems: list = []
    assert set(read_counts(path, problems.append)) <= {"b"} and len(problems) == 1


def test_counts_read_back_as_written(tmp_path):
    counted = {"a": Counted(3, "giscus", "2026-11-24T09:00:00Z"), "b": Counted(None, "giscus")}
    path = tmp_path / ".counts.yml"
    path.write_text(counts_text(counted))
    assert read_counted(path, print) == counted
    assert read_counts(tmp_path / "none.yml", print) == {}


def test_no_comment_is_counted_twice_and_unknown_is_not_zero():
    own = Comment("c1", "Ines", START, "x")
    hidden = replace(comment(2), state="spam")
    gone = replace(comment(3), state="rejected", origin="fake:3:deleted")
    thread = Thread("a", (own, comment(1), hidden, gone))
    assert total(thread, None) == 2 and total(None, None) == 0
    assert total(thread, Counted(5, "fake")) == 6
    assert total(thread, Counted(None, "fake")) is None
    assert total(None, Counted(0, "fake")) == 0
    assert live_offset(thread, "fake") == 0, "one of our own, one that we hide"
    assert live_offset(None, "fake") == 0


def test_what_a_moderator_did_while_the_provider_was_asked_stays(tmp_path):
    provider = Fake()
    provider.hold("first", comment(1), comment(2))
    work = Sync(tmp_path, "docs/.comments", provider, lambda problem: None)
    work.run([Topic("first")])
    provider.hold("first", comment(1), comment(2), comment(3))
    asked = provider.fetch

    def meanwhile(topics, failed):
        yield from asked(topics, failed)
        editor = LedgerEditor(tmp_path, "docs/.comments")
        editor.change("first", lambda thread: with_states(thread, {"fake-1"}, "spam"))

    provider.fetch = meanwhile
    Sync(tmp_path, "docs/.comments", provider, lambda problem: None).run([Topic("first")])
    thread = LedgerReader("", lambda problem: None).read(
        (tmp_path / "first.yml").read_text("utf-8"), "first"
    )
    assert {each.id: each.state for each in thread.comments} == {
        "fake-1": "spam",
        "fake-2": "approved",
        "fake-3": "approved",
    }


def test_a_sync_waits_for_a_command_that_is_at_work(tmp_path):
    provider = Fake()
    provider.hold("first", comment(1))
    with locked(tmp_path), pytest.raises(EditError, match="another command is at work"):
        Sync(tmp_path, "docs/.comments", provider, lambda p: None, patience=0.1).run(
            [Topic("first")]
        )
