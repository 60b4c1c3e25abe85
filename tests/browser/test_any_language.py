"""A plan that a German author wrote works as an English one, and holds what was stored before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import press, ready, saved
from .test_kinds import SOURCES

ROW = 'tr[data-row="besuche"]'


def test_days_states_overdue_and_progress_of_a_german_plan(page, bench):
    ready(page, bench.sheet("de-plan", SOURCES["de-plan"], "de"))
    page.fill('[id="de-plan--start-date.value"]', "2026-01-01")
    assert page.input_value('[id="de-plan--besuche.due"]') == "2026-01-31"
    due = page.locator(f"{ROW} td[data-column=due]")
    expect(due).to_contain_text("Überfällig")
    done = page.locator(".pb-done")
    expect(done).to_contain_text("1 von 3")
    page.select_option('[id="de-plan--besuche.status"]', label="Erledigt")
    expect(done).to_contain_text("2 von 3")
    expect(due).not_to_contain_text("Überfällig")
    page.select_option('[id="de-plan--besuche.status"]', label="Offen")
    press(page, ".pb-check")
    expect(page.locator(".pb-errors")).to_contain_text("überfällig")


def test_what_was_stored_under_a_german_heading_comes_along(page, bench, monkeypatch):
    text = SOURCES["de-plan"].replace(
        "    id: de-plan\n",
        (
            "    id: de-plan\n    without: [dates, states]\n"
            '    columns: {Status: "choice: Offen, Läuft, Erledigt"}\n'
        ),
    )
    with monkeypatch.context() as earlier:
        # The edition before headings had a meaning in other languages.
        earlier.setattr("playbook_plugins.forms.columns.column_named", lambda *_: "")
        earlier.setattr("playbook_plugins.forms.columns.state_named", lambda *_: "")
        address = bench.sheet("before", text.replace("    private: {Bereich: Familie}\n", ""), "de")
    ready(page, address)
    page.fill('[id="de-plan--besuche.aktion"]', "Drei Anrufe am Montag")
    page.select_option('[id="de-plan--besuche.status"]', label="Erledigt")
    saved(page)
    bench.sheet("before", text, "de")
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value('[id="de-plan--besuche.action"]') == "Drei Anrufe am Montag"
    assert page.input_value('[id="de-plan--besuche.status"]') == "done"
    assert page.locator(".pb-earlier li").count() == 0, "nothing is left behind"
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.input_value('[id="de-plan--besuche.action"]') == "Drei Anrufe am Montag"


@pytest.mark.parametrize("name", ["de-agreement", "ar-agreement"])
def test_an_agreement_says_its_sentences_in_its_own_headings(page, bench, name):
    language = name[:2]
    ready(page, bench.sheet(name, SOURCES[name], language))
    page.fill(f'[id="{name}--start-date.value"]', "2027-01-01")
    expect(page.locator(".pb-sentences > li")).to_have_count(1)
    met = page.locator("td[data-column=met] select")
    met.select_option("met")
    expect(page.locator(".pb-asked button").first).to_be_visible()
