"""Three hundred wrong sources: each is built, or named with its file and line; none breaks in.

Most can stand in one site together, so that a few builds try them all.
"""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from playbook_plugins.checks.rules import Verdict
from playbook_plugins.checks.site import check_site
from playbook_plugins.cli.check import problems_of
from playbook_plugins.cli.site_rules import rules_of
from playbook_plugins.shared.problems import Problem

from . import hostile
from .building import write_site
from .hostile import CANARY, FINE, OPTIONS, SITE, STOPS, TOLD, Hostile

PAGES = list(hostile.pages())
OTHERS = list(hostile.others())
SINGLES = list(hostile.singles())


def posts_with_threads() -> dict[str, bytes]:
    """A post for each ledger that is wrong."""
    uids = [Path(each.file).stem for each in OTHERS if "talk-" in each.file]
    head = "---\ndate: 2026-01-01\nuid: {}\n---\n\n# About {}\n"
    return {f"docs/blog/posts/{uid}.md": head.format(uid, uid).encode() for uid in uids}


def site_of(folder: Path, sources: list[Hostile]) -> Path:
    files = {**SITE, **posts_with_threads(), **{each.file: each.content for each in sources}}
    write_site(folder, files)
    return folder / "mkdocs.yml"


def made(config_file: Path, command: str = "build") -> None:
    """Build in this process, as the command would."""
    config = load_config(str(config_file))
    config.plugins.on_startup(command=command, dirty=False)
    address = "http://127.0.0.1:8000/" if command == "serve" else None
    build(config, serve_url=address)


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory) -> Path:
    return site_of(tmp_path_factory.mktemp("hostile"), [*PAGES, *OTHERS])


@pytest.fixture(scope="module")
def verdict(all_of_them) -> Verdict:
    return check_site(rules_of(str(all_of_them)))


@pytest.fixture(scope="module")
def by_file(verdict) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in verdict.problems:
        found.setdefault(problem.path, []).append(problem)
    return found


def fits(case: Hostile, problem: Problem) -> bool:
    return case.said in str(problem) and (not case.line or problem.line == case.line)


def test_there_are_three_hundred_of_them():
    names = [each.name for each in (*PAGES, *OTHERS, *SINGLES)]
    assert len(names) == len(set(names))
    assert len(names) + len(OPTIONS) >= 300


@pytest.mark.parametrize("case", [*PAGES, *OTHERS], ids=lambda case: case.name)
def test_each_is_named_with_its_line(case, verdict, by_file):
    found = by_file.get(case.file, [])
    if case.outcome == FINE:
        assert found == []
        return
    assert any(fits(case, each) for each in found), [str(each) for each in found]
    name = case.file.removeprefix("docs/")
    is_stopped = name in verdict.broken or bool(verdict.missing.get(name))
    assert is_stopped == (case.outcome == STOPS)


@pytest.mark.parametrize("case", SINGLES, ids=lambda case: case.name)
def test_files_of_which_there_is_one(case, tmp_path):
    found = check_site(rules_of(str(site_of(tmp_path, [case])))).problems
    assert any(fits(case, each) and each.path == case.file for each in found), found


def test_a_build_names_them_all_and_leaves_the_old_site_whole(all_of_them, verdict, caplog):
    old = all_of_them.parent / "site" / "index.html"
    old.parent.mkdir(exist_ok=True)
    old.write_text("the old site")
    with caplog.at_level(logging.WARNING), pytest.raises((Abort, BuildError)):
        made(all_of_them)
    assert "Nothing was built: " in caplog.text and "Traceback" not in caplog.text
    said = [record.getMessage() for record in caplog.records]
    assert [line for line in said if line.startswith("docs/")] == list(map(str, verdict.problems))
    assert [path.name for path in old.parent.iterdir()] == ["index.html"]
    assert old.read_text() == "the old site"


def test_while_writing_a_wrong_page_becomes_a_note_and_the_others_go_on(all_of_them):
    made(all_of_them, "serve")
    written = all_of_them.parent / "site"
    for case in PAGES:
        page = written / "p" / Path(case.file).stem / "index.html"
        if case.outcome == STOPS and page.is_file():
            html = page.read_text(encoding="utf-8")
            assert "This page cannot be read yet" in html and CANARY not in html, case.name
    shutil.rmtree(written)


def test_what_does_not_stop_a_build_is_built(tmp_path, caplog):
    config = site_of(tmp_path, [each for each in (*PAGES, *OTHERS) if each.outcome != STOPS])
    with caplog.at_level(logging.WARNING):
        made(config)
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == len(set(said)), "nothing is said twice"
    assert not [line for line in said if line.startswith("Doc file")], "nor in other words"
    pages = [path for path in (tmp_path / "site").rglob("*") if path.suffix in PUBLISHED]
    assert len(pages) > 60
    for path in pages:
        assert CANARY not in path.read_text(encoding="utf-8"), path


PUBLISHED = {".html", ".json", ".xml"}


@pytest.mark.parametrize(("feature", "line", "said"), OPTIONS, ids=lambda text: str(text)[:40])
def test_a_wrong_option_is_named_with_its_line(feature, line, said, tmp_path, caplog):
    config = f"site_name: S\ntheme: material\nplugins:\n  - playbook/{feature}:\n      {line}\n"
    write_site(tmp_path, {"mkdocs.yml": config.encode()})
    found = problems_of(str(tmp_path / "mkdocs.yml"))
    assert any(said in str(each) and each.line == 5 for each in found), found
    with caplog.at_level(logging.WARNING):
        try:
            load_config(str(tmp_path / "mkdocs.yml"))
        except (Abort, ConfigurationError):
            pass
        else:
            assert "has no option" in caplog.text
    assert "mkdocs.yml:5:7: " in caplog.text and said in caplog.text
    assert not re.search(r"<class|Expected type|Traceback", caplog.text)


def test_the_outcomes_are_what_the_table_says():
    assert {each.outcome for each in PAGES} == {STOPS, TOLD, FINE}
