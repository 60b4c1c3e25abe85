"""Every example: Markdown in, the HTML contract out. `--update-examples` writes the goldens."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from playbook_plugins.worksheets.definitions import front_lines
from playbook_plugins.worksheets.extension import WorksheetExtension
from playbook_plugins.worksheets.host_source import front_matter_height
from tests.build.test_engines import Worksheets

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "worksheets").glob("*.md"))


LANGUAGES = ("ar", "de")
"""Examples in them begin with their codes."""


def convert(text: str, problems: list | None = None, language: str = "en") -> str:
    report = (problems if problems is not None else []).append
    height = front_matter_height(text)
    front, text = front_lines(text, height), "\n".join(text.split("\n")[height:])
    extension = WorksheetExtension(
        site="examples", report=report, language=language, front=lambda: front
    )
    return markdown.markdown(
        text,
        extensions=[
            *("abbr", "attr_list", "footnotes", "tables", "toc", "pymdownx.superfences"),
            extension,
        ],
    )


def events(html: str) -> list[tuple]:
    reader = Worksheets()
    reader.feed(html)
    return reader.events


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_renders_the_contract(path, request):
    problems: list = []
    code = path.stem.split("-")[0]
    language = code if code in LANGUAGES else "en"
    made = convert(path.read_text(encoding="utf-8"), problems, language)
    golden = path.with_suffix(".html")
    if request.config.getoption("--update-examples"):
        golden.write_text(made + "\n", encoding="utf-8")
    # Structure, not bytes: Markdown versions differ in white space.
    assert events(made) == events(golden.read_text(encoding="utf-8"))
    assert problems == []


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.stem.endswith("-nope")])
def test_a_page_that_only_mentions_blocks_holds_none(path):
    assert events(convert(path.read_text(encoding="utf-8"))) == []


def test_hostile_text_stays_text():
    made = convert(next(p for p in EXAMPLES if p.stem == "hostile").read_text(encoding="utf-8"))
    assert "<script>" not in made and "<b>" not in made
    assert "{{ macros }}" in made


def test_output_depends_on_the_text_alone():
    text = EXAMPLES[0].read_text(encoding="utf-8")
    assert convert(text) == convert(text)


def test_without_id_or_option_a_sheet_works_at_once():
    problems: list = []
    made = convert(
        "/// checklist | First call\n\n- [ ] Call them\n- [ ] Call them\n///\n", problems
    )
    assert 'worksheet-id="first-call"' in made
    assert 'id="first-call--call-them"' in made
