"""Moderation: what a moderator types, what is written, and what must never be lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
from datetime import date, datetime
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from playbook_plugins.cli.comments import comments
from playbook_plugins.cli.terminal import one_line, plain
from playbook_plugins.comments import ledger_writing
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.ledger_writing import LedgerEditor, locked, with_states
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.schema import schema
from playbook_plugins.comments.thread_edits import EditError, ThreadFile, has_remarks, text_of
from tests.build.building import ROOT, write_site

POST = "---\ntitle: {0}\nuid: {0}\ndate: 2026-11-24\n---\n\nText.\n"
FIRST = """# The thread of the first post. Ask Mara before you reject anything.
thread: first
state: open   # until spring
comments:
  # Ines is a client: be kind.
  - id: c1
    author: "Ines Calder"   # her full name
    date: 2026-11-25T09:12:00Z
    body: |
      We tried it: twice.

      # not a remark
  - id: c2
    parent: c1
    author: Mara
    date: 2026-11-25T14:40:00Z
    state: pending  # looks fine
    body: On the telephone I make it three.

  - id: c3
    parent: c2
    author: Emre
    date: 2026-11-26T08:00:00Z
    state: 'pending'
    body: >-
      Folded
      text
# The end.
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    posts = {f"docs/blog/posts/{uid}.md": POST.format(uid).encode() for uid in ("first", "second")}
    authors = b"authors:\n  mara: {name: Mara Okell, description: Coach}\n"
    files = {**posts, "docs/blog/index.md": b"# Blog\n", "docs/blog/.authors.yml": authors}
    write_site(tmp_path, {**files, "docs/blog/.comments/first.yml": FIRST.encode()})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, input: str | bytes | None = None):
    done = CliRunner().invoke(comments, words, input=input)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def text(folder: Path, uid: str = "first") -> str:
    return (folder / f"docs/blog/.comments/{uid}.yml").read_bytes().decode()


def thread(folder: Path, uid: str = "first") -> Thread:
    problems: list = []
    read = LedgerReader(uid, problems.append).read(text(folder, uid), uid)
    assert problems == []
    return read


# --- List ---


def test_what_waits_is_listed_newest_first(desk):
    told = run("list").output
    assert told.index("first c3  pending  2026-11-26 08:00  Emre, answers c2") < told.index(
        "first c2  pending"
    )
    assert "c1  approved" not in told and told.endswith("2 pending comments in 1 thread.\n")
    assert run("list", "--state", "rejected").output == "No comments.\n"
    every = json.loads(run("list", "--state", "all", "--format", "json").output)
    assert [each["id"] for each in every] == ["c3", "c2", "c1"]
    assert every[2]["body"] == "We tried it: twice.\n\n# not a remark\n"
    run("approve", "first", "--all-pending")
    assert run("list").output == "No comment waits for approval.\n"


def test_a_thread_that_cannot_be_read_is_named_and_the_others_are_listed(desk):
    (desk / "docs/blog/.comments/second.yml").write_text("thread: second\ncomments: [")
    done = run("list")
    assert done.exit_code == 1 and "first c3" in done.stdout
    assert done.stderr.startswith("docs/blog/.comments/second.yml:2:")


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\x00\x08\u200b\r\nSecond"


def test_hostile_words_cannot_command_a_terminal(desk):
    comment = Comment("x1", HOSTILE, datetime(2026, 1, 1), HOSTILE, state="pending")
    LedgerEditor(desk / "docs/blog/.comments", "x").change(
        "second", lambda thread: Thread("second", (comment,))
    )
    told = run("list", "--thread", "second")
    for form in (told.output, run("list", "--format", "json").output):
        for sign in "\x1b\x07\x9b\u202e\u2066\x00\x08\u200b\r":
            assert sign not in form
    assert "gnp.exe Second" in told.output, "a name stays on its line"
    refused = run("approve", "first", f"\x1b[2J{HOSTILE}")
    assert (
        refused.exit_code == 1 and "\x1b" not in refused.output and "\u202e" not in refused.output
    )
    assert plain("ä\tß\n日本 🙂 עברית") == "ä\tß\n日本 🙂 עברית"
    assert one_line("a" * 99, 10) == "aaaaaaaaa…"


def test_reader_complaints_cannot_command_a_terminal(desk):
    hostile = 'comments:\n  - {id: a, author: A, date: "\\e[2Jsoon", body: B}\n'
    (desk / "docs/blog/.comments/second.yml").write_text(hostile)
    done = run("list")
    assert "is not a date" in done.stderr and "\x1b" not in done.output


# --- Approve, reject, close ---


def test_approving_changes_one_line_and_keeps_every_remark(desk):
    assert run("approve", "first", "c2").output == "first c2: approved.\n"
    assert text(desk) == FIRST.replace("state: pending  #", "state: approved  #")
    assert run("approve", "first", "#cc2").output == "Already approved.\n"


def test_rejecting_what_has_no_state_adds_one_line(desk):
    run("reject", "first", "c1", "c3", "--spam")
    expected = FIRST.replace("state: 'pending'", "state: spam").replace(
        "    body: |\n", "    state: spam\n    body: |\n"
    )
    assert text(desk) == expected
    assert [each.state for each in thread(desk).comments] == ["spam", "pending", "spam"]


def test_closing_and_reopening_touches_one_word(desk):
    assert run("close", "first").output == "first: closed.\n"
    assert text(desk) == FIRST.replace("state: open ", "state: closed ")
    refused = run("add", "first", "--author", "A", "--body", "B")
    assert refused.exit_code == 1 and "playbook comments reopen first" in refused.output
    run("reopen", "first")
    assert text(desk) == FIRST
    assert run("reopen", "first").output == "first is open already.\n"
    assert run("close", "second").output == "second: closed.\n" and thread(desk, "second").closed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["approve", "frist", "c1"], 'There is no thread "frist". Did you mean "first"?'),
        (["approve", "first", "c22"], 'There is no comment in first "c22". Did you mean "c2"?'),
        (["approve", "first"], "Name the comments, or say --all-pending."),
        (["add", "secnd", "--author", "A", "--body", "B"], 'Did you mean "second"?'),
        (["add", "first", "--author", "A", "--body", "B", "--parent", "c9"], '"c9"'),
        (["add", "first", "--author", "A", "--body", "B", "--by", "mra"], 'mean "mara"?'),
        (["add", "first", "--author", "A", "--body", "B", "--url", "javascript:x"], "https://"),
        (["add", "first", "--author", "a@example.org", "--body", "B"], "never an e-mail"),
        (["add", "first", "--author", "A", "--body", " \n"], "needs a text"),
        (["add", "first", "--author", "A", "--body", "B", "--date", "soon"], "is not a date"),
        (["move", "c1", "first", "first"], "stands in first already"),
        (["move", "c1", "first", "thrid"], 'There is no post "thrid"'),
        (["list", "--thread", "frist"], 'Did you mean "first"?'),
    ],
)
def test_what_is_not_there_is_a_sentence_and_writes_nothing(desk, words, told):
    done = run(*words)
    assert done.exit_code == 1 and told in done.output, done.output
    assert text(desk) == FIRST
    assert [path.name for path in (desk / "docs/blog/.comments").iterdir()] == ["first.yml"]


# --- Add ---


def test_adding_appends_and_leaves_the_rest(desk):
    body = "Line one: 'x' # y\n\n- {{ no }}\n"
    words = ["--by", "mara", "--url", "https://m.example/", "--date", "2026-12-01T10:00:00+02:00"]
    done = run(
        "add", "first", "--author", "Mara", "--body", "-", "--parent", "c3", *words, input=body
    )
    assert done.output == "docs/blog/.comments/first.yml: added 20261201-080000.\n"
    assert text(desk).startswith(FIRST.partition("# The end.")[0])
    assert text(desk).endswith("# The end.\n")
    new = thread(desk).comments[-1]
    assert (new.id, new.parent, new.by, new.body.strip()) == (
        "20261201-080000",
        "c3",
        "mara",
        body.strip(),
    )
    run("add", "first", "--author", "B", "--body", "Same second", *words[4:])
    assert thread(desk).comments[-1].id == "20261201-080000-2"


def test_the_first_comment_makes_the_file(desk):
    assert run("add", "second", "--author", "Ana", "--body", "First!").exit_code == 0
    assert [each.body for each in thread(desk, "second").comments] == ["First!"]


def test_without_a_body_the_editor_opens(desk, monkeypatch):
    monkeypatch.setattr("click.edit", lambda text, **more: "From the editor\n")
    assert run("add", "second", "--author", "Ana").exit_code == 0
    assert thread(desk, "second").comments[0].body.strip() == "From the editor"


# --- Move ---


def test_moving_takes_answers_and_remarks_and_keeps_ids(desk):
    (desk / "docs/blog/.comments/second.yml").write_text(
        "thread: second\ncomments:\n- id: c2\n  author: Other\n"
        "  date: 2026-01-01\n  body: Not the same   # remark\n"
    )
    done = run("move", "c2", "first", "second")
    assert "2 comments moved from first to second." in done.output
    assert "second has another c2: the moved one is c2-2 there." in done.output
    assert [(c.id, c.parent) for c in thread(desk, "second").comments] == [
        ("c2", ""),
        ("c2-2", ""),
        ("c3", "c2-2"),
    ]
    assert [each.id for each in thread(desk).comments] == ["c1"]
    assert "# Ines is a client" in text(desk) and "# The end." in text(desk)
    assert "# remark" in text(desk, "second")


def test_a_whole_branch_goes_with_its_remarks(desk):
    run("move", "c1", "first", "second")
    assert thread(desk).comments == ()
    moved = thread(desk, "second")
    assert [each.id for each in moved.comments] == ["c1", "c2", "c3"]
    run("move", "c1", "second", "first")
    assert [(c.id, c.parent) for c in thread(desk).comments] == [
        ("c1", ""),
        ("c2", "c1"),
        ("c3", "c2"),
    ]


def test_a_move_that_was_cut_off_ends_well_when_run_again(desk, monkeypatch):
    real, written = ledger_writing.write_whole, []

    def dies_at_the_second(path, text):
        if written:
            raise OSError("no space")
        written.append(path)
        real(path, text)

    monkeypatch.setattr(ledger_writing, "write_whole", dies_at_the_second)
    assert isinstance(
        CliRunner().invoke(comments, ["move", "c2", "first", "second"]).exception, OSError
    )
    assert {each.id for each in thread(desk).comments} == {"c1", "c2", "c3"}, "nothing is nowhere"
    monkeypatch.setattr(ledger_writing, "write_whole", real)
    run("move", "c2", "first", "second")
    assert [each.id for each in thread(desk).comments] == ["c1"]
    assert [each.id for each in thread(desk, "second").comments] == ["c2", "c3"]


# --- Files of every layout ---

RECORD = "id: a, author: A, date: 2026-01-01, state: pending, body: B"
LAYOUTS = {
    "margin": "thread: t\ncomments:\n- id: a\n  author: A\n  date: 2026-01-01\n"
    "  state: pending\n  body: B",
    "deep": "comments:\n      - id: a\n        author: A\n        date: 2026-01-01\n"
    "        body: |+\n          B\n\n        state: pending # x\nstate: open\nthread: t\n",
    "flow entries": f"thread: t\ncomments:\n  - {{{RECORD}}} # x\n",
    "all flow": f"{{thread: t, comments: [{{{RECORD}}}]}}\n",
    "windows": "thread: t # x\ncomments:\n  - id: a\n    author: A\n"
    "    date: 2026-01-01\n    state: pending\n    body: |\n      B\n".replace("\n", "\r\n"),
    "mark": f"\ufeffthread: t\ncomments:\n  - {{{RECORD}}}\n",
    "empty state": "comments:\n  - id: a\n    author: A\n    date: 2026-01-01\n"
    "    state:\n    body: B\n",
    "aliases": f"thread: &t t\ncomments:\n  - {{{RECORD}, url: &u ''}}\n"
    "  - {id: b, author: B, date: 2026-01-02, url: *u, body: x}\n",
    "ended": f"---\nthread: t\ncomments:\n  - {{{RECORD}}}\n...\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("what", ["approve", "close", "add", "empty"])
def test_every_layout_reads_back_as_it_should(layout, what):
    before = LAYOUTS[layout]
    old = LedgerReader("t", pytest.fail).read(before, "t")
    new = Comment("n-1", 'No: # "1"', datetime.fromisoformat("2026-02-02T00:00:00Z"), "x\n\ny\n")
    after = {
        "approve": with_states(old, {"a"}, "rejected"),
        "close": Thread("t", old.comments, closed=True),
        "add": Thread("t", (*old.comments, new)),
        "empty": Thread("t", ()),
    }[what]
    made = text_of(ThreadFile(Path("t.yml"), "t.yml", before, old), after)
    read = LedgerReader("t", pytest.fail).read(made, "t")
    stripped = [
        [(c.id, c.author, c.state, c.body.strip()) for c in t.comments] for t in (read, after)
    ]
    assert stripped[0] == stripped[1] and read.closed == after.closed
    assert made.startswith("\ufeff") == before.startswith("\ufeff") or layout == "mark"
    if "# x" in before and what != "empty":
        assert "# x" in made
    if layout == "windows":
        assert made.count("\r\n") == made.count("\n")


def test_what_would_lose_a_remark_is_refused_with_a_cure(desk):
    kept = f"# keep me\ncomments: [{{{RECORD}}}]\n"
    path = desk / "docs/blog/.comments/second.yml"
    path.write_text(kept)
    done = run("add", "second", "--author", "A", "--body", "B")
    assert done.exit_code == 1 and "Make the change by hand" in done.output
    assert path.read_text() == kept
    assert run("approve", "second", "a").exit_code == 0, "a word can still be changed in place"
    assert path.read_text() == kept.replace("pending", "approved")


@pytest.mark.parametrize(
    "content",
    [b"thread: [", b"\xff\xfe", b"thread: other\n", b"- a\n", b"[" * 5000, b"comments: *x\n"],
)
def test_what_cannot_be_read_is_never_written(desk, content):
    path = desk / "docs/blog/.comments/second.yml"
    path.write_bytes(content)
    for words in (["add", "second", "--author", "A", "--body", "B"], ["close", "second"]):
        done = run(*words)
        assert done.exit_code == 1 and "second.yml" in done.output
    assert run("move", "c2", "first", "second").exit_code == 1
    assert path.read_bytes() == content and text(desk) == FIRST


def test_a_comment_that_cannot_be_read_survives_its_neighbours_changes(desk):
    sound = "  - id: a\n    author: A\n    date: 2026-01-01\n    body: B\n"
    broken = f"comments:\n  - {{id: bad, author: X}}\n{sound}"
    path = desk / "docs/blog/.comments/second.yml"
    path.write_text(broken)
    assert run("reject", "second", "a").exit_code == 0
    assert run("add", "second", "--author", "N", "--body", "New").exit_code == 0
    assert "- {id: bad, author: X}" in path.read_text()


def test_a_word_that_two_comments_share_is_not_changed_for_both(desk):
    shared = (
        "comments:\n  - {id: a, author: A, date: 2026-01-01, state: &s pending, body: B}\n"
        "  - {id: b, author: A, date: 2026-01-01, state: *s, body: B}\n"
    )
    path = desk / "docs/blog/.comments/second.yml"
    path.write_text(shared)
    assert run("approve", "second", "b").exit_code == 0
    assert [each.state for each in thread(desk, "second").comments] == ["pending", "approved"]
    path.write_text(f"{shared}# remark\n")
    assert run("approve", "second", "b").exit_code == 1 and path.read_text().endswith("# remark\n")


def test_remarks_are_told_from_signs_in_texts():
    assert not has_remarks("body: 'a # b'\nx: |\n  # c\n")
    for remarked in ("a: 1 # b\n", "# b\na: 1\n", "a: |  # b\n  c\n", "a: 1\n# b"):
        assert has_remarks(remarked)


# --- Two at once ---


def _adder(folder: str, number: int, count: int) -> None:
    os.chdir(folder)
    for each in range(count):
        words = ["add", "first", "--author", f"W{number}", "--body", f"{number}-{each}"]
        assert CliRunner().invoke(comments, words).exit_code == 0


@pytest.mark.slow
def test_commands_at_once_lose_nothing(desk):
    many = multiprocessing.get_context("spawn")
    workers = [many.Process(target=_adder, args=(str(desk), n, 4)) for n in range(3)]
    for worker in workers:
        worker.start()
    for _ in range(6):
        run("reject", "first", "c1")
        run("approve", "first", "c1")
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    said = {each.body.strip() for each in thread(desk).comments}
    assert said >= {f"{n}-{each}" for n in range(3) for each in range(4)}
    assert "# Ines is a client: be kind." in text(desk)
    names = {path.name for path in (desk / "docs/blog/.comments").iterdir()}
    assert names == {"first.yml", ".gitattributes"}


def test_a_command_does_not_wait_for_ever(tmp_path):
    with locked(tmp_path), pytest.raises(EditError, match="another command"), locked(tmp_path, 0.1):
        pass
    with locked(tmp_path, 0.1):
        pass


def test_a_full_disk_leaves_the_old_file(desk, monkeypatch):
    def full(handle):
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", full)
    assert CliRunner().invoke(comments, ["approve", "first", "c2"]).exit_code == 1
    assert text(desk) == FIRST
    assert [path.name for path in (desk / "docs/blog/.comments").iterdir()] == ["first.yml"]


# --- The schema ---


def test_the_published_schema_is_fresh():
    published = json.loads((ROOT / "docs/assets/comments.schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "run: playbook comments schema docs/assets/comments.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema())


def as_json(value):
    """YAML as editors hand it to a schema: dates are texts."""
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


GOOD = {
    "id": ["c1", "a_b-C", "12"],
    "author": ["Ines", "'42'", "7", '"\\u202e<b>"'],
    "date": [
        "2026-11-25",
        "2026-11-25T09:12:00Z",
        "2026-11-25 09:12:00 +02:00",
        "2026-11-25T09:12:00.5Z",
    ],
    "body": ["Text", "|\n      Two\n\n      lines", "'#'", "5"],
    "parent": ["''", "null"],
    "by": ["mara", "null"],
    "url": ["https://a.example", "javascript:x", "''"],
    "state": ["approved", "pending", "rejected", "spam", "''"],
    "origin": ["sample", "isso:4"],
    "format": ["html", "text"],
}
BAD = {
    "id": ["''", "'a b'", "-x", "'<b>'", "null", "1.5", "a" * 65],
    "author": ["''", "null", "[a]", "{a: b}"],
    "date": ["soon", "''", "null", "2026-13-01", "12:00:00", "20261125", "[2026-01-01]"],
    "body": ["''", "null", "[x]"],
    "state": ["visible", "Approved", "true"],
    "autor": ["x"],
}
HEADS = {
    True: ["thread: t\n", "", "state: closed\n", "state: open\nthread: t\n"],
    False: ["state: shut\n", "tread: t\n", "thread: T T\n"],
}


def sample(rng: random.Random) -> tuple[str, bool]:
    """A thread with at most one mistake, and whether it is sound."""
    head_sound = rng.random() < 0.85
    head = rng.choice(HEADS[head_sound])
    values = {name: rng.choice(GOOD[name]) for name in ("id", "author", "date", "body")}
    values |= {
        name: rng.choice(GOOD[name]) for name in GOOD if name not in values and rng.random() < 0.3
    }
    sound = head_sound and rng.random() < 0.5
    if head_sound and not sound:
        name = rng.choice([*BAD, "missing"])
        if name == "missing":
            del values[rng.choice(["id", "author", "date", "body"])]
        else:
            values[name] = rng.choice(BAD[name])
    lines = [f"{name}: {value}" for name, value in values.items()]
    return f"{head}comments:\n  - " + "\n    ".join(lines) + "\n", sound


@pytest.mark.slow
def test_the_schema_and_the_reader_agree():
    rng = random.Random(4)
    validator = jsonschema.Draft202012Validator(schema())
    seen = {True: 0, False: 0}
    for _ in range(500):
        written, sound = sample(rng)
        problems: list = []
        LedgerReader("t", problems.append).read(written, "t")
        try:
            loaded = as_json(yaml.safe_load(written))
        except ValueError:  # 2026-13-01
            loaded = as_json(yaml.load(written, yaml.BaseLoader))
        valid = validator.is_valid(loaded)
        assert (not problems) == valid == sound, f"{written}\n{problems}"
        seen[sound] += 1
    assert min(seen.values()) > 120


def test_the_sites_own_threads_fit_the_schema():
    for path in (ROOT / "docs/blog/.comments").glob("[!.]*.yml"):
        jsonschema.validate(as_json(yaml.safe_load(path.read_text(encoding="utf-8"))), schema())
