"""The Markdown extension without the plugin, as Zensical runs it: options, page, front matter."""

from __future__ import annotations

import importlib.util
import logging
import subprocess
import sys

import markdown
import pytest

from playbook_plugins.worksheets import extension as ours
from playbook_plugins.worksheets.extension import WorksheetExtension

SHEET = "/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n///\n"
TALENT = """---
title: Talent
worksheets:
  talent:
    traits: {closing: Closing}
    bands: [{from: 0, to: 100, name: All, text: What helps you?}]
---

# Talent

/// assessment | Talent
    id: talent
    verison: 2

1. I ask for the order. {#ask +closing}
///
"""


@pytest.fixture(autouse=True)
def _said_anew():
    ours.log_once.cache_clear()


class Host(markdown.Extension):
    """Hands Markdown its page and configuration, as Zensical does."""

    def __init__(self, path, config):
        super().__init__()
        self.path, self.settings = path, config

    def extendMarkdown(self, md):  # noqa: N802 (Python-Markdown's name)
        part = markdown.preprocessors.Preprocessor(md)
        part.run = lambda lines: lines
        part.page = type("Page", (), {"path": self.path})()
        part.config = self.settings
        md.preprocessors.register(part, "context", 0)


def converted(folder, caplog, text=TALENT, **config):
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs/talent.md").write_text(text, encoding="utf-8")
    host = Host("talent.md", {"docs_dir": "docs", **config})
    with caplog.at_level(logging.WARNING, logger="playbook.worksheets"):
        body = text.split("---\n\n", 1)[-1]
        html = markdown.markdown(body, extensions=["attr_list", host, "playbook_worksheets"])
    return html, [record.getMessage() for record in caplog.records]


GIVEN = {"extra_javascript": ["assets/playbook/playbook-sheets.js"], "extra_css": ["playbook.css"]}


def test_front_matter_is_found_and_mistakes_name_the_file(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    html, said = converted(tmp_path, caplog, **GIVEN)
    assert "What helps you?" in html, "the bands of the front matter"
    line = 'docs/talent.md:13:5: assessment "talent": unknown option "verison".'
    assert [each.startswith(line) for each in said] == [True]


def test_a_mistake_in_front_matter_has_its_own_line(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    text = TALENT.replace("    verison: 2\n", "").replace("traits:", "triats:")
    said = converted(tmp_path, caplog, text, **GIVEN)[1]
    assert said == ['docs/talent.md:5:5: Unknown option "triats". Did you mean "traits"?']


def test_a_site_without_script_and_style_is_told_once(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        said = converted(tmp_path, caplog, SHEET)[1]
    assert len(said) == 1
    assert said[0].startswith("docs/talent.md:1:1: the first sheet or tip of a site that names no")
    assert "playbook assets docs/assets/playbook" in said[0]


def test_pages_without_sheets_need_neither(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    assert converted(tmp_path, caplog, "# Words\n")[1] == []


@pytest.mark.parametrize("name", ["site_id", "site"])
def test_the_site_has_one_name_and_the_former_is_kept(name):
    html = markdown.markdown(SHEET, extensions=[WorksheetExtension(**{name: "coach"})])
    assert ' site="coach"' in html


def test_a_wrong_option_is_a_sentence(tmp_path, monkeypatch, caplog):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "zensical.toml").write_text("")
    options = {"playbook_worksheets": {"sit_id": "coach"}}
    for _ in range(2):
        html = markdown.markdown(
            SHEET, extensions=["playbook_worksheets"], extension_configs=options
        )
    assert "<playbook-worksheet" in html
    assert [record.getMessage() for record in caplog.records] == [
        "zensical.toml: the Markdown extension playbook_worksheets has no option "
        '"sit_id". Did you mean "site_id"?'
    ]


@pytest.mark.engines
def test_zensical_itself(tmp_path):
    if not importlib.util.find_spec("zensical"):
        pytest.skip("zensical is not installed: pip install mkdocs-playbook[engines]")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "docs/talent.md").write_text(TALENT)
    settings = "site_name: Z\nmarkdown_extensions:\n  - attr_list\n  - playbook_worksheets:\n"
    (tmp_path / "mkdocs.yml").write_text(f"{settings}      site_od: z\n")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build"], cwd=tmp_path, capture_output=True, text=True
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "Traceback" not in said
    assert 'has no option "site_od". Did you mean "site_id"?' in said
    assert 'docs/talent.md:13:5: assessment "talent": unknown option "verison".' in said
    assert "docs/talent.md:11:1: the first sheet or tip of a site that names no script" in said
    assert "What helps you?" in (tmp_path / "site/talent/index.html").read_text()
