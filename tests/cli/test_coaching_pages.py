"""`playbook new team` and `playbook coaching-notice`, as an author types them."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import CONFIG, build, write_site

PAGES = ["team.md", "my-worksheets.md", "what-your-coach-keeps.md"]
REVIEW = b"""# Back

/// review | Looking: "back"
    id: looking-back

- What held? ____ {#held}
- Only mine ____ {#mine .private}
- What changed? ____ {#changed}
///
"""
NAVS = {
    "flat": b"nav:\n  - index.md\n",
    "at the margin": b"nav:\n- index.md\n",
    "in sections": b"nav:\n    - Start:\n        - index.md\n",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def texts(folder) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))}


@pytest.mark.parametrize("nav", NAVS)
def test_new_team_writes_pages_that_are_accepted_where_it_says(run, tmp_path, nav):
    write_site(tmp_path, {"mkdocs.yml": CONFIG + NAVS[nav], "docs/back.md": REVIEW})
    with (tmp_path / "mkdocs.yml").open("ab") as file:
        file.write(
            b"not_in_nav: |\n  /back.md\n  /blog/\nvalidation: {nav: {omitted_files: warn}}\n"
        )
    done = run("new", "team")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[:3] == [f"docs/playbook/{name}" for name in PAGES]
    # What it says to add, pasted at the end of nav as it is printed.
    lines = "".join(re.findall(r"(?m)^ *- playbook/.*\n", done.output))
    config = (tmp_path / "mkdocs.yml").read_bytes()
    pasted = config.replace(NAVS[nav], NAVS[nav] + lines.encode())
    (tmp_path / "mkdocs.yml").write_bytes(pasted)
    assert run("check").output == "No problems.\n"
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    home = built.page("index.html")
    for name in PAGES:
        assert f'href="playbook/{name.removesuffix(".md")}/"' in home, "it stands in the navigation"
    team = built.page("playbook/team/index.html")
    assert "<playbook-team" in team and 'data-due="+4d" data-focus="held changed"' in team
    assert '<a data-sheet-link="looking-back" href="../../back/#looking-back"' in team
    assert "<playbook-mine" in built.page("playbook/my-worksheets/index.html")
    assert "pb-coaching-notice" in built.page("playbook/what-your-coach-keeps/index.html")


def test_new_team_twice_changes_nothing_and_says_so(run, tmp_path):
    config = CONFIG.replace(b"plugins:", b"docs_dir: pages\nplugins:")
    write_site(tmp_path, {"mkdocs.yml": config, "pages/index.md": b"# Home\n"})
    done = run("new", "team")
    assert done.exit_code == 0 and "nav" not in done.output, "this site has none"
    assert "assignment" not in (tmp_path / "pages/playbook/team.md").read_text("utf-8")
    (tmp_path / "pages/playbook/team.md").write_text("# Our own words\n")
    before = texts(tmp_path)
    again = run("new", "team")
    assert (again.exit_code, texts(tmp_path)) == (1, before)
    assert again.output == "Error: The pages of the loop are here already, in pages/playbook.\n"
    (tmp_path / "pages/playbook/my-worksheets.md").unlink()
    third = run("new", "team")
    assert third.output.splitlines()[0] == "pages/playbook/my-worksheets.md"
    assert texts(tmp_path) == before, "what was missing, and nothing else"


def test_the_notice_says_what_the_site_says(run, tmp_path):
    coaching = b"site_id: small, coaching: {least: 7, keep: 0, coaches: [Marta Lind]}"
    write_site(tmp_path, {"mkdocs.yml": CONFIG.replace(b"site_id: small", coaching)})
    printed = run("coaching-notice")
    assert printed.exit_code == 0 and printed.output.startswith("# Small\n\n## What it is\n")
    for said in ("Marta Lind", "of at least 7 people", "After the talk a return"):
        assert said in printed.output
    for _ in range(2):
        assert run("coaching-notice", "docs/notice.md").output == ""
        assert (tmp_path / "docs/notice.md").read_text("utf-8") == printed.output
    # The same as the block on a page, line by line.
    block = b"# Kept\n\n/// coaching-notice\n///\n"
    write_site(tmp_path, {"mkdocs.yml": (tmp_path / "mkdocs.yml").read_bytes(), "docs/b.md": block})
    assert run("check").output == "No problems.\n"
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    said = [
        re.findall(r"<(?:h2|p|li)\b[^>]*>([^<]+)", shown(built, name)) for name in ("notice", "b")
    ]
    assert said[0] == said[1] and len(said[0]) > 20


def shown(built, name: str) -> str:
    """The content of a page from the first heading of the fact sheet on."""
    article = built.page(f"{name}/index.html").partition("<article")[2].partition("</article")[0]
    return article[article.index("<h2") :]


@pytest.mark.parametrize("words", [["new", "team"], ["coaching-notice"]])
def test_without_a_configuration_each_ends_with_a_sentence(run, tmp_path, words):
    done = run(*words)
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert done.output.startswith("Error: mkdocs.yml: this file is not here.")
    assert not any(tmp_path.iterdir())


def test_a_notice_that_cannot_be_written_is_a_sentence(run, tmp_path):
    write_site(tmp_path, {})
    done = run("coaching-notice", "nowhere/notice.md")
    assert done.exit_code == 1 and isinstance(done.exception, SystemExit)
    assert "nowhere/notice.md" in done.output and "No such file or directory" in done.output
