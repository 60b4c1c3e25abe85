"""Two people moderate, and git brings their work together: nothing is lost, doubled or shown."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from playbook_plugins.comments.ledger import LedgerReader, read_ledger
from playbook_plugins.comments.ledger_writing import LedgerEditor
from playbook_plugins.comments.model import Comment
from playbook_plugins.comments.thread_edits import EditError
from tests.comments.test_held_back import COMMENT, OTHER, read

HEAD = "thread: t\ncomments:\n"


def test_a_conflict_is_called_one_and_says_how_it_is_mended():
    thread, problems = read(f"{HEAD}<<<<<<< HEAD\n{COMMENT}=======\n{OTHER}>>>>>>> their work\n")
    assert thread is None
    (told,) = map(str, problems)
    assert told.startswith("t.yml:3:1: two people changed this thread at once")
    assert "Keep the comments of both" in told


def test_a_line_of_signs_in_a_comment_is_no_conflict():
    body = COMMENT.replace("body: Words", "body: |-\n      =======\n      <<<<<<< so")
    thread, problems = read(HEAD + body)
    assert problems == [] and thread is not None and thread.count == 1


@pytest.mark.parametrize("second", ["approved", "rejected", "pending"])
def test_one_comment_that_stands_twice_is_one_and_shows_no_more_than_before(second):
    thread, problems = read(HEAD + COMMENT + COMMENT + f"    state: {second}\n")
    assert problems == []
    assert [each.state for each in thread.comments] == [second]


@pytest.mark.parametrize("swapped", [False, True])
def test_what_is_left_of_an_erased_comment_stands_for_it(swapped):
    place = "  - id: c1\n    date: 2026-01-01\n    state: erased\n    mark: 00:11:22\n"
    parts = (place, COMMENT) if swapped else (COMMENT, place)
    thread, problems = read(HEAD + "".join(parts))
    assert problems == []
    assert [(each.state, each.body) for each in thread.comments] == [("erased", "")]


def test_two_comments_that_share_an_id_are_still_named():
    other = COMMENT.replace("Words", "Something else")
    _, problems = read(HEAD + COMMENT + other)
    assert "share the id" in str(problems[0])


def git(folder, *words):
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_what_two_people_added_is_there_after_a_merge_and_no_hand_was_needed(tmp_path):
    def add(id: str) -> None:
        def edit(thread):
            made = Comment(id, id.title(), thread.comments[0].date, f"Words of {id}")
            return thread.__class__(thread.uid, (*thread.comments, made), thread.closed)

        LedgerEditor(tmp_path / "comments", "comments").change("t", edit)

    folder = tmp_path / "comments"
    folder.mkdir()
    (folder / "t.yml").write_text(HEAD + COMMENT, encoding="utf-8")
    git(tmp_path, "init", "-b", "main")
    add("first")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "one")
    git(tmp_path, "checkout", "-b", "other")
    add("ours")
    git(tmp_path, "commit", "-am", "ours")
    git(tmp_path, "checkout", "main")
    add("theirs")
    git(tmp_path, "commit", "-am", "theirs")
    git(tmp_path, "merge", "other")
    problems: list = []
    threads = read_ledger(folder, "comments", problems.append)
    assert problems == []
    assert {each.id for each in threads["t"].comments} == {"c1", "first", "ours", "theirs"}


def test_a_command_does_not_write_over_a_conflict(tmp_path):
    (tmp_path / "t.yml").write_text(f"{HEAD}<<<<<<< HEAD\n{COMMENT}=======\n>>>>>>> x\n")
    with pytest.raises(EditError, match="two people changed this thread"):
        LedgerEditor(tmp_path, "comments").change("t", lambda thread: thread)


def test_a_reader_says_the_folder_in_which_git_is_told():
    problems: list = []
    LedgerReader("docs/comments/t.yml", problems.append).read("<<<<<<< HEAD\n", "t")
    assert "docs/comments/.gitattributes" in str(problems[0])
