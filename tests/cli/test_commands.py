"""The command `playbook`, as an author types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from playbook_plugins.blog.plugin import BlogPlugin
from playbook_plugins.build.plugin import PublishPlugin
from playbook_plugins.cli import main
from playbook_plugins.cli.options import FEATURES, declared, reference
from playbook_plugins.worksheets.plugin import WorksheetsPlugin
from tests.build.building import build, write_site

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    write_site(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def test_check_names_every_problem_and_fails(run, tmp_path):
    sheet = "/// checklist | L\n    id: l\n    verison: 2\n\n- [ ] One {#one}\n///\n"
    page = f"---\ntitle: P\n---\n\n{sheet}"
    (tmp_path / "docs/p.md").write_text(page)
    done = run("check")
    assert done.exit_code == 1
    expected = 'docs/p.md:7:5: checklist "l": unknown option "verison". Did you mean "version"?'
    assert expected in done.output and "1 problem." in done.output
    assert json.loads(run("check", "--format", "json").output)[0]["line"] == 7
    assert run("check", "--format", "github").output.startswith(
        "::error file=docs/p.md,line=7,col=5::"
    )


def test_check_is_quiet_when_all_is_well(run):
    done = run("check")
    assert (done.exit_code, done.output) == (0, "No problems.\n")


@pytest.mark.slow
@pytest.mark.parametrize("what", ["post", "checklist", "plan", "worksheet"])
def test_what_new_makes_builds_strictly(run, tmp_path, what):
    done = run("new", what, 'A: "first" try', "--date", "2026-11-24")
    assert done.exit_code == 0, done.output
    assert (tmp_path / done.output.strip()).is_file()
    assert run("check").exit_code == 0, run("check").output
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    again = run("new", what, 'A: "first" try')
    assert again.exit_code == 1 and "is here already" in again.output


def test_a_missing_configuration_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert "mkdocs.yml: this file is not here" in done.output and "Traceback" not in done.output


def test_assets_copies_the_bundle(run, tmp_path):
    assert run("assets", "docs/assets/playbook").exit_code == 0
    assert (tmp_path / "docs/assets/playbook/playbook.js").is_file()


def test_the_options_page_is_fresh_and_every_option_is_explained():
    assert (ROOT / "docs/guide/options.md").read_text(encoding="utf-8") == reference(), (
        "run: playbook options docs/guide/options.md"
    )
    unexplained = [o.name for feature in FEATURES for o in declared(feature) if not o.meaning]
    assert unexplained == []


def test_the_options_page_names_the_defaults_that_are_used():
    plugins = (WorksheetsPlugin, BlogPlugin, PublishPlugin)
    for feature, plugin in zip(FEATURES, plugins, strict=True):
        used = {name: option.default for name, option in plugin.config_class._schema}
        for option in declared(feature):
            value = used[option.name]
            if value is not None and not callable(value):
                assert option.default in (str(value), json.dumps(value)), option.name


def test_the_sites_own_sources_have_no_problem(monkeypatch):
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(main, ["check"])
    assert done.output == "No problems.\n"
