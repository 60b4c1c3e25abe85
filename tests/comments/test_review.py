"""A moderator goes through what waits in all threads, and takes back what was a slip."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from playbook_plugins.cli.comments import comments
from playbook_plugins.comments.ledger import read_ledger

THREAD = "thread: {uid}\ncomments:\n"
COMMENT = (
    "  - id: {id}\n    author: {author}\n    date: 2026-11-{day:02}\n"
    "    state: pending\n    body: {body}\n"
)


@pytest.fixture
def desk(tmp_path):
    posts, ledger = tmp_path / "docs/blog/posts", tmp_path / "docs/blog/.comments"
    posts.mkdir(parents=True)
    ledger.mkdir()
    for uid in ("first", "second"):
        (posts / f"{uid}.md").write_text(f"---\ndate: 2026-01-01\nuid: {uid}\n---\n# {uid}\n")
    said = {"first": [("c1", "Ines", 3, "May I ask?"), ("c2", "Seo Co", 1, "Buy links")]}
    said["second"] = [("c1", "Bo", 2, "Thanks!"), ("c2", "Seo Co", 4, "Buy more links")]
    for uid, entries in said.items():
        text = "".join(COMMENT.format(id=i, author=a, day=d, body=b) for i, a, d, b in entries)
        (ledger / f"{uid}.yml").write_text(THREAD.format(uid=uid) + text)
    (tmp_path / "docs/blog/.authors.yml").write_text(
        "authors:\n  anita: {name: Anita Horn, description: Coach}\n"
    )
    (tmp_path / "mkdocs.yml").write_text("site_name: S\nplugins: [playbook/blog]\n")
    return tmp_path


def review(desk, *words, keys=""):
    typed = "\n".join(keys) + "\n"
    given = ["review", *words, "-f", str(desk / "mkdocs.yml")]
    return CliRunner().invoke(comments, given, input=typed)


def states(desk):
    problems: list = []
    threads = read_ledger(desk / "docs/blog/.comments", "ledger", problems.append)
    assert problems == []
    return {f"{uid} {c.id}": c.state for uid, t in threads.items() for c in t.comments}


def test_each_comment_is_asked_about_oldest_first(desk):
    done = review(desk, keys="sarq")
    assert done.exit_code == 0, done.output
    shown = [line for line in done.output.splitlines() if " of 4" in line]
    assert shown == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]
    assert done.output.index("Buy links") < done.output.index("Thanks!")
    assert states(desk) == {
        "first c1": "rejected",
        "first c2": "spam",
        "second c1": "approved",
        "second c2": "pending",
    }
    assert "3 comments decided, 1 left." in done.output


def test_a_slip_is_taken_back_and_the_comment_comes_again(desk):
    done = review(desk, keys="auuaq")
    assert "pending again" in done.output and "nothing to take back" in done.output
    assert done.output.count("1 of 4") == 3
    assert states(desk)["first c2"] == "approved"


def test_an_answer_stands_below_and_shows_what_it_answers(desk):
    done = review(desk, "--thread", "first", "--words", "ask", keys=["w", "anita", "You may."])
    assert done.exit_code == 0, done.output
    found = states(desk)
    assert found["first c1"] == "approved"
    (answer,) = set(found) - {"first c1", "first c2", "second c1", "second c2"}
    text = (desk / "docs/blog/.comments/first.yml").read_text()
    assert "parent: c1" in text and "by: anita" in text and "Anita Horn" in text
    assert found[answer] == "approved"


def test_an_answer_can_be_taken_back_whole(desk):
    before = states(desk)
    review(desk, "--by", "anita", keys=["w", "A word.", "u", "q"])
    assert states(desk) == before


def test_an_author_who_is_none_writes_nothing(desk):
    before = states(desk)
    done = review(desk, keys=["w", "anta", "q"])
    assert 'There is no author "anta"' in done.output and states(desk) == before


def test_erasing_asks_and_leaves_a_place(desk):
    review(desk, "--author", "Bo", keys=["e", "n", "q"])
    assert states(desk)["second c1"] == "pending", "no is no"
    done = review(desk, "--author", "Bo", keys=["e", "y"])
    assert states(desk)["second c1"] == "erased", done.output
    assert "Thanks" not in (desk / "docs/blog/.comments/second.yml").read_text()


def test_one_decision_for_all_that_was_chosen(desk):
    done = review(desk, "--author", "Seo Co", "--all", "spam", keys=["n"])
    assert set(states(desk).values()) == {"pending"} and done.exit_code == 1
    done = review(desk, "--author", "seo co", "--all", "spam", "--yes")
    assert done.exit_code == 0, done.output
    found = states(desk)
    assert [found[each] for each in ("first c2", "second c2")] == ["spam", "spam"]
    assert found["first c1"] == "pending"


def test_nothing_waits_and_a_key_that_is_none(desk):
    assert "There is no key 'x'" in review(desk, keys="xq").output
    review(desk, "--all", "approve", "--yes")
    assert review(desk).output == "Nothing waits.\n"


def test_many_in_one_thread_are_gone_through(desk):
    text = THREAD.format(uid="first") + "".join(
        COMMENT.format(id=f"c{n}", author=f"Reader {n}", day=n % 28 + 1, body=f"Words {n}")
        for n in range(60)
    )
    (desk / "docs/blog/.comments/first.yml").write_text(text)
    done = review(desk, "--thread", "first", keys="ar" * 3 + "q")
    assert "6 comments decided, 54 left." in done.output
