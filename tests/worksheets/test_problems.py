"""Each mistake inside a block: where it is, what is wrong, what to do, in one message."""

from __future__ import annotations

import pytest

from .test_examples import convert

LIST = "\n\n- [ ] One {#one}\n- [ ] Two {#two}\n///\n"
PLAN = "/// action-plan | Plan\n    id: plan\n\n| Goal | Due | Status |\n|------|-----|--------|\n"

CASES = {
    "a misspelt block": ("/// cheklist | A" + LIST, '1:1: Unknown block "cheklist". Did you mean'),
    "a capital": ("/// Checklist | A" + LIST, '1:1: Unknown block "Checklist". Did you mean'),
    "a space": (
        "/// action plan | A\n\n| Goal | Due | Status |\n|---|---|---|\n| x | +3d | |\n///",
        '"action plan". Did you mean',
    ),
    "no title": ("/// checklist" + LIST, "1:1: This checklist has no title."),
    "no bar": ("/// checklist Land" + LIST, "the title needs a bar before it."),
    "two slashes": ("// checklist | A" + LIST, "a block opens with three slashes."),
    "never closed": ("/// checklist | A" + LIST[:-4], '1:1: checklist "A": it is never closed.'),
    "closed otherwise": (
        "/// checklist | A" + LIST[:-1] + "/\n",
        "opens with 3 slashes and closes",
    ),
    "a stray end": ("Text\n\n///\n", "3:1: These slashes close nothing."),
    "in a quotation": ("> /// checklist | A\n> - [ ] x\n> ///\n", "1:3: A block cannot open"),
    "behind a dash": ("- /// checklist | A\n- [ ] x\n\n///\n", "1:3: A block cannot open"),
    "in raw HTML": (
        "<div>\n\n/// checklist | A" + LIST + "\n</div>",
        '3:1: checklist "a": it stands',
    ),
    "a misspelt option": (
        "/// checklist | A\n    id: a\n    verison: 3" + LIST,
        '3:5: checklist "a": unk',
    ),
    "an option twice": (
        "/// checklist | A\n    id: a\n    id: b" + LIST,
        '3:5: checklist "a": option',
    ),
    "a tab before it": (
        "/// checklist | A\n\tverison: 3" + LIST,
        '2:2: checklist "A": unknown option',
    ),
    "no indent": ("/// checklist | A\nid: a" + LIST, '2:1: checklist "A": the options are not ind'),
    "a blank line": ("/// checklist | A\n\n    id: a" + LIST, '3:5: checklist "A": a blank line'),
    "broken YAML": ("/// checklist | A\n    id: [a" + LIST, '2:11: checklist "A": the options can'),
    "a bad version": (
        "/// checklist | A\n    version: one" + LIST,
        '2:14: checklist "A": version: "one"',
    ),
    "a bad level": (
        "/// checklist | A\n    level: 6" + LIST,
        'level: "6" is no whole number from 2 to 5',
    ),
    "a bad id": (
        "/// checklist | A\n    id: Land" + LIST,
        '2:9: checklist "Land": id: "Land" cannot',
    ),
    "a refused id": (
        "/// checklist | A\n    id: constructor" + LIST,
        '"constructor" cannot be an id.',
    ),
    "two dashes": ("/// checklist | A\n    id: a--b" + LIST, 'The id "a--b" has two dashes'),
    "a sheet twice": (
        "/// checklist | A\n    id: a" + LIST + "\n/// tip | T\n    id: a\n\nText\n///",
        '8:1: tip "a": the id "a" is used twice.',
    ),
    "a heading's id": (
        "## Head {#a}\n\n/// checklist | A" + LIST,
        "a heading on this page has the same",
    ),
    "no item": ("/// checklist | A\n\nWords\n///\n", '1:1: checklist "A": it has no item.'),
    "ticked": ("/// checklist | A\n\n- [x] One\n///\n", '3:1: checklist "A": this box is ticked'),
    "no room": ("/// checklist | A\n\n- []One\n///\n", '3:1: checklist "A": this box is not quite'),
    "an item twice": (
        "/// checklist | A\n\n- [ ] x {#a}\n- [ ] y {#a}\n///\n",
        '4:1: checklist "A": the id',
    ),
    "no id and twice": ("/// checklist | A\n\n- [ ] x\n- [ ] x\n///\n", "such as {#x-2}."),
    "an unknown mark": (
        "/// checklist | A\n\n- [ ] x {.note .requird}\n///\n",
        '3:16: checklist "A": unkn',
    ),
    "a lost dot": ("/// checklist | A\n\n- [ ] x {required}\n///\n", '"required" lacks its dot.'),
    "a bad was": (
        "/// checklist | A\n\n- [ ] x {#y was=Old}\n///\n",
        '3:13: checklist "A": was=Old',
    ),
    "no table": ("/// action-plan | A\n\nWords\n///\n", '1:1: action-plan "A": it has no table.'),
    "two tables": (
        PLAN + "| x | | |\n\n| Goal |\n|---|\n| y |\n///\n",
        '8:1: action-plan "plan": it holds',
    ),
    "boxes in a plan": (PLAN + "| x | | |\n\n- [ ] One\n///\n", "has rows, not boxes."),
    "a short row": (PLAN + "| x | |\n///\n", '6:1: action-plan "plan": this row has too few'),
    "a long row": (PLAN + "| x | | | y |\n///\n", "this row has too many cells: 4 for 3"),
    "no such day": (
        PLAN + "| x | 2026-02-30 | |\n///\n",
        '6:7: action-plan "plan": "2026-02-30" is no',
    ),
    "no such choice": (
        PLAN + "| x | | Doin |\n///\n",
        '"Doin" is no choice of "Status". Did you mean "Doing"?',
    ),
    "an unknown column": (
        PLAN.replace("id: plan", "columns: {deu: date}") + "| x | | |\n///\n",
        '2:15: action-plan "Plan": columns: the table has no column "deu". Did you mean "due"?',
    ),
    "an unknown type": (
        PLAN.replace("id: plan", "columns: {due: dte}") + "| x | | |\n///\n",
        'columns: there is no column type "dte". Did you mean "date"?',
    ),
    "an unknown private": (
        PLAN.replace("id: plan", "private: {status: [Gone]}") + "| x | | |\n///\n",
        'private: "Gone" is no choice of "Status".',
    ),
    "an empty tip": ("/// tip | T\n    id: t\n///\n", '1:1: tip "t": it says nothing.'),
    "a sheet in a sheet": (
        "//// checklist | A\n\n- [ ] x\n\n/// checklist | B\n- [ ] y\n///\n////\n",
        '5:1: checklist "B": it cannot stand inside a checklist.',
    ),
}


@pytest.mark.parametrize("text, message", CASES.values(), ids=CASES)
def test_a_mistake_is_told_once_and_stays_off_the_page(text, message):
    problems: list = []
    made = convert(text, problems)
    assert len(problems) == 1, problems
    assert message in str(problems[0])
    assert problems[0].cure
    assert "///" not in made and "\x02" not in made


def test_an_unclosed_sheet_leaves_the_rest_of_the_page_alone():
    made = convert("/// checklist | A\n\n- [ ] x\n\n## Next\n\nText\n", [])
    assert made.index("</playbook-worksheet>") < made.index('<h2 id="next">')


def test_other_peoples_blocks_are_left_alone():
    import markdown

    from playbook_plugins.worksheets.extension import WorksheetExtension

    def page(text):
        own = WorksheetExtension(report=problems.append)
        return markdown.markdown(
            text, extensions=["pymdownx.blocks.details", "pymdownx.blocks.admonition", own]
        )

    problems: list = []
    made = page("/// details | More\n\n/// checklist | A\n\n- [ ] x\n///\n\n///\n")
    assert made.index("<details>") < made.index("<playbook-worksheet") < made.index("</details>")
    theirs = page("/// tip | Theirs\n\nText\n///\n")
    assert 'class="admonition tip"' in theirs and "pb-tip" not in theirs
    assert "pb-tip" in page("/// tip | Ours\n    id: ours\n\nText\n///\n")
    assert problems == []


def test_a_line_from_a_snippet_is_told_where_the_author_put_it(tmp_path):
    import markdown

    from playbook_plugins.worksheets.extension import WorksheetExtension

    (tmp_path / "part.md").write_text("One\n\nTwo\n\nThree\n")
    problems: list = []
    text = 'Text\n\n--8<-- "part.md"\n\n/// checklist | A\n    verison: 2' + LIST
    markdown.markdown(
        text,
        extensions=["pymdownx.snippets", WorksheetExtension(report=problems.append)],
        extension_configs={"pymdownx.snippets": {"base_path": [str(tmp_path)]}},
    )
    assert [(problem.line, problem.column) for problem in problems] == [(6, 5)]


THEIRS = {
    "pymdownx.blocks.admonition": {"types": ["tip", "note", "review"]},
    "pymdownx.blocks.details": {"types": [{"name": "checklist", "class": "list"}]},
}
OTHER_BLOCKS = """/// tip | Theirs

Text
///

/// tip
    attrs: {class: wide}

Text
///

/// review | Theirs

Text
///

/// checklist | Theirs too
    open: True

Text
///
"""


def test_blocks_that_a_site_has_registered_are_theirs_in_the_checks_too():
    from playbook_plugins.worksheets.sheets import read_sheets

    theirs = read_sheets(OTHER_BLOCKS, "p.md", "docs/p.md", THEIRS)
    assert (theirs.standing, theirs.problems, theirs.nameless) == ([], [], [])
    text = f"{OTHER_BLOCKS}\n/// tip | Ours\n    labels: [a]\n\nText\n///\n"
    ours = read_sheets(text, "p.md", "docs/p.md", THEIRS)
    assert [each.block.title for each in ours.standing] == ["Ours"]
    assert len(read_sheets(OTHER_BLOCKS, "p.md", "docs/p.md").problems) > 1


def test_an_extension_that_is_not_installed_leaves_the_checks_as_they_were():
    from playbook_plugins.worksheets.sheets import read_sheets

    text = "/// checklist | A\n    id: a" + LIST
    read = read_sheets(text, "p.md", "docs/p.md", {"pymdownx.blocks.nowhere": {}})
    assert [each.block.id for each in read.standing] == ["a"]


@pytest.mark.parametrize("count", [200])
def test_blocks_in_blocks_never_end_the_build(count):
    """However deep: an author, or a script of the author's, has opened and never closed."""
    problems: list = []
    nested = "".join(f"/// tip | T\n    id: t{n}\n\n" for n in range(count)) + "x\n\n"
    convert(nested + "///\n" * count, problems)
    slashes = ["/" * (count + 3 - n) for n in range(count)]
    deep = "".join(f"{each} tip | T\n    id: d{n}\n\n" for n, each in enumerate(slashes))
    convert(deep + "x\n\n" + "".join(f"{each}\n" for each in reversed(slashes)), problems)
    assert problems
