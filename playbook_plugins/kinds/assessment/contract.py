"""The elements of the HTML contract that only an assessment has."""

from __future__ import annotations

from playbook_plugins.forms.contract import (
    FLAG,
    ElementRule,
    an_id,
    number,
    one_of,
    optional_id,
)

ELEMENTS = (
    ElementRule(
        "pb-statement",
        ("fieldset",),
        {
            "data-type": one_of("scale"),
            "data-trait": optional_id("closing"),
            "data-reverse": FLAG,
        },
        ("input[type=radio]",),
    ),
    ElementRule(
        "pb-reading",
        ("section",),
        {
            "data-scores": an_id("talent"),
            "data-points": number("5"),
            "data-plan": optional_id("plan-90"),
        },
        (".pb-trait",),
    ),
    ElementRule("pb-trait", ("div",), {"data-trait": an_id("closing")}, (".pb-trait-name",)),
    ElementRule("pb-trait-name", ("p",)),
    ElementRule("pb-prompts", ("ul",)),
    ElementRule("pb-bands", ("dl",)),
    ElementRule(
        "pb-band",
        ("div",),
        {"data-band": an_id("strength"), "data-from": number("70"), "data-to": number("100")},
        ("dt",),
    ),
    ElementRule("dt", ("dt",)),
    ElementRule("dd", ("dd",), {"data-trait": optional_id("closing")}),
    ElementRule("pb-plan-link", ("p",)),
    ElementRule("span", ("span", "a"), {"data-sheet-link": optional_id("plan-90")}),
)
