"""What the pages of the loop know of the site's sheets: true, whole, and no end of a script."""

from __future__ import annotations

import json
import re

import pytest

from playbook_plugins.worksheets.page_html import scripts_for, shows_list, with_lists
from playbook_plugins.worksheets.sheet_list import SheetList, entry_of
from playbook_plugins.worksheets.sheets import read_sheets
from playbook_plugins.worksheets.words import words_for

ENGLISH = words_for("en")

REVIEW = """
/// review | One-to-one
    id: one-to-one

### People {#people}

- Which **client** needs us? ____ {#which-client .both}
- How sure are we? ____ {#how-sure .both}

    1. Not sure
    2. Quite sure

- My notes ____ {#own .long .private}

### New commitments

| Commitment | Owner | Due | Status |
|------------|-------|-----|--------|
| Call {#one} | Ana | +7d | To do |
///
"""


def sheet(text, number=0):
    found = read_sheets(text, "page.md", "page.md")
    assert found.problems == []
    return found.standing[number].block


def entry(text):
    return entry_of(sheet(text), "../page/", ENGLISH)


def test_a_review_says_what_is_asked_of_both_and_what_is_private():
    made = entry(REVIEW)
    assert [(each["id"], each["coach"], each["private"]) for each in made["questions"]] == [
        ("start-date", "", False),
        ("which-client", "which-client-manager", False),
        ("which-client-manager", "", False),
        ("how-sure", "how-sure-manager", False),
        ("how-sure-manager", "", False),
        ("own", "", True),
    ]
    client = made["questions"][1]
    assert (client["label"], client["section"]) == ("Which client needs us?", "People")
    assert made["questions"][3]["choices"] == [["1", "Not sure"], ["2", "Quite sure"]]


def test_commitments_of_last_time_and_of_today_have_the_same_roles():
    before, now = entry(REVIEW)["tables"]
    assert (before["id"], now["id"]) == ("one-to-one-before", "one-to-one")
    assert before["section"] == "What we agreed last time"
    for table in (before, now):
        assert table["commitments"]
        assert [each["role"] for each in table["columns"]] == ["text", "owner", "due", "status"]
    assert ["done", "Done"] in now["columns"][3]["choices"]


def test_what_is_inside_a_private_line_is_private_and_a_sheet_inside_belongs_to_the_one_around():
    made = entry(
        "//// worksheet | Outer\n    id: outer\n\n- [ ] Home {#home .private}\n"
        "    - [ ] Doctor {#doctor}\n\n/// action-plan | Steps\n"
        "    id: steps\n    without: states\n\n"
        "| Action | Who | By |\n|---|---|---|\n| Ring {#ring} | Me | 2027-01-02 |\n///\n////\n"
    )
    assert [(each["id"], each["type"], each["private"]) for each in made["questions"]] == [
        ("home", "item", True),
        ("doctor", "item", True),
    ]
    [table] = made["tables"]
    assert (table["id"], table["label"], table["commitments"]) == ("steps", "Steps", True)


def test_an_assessment_says_how_it_is_scored():
    made = entry(
        "/// assessment | Talents\n    id: talents\n    scale: [No, Half, Yes]\n"
        "    traits: {closing: Closing}\n"
        "    bands: [{from: 0, to: 100, name: All, text: Talk.}]\n\n"
        "1. I ask. {+closing}\n2. I wait. {-closing}\n///\n"
    )
    assert made["traits"] == [{"id": "closing", "label": "Closing"}]
    assert made["bands"] == [{"id": "all", "label": "All", "least": 0, "most": 100}]
    assert made["points"] == 3
    told = [(each["trait"], each["reverse"], len(each["choices"])) for each in made["questions"]]
    assert told == [("closing", False, 4), ("closing", True, 4)]


def test_the_parts_of_a_metric_and_of_a_signature_are_named_each():
    made = entry(
        "/// worksheet | W\n    id: w\n\n- Stops ____ {#stops .metric}\n"
        "- Us ____ {#us .sign-off}\n///\n"
    )
    labels = {each["id"]: each["label"] for each in made["questions"]}
    assert labels["stops-target"] == "Stops · Target"
    assert (labels["us"], labels["us-name"]) == ("Us", "Us · Name")


HOSTILE = ["</script><script>alert(1)</script>", "<!--<script>", "a & b", "a\u2028b\u2029 €"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_can_end_the_script_and_all_come_back_as_they_were(words):
    found = sheet(f"/// checklist | T\n    id: t\n\n- [ ] `{words}` {{#x}}\n///\n")
    text = SheetList([found], {"t": "page/"}, ENGLISH).element(lambda url: f"../{url}")
    inside = re.fullmatch(
        "<template data-pb-sheets data-search-exclude>([^<>&\u2028\u2029]*)</template>", text
    )
    [made] = json.loads(inside[1])
    assert made["questions"][0]["label"] == words
    assert made["url"] == "../page/#t"


FILL = {"mine": {"site": "s"}, "team": {"site": "s", "least": "5"}}


@pytest.mark.parametrize(
    ("written", "made", "scripts"),
    [
        (
            "<playbook-mine></playbook-mine>",
            '<playbook-mine site="s"><ul class="pb-mine-sheets"></ul>[]</playbook-mine>',
            ("playbook-mine.js",),
        ),
        (
            "<p><playbook-desk> </playbook-desk></p>",
            '<playbook-mine site="s"><ul class="pb-mine-sheets"></ul>[]</playbook-mine>',
            ("playbook-mine.js",),
        ),
        (
            '<playbook-team least="7"><p>Words</p></playbook-team>',
            '<playbook-team least="7" site="s"><p>Words</p>[]</playbook-team>',
            ("playbook-team.js",),
        ),
    ],
)
def test_elements_are_filled_with_the_site_s_sheets(written, made, scripts):
    assert shows_list(written) and scripts_for(written) == scripts
    found = with_lists(written, SheetList([], {}, ENGLISH), str, FILL)
    assert found.replace("<template data-pb-sheets data-search-exclude>[]</template>", "[]") == made


def test_a_line_with_lines_inside_counts_by_them_and_a_practice_sheet_is_not_listed():
    text = (
        "/// checklist | C\n    id: c\n    return: practice\n\n- [ ] A {#a}\n    - [ ] B {#b}\n///"
    )
    assert [each.get("group") for each in entry(text)["questions"]] == [True, None]
    assert entry(text)["return"] == "never"
    [line] = re.findall(r"<li[^>]*>", SheetList([sheet(text)], {"c": "c/"}, ENGLISH).links(str))
    assert line == '<li data-sheet="c" data-kind="checklist" data-practice="" hidden="">'


def test_a_page_may_hold_a_sheet_and_the_team():
    html = (
        '<playbook-worksheet worksheet-id="x"></playbook-worksheet><playbook-team></playbook-team>'
    )
    assert scripts_for(html) == ("playbook.js", "playbook-team.js")
