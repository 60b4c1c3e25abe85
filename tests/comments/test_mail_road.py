"""From the button to the page: a mail becomes a comment in one command, with an answer in two."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from playbook_plugins.cli.comments import comments
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.thread import mail_address, post_url

from .test_mails import MAILS

SITE = "site_name: S\nsite_url: https://playbook.example/\nplugins: [playbook/blog]\n"
AUTHORS = "authors:\n  anita: {name: Anita Horn, description: Coach}\n"
ONE = """\
thread: first
comments:
  - id: c7
    author: Bo
    date: 2026-11-20
    body: May I ask?
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "docs/blog/.comments").mkdir(parents=True)
    (tmp_path / "docs/blog/posts").mkdir()
    (tmp_path / "docs/blog/posts/first.md").write_text(
        "---\ndate: 2026-01-01\nuid: first\n---\n# First five minutes\n", encoding="utf-8"
    )
    (tmp_path / "docs/blog/.authors.yml").write_text(AUTHORS, encoding="utf-8")
    (tmp_path / "docs/blog/.comments/first.yml").write_text(ONE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    return tmp_path


def run(desk, *words, stdin=None):
    return CliRunner().invoke(
        comments, ["add", *words, "-f", str(desk / "mkdocs.yml")], input=stdin
    )


def thread(desk):
    problems: list = []
    text = (desk / "docs/blog/.comments/first.yml").read_text(encoding="utf-8")
    made = LedgerReader("first.yml", problems.append).read(text, "first")
    assert made is not None and problems == []
    return made.comments


def mail(desk, body, name="Ines Weber", date="Tue, 24 Nov 2026 09:30:00 +0100", subject="Hello"):
    path = desk / "one.eml"
    path.write_text(
        f"From: {name} <ines.weber@example.org>\nSubject: {subject}\nDate: {date}\n"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}\n",
        encoding="utf-8",
    )
    return str(path)


def written(comment=""):
    """The text that our link puts into a mail."""
    to = "mailto:coach@playbook.example"
    page = "https://playbook.example/blog/first/"
    link = post_url(to, "First five minutes", page, "first", comment)
    return parse_qs(urlsplit(link).query)["body"][0]


def test_one_command_takes_a_mail_in_and_another_answers_it(desk):
    done = run(desk, "--mail", mail(desk, f"It worked.{written()}"), "--approve")
    assert done.exit_code == 0, done.output
    (_, made) = thread(desk)
    assert (made.author, made.body, made.state) == ("Ines Weber", "It worked.", "approved")
    assert made.date == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    done = run(desk, "first", "--parent", made.id, "--by", "anita", "--body", "Well done.")
    assert done.exit_code == 0, done.output
    answer = thread(desk)[-1]
    assert (answer.author, answer.by, answer.parent) == ("Anita Horn", "anita", made.id)
    assert "example.org" not in (desk / "docs/blog/.comments/first.yml").read_text()


def test_a_mail_waits_and_says_how_it_is_shown(desk):
    done = run(desk, "--mail", mail(desk, f"It worked.{written()}"))
    made = thread(desk)[-1]
    assert made.state == "pending"
    assert f"playbook comments approve first {made.id}" in done.output


def test_reply_puts_the_answer_below_its_comment(desk):
    assert run(desk, "--mail", mail(desk, f"You may.{written('c7')}")).exit_code == 0
    assert thread(desk)[-1].parent == "c7"


def test_a_reply_to_what_is_gone_stands_at_the_top_and_says_so(desk):
    done = run(desk, "--mail", mail(desk, f"You may.{written('c9')}"))
    assert thread(desk)[-1].parent == "" and 'answers "c9", which is not there' in done.output


def test_the_same_mail_twice_is_one_comment(desk):
    file = mail(desk, f"It worked.{written()}")
    run(desk, "--mail", file)
    done = run(desk, "--mail", file)
    assert done.exit_code == 0 and "is there already" in done.output
    assert len(thread(desk)) == 2


def test_the_post_is_found_by_its_title_or_asked_for(desk):
    assert run(desk, "--mail", mail(desk, "Fine.", subject="Re: Comment on: First five minutes"))
    assert len(thread(desk)) == 2
    done = run(desk, "--mail", mail(desk, "Fine, too.", subject="Hello"))
    assert done.exit_code == 1 and "which post" in done.output
    assert run(desk, "first", "--mail", mail(desk, "Fine, too.")).exit_code == 0


@pytest.mark.parametrize(
    ("parts", "told", "state"),
    [
        ({"body": "Write to me: ines@home.example"}, "e-mail address in the text", "pending"),
        ({"name": "Anita Horn"}, "Anita Horn is an author here", "pending"),
        ({"name": "anita HORN"}, "is an author here", "pending"),
        ({"date": "Tue, 24 Nov 2126 09:30:00 +0100"}, "which is to come", None),
        ({"name": ""}, "--author", None),
        ({"body": "> old"}, "no words of its own", None),
    ],
)
def test_what_is_doubtful_is_named_and_not_shown(desk, parts, told, state):
    body = parts.pop("body", "It worked.")
    done = run(desk, "--mail", mail(desk, f"{body}{written()}", **parts), "--approve")
    assert told in done.output, done.output
    added = thread(desk)[1:]
    assert [each.state for each in added] == ([state] if state else [])
    assert done.exit_code == (0 if state else 1)


def test_standard_input_and_a_box_of_many_where_one_is_wrong(desk):
    good, bad = ((MAILS / f"{name}.eml").read_bytes() for name in ("apple-mail", "no-words"))
    box = b"".join(b"From x Tue Nov 24 09:30:00 2026\n" + each + b"\n" for each in (good, bad))
    done = run(desk, "--mail", "-", stdin=box)
    assert done.exit_code == 1 and "mail 2: This mail has no words" in done.output
    assert len(thread(desk)) == 2


def test_every_mail_of_the_examples_is_added_or_named_without_a_traceback(desk):
    for path in sorted(MAILS.glob("*.eml")):
        done = run(desk, "first", "--mail", str(path))
        assert done.exception is None or isinstance(done.exception, SystemExit), path.name
        assert done.output.strip() and "Traceback" not in done.output
        assert all(line.isprintable() for line in done.output.splitlines())
    assert "example.org" not in (desk / "docs/blog/.comments/first.yml").read_text()


def test_a_date_to_come_is_refused_by_hand_too(desk):
    words = ("first", "--author", "Bo", "--body", "x", "--date", "2126-01-01")
    done = run(desk, *words)
    assert done.exit_code == 1 and "is to come" in done.output


def test_the_address_of_a_plain_way_is_shown_and_no_other():
    assert mail_address("mailto:coach@playbook.example") == "coach@playbook.example"
    assert mail_address("mailto:coach@playbook.example?subject=x") == ""
    assert mail_address("https://git.example.org/new?title={title}") == ""
    assert re.search(r"first/#cc7 \(first c7\)$", written("c7"))


def test_the_guide_names_every_command():
    guide = (Path(__file__).parents[2] / "docs/guide/comments.md").read_text(encoding="utf-8")
    missing = [name for name in comments.commands if f"| `playbook comments {name}` |" not in guide]
    assert missing == []


def test_what_somebody_had_erased_does_not_come_back_by_the_same_mail(desk):
    file = mail(desk, f"It worked.{written()}")
    run(desk, "--mail", file, "--approve")
    made = thread(desk)[-1]
    words = ["erase", "first", made.id, "--yes", "-f", str(desk / "mkdocs.yml")]
    assert CliRunner().invoke(comments, words).exit_code == 0
    done = run(desk, "--mail", file, "--approve")
    assert "erased at somebody's wish" in done.output
    assert "It worked" not in (desk / "docs/blog/.comments/first.yml").read_text()
