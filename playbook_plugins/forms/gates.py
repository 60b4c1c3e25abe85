"""Sections that wait for something: what each one names, and whether that can ever be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playbook_plugins.shared.problems import did_you_mean

from .complaints import Complaints
from .model import (
    Section,
    Sheet,
    within,
)
from .questions import Question, part_questions

MET = "met"
"""What a gate may wait for besides ids: that every metric of an agreement is met."""


def check_gates(sections: Sequence[Section], spots: Sequence[Complaints], metrics: bool) -> None:
    """Report gates that wait for nothing, for themselves, or for each other.

    `spots` are the places of the sections' headings; `metrics` says whether the sheet itself
    holds metrics.
    """
    _check_twice(sections, spots)
    targets = _targets(sections)
    waits: dict[int, int] = {}
    for index, (section, spot) in enumerate(zip(sections, spots, strict=True)):
        gate = section.heading.opens_when if section.heading else ""
        if gate == MET and not (
            metrics or any(each.has_metrics for each in section_sheets(sections))
        ):
            spot.tell(
                "opens-when: there are no metrics here to be met.",
                "Name a section, an item or a field, or write an agreement.",
            )
        elif gate and gate != MET:
            if gate not in targets:
                _tell_unknown(gate, sections, targets, spot)
            else:
                waits[index] = targets[gate]
    _check_circles(waits, sections, spots)


def _check_twice(sections: Sequence[Section], spots: Sequence[Complaints]) -> None:
    seen: set[str] = set()
    for section, spot in zip(sections, spots, strict=True):
        name = section.heading.id if section.heading else ""
        if name in seen:
            what = f'two sections have the id "{name}".'
            spot.tell(what, "Give each its own: what waits for one would wait for the other.")
        seen |= {name} - {""}


def section_sheets(sections: Sequence[Section]) -> list[Sheet]:
    """The sheets inside these sections, and inside those."""
    parts = [part for section in sections for part in section.parts]
    return [sheet for part in parts if isinstance(part, Sheet) for sheet in within(part)]


def _targets(sections: Sequence[Section]) -> dict[str, int]:
    """What a gate may name → the section that it is or stands in."""
    found: dict[str, int] = {}
    headed: dict[str, int] = {}
    for index, section in enumerate(sections):
        if section.heading and section.heading.id:
            headed[section.heading.id] = index
        for part in section.parts:
            for name, question in part_questions(part):
                if question.type != "row" and question.anchor:
                    found.setdefault(name, index)
            if isinstance(part, Sheet):
                for sheet in within(part):
                    found.update(dict.fromkeys((sheet.id, *sheet.section_ids), index))
    return found | headed


def _tell_unknown(
    gate: str, sections: Sequence[Section], targets: Mapping[str, int], spot: Complaints
) -> None:
    asked: dict[str, Question] = {}
    for section in sections:
        for part in section.parts:
            asked |= dict(part_questions(part))
    if gate in asked:
        what = f'opens-when: "{gate}" is a row, which readers may take out.'
        spot.tell(what, "Name a section, an item or a field.")
        return
    heirs = {old: name for name, each in asked.items() for old in each.was}
    if gate in heirs:
        spot.tell(f'opens-when: "{gate}" has another id now.', f"Write opens-when={heirs[gate]}")
        return
    cure = did_you_mean(gate, targets) or "Give the line that it waits for this id."
    spot.tell(f'opens-when: there is no "{gate}" here.', cure)


def _check_circles(
    waits: Mapping[int, int], sections: Sequence[Section], spots: Sequence[Complaints]
) -> None:
    """Each section waits for one other at most: whoever follows them comes to an end, or round."""
    done: set[int] = set()
    for first in waits:
        path: list[int] = []
        at = first
        while at in waits and at not in done:
            done.add(at)
            path.append(at)
            at = waits[at]
        if at in path:
            _tell_circle(path[path.index(at) :], sections, spots)


def _tell_circle(
    circle: Sequence[int], sections: Sequence[Section], spots: Sequence[Complaints]
) -> None:
    first = min(circle)
    if len(circle) == 1:
        spots[first].tell(
            "this section waits for itself or for a line in it.",
            "Name the section before it.",
        )
        return
    words = [
        each.heading.text for each in (sections[index] for index in sorted(circle)) if each.heading
    ]
    named = " and ".join(f'"{each}"' for each in words)
    spots[first].tell(
        f"these sections wait for each other and never open: {named}.",
        "Take opens-when= out of the one that comes first.",
    )
