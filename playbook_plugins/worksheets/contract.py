"""The contract that machines read, as files: what all sheets share, and what each kind adds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.forms import contract
from playbook_plugins.forms.contract import Attribute, ElementRule
from playbook_plugins.forms.kind import Kind
from playbook_plugins.kinds import KINDS

FOLDER = Path(__file__).resolve().parents[1] / "contract"
SHARED = "shared"


def _attributes(attributes: Mapping[str, Attribute]) -> dict[str, Any]:
    return {
        name: {"required": each.required, "pattern": each.pattern, "sample": each.sample}
        for name, each in attributes.items()
    }


def _elements(elements: Iterable[ElementRule]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "tags": list(each.tags),
            "attributes": _attributes(each.attributes),
            "holds": list(each.holds),
        }
        for each in elements
    ]


def markers() -> list[str]:
    """Selectors of what the script of a checklist's page cannot do: such a page needs the other."""
    return [marker for kind in KINDS.values() for marker in kind.markers] + ["[data-opens-when]"]


def as_pattern(marker: str) -> str:
    """A regular expression that finds in HTML what the selector `marker` finds."""
    tag, _, attribute = marker.rstrip("]").partition("[")
    if attribute:
        return (rf"<{tag}\b[^>]*" if tag else "") + rf"\b{attribute}="
    return rf'\bclass="(?:[^"]* )?{tag.removeprefix(".")}[ "]'


def _sheet_elements() -> tuple[ElementRule, ...]:
    """The two elements that name a kind."""
    kinds = contract.one_of(*(name for name, kind in KINDS.items() if kind.is_sheet))
    around = {
        "worksheet-id": contract.an_id("first-call"),
        "kind": kinds,
        "version": contract.number("1"),
        "site": contract.WORDS,
        "data-go": contract.WORDS,
        "return": contract.Attribute("never", "never", False),
        "blind": contract.FLAG,
        "every": contract.number("14", False),
        "data-commitments": contract.COMMITMENTS,
    }
    inside = {"data-part": contract.an_id("plan"), "data-kind": kinds, "id": contract.an_id("plan")}
    return (
        ElementRule("playbook-worksheet", ("playbook-worksheet",), around),
        ElementRule("pb-part", ("section",), inside),
    )


def suspect(elements: Iterable[ElementRule]) -> str:
    """A selector of elements that lack what they must say, or say a word that nobody knows."""
    found = []
    for each in elements:
        selector = each.name if "-" in each.tags[0] else f".{each.name}"
        for name, attribute in each.attributes.items():
            words = attribute.pattern.split("|")
            if not attribute.required or name == "id":
                continue
            known = [f"[{name}={word}]" for word in words if re.fullmatch("[a-z-]+", word)]
            known = known if len(known) == len(words) else [f"[{name}]"]
            found.append(f"{selector}:not({','.join(known)})")
    return ",".join(found)


def every_element() -> list[ElementRule]:
    """The elements of all kinds."""
    own = [each for kind in KINDS.values() for each in kind.elements]
    return [*_sheet_elements(), *contract.ELEMENTS, *own]


def script() -> dict[str, Any]:
    """What the browser script takes from the contract."""
    every = [*_sheet_elements(), *contract.ELEMENTS]
    every += [e for kind in KINDS.values() if kind.model.is_published for e in kind.elements]
    return {
        "markers": ",".join(markers()),
        "suspect": suspect(each for each in every if each.name != "pb-tip"),
        "elements": _elements(each for each in every if each.attributes or each.holds),
        "mistakes": contract.MISTAKES,
    }


def shared() -> dict[str, Any]:
    """What all sheets share: ids, elements, types of fields, limits, refusals, mistakes."""
    return {
        "id": contract.ID_RULE,
        "kinds": [name for name, kind in KINDS.items() if kind.is_sheet],
        "markers": markers(),
        "anywhere": _attributes(contract.ANYWHERE),
        "elements": _elements((*_sheet_elements(), *contract.ELEMENTS)),
        "values": contract.VALUES,
        "answers": contract.ANSWERS,
        "limits": contract.LIMITS,
        "version": contract.VERSION,
        "refusals": contract.REFUSALS,
    }


def of_kind(kind: Kind[Any]) -> dict[str, Any]:
    """What one kind adds: its elements, and its options with the shape of their values."""
    return {
        "kind": kind.name,
        "sheet": kind.is_sheet,
        "holdsSheets": kind.holds_sheets,
        "markers": list(kind.markers),
        "elements": _elements(kind.elements),
        "options": {
            name: {**each.shape, "description": each.meaning} for name, each in kind.options.items()
        },
    }


def files() -> dict[str, str]:
    """Name → text of every file of the contract."""
    made = {
        SHARED: shared(),
        "script": script(),
        **{kind.name: of_kind(kind) for kind in KINDS.values()},
    }
    return {
        f"{name}.json": json.dumps(each, indent=1, ensure_ascii=False) + "\n"
        for name, each in made.items()
    }
