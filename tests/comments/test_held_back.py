"""What cannot be read is not published: a slip of a moderator's finger shows nothing."""

from __future__ import annotations

import pytest

from playbook_plugins.comments.ledger import LedgerReader, read_ledger
from playbook_plugins.comments.model import PENDING

COMMENT = "  - id: c1\n    author: Ana\n    date: 2026-01-01\n    body: Words\n"
OTHER = "  - id: c2\n    author: Bo\n    date: 2026-01-02\n    body: Others\n    parent: c1\n"


def read(text: str):
    problems: list = []
    thread = LedgerReader("t.yml", problems.append).read(text, "t")
    return thread, problems


LINES = {
    "capital in the key": "State: spam",
    "capitals": "STATE: spam",
    "misspelt key": "stat: rejected",
    "misspelt key again": "sate: pending",
    "a key of another program": "status: spam",
    "another one": "approved: false",
    "and another one": "hidden: true",
    "one that nobody knows": "likes: 3",
    "a space that is none": "state\u00a0: spam",
    "a key in quotes with a blank": '"state ": spam',
    "a key that is a list": "? [state]\n    : spam",
    "a merge": "<<: {state: spam}",
    "capital in the state": "state: Spam",
    "misspelt state": "state: rejcted",
    "another language": "state: abgelehnt",
    "a list": "state: [spam]",
    "keys": "state: {is: spam}",
    "no": "state: no",
    "false": "state: false",
    "nothing": "state: 0",
    "a day": "state: 2026-01-01",
    "with a tag": "state: !!binary c3BhbQ==",
    "twice": "state: spam\n    state: approved",
    "twice, the other way": "state: approved\n    state: spam",
}


@pytest.mark.parametrize("name", LINES)
def test_a_comment_whose_state_cannot_be_read_is_held_back(name):
    thread, problems = read(f"thread: t\ncomments:\n{COMMENT}    {LINES[name]}\n{OTHER}")
    assert [each.id for each in thread.approved] == ["c2"] and thread.count == 1
    assert len(problems) == 1, [str(each) for each in problems]
    assert "held back" in str(problems[0]) and problems[0].line in {7, 8}
    assert not thread.closed


@pytest.mark.parametrize(
    "line", ["state:", 'state: ""', "state: approved", 'state: "approved"', ""]
)
def test_no_word_about_the_state_is_the_usual_one(line):
    thread, problems = read(f"thread: t\ncomments:\n{COMMENT}    {line}\n")
    assert thread.count == 1 and not problems


THREADS = {
    "capital": ("state: Closed", 2),
    "misspelt": ("state: colsed", 2),
    "misspelt open": ("state: opne", 2),
    "another word": ("state: hidden", 0),
    "a comment's word": ("state: spam", 0),
    "rejected": ("state: rejected", 0),
    "a flag": ("state: false", 0),
    "a list": ("state: [closed]", 0),
    "capital in the key": ("State: closed", 0),
    "misspelt key": ("stat: closed", 0),
    "another key": ("closed: true", 0),
    "a key of another program": ("hidden: yes", 0),
    "moderation": ("moderate: true", 0),
    "twice": ("state: closed\nstate: open", 0),
}


@pytest.mark.parametrize("name", THREADS)
def test_a_thread_whose_state_cannot_be_read_is_closed(name):
    line, shown = THREADS[name]
    for text in (f"{line}\nthread: t\n", f"thread: t\n{line}\n"):
        thread, problems = read(f"{text}comments:\n{COMMENT}{OTHER}")
        assert thread.closed and thread.count == shown
        assert len(problems) == 1 and "closed" in str(problems[0])


def test_what_is_held_back_waits_for_a_moderator():
    thread, _ = read(f"thread: t\ncomments:\n{COMMENT}    State: spam\n")
    assert [each.state for each in thread.comments] == [PENDING]


def test_an_answer_to_what_cannot_be_read_is_no_second_mistake():
    broken = COMMENT.replace("2026-01-01", "soon")
    thread, problems = read(f"thread: t\ncomments:\n{broken}{OTHER}")
    assert [each.id for each in thread.approved] == ["c2"] and len(problems) == 1


@pytest.mark.parametrize(
    "content",
    [b"thread: [", b"<<<<<<< ours\nthread: a\n", b"thread: other\n", b"\xff\xfe", b"words"],
)
def test_a_file_that_cannot_be_read_leaves_a_closed_thread(tmp_path, content):
    (tmp_path / "a.yml").write_bytes(content)
    problems: list = []
    thread = read_ledger(tmp_path, "ledger", problems.append)["a"]
    assert thread.closed and not thread.comments and problems
