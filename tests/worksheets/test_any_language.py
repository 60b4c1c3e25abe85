"""A table means the same in every language: what its columns are, and what its states say."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from playbook_plugins.forms.model import Rows, within
from playbook_plugins.forms.vocabulary import COLUMN_TYPES, table_words
from playbook_plugins.worksheets.sheets import read_sheets

ROOT = Path(__file__).parents[2]
LANGUAGES = [each for each in table_words() if each != "en"]
ENDS = ("done", "dropped", "met", "not-met")


def table(text):
    """The first table in a text, and what its author is told."""
    found = read_sheets(text, "page.md", "page.md")
    parts = [
        part
        for standing in found.standing
        for each in within(standing.block)
        for part in each.parts
        if isinstance(part, Rows)
    ]
    return parts[0].table, [str(each) for each in found.problems]


def plan(heads, cells, options=""):
    lines = (heads, ["---"] * len(heads), cells)
    rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"/// action-plan | Plan\n    id: plan\n{options}\n{rows}\n///\n"


def types(columns):
    return {column.id: column.type for column in columns}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_in_any_language_is_what_it_is_in_english(language):
    words, states = table_words()[language]["columns"], table_words()[language]["states"]
    ids = ("area", "goal", "action", "owner", "due", "status")
    cells = ["Ana", "…", "…", "Ana", "+30d", states["done"][0]]
    made, told = table(plan([words[each][0] for each in ids], cells))
    assert told == []
    assert types(made.columns) == {each: COLUMN_TYPES[each] for each in ids}
    row = dict(zip(ids, made.rows[0].cells, strict=True))
    assert row["due"].offset == 30
    assert row["status"].value == "done"
    offered = made.columns[-1].choices
    assert [each.id for each in offered] == ["to-do", "doing", "done", "dropped"]
    assert offered[2].label == states["done"][0]


def spelled(heading, by):
    """A heading as somebody else would write it."""
    plain = unicodedata.normalize("NFKD", heading)
    return by.choice(
        [
            heading,
            heading.upper(),
            heading.lower(),
            "".join(each for each in plain if not unicodedata.combining(each)),
            f"{heading}:",
            f"**{heading}**",
            heading.replace(" ", "  "),
        ]
    )


def test_no_heading_of_five_hundred_loses_its_meaning_unsaid():
    by = random.Random(500)
    lost = []
    for _ in range(500):
        language = by.choice(LANGUAGES)
        words = table_words()[language]["columns"]
        ids = by.sample(sorted(words), by.randint(3, 6))
        heads = [spelled(by.choice(words[each]), by) for each in ids]
        made, _ = table(plan(heads, [""] * len(heads), "    without: [dates, states]\n"))
        for id_, head, column in zip(ids, heads, made.columns, strict=True):
            wanted = COLUMN_TYPES[id_]
            if column.type != wanted:
                lost.append((language, id_, head, column.type))
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_for_done_ends_a_row_whoever_chose_the_choices(language):
    words, states = table_words()[language]["columns"], table_words()[language]["states"]
    chosen = [states["to-do"][0], states["done"][-1], states["dropped"][-1]]
    options = f'    columns: {{{words["status"][0]}: "choice: {", ".join(chosen)}"}}\n'
    made, told = table(plan([words["due"][0], words["status"][0]], ["+3d", chosen[0]], options))
    assert told == []
    assert [each.label for each in made.columns[1].choices] == chosen
    assert [each.id for each in made.columns[1].choices][1:] == ["done", "dropped"]


def test_a_word_is_one_state_in_one_language():
    """What ends a row must not be what begins it in the same table."""
    for language, words in table_words().items():
        said = [word for state in words["states"].values() for word in state]
        assert len(said) == len(set(said)), said
        for column, headings in words["columns"].items():
            assert headings, (language, column)
        assert set(words["states"]) == set(table_words()["en"]["states"])
        assert language == "en" or set(words["columns"]) == set(table_words()["de"]["columns"])


def test_the_author_says_what_a_column_is_and_which_choice_means_done():
    options = "    columns: {Wann denn: due, Lage: {choices: [Grau, Grün], done: Grün}}\n"
    made, told = table(plan(["Sache", "Wann denn", "Lage"], ["x", "+3d", "Grau"], options))
    assert told == []
    assert types(made.columns) == {"sache": "text", "due": "date", "lage": "choice"}
    assert [(each.id, each.was) for each in made.columns[2].choices] == [
        ("grau", ()),
        ("done", ("grun",)),
    ]
    assert made.columns[1].was == ("wann-denn",), "what readers stored is found again"


def test_headings_in_any_script_can_be_named():
    options = '    columns: {тема: "choice: один, два", срок: due}\n    without: states\n'
    made, told = table(plan(["тема", "срок"], ["один", "2027-01-15"], options))
    assert told == []
    assert [column.type for column in made.columns] == ["choice", "date"]


def test_cells_say_what_a_heading_does_not():
    made, told = table(plan(["Thing", "Start", "How far"], ["x", "+30d", "In Arbeit"]))
    assert told == []
    assert [column.type for column in made.columns] == ["text", "date", "choice"]
    assert [each.id for each in made.columns[2].choices][2] == "done"


def test_a_column_that_is_there_already_keeps_its_own_name():
    made, _ = table(plan(["Due", "Fällig", "Status"], ["+1d", "+2d", "To do"]))
    assert [column.id for column in made.columns] == ["due", "fallig", "status"]


def test_in_an_agreement_one_word_is_the_target_and_the_day():
    text = (
        "/// agreement | Vereinbarung\n    id: plan\n\n"
        "| Messgröße | Heute | Ziel | Fällig |\n|---|---|---|---|\n| Tage | 9 | 6 | +90d |\n///\n"
    )
    made, told = table(text)
    assert told == []
    assert [column.id for column in made.columns] == [
        *("metric", "baseline", "target", "by", "came-to", "met")
    ]


@pytest.mark.parametrize(
    ("heads", "cells", "options", "said"),
    [
        (["Zweck", "Status"], ["x", "Offen"], "", ["holds days"]),
        (["Zweck", "Fällig"], ["x", "+3d"], "", ["says when a row is done"]),
        (["Zweck"], ["x"], "", ["holds days", "without: [dates, states]"]),
        (["Zweck", "Status"], ["x", "Offen"], "    without: dates\n", []),
        (["Zweck"], ["x"], "    without: [dates, states]\n", []),
        (["Zweck"], ["x"], "    without: [days]\n", ["neither dates nor states"]),
    ],
)
def test_a_plan_in_which_nothing_can_be_due_or_done_is_told(heads, cells, options, said):
    _, told = table(plan(heads, cells, options))
    assert all(any(words in each for each in told) for words in said), told
    assert bool(told) == bool(said)


def test_the_guide_names_every_heading_and_state():
    guide = (ROOT / "docs/guide/in-your-language.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        for kind in ("columns", "states"):
            for name, words in table_words()[language][kind].items():
                assert f"| {', '.join(words)} |" in guide, (language, name)
