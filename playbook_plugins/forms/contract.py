"""The HTML contract as rules that machines read: what elements there are, and what each must say.

`docs/contributing/html-contract.md` tells people the same. `playbook contract --write` makes the
files of `playbook_plugins/contract/` of it, which the tests of both languages use, and the browser
script when it names what is wrong with markup that somebody wrote by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from playbook_plugins.shared.ids import ID, REFUSED
from playbook_plugins.shared.records import record

from .model import COMPOUND
from .options import TYPES

_ID = ID.pattern


@record
class Attribute:
    """What an attribute holds: a regular expression for the whole of it, and one that is right."""

    pattern: str
    sample: str
    required: bool = True


@record
class ElementRule:
    """One element of the contract, by its class; without one, by its tag."""

    name: str
    """`pb-item`, or `th`: an author’s own text may hold such an element as well."""
    tags: tuple[str, ...]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    """Selectors of what must stand in it, for the script to do anything with it."""


def an_id(sample: str, required: bool = True) -> Attribute:
    """A permanent id."""
    return Attribute(_ID, sample, required)


def optional_id(sample: str) -> Attribute:
    """A permanent id, or none."""
    return an_id(sample, required=False)


def one_of(*words: str) -> Attribute:
    """One of a few words, the first as a sample."""
    return Attribute("|".join(words), words[0])


def number(sample: str, required: bool = True) -> Attribute:
    """A whole number."""
    return Attribute(r"\d+", sample, required)


ANCHOR = Attribute(f"{_ID}--{_ID}", "first-call--agenda")
FORMER = Attribute(rf"{_ID}( {_ID})*", "old-id", required=False)
FLAG = Attribute("", "", required=False)
_ROLES = rf"{_ID}( (text|owner|due|status)={_ID})+"
COMMITMENTS = Attribute(rf"{_ROLES}(; {_ROLES})*", "plan text=promise owner=who", required=False)
WORDS = Attribute(r"[\s\S]*", "words", required=False)

FIELD_TYPES = (*TYPES, "choices", "scale")
"""Every `data-type` of a field: what its controls are and what is stored says `VALUES`."""

VALUES: Mapping[str, Mapping[str, object]] = {
    "text": {"control": "input[type=text]", "type": "string"},
    "long": {"control": "textarea", "type": "string"},
    "person": {"control": "input[type=text]", "type": "string"},
    "number": {"control": "input[type=text]", "type": "string"},
    "money": {"control": "input[type=text]", "type": "string"},
    "date": {
        "control": "input[type=date]",
        "type": "string",
        "pattern": r"^(\d{4}-\d{2}-\d{2}|\+\d{1,4}d|)$",
    },
    "check": {"control": "input[type=checkbox]", "type": "boolean"},
    "choice": {"control": "input[type=radio], select", "type": "string", "pattern": f"^({_ID}|)$"},
    "choices": {
        "control": "input[type=checkbox]",
        "type": "string",
        "pattern": f"^({_ID}( {_ID})*|)$",
    },
    "scale": {"control": "input[type=radio]", "type": "string", "pattern": r"^(\d{1,2}|unsure|)$"},
}
"""Field type → its control, and the JSON Schema of a stored value."""

ANSWERS: Mapping[str, Mapping[str, object]] = {
    "pb-item": {
        "place": "answers.{data-item}",
        "value": {"type": "boolean"},
        "more": ["note", "na"],
    },
    "pb-field": {
        "place": "answers.{data-field}",
        "value": "values.{data-type}",
        "more": ["note"],
    },
    "pb-row": {
        "place": "rows.{data-rows}.{data-row}.cells.{data-column}",
        "value": "values.{data-type}",
        "more": ["pos", "gone"],
    },
}
"""Where the answer to an element stands in a copy (`docs/assets/response.schema.json`), what it
is, and what else may stand beside it."""

ANYWHERE: Mapping[str, Attribute] = {"data-private": FLAG, "data-search-exclude": FLAG}
"""What any element in a form may say."""

ELEMENTS: tuple[ElementRule, ...] = (
    ElementRule("pb-sheet", ("form",), {"id": an_id("first-call")}),
    ElementRule("pb-head", ("header",)),
    ElementRule("pb-legend", ("p",)),
    ElementRule("pb-title", ("h2", "h3", "h4", "h5"), {"id": WORDS}),
    ElementRule("pb-noscript", ("p",)),
    ElementRule("pb-prose", ("div",)),
    ElementRule(
        "pb-section",
        ("fieldset", "div"),
        {"data-section": optional_id("after"), "data-opens-when": optional_id("before")},
    ),
    ElementRule("pb-locked", ("p",)),
    ElementRule("pb-stages", ("nav",)),
    ElementRule("pb-items", ("ul",)),
    ElementRule(
        "pb-item",
        ("li",),
        {"data-item": an_id("agenda"), "id": ANCHOR, "data-required": FLAG, "data-was": FORMER},
        (":scope > .pb-line > input[type=checkbox]", ":scope > .pb-line > label"),
    ),
    ElementRule("pb-line", ("div",)),
    ElementRule("pb-note", ("div",), {}, ("textarea",)),
    ElementRule("pb-help", ("p", "div")),
    ElementRule("pb-required", ("span",)),
    ElementRule("pb-private", ("span",)),
    ElementRule("pb-unit", ("span",)),
    ElementRule(
        "pb-field",
        ("div", "fieldset"),
        {
            "data-field": an_id("agenda"),
            "data-type": one_of(*FIELD_TYPES),
            "id": ANCHOR,
            "data-required": FLAG,
            "data-was": FORMER,
        },
        ("input, textarea, select",),
    ),
    ElementRule(
        "pb-fields",
        ("fieldset",),
        {"data-group": one_of("both", *COMPOUND), "id": Attribute(ANCHOR.pattern, "", False)},
    ),
    ElementRule("pb-both", ("fieldset",)),
    ElementRule("pb-group", ("div",)),
    ElementRule("pb-options", ("div",)),
    ElementRule("pb-option", ("label",), {}, ("input[value]",)),
    ElementRule("pb-part-title", ("h3", "h4", "h5", "h6"), {"id": WORDS}),
    ElementRule(
        "pb-rows",
        ("table",),
        {
            "data-rows": an_id("plan-90"),
            "data-private-when": Attribute(
                rf"{_ID}={_ID}( {_ID}={_ID})*", "area=health", required=False
            ),
        },
        ("th[data-column]",),
    ),
    ElementRule(
        "pb-row",
        ("tr",),
        {"data-row": an_id("first-row"), "id": ANCHOR, "data-was": FORMER},
    ),
    ElementRule("pb-row-template", ("template",)),
    ElementRule(
        "th",
        ("th",),
        {
            "data-column": optional_id("due"),
            "data-type": Attribute("|".join(TYPES), "date", False),
            "data-was": FORMER,
        },
    ),
    ElementRule("td", ("td",), {"data-column": optional_id("due")}),
    ElementRule("option", ("option",), {"data-was": FORMER}),
    ElementRule("input", ("input",), {"data-offset": number("30", False), "data-unit": WORDS}),
)
"""What every kind may use."""

MISTAKES: Mapping[str, str] = {
    "missing": 'it has no {attribute}. Write {attribute}="{sample}".',
    "wrong": '{attribute}="{value}" is nothing known. Write, for example, {attribute}="{sample}".',
    "unknown": '{attribute}="{value}" is nothing known. Write one of: {words}.',
    "empty": "nothing in it matches {selector}, so it holds no answer. Put one in.",
    "tag": "it is a <{tag}>, which does not work here. Make it a <{tags}>.",
    "twice": 'the id "{value}" stands twice in this sheet. Give each line an id of its own.',
    "address": 'its id is not "{anchor}", and no link finds it. Write id="{anchor}".',
    "nothing": 'it waits for "{value}", which is not in this sheet. Name a section, an item or a '
    "field.",
    "formless": "it holds no form.pb-sheet, so nothing is kept. Put the sheet into one.",
}
"""What the browser’s console says of markup that was written by hand: what is wrong, and what to
do. `{…}` are filled in by the script."""

LIMITS: Mapping[str, int] = {
    "text": 100_000,
    "name": 80,
    "record": 8 * 1024 * 1024,
    "table": 32 * 1024 * 1024,
    "whole": 64 * 1024 * 1024,
    "signs": 80_000,
    "depth": 16,
    "bomb": 500,
    "seen": 400,
    "choices": 20,
    "short": 200,
}
"""The limits of a reader's copy; each is told in `client/src/model/limits.ts`, which must agree."""

VERSION = 1_000_000_000
"""The highest version of a sheet that a copy may name."""

REFUSALS: Mapping[str, str] = {
    "tooLarge": "more bytes, brackets or signs than a copy may have",
    "notJson": "no JSON",
    "notOurs": "no copy, nor several",
    "newer": "a format that is newer than this script",
    "damaged": "something that is not what its key promises",
    "cut": "a link that was cut off",
    "otherSite": "what travels between a coach and a person, and was made for another site",
    "forReading": "what is made for people to read, and cannot come back in",
}
"""Why something that a reader brings in is refused."""

ID_RULE: Mapping[str, object] = {
    "pattern": f"^{_ID}$",
    "refused": sorted(REFUSED),
}
