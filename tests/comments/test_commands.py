"""`playbook comments`: a day of moderating, on the ledger's own files."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import write_site

LEDGER = """# Kept by Mara
thread: first
state: open
comments:
  - id: c1
    author: Ana
    date: 2026-01-01T09:00:00Z
    state: pending  # ask her
    body: "Does it work?"
"""


@pytest.fixture
def site(tmp_path):
    posts = {
        f"docs/blog/posts/{name}.md": f"---\nuid: {name}\ndate: 2026-01-01\n---\n\n# P\n".encode()
        for name in ("first", "second")
    }
    write_site(tmp_path, {**posts, "docs/blog/.comments/first.yml": LEDGER.encode()})

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(
            main, ["comments", *words, "-f", str(tmp_path / "mkdocs.yml")], catch_exceptions=False
        )
        assert done.exit_code == code, done.output
        return done.output

    run.ledger = lambda name: (tmp_path / f"docs/blog/.comments/{name}.yml").read_text("utf-8")
    return run


def test_list_approve_and_reject_change_one_line_and_keep_remarks(site):
    assert "Does it work?" in site("list")
    site("approve", "first", "c1")
    assert "pending" not in site.ledger("first") and "# Kept by Mara" in site.ledger("first")
    site("reject", "first", "c1")
    assert "state: rejected" in site.ledger("first")


def test_add_and_move_and_close(site):
    site("add", "first", "--author", "Bo: “x”", "--body", "Yes.\n\nIt does.")
    records = json.loads(site("list", "--state", "approved", "--format", "json"))
    [own] = [each for each in records if each["author"] == "Bo: “x”"]
    assert own["body"].startswith("Yes.")
    site("move", own["id"], "first", "second")
    assert "Bo" in site.ledger("second") and "Bo" not in site.ledger("first")
    site("close", "first")
    assert "state: closed" in site.ledger("first")


def test_an_unknown_thread_or_comment_is_a_sentence(site):
    before = site.ledger("first")
    for words in (("approve", "frist", "c1"), ("approve", "first", "c9")):
        assert "Traceback" not in site(*words, code=1)
    assert site.ledger("first") == before
