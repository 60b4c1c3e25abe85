"""The content of an action plan: one table, with prose before and after it."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from playbook_plugins.forms.blanks import find_blank
from playbook_plugins.forms.complaints import Complaints
from playbook_plugins.forms.content import Content
from playbook_plugins.forms.documents import wishes
from playbook_plugins.forms.model import Table
from playbook_plugins.forms.nearly_tables import tables_of
from playbook_plugins.forms.nodes import Spot, WrongError, list_of
from playbook_plugins.forms.rows import read_table
from playbook_plugins.forms.strays import BOX, Strays
from playbook_plugins.shared.source_lines import trimmed

from .model import ActionPlan

LACKS = ("dates", "states")
"""What an action plan is warned for when it has none, and may say that it does without."""
SAID = {
    "dates": (
        "no column holds days, so nothing in this plan can be due",
        "a heading such as Due, or columns: {its heading: due}",
    ),
    "states": (
        "no column says when a row is done",
        "a heading such as Status, or columns: {its heading: status}",
    ),
}
"""What is said of each, and the cure."""
STATE = frozenset({"done", "met"})
"""The choices that say of a row that nothing is owed for it any more."""


def read_without(node: yaml.Node, spot: Spot) -> tuple[str, ...]:
    """`dates`, `states`, or a list of them."""
    for entry, word in list_of(node):
        if word not in LACKS:
            what = f'"{word}" is neither dates nor states.'
            raise WrongError(entry, what, "Write without: dates, without: states, or both in [ ].")
    return tuple(word for _, word in list_of(node))


def read_plan(content: Content) -> ActionPlan:
    """The plan on the lines of a block; what is no table is prose."""
    lines, complaints, values = content.lines, content.complaints, content.values
    whole = content.whole(lines)
    tables = tables_of(lines, whole, complaints)
    if not _has_strays(content, whole) and not tables:
        complaints.tell(
            "it has no table.",
            "Write its heads and a line of dashes: | Goal | Due | and |---|---| below.",
        )
    for second in tables[1:]:
        complaints.at(second.lines[0]).tell(
            "it holds a second table.", "Give each table an action plan of its own."
        )
    first = tables[0].span if tables else range(len(lines), len(lines))
    own = tables[0].lines if tables else ()
    table = read_table(own, *wishes(values), content.names, complaints) if own else None
    if table and "columns" not in values.doubtful:
        _tell_lacks(table, values["without"], complaints.at(own[0]))
    return ActionPlan(
        content.id,
        content.title,
        values["version"],
        values["level"],
        before=content.prose(trimmed(lines[: first.start])),
        table=table,
        after=content.prose(trimmed(lines[first.stop :])),
        retired=content.retired,
    )


def _tell_lacks(table: Table, without: Sequence[str], spot: Complaints) -> None:
    """Warn of a plan in which nothing can be due, or done."""
    types = {column.type for column in table.columns}
    choices = {choice.id for column in table.columns for choice in column.choices}
    lacks = [
        name
        for name, has in zip(LACKS, ("date" in types, bool(STATE & choices)), strict=True)
        if not has and name not in without
    ]
    said = " and ".join(SAID[each][0] for each in lacks)
    if lacks:
        headings = " and ".join(SAID[each][1] for each in lacks)
        meant = lacks[0] if len(lacks) == 1 else f"[{', '.join(lacks)}]"
        spot.tell(f"{said}.", f"Write {headings}. If this is meant, write without: {meant}")


def _has_strays(content: Content, whole: Sequence[bool]) -> bool:
    """Report the first box or blank beside the rows of a plan; whether there is one."""
    strays = Strays(content.complaints, prose=True)
    for line, is_whole in zip(content.lines, whole, strict=True):
        if is_whole:
            continue
        strays.look(line)
        if BOX.match(line.text):
            what = "an action plan has rows, not boxes."
            content.complaints.at(line).tell(what, "Put the boxes into a checklist.")
            return True
        if (blank := find_blank(line)) and not blank.slip:
            what = "an action plan has rows, not blanks."
            content.complaints.at(line).tell(what, "Put the blanks into a worksheet.")
            return True
    return False
