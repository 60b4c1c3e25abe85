"""The content of an action plan: one table, with prose before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from playbook_plugins.forms.blanks import find_blank
from playbook_plugins.forms.content import Content
from playbook_plugins.forms.documents import wishes
from playbook_plugins.forms.nearly_tables import tables_of
from playbook_plugins.forms.rows import read_table
from playbook_plugins.forms.strays import BOX, Strays
from playbook_plugins.shared.source_lines import trimmed

from .model import ActionPlan


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
    for table in tables[1:]:
        complaints.at(table.lines[0]).tell(
            "it holds a second table.", "Give each table an action plan of its own."
        )
    first = tables[0].span if tables else range(len(lines), len(lines))
    own = tables[0].lines if tables else ()
    return ActionPlan(
        content.id,
        content.title,
        values["version"],
        values["level"],
        before=content.prose(trimmed(lines[: first.start])),
        table=read_table(own, *wishes(values), content.names, complaints) if own else None,
        after=content.prose(trimmed(lines[first.stop :])),
        retired=content.retired,
    )


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
