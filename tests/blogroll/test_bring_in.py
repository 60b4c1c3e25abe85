"""`playbook blogroll import`: a list from a feed reader becomes lines that an author can edit."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from tests.build.building import write_site

OPML = b"""<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Sales">
<outline text="One: first" xmlUrl="https://one.example/feed" htmlUrl="https://one.example/"/>
<outline text="Bad" xmlUrl="javascript:alert(1)"/></outline>
<outline text="Two" xmlUrl="https://two.example/feed"/></body></opml>"""
HERE = "# Ours\n- title: Two\n  feed: https://two.example/feed  # the best\n"


@pytest.fixture
def site(tmp_path):
    write_site(tmp_path, {})
    (tmp_path / "list.opml").write_bytes(OPML)

    def run(roll: str | None = None, opml: bytes = OPML, code: int = 0):
        path = tmp_path / "docs" / "blog" / ".blogroll.yml"
        path.parent.mkdir(exist_ok=True)
        if roll is not None:
            path.write_text(roll, encoding="utf-8")
        (tmp_path / "list.opml").write_bytes(opml)
        words = ["blogroll", "import", str(tmp_path / "list.opml")]
        done = CliRunner().invoke(
            main, [*words, "-f", str(tmp_path / "mkdocs.yml")], catch_exceptions=False
        )
        assert done.exit_code == code, done.output
        return done.output, path.read_text("utf-8") if path.exists() else ""

    return run


def test_a_list_is_written_once_and_the_second_time_changes_nothing(site):
    said, text = site()
    assert "2 added" in said
    assert text.count("- title: ") == 2 and "'One: first'" in text and "javascript" not in text
    assert site() == (said.replace("2 added, 0", "0 added, 2"), text)


def test_what_the_author_wrote_stays_as_it_is(site):
    said, text = site(HERE)
    assert text.startswith(HERE.rstrip()) and text.count("two.example") == 1
    assert "1 added, 1 were there" in said


@pytest.mark.parametrize(
    ("roll", "opml"),
    [
        (HERE, b"<!DOCTYPE x [<!ENTITY e 'e'>]><opml><body/></opml>"),
        (HERE, b"no list"),
        ("- title: [\n", OPML),
        ("  - title: In\n    url: https://in.example/\n", OPML),
    ],
)
def test_what_cannot_be_read_or_added_to_is_a_sentence_and_nothing_changes(site, roll, opml):
    said, text = site(roll, opml, code=1)
    assert text == roll and "Traceback" not in said and len(said) > 20
