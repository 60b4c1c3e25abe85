"""`playbook check --cache`, as an author types it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import CONFIG, ROOT, build, write_site

OWN = b"""
site_name: Own
theme:
  name: material
  custom_dir: own
plugins:
  - search
  - social
  - playbook/publish: {pure: [counted]}
  - counted
hooks: [hooks/stamp.py, hooks/after.py]
markdown_extensions:
  - toc:
      slugify: !!python/object/apply:pymdownx.slugs.slugify
        kwds: {case: lower}
  - pymdownx.superfences:
      custom_fences:
        - name: sum
          class: sum
          format: !!python/name:fences.sum
  - my.notes
"""
FILES = {
    "own/main.html": b"{{ page.content }} {{ page.next_page.title }}",
    "own/list.html": b"{% for each in nav.pages %}{{ each.content }}{% endfor %}",
    "hooks/stamp.py": b"def on_post_page(output, **_):\n    return output\n",
    "hooks/after.py": b"def on_post_build(config):\n    pass\n",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    def checked(config: bytes, *words: str):
        write_site(tmp_path, {"mkdocs.yml": config, **FILES})
        monkeypatch.chdir(tmp_path)
        return CliRunner().invoke(main, ["check", "--cache", *words])

    return checked


def test_it_names_every_reason_with_its_line_and_its_cure(run):
    done = run(OWN)
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 6
    for place, name in (
        ("mkdocs.yml:8:5", "social"),
        ("mkdocs.yml:11:9", "hooks/stamp.py"),
        ("mkdocs.yml:20:33", "fences.sum"),
        ("mkdocs.yml:21:5", "my.notes"),
    ):
        (line,) = (line for line in done.output.splitlines() if f'"{name}"' in line)
        assert line.startswith(f"{place}:"), line
        assert f'playbook/publish: {{pure: ["{name}"]}}' in line
    assert '"list.html" shows the text of other pages' in done.output
    assert "counted" not in done.output and "5 problems." in done.output


def test_as_json_and_as_annotations(run):
    found = json.loads(run(OWN, "--format", "json").output)
    assert [each["line"] for each in found] == [0, 8, 11, 20, 21]
    assert "::error file=mkdocs.yml,line=8,col=5::" in run(OWN, "--format", "github").output


def test_a_site_on_the_fast_path(run):
    done = run(CONFIG)
    assert (done.exit_code, done.output) == (0, "Nothing keeps this site from fast builds.\n")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (CONFIG.replace(b"  - playbook/publish\n", b""), "not among the plugins"),
        (CONFIG.replace(b"/publish", b"/publish: {fast: false}"), '"fast" is switched off'),
        (CONFIG.replace(b"/publish", b"/publish: {cache: false}"), '"cache" is switched off'),
        (b"plugins: 7\nmarkdown_extensions: {1: {}}\n", "not among the plugins"),
        (b"", "not among the plugins"),
    ],
)
def test_what_is_switched_off_or_not_looked_at(run, config, said):
    done = run(config)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output and not isinstance(done.exception, TypeError)


def test_this_site_is_on_the_fast_path(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(main, ["check", "--cache"]).exit_code == 0


@pytest.mark.slow
def test_a_build_says_the_same(tmp_path):
    write_site(
        tmp_path,
        {
            "mkdocs.yml": CONFIG + b"hooks: [stamp.py]\n",
            "stamp.py": b"def on_post_page(output, **_):\n    return output + '<!-- stamp -->'\n",
        },
    )
    built = build(tmp_path, strict=True)
    assert built.code == 0
    assert 'Every page is made anew: the hook "stamp.py" may change pages' in built.output
    assert "<!-- stamp -->" in built.page("index.html")
