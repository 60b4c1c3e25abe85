"""What a sheet says about the way between two people: given back or not, covered, how often, and
which of its rows are commitments."""

from __future__ import annotations

from dataclasses import replace

from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.model import Loop, Rows, Sheet, Table, within
from playbook_plugins.forms.naming import name_from
from playbook_plugins.forms.options import LOOP, CommitmentsWish, Values
from playbook_plugins.shared.problems import did_you_mean

Commitments = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def with_loop(sheet: Sheet, values: Values, inside: str, complaints: Complaints) -> Sheet:
    """The sheet with what its options say; `inside` is the kind of the sheet around it, if any."""
    commitments = _commitments(sheet, values.get("commitments", ()))
    if inside:
        _belongs_outside(values, inside, complaints)
        return replace(sheet, loop=Loop(commitments=commitments)) if commitments else sheet
    loop = Loop(
        values.get("return", "ask") == "ask",
        values.get("blind", False),
        values.get("every", 0),
        commitments,
        values.get("return", "ask") == "practice",
    )
    return sheet if loop == Loop() else replace(sheet, loop=loop)


def _belongs_outside(values: Values, inside: str, complaints: Complaints) -> None:
    for name in ("return", "blind", "every"):
        if values.get(name, LOOP[name].default) != LOOP[name].default:
            what = f"{name}: what stands in a {inside} goes the way of the {inside}."
            complaints.tell(what, f"Write {name}: beneath the first line of the {inside}.")


def _commitments(sheet: Sheet, wishes: tuple[CommitmentsWish, ...]) -> Commitments:
    """The tables that are named, and are there, with their columns by role."""
    tables = {
        part.id: part.table
        for each in within(sheet)
        for part in each.parts
        if isinstance(part, Rows)
    }
    found = []
    for wish in wishes:
        name = wish.table or next(iter(tables), "")
        if name not in tables:
            cure = did_you_mean(name, tables) or "Name the id of the sheet that holds the table."
            wish.spot.tell(f'commitments: there is no table "{name}" in this sheet.', cure)
        elif roles := _roles(wish, name, tables[name]):
            found.append((name, roles))
    return tuple(found)


def _roles(wish: CommitmentsWish, name: str, table: Table) -> tuple[tuple[str, str], ...]:
    ids = {each: column.id for column in table.columns for each in (*column.was, column.id)}
    wrong = [each for each in wish.roles if name_from(each[1], "column") not in ids]
    for role, column, spot in wrong:
        what = f'commitments: {role}: the table "{name}" has no column "{column}".'
        spot.tell(what, did_you_mean(column, list(ids.values())))
    if wrong:
        return ()
    return tuple((role, ids[name_from(column, "column")]) for role, column, _ in wish.roles)
