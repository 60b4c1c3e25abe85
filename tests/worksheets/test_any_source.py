"""Whatever an author types, on the way to a sheet or by accident."""

from __future__ import annotations

import re
from collections import Counter

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook_plugins.worksheets.extension import WorksheetExtension

LINES = [
    "",
    "",
    "Some prose",
    "/// checklist | Land",
    "/// checklist",
    "/// cheklist | Land",
    "//// checklist | Land",
    "/// action-plan | Plan",
    "/// tip | First",
    "///",
    "////",
    "id: land",
    "id: [land",
    "version: 0",
    "columns: {due: dte, goal: 'choice: A, A'}",
    "private: {area: [Health]}",
    "# Top",
    "### Section {#top}",
    "- [ ] Call {#call .required .note was=ring}",
    "- [ ] Call {#call}",
    "- [x]",
    "1. [ ] `code` {.nte}",
    "- plain",
    "> /// tip | Quoted",
    "| Goal | Due | Area |",
    "|------|-----|------|",
    "| Five | +30d | Sales |",
    "| Five | 2026-02-30 |",
    "!!! note",
    '=== "Tab"',
    "<div>",
    "</div>",
    "قائمة",
    "- [ ] Call {#call",
    "- [ ] {{#call}} (#call) {.required",
    "- Who? __ {#who}",
    "- Who? ____ {#who value=a b}",
    "- ( ) One",
    "• bullet",
    "– [ ] dash",
    "### S {#s opens_when=top",
    "### T {#top opens-when=s .wide}",
    "| Five |",
    "｜ Five ｜ Due ｜",
    "/// end",
    "/// checklist: Land {#land}",
    "id = land",
    "\t- [ ] Tab",
    "{{ x }} {% y %}",
]
CODE = ["```", "~~~~", "<!--", "-->", "    /// checklist | Code", "`/// tip`", "/// details | D"]


def sources(lines: list[str]) -> st.SearchStrategy[str]:
    line = st.tuples(st.sampled_from([0, 0, 0, 2, 4, 8]), st.sampled_from(lines))
    return st.lists(line.map(lambda pair: " " * pair[0] + pair[1]), max_size=25).map("\n".join)


def convert(text: str) -> tuple[str, list]:
    problems: list = []
    extensions = ["attr_list", "tables", "toc", "admonition", "def_list", "pymdownx.superfences"]
    own = WorksheetExtension(report=problems.append)
    return markdown.markdown(text, extensions=[*extensions, "pymdownx.tabbed", own]), problems


def check(text: str, made: str, problems: list) -> None:
    assert "\x02" not in made and "\x03" not in made
    count = text.count("\n") + 1
    assert all(1 <= problem.line <= count for problem in problems)
    ids = Counter(re.findall(r"\sid=\"([^\"]+)\"", made))
    clashes = {name for name, number in ids.items() if number > 1}
    # Two headings or list items of Markdown's own may clash; nothing of ours ever does.
    assert not {name for name in clashes if "--" in name or "." in name}


@pytest.mark.slow
@settings(max_examples=120, derandomize=True, database=None, deadline=None)
@given(sources(LINES + CODE))
def test_any_source_makes_a_page(text):
    check(text, *convert(text))


@pytest.mark.slow
@settings(max_examples=120, derandomize=True, database=None, deadline=None)
@given(sources([line for line in LINES if not line.startswith(("<", "!!!", "==="))]))
def test_slashes_that_are_no_code_never_reach_the_page(text):
    made, problems = convert(text)
    # Four spaces make code, where slashes may stand.
    shown = re.sub(r"<(pre|code)\b.*?</\1>", "", made, flags=re.DOTALL)
    assert "///" not in shown
    assert "/// " not in "".join(re.findall(r'="([^"]*)"', shown))
    check(text, made, problems)
