"""Permanent ids: stamped into sources, kept in the lock file, and what an edit does to answers."""

from __future__ import annotations

import json
import subprocess

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from playbook_plugins.cli.ids import stamped
from playbook_plugins.cli.schema import schema
from playbook_plugins.cli.sheets import read_sheets
from tests.build.building import ROOT, build, write_site

PAGE = """---
title: Land
---

/// checklist | Land
    id: land

### First

- [ ] Pick one region
- [ ] Two metrics {.required .note}
    - [ ] In *their*
      words
- Who is it? ____
- How sure? ____ {.required}
    1. Not
    2. Very
///

/// action-plan | Plan
    id: plan
    without: states

| Goal | Owner | Due |
|------|-------|-----|
| Five `a|b` pilots | Me | +30d |
|  |  |  |
///
"""
STAMPED = PAGE
for old, new in (
    ("one region", "one region {#pick-one-region}"),
    ("{.required .note}", "{#two-metrics .required .note}"),
    ("      words", "      words {#in-their-words}"),
    ("is it? ____", "is it? ____ {#who-is-it}"),
    ("sure? ____ {.", "sure? ____ {#how-sure ."),
    ("pilots |", "pilots {#five-a-b-pilots} |"),
    ("|  |  |  |", "|  {#blank-1} |  |  |"),
):
    assert old in STAMPED
    STAMPED = STAMPED.replace(old, new, 1)


@pytest.fixture
def run(tmp_path, monkeypatch):
    write_site(tmp_path, {"docs/land.md": PAGE.encode()})
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def page(folder) -> str:
    return (folder / "docs/land.md").read_bytes().decode()


def edit(folder, old, new) -> None:
    text = page(folder)
    assert old in text
    (folder / "docs/land.md").write_bytes(text.replace(old, new, 1).encode())


def test_ids_are_listed_stamped_once_and_nothing_else_changes(run, tmp_path):
    listed = run("ids")
    assert "docs/land.md:10: pick-one-region" in listed.output
    assert "7 lines without a permanent id." in listed.output
    assert page(tmp_path) == PAGE
    assert "7 lines got their ids." in run("ids", "--write").output
    assert page(tmp_path) == STAMPED
    assert run("ids", "--write").exit_code == 0
    assert page(tmp_path) == STAMPED, "a second run changes nothing"


def test_line_ends_marks_and_tabs_survive_stamping(run, tmp_path):
    windows = "\ufeff" + PAGE.replace("\n", "\r\n").replace("    - [ ] In", "\t- [ ] In")
    (tmp_path / "docs/land.md").write_bytes(windows.encode())
    run("ids", "--write")
    text = page(tmp_path)
    assert text.startswith("\ufeff---\r\n") and "\r\n\t- [ ] In" in text
    assert text.count("\r\n") == text.count("\n")
    assert "{#in-their-words}\r\n" in text


def test_check_says_what_has_no_id_until_it_has(run):
    told = run("check").output
    assert 'docs/land.md:10: 7 lines from here on have no permanent id yet ("pick-one' in told
    assert "Write them in: playbook ids --write" in told
    run("ids", "--write")
    assert run("check").output == "No problems.\n"


def test_stamping_that_would_change_a_question_leaves_the_page_alone(run, tmp_path):
    text = "/// checklist | L\n    id: l\n\n- [ ] A\n- [ ] A\n///\n"
    (tmp_path / "docs/land.md").write_text(text)
    told = run("ids", "--write").output
    assert "docs/land.md: left as it is" in told and "Mend what playbook check says" in told
    assert page(tmp_path) == text
    read = read_sheets(text, "l.md", "l.md")
    again = read_sheets(stamped(text, read), "l.md", "l.md")
    assert [each.what for each in read.problems], "the second A has to be told apart by its author"
    assert not again.problems


NAMELESS = """/// tip | Ask *once*

Wait.
///

//// worksheet | Day
    version: 2

- What came of it? ____ {#came}

/// checklist | Früh
- [ ] Ring {#ring}
///
////
"""


def test_sheets_and_tips_without_an_id_get_one_beneath_their_first_line(run, tmp_path):
    (tmp_path / "docs/land.md").write_text(NAMELESS)
    listed = run("ids").output
    assert "docs/land.md:1: ask-once" in listed and "docs/land.md:11: fruh" in listed
    assert 'docs/land.md:1: 3 lines from here on have no permanent id yet ("ask-once"' in (
        run("check").output
    )
    assert "3 lines got their ids." in run("ids", "--write").output
    expected = NAMELESS
    for first, name in (("*once*\n", "ask-once"), ("| Day\n", "day"), ("| Früh\n", "fruh")):
        expected = expected.replace(first, f"{first}    id: {name}\n")
    assert page(tmp_path) == expected
    assert run("check").output == "No problems.\n"


WORDS = (
    "- [ ] Mail {name}",
    "- [ ] Mail {name} twice",
    "- [ ] See (#3)",
    "- [ ] Set \\{#literal}",
    "- [ ] Keep `{#id}`",
    "- [ ] Done { .note }",
)


@pytest.mark.parametrize("line", WORDS)
def test_braces_that_are_words_keep_nobody_from_stamping(run, tmp_path, line):
    (tmp_path / "docs/land.md").write_text(f"/// checklist | L\n    id: l\n\n{line}\n///\n")
    assert "1 line got its id." in run("ids", "--write").output
    assert run("check").output == "No problems.\n"


WRONG = ("- [ ] a {.required", "- [ ] a {.reqired}", "- [ ] a {.required} more", "- [x] a")


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_is_not_understood_is_not_stamped(run, tmp_path, line):
    text = f"/// checklist | L\n    id: l\n\n- [ ] One {{#one}}\n{line}\n///\n"
    (tmp_path / "docs/land.md").write_text(text)
    told = run("ids", "--write").output
    assert "docs/land.md: left as it is" in told and "says of line 5 of it first" in told
    assert page(tmp_path) == text


BAKED = ("- [ ] a {#a", "- [ ] a (#a)", "- [ ] a {#a} and more", "- [ ] a {{#a}}", "- [ ] a{#a}")


@pytest.mark.parametrize("line", BAKED)
def test_an_id_in_bad_braces_is_never_written_a_second_time(run, tmp_path, line):
    text = f"/// checklist | L\n    id: l\n\n{line}\n///\n"
    (tmp_path / "docs/land.md").write_text(text)
    run("ids", "--write")
    assert page(tmp_path) == text
    assert json.loads((tmp_path / "playbook.lock.json").read_text())["blocks"]["l"]["ids"] == {
        "a": "check"
    }


LOCKED = (
    (
        "{#pick-one-region}",
        "{#region}",
        'docs/land.md:5:1: checklist "land": the published question "pick-one-region" is gone.',
    ),
    (
        "- Who is it? ____ {#who-is-it}",
        "- [ ] Who is it? {#who-is-it}",
        '"who-is-it" was published as text and is now check.',
    ),
    (
        "    2. Very\n",
        "    2. Half\n    3. Very\n",
        '"how-sure" was published as scale of 2 and is now scale of 3.',
    ),
    ("    id: plan\n", "    id: other\n", 'published action-plan "plan" (land.md) is gone'),
)


@pytest.mark.parametrize(("old", "new", "said"), LOCKED, ids=["id", "type", "scale", "sheet"])
def test_what_was_published_cannot_vanish_unannounced(run, tmp_path, old, new, said):
    run("ids", "--write")
    edit(tmp_path, old, new)
    done = run("check")
    assert done.exit_code == 1
    assert said in done.output


def test_what_is_announced_may_go(run, tmp_path):
    run("ids", "--write")
    edit(tmp_path, "{#pick-one-region}", "{#region was=pick-one-region}")
    edit(tmp_path, "- Who is it? ____ {#who-is-it}\n", "")
    edit(tmp_path, "    id: land\n", "    id: land\n    retired: [who-is-it]\n    version: 2\n")
    edit(tmp_path, "    2. Very\n", "    2. Half\n    3. Very\n")
    assert run("check").output == "No problems.\n"
    run("ids", "--write")
    land = json.loads((tmp_path / "playbook.lock.json").read_text())["blocks"]["land"]
    assert land["was"] == {"pick-one-region": "region"}
    assert land["retired"] == {"who-is-it": "text"}


def test_former_names_have_to_stay(run, tmp_path):
    run("ids", "--write")
    edit(tmp_path, "{#pick-one-region}", "{#second was=pick-one-region}")
    run("ids", "--write")
    edit(tmp_path, "{#second was=pick-one-region}", "{#third was=second}")
    assert 'was="pick-one-region second"' in run("check").output


def test_a_sheet_that_left_sends_its_address_to_its_heir(run, tmp_path):
    run("ids", "--write")
    edit(tmp_path, page(tmp_path)[page(tmp_path).index("/// action-plan") :], "")
    assert run("check").exit_code == 1
    assert run("ids", "--gone", "plan=land").exit_code == 1, "only with --write"
    run("ids", "--write", "--gone", "plan=land")
    assert run("check").output == "No problems.\n"
    assert 'url=../../land/#land"' in build(tmp_path, strict=True).page("go/plan/index.html")


def test_a_broken_lock_file_is_a_sentence(run, tmp_path):
    (tmp_path / "playbook.lock.json").write_text('{"format": ')
    done = run("check")
    assert "playbook.lock.json: this lock file cannot be read." in done.output
    assert run("ids", "--write").exit_code == 1
    assert (tmp_path / "playbook.lock.json").read_text() == '{"format": ', "nothing is lost"


def git(folder, *words) -> None:
    name = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *name, *words], cwd=folder, check=True, capture_output=True)


def test_diff_tells_what_an_edit_does_to_answers(run, tmp_path):
    run("ids", "--write")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    assert run("diff").output.startswith("No question changed.")
    edit(tmp_path, "Pick one region {#pick-one-region}", "Choose a region {#pick-one-region}")
    edit(tmp_path, "{#two-metrics", "{#metrics was=two-metrics")
    edit(tmp_path, "- Who is it? ____ {#who-is-it}\n", "- [ ] Ask again {#again}\n")
    told = run("diff").output
    assert "pick-one-region: answers are kept; reworded from “Pick one region”" in told
    assert "metrics: answers move here from two-metrics" in told
    assert "who-is-it: answers go to “Answers to earlier questions”: Who is it?" in told
    assert "again: new: Ask again" in told
    whats = {
        each["id"]: each["what"] for each in json.loads(run("diff", "--format", "json").output)
    }
    assert whats["who-is-it"] == "retired"


def test_diff_without_git_or_with_a_wrong_revision_is_a_sentence(run, tmp_path):
    assert "This folder is not under git" in run("diff").output
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    done = run("diff", "no-such")
    assert done.exit_code == 1 and "There is no such revision" in done.output


def test_the_published_schema_is_what_the_options_are():
    published = json.loads((ROOT / "docs/assets/worksheets.schema.json").read_text("utf-8"))
    assert published == schema(), "run: playbook schema docs/assets/worksheets.schema.json"


def test_the_sites_own_lock_file_is_up_to_date(monkeypatch):
    monkeypatch.chdir(ROOT)
    before = (ROOT / "playbook.lock.json").read_bytes()
    done = CliRunner().invoke(main, ["ids", "--write"])
    after = (ROOT / "playbook.lock.json").read_bytes()
    if after != before:
        (ROOT / "playbook.lock.json").write_bytes(before)
    assert done.exit_code == 0 and after == before, "run: playbook ids --write"
