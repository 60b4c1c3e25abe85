"""A kind of sheet that stands outside the package is read, rendered, locked, checked and begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook_plugins.cli.new import texts
from playbook_plugins.kinds import KINDS, register
from playbook_plugins.worksheets import contract
from playbook_plugins.worksheets.lock import Lock, compare, read_lock, updated, write_lock
from playbook_plugins.worksheets.page_html import scripts_for
from playbook_plugins.worksheets.sheets import read_sheets
from tests.worksheets.example_kind import KIND
from tests.worksheets.test_contract import unlike
from tests.worksheets.test_examples import convert, events

PLEDGE = "/// pledge | Daily call\n    id: daily-call\n    weeks: 2\n\nI *call* one client.\n///\n"


@pytest.fixture(autouse=True)
def registered():
    register(KIND)
    yield
    del KINDS[KIND.name]


def problems(text: str) -> list[str]:
    return [str(each) for each in read_sheets(text, "p.md", "p.md").problems]


def test_it_is_read_and_rendered():
    told: list = []
    html = convert(PLEDGE, told)
    assert told == []
    assert 'worksheet-id="daily-call"' in html and 'kind="pledge"' in html
    assert "<p>I <em>call</em> one client.</p>" in html
    assert 'id="daily-call--week-2"' in html and "Week 2: kept" in html


def test_inside_a_worksheet_its_answers_are_the_worksheet_s():
    html = convert(f"//// worksheet | Work\n    id: work\n\n{PLEDGE}////\n")
    assert 'data-kind="pledge"' in html and 'id="work--week-1"' in html


def test_its_markup_is_what_it_promised():
    rules = [*contract.shared()["elements"], *contract.of_kind(KIND)["elements"]]
    assert unlike(convert(PLEDGE), rules) == []
    assert unlike(convert(PLEDGE).replace('data-weeks="2"', 'data-weeks="two"'), rules)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (PLEDGE.replace("weeks: 2", "weeks: 99"), 'weeks: "99" is no whole number from 1 to 52.'),
        (PLEDGE.replace("weeks: 2", "week: 2"), 'unknown option "week". Did you mean "weeks"?'),
        (PLEDGE.replace("/// pledge", "/// promise"), 'Unknown block "promise". Did you mean'),
        (PLEDGE.replace("/// pledge", "/// Pledge"), 'Unknown block "Pledge". Did you mean'),
        (PLEDGE.replace("I *call* one client.", ""), "it promises nothing. Write the promise"),
        (PLEDGE.removesuffix("///\n"), "it is never closed."),
        (f"/// checklist | A\n\n- [ ] One\n\n{PLEDGE}///\n", "cannot stand inside a checklist"),
    ],
)
def test_its_mistakes_are_told_like_any_other(wrong, said):
    assert any(said in each for each in problems(wrong)), problems(wrong)


def test_the_lock_remembers_what_it_asks():
    standing = read_sheets(PLEDGE, "p.md", "p.md").standing
    lock = read_lock(write_lock(updated(Lock(), standing)))
    assert lock.blocks["daily-call"].ids == {"week-1": "check", "week-2": "check"}
    shorter = read_sheets(PLEDGE.replace("weeks: 2", "weeks: 1"), "p.md", "p.md").standing
    assert ['"week-2" is gone' in each.what for each in compare(lock, shorter)] == [True]


def test_its_options_and_its_page_are_known():
    assert contract.of_kind(KIND)["options"]["weeks"]["maximum"] == 52
    assert "pledge" in contract.shared()["kinds"]
    assert scripts_for(convert(PLEDGE)) == ("playbook-sheets.js",)


def test_playbook_new_begins_one():
    page = texts()["pledge"].format(title="Call", quoted='"Call"', id="call")
    assert problems(page) == []
    assert 'worksheet-id="call"' in convert(page)


def test_the_client_s_test_fills_in_what_is_rendered(request):
    golden = Path(__file__).parent / "example_kind" / "daily-call.html"
    if request.config.getoption("--update-examples"):
        golden.write_text(convert(PLEDGE) + "\n", encoding="utf-8")
    assert events(convert(PLEDGE)) == events(golden.read_text(encoding="utf-8"))
