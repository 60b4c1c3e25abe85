"""Somebody wants to be forgotten: nothing of them is left, and nothing brings them back."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from playbook_plugins.comments.erasing import Erased, erased
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.ledger_writing import with_states
from playbook_plugins.comments.model import ERASED, Comment, Thread
from playbook_plugins.comments.reading_order import replies
from tests.build.building import CONFIG, build, write_site
from tests.comments.forgotten import left_of

POST = "---\ntitle: {0}\nuid: {0}\ndate: 2026-11-24\n---\n\nText.\n"
FIRST = """# The thread of the first post.
thread: first
comments:
  # Ines is a client: be kind.
  - id: c1
    author: "Ines Calder"   # her full name
    url: https://ines.example/
    date: 2026-11-25T09:12:00Z
    body: |
      We tried it: twice.

      Write to ines@calder.example
  # Mara was on the telephone.
  - id: c2
    parent: c1
    author: Mara
    date: 2026-11-25T14:40:00Z
    body: Thank you, Ines.
  - id: ines-2
    parent: c2
    author: ines  calder
    date: 2026-11-26T08:00:00Z
    state: rejected
    body: Never mind.
  - {id: c4, parent: ines-2, author: Bo, date: 2026-11-27, body: "I do."}
# The end.
"""
SECOND = """thread: second
comments: [{id: c1, author: Ines Calder, date: 2026-11-28, body: Third words., origin: "isso:7"}]
"""
PERSONAL = ("calder", "ines.example", "We tried", "Never mind", "Third words", "her full name")


@pytest.fixture
def site(tmp_path):
    posts = {f"docs/blog/posts/{uid}.md": POST.format(uid).encode() for uid in ("first", "second")}
    ledger = {"first": FIRST, "second": SECOND}
    files = {f"docs/blog/.comments/{uid}.yml": text.encode() for uid, text in ledger.items()}
    config = CONFIG.replace(b"{categories_allowed: [Plans, Talent]}", b"{}")
    write_site(tmp_path, {**posts, **files, "mkdocs.yml": config})

    def run(*words: str, code: int = 0, answer: str = "") -> str:
        line = ["comments", *words, "-f", str(tmp_path / "mkdocs.yml")]
        done = CliRunner().invoke(main, line, input=answer, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output

    run.folder = tmp_path
    run.ledger = lambda uid: (tmp_path / f"docs/blog/.comments/{uid}.yml").read_text("utf-8")
    return run


def read(text: str, uid: str) -> Thread:
    problems: list = []
    thread = LedgerReader(uid, problems.append).read(text, uid)
    assert problems == [] and thread is not None
    return thread


def test_it_shows_what_goes_and_asks_first(site):
    told = site("erase", "first", "c1", code=1, answer="n\n")
    assert "first c1  approved  2026-11-25 09:12  Ines Calder" in told and "We tried it" in told
    assert "1 comment in 1 thread" in told and "1 answer by others stay" in told
    assert "Nothing was written." in site("erase", "first", "c1", "--dry-run")
    assert site.ledger("first") == FIRST


def test_by_id_the_rest_of_the_file_stays_as_it_was(site):
    told = site("erase", "first", "#cc1", answer="y\n")
    text = site.ledger("first")
    for gone in ("Ines is a client", "her full name", "We tried", "https://ines.example"):
        assert gone not in text
    head, tail = "# The thread of the first post.\n", FIRST[FIRST.index("  # Mara was") :]
    assert text.startswith(head) and text.endswith(tail)
    left = read(text, "first").comments[0]
    assert (left.id, left.state, left.author, left.body) == ("c1", ERASED, "", "")
    assert "docs/blog/.comments/first.yml: 1 comment erased." in told
    assert told.rstrip().endswith("Guide: Somebody wants to be forgotten."), "git keeps it"


def test_by_name_over_all_threads_and_what_still_names_them_is_said(site):
    told = site("erase", "--author", "INES Calder", "--yes")
    for uid in ("first", "second"):
        assert not any(word.casefold() in site.ledger(uid).casefold() for word in PERSONAL)
    thread = read(site.ledger("first"), "first")
    assert [each.state for each in thread.comments] == [ERASED, "approved", ERASED, "approved"]
    assert thread.comments[3].parent == thread.comments[2].id != "ines-2", "an id may tell a name"
    line = site.ledger("first").splitlines().index("    body: Thank you, Ines.") + 1
    assert f"docs/blog/.comments/first.yml:{line}\n" in told, "others' words are for a person"
    assert "at the provider too" in told
    assert "nothing to erase" in site("erase", "first", "c1", "--yes", code=1)
    assert "was erased" in site("approve", "first", "c1", code=1)
    assert read(site.ledger("first"), "first").comments[0].state == ERASED


def test_lines_that_somebody_quotes_are_named(site):
    path = site.folder / "docs/blog/posts/second.md"
    path.write_text(f"{POST.format('second')}\n> We tried it: twice.\n\nSo they did.\n")
    told = site("erase", "first", "c1", "--yes")
    line = path.read_text().splitlines().index("> We tried it: twice.") + 1
    assert f"docs/blog/posts/second.md:{line}\n" in told


def test_an_answer_keeps_its_place_below_the_words_for_an_erased_comment(site):
    site("erase", "--author", "Ines Calder", "--yes")
    shown = replies(read(site.ledger("first"), "first"))
    assert [(each.comment.author, each.depth) for each in shown] == [
        ("", 0),
        ("Mara", 1),
        ("", 2),
        ("Bo", 3),
    ]
    assert replies(read(site.ledger("second"), "second")) == [], "nobody answered: no place"


def test_a_name_that_nobody_has_is_met_with_the_nearest(site):
    told = site("erase", "--author", "Ines Kalder", "--yes", code=1)
    assert 'Did you mean "Ines Calder"?' in told
    assert "Name a thread" in site("erase", "first", code=1)
    assert site.ledger("first") == FIRST


def test_a_person_is_listed_and_exported_over_all_threads(site):
    assert "3 comments in 2 threads" in site("list", "--author", "ines calder")
    file = site.folder / "ines.json"
    site("export", str(file), "--author", "Ines Calder")
    assert [each["thread"] for each in json.loads(file.read_text())] == ["first", "first", "second"]
    told = site("export", "--author", "Ines Calder")
    assert "Never mind." in told and "State:   rejected" in told and "isso:7" in told
    assert "Mara" not in told


def test_words_that_stay_beside_the_word_erased_are_named(site):
    path = site.folder / "docs/blog/.comments/second.yml"
    path.write_text(SECOND.replace("origin:", "state: erased, origin:"))
    told = site("list", "--state", "all", code=1)
    assert "second.yml:2:12" in told and "its words are still here" in told
    site("erase", "second", "c1", "--yes", code=1)
    assert "Third words" not in site.ledger("second")


# --- Histories ---

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_of_no_history_a_byte_is_left_also_after_syncs(tmp_path):
    """`python3 dev.py campaign erasing` runs five hundred."""
    rng = random.Random(23)
    for trial in range(100):
        assert left_of(tmp_path / str(trial), rng) == [], f"trial {trial}"


def test_an_erased_comment_is_known_again_under_another_post_and_others_are_not():
    one = Comment("isso-1", "Ines", START, "<p>Words</p>", origin="isso:1", format="html")
    gone = Erased([erased(Thread("first", (one,)), ["isso-1"])])
    assert gone.place(replace(one, body="edited since")) == ("first", "isso-1")
    assert gone.place(replace(one, id="x", origin="remark42:9", body="Words")) is not None
    assert gone.place(replace(one, origin="isso:2", body="Other")) is None
    again = replace(one, date=START + timedelta(hours=1))
    assert gone.place(again) is None, "Isso gives a number anew after a delete"
    fresh, places = gone.without([one, again], "second")
    assert fresh == (again,) and places == {"isso-1": ""}
    assert with_states(Thread("t", (one,)), {"isso-1"}, "spam").comments[0].state == "spam"


@pytest.mark.slow
def test_a_real_build_after_an_erasure_holds_nothing_of_them(site):
    """Pages, feeds, search, share pictures, and what earlier builds kept on this machine."""
    old = FIRST.replace("state: rejected", "state: approved")
    (site.folder / "docs/blog/.comments/first.yml").write_text(old, "utf-8")
    assert b"We tried" in everything(site.folder) and build(site.folder, strict=True).code == 0
    assert "We tried" in "".join(build(site.folder, strict=True).pages())
    site("erase", "--author", "Ines Calder", "--yes")
    built = build(site.folder, strict=True)
    assert built.code == 0, built.output
    page = built.page("blog/2026/11/24/first/index.html")
    assert page.count("Erased comment") == 2 and "2 comments<" in page and "I do." in page
    left = everything(site.folder).lower()
    assert not [word for word in PERSONAL if word.lower().encode() in left]


def everything(folder: Path) -> bytes:
    """Each file of the project, hidden ones too."""
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
