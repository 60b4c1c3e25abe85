"""Who waits for an answer: every reader's question that nobody of the site has come back to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from playbook_plugins.cli.comments import comments
from playbook_plugins.comments.activity import open_questions, unanswered
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.model import Comment, Thread

START = datetime(2026, 11, 1, tzinfo=UTC)


def thread(*said: str, closed: bool = False) -> Thread:
    """Comments in their order: `r1`, `r2>r1` answers it, `a3>r1` is an author's, `!` is marked."""
    made = []
    for n, each in enumerate(said):
        id, _, parent = each.rstrip("!").partition(">")
        made.append(
            Comment(
                id,
                id.title(),
                START + timedelta(hours=n),
                "Words",
                parent,
                by="ana" if id.startswith("a") else "",
                answered="yes" if each.endswith("!") else "",
            )
        )
    return Thread("t", tuple(made), closed)


@pytest.mark.parametrize(
    ("said", "waiting"),
    [
        ((), []),
        (("r1",), ["r1"]),
        (("r1", "a2"), []),
        (("r1", "a2>r1"), []),
        (("r1", "r2", "a3>r2"), ["r1"]),  # the last word is ours, and one question is forgotten
        (("r1", "r2", "a3"), []),
        (("r1", "a2>r1", "r3>a2"), ["r3"]),
        (("r1", "a2>r1", "r3>a2!"), []),
        (("r1!", "r2"), ["r2"]),
        (("a1", "r2>a1"), ["r2"]),
        (("r1>r2", "r2>r1"), ["r1", "r2"]),  # a ring ends
    ],
)
def test_what_waits(said, waiting):
    made = thread(*said)
    assert [each.id for each in open_questions(made)] == waiting
    assert unanswered({"t": made}) == (["t"] if waiting else [])
    assert open_questions(thread(*said, closed=True)) == []


def test_a_thread_of_ten_thousand_in_one_branch_is_worked_out():
    said = ["r0", *(f"r{n}>r{n - 1}" for n in range(1, 10_000))]
    assert len(open_questions(thread(*said))) == 10_000


FILE = """\
# Ines is a client: be kind.
thread: first
comments:
  - id: c1
    author: Ines
    date: 2026-11-01
    body: May I ask?
  - id: c2
    author: Bo
    date: 2026-11-02
    body: Thanks!
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "docs/blog/.comments").mkdir(parents=True)
    (tmp_path / "docs/blog/posts").mkdir()
    (tmp_path / "docs/blog/posts/first.md").write_text(
        "---\ndate: 2026-01-01\nuid: first\n---\n# First\n"
    )
    (tmp_path / "docs/blog/.comments/first.yml").write_text(FILE)
    (tmp_path / "mkdocs.yml").write_text("site_name: S\nplugins: [playbook/blog]\n")
    return tmp_path


def run(desk, *words):
    return CliRunner().invoke(comments, ["answered", *words, "-f", str(desk / "mkdocs.yml")])


def test_the_mark_is_set_and_taken_back_by_a_command(desk):
    path = desk / "docs/blog/.comments/first.yml"
    done = run(desk, "first", "c2")
    assert done.exit_code == 0 and done.output == "first c2: answered.\n"
    assert 'answered: "yes"' in path.read_text()
    assert path.read_text().startswith("# Ines is a client")
    assert run(desk, "first").output == "first c1: answered.\n"
    assert run(desk, "first").output == "Nothing waits in first.\n"
    assert run(desk, "first", "c1", "--undo").output == "first c1: waits for an answer.\n"
    problems: list = []
    read = LedgerReader("f", problems.append).read(path.read_text(), "first")
    assert problems == [] and [each.id for each in open_questions(read)] == ["c1"]


def test_another_word_is_no_answer_and_is_named():
    problems: list = []
    text = FILE.replace("    body: May", "    answered: maybe\n    body: May")
    read = LedgerReader("f.yml", problems.append).read(text, "first")
    assert "answered says yes" in str(problems[0])
    assert [each.id for each in open_questions(read)] == ["c1", "c2"]
