"""The markup that only a review has."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import Setting, help_line
from playbook_plugins.forms.markup import row_template, rows
from playbook_plugins.forms.model import Rows, Table

from .model import Review

BEFORE = "-before"
"""What follows the name of a table in the name of last time's rows."""


def rows_of_last_time(model: Review) -> Rows | None:
    """The empty table that script fills from the review before; none without commitments."""
    table = next((each for each in model.parts if isinstance(each, Rows)), None)
    if table is None:
        return None
    empty = Table(table.table.columns, (), table.table.private_when)
    return Rows(f"{table.id}{BEFORE}", empty)


def last_time(parent: Element, owner: str, model: Review, setting: Setting) -> None:
    """The commitments of the last review: a table that script fills from it."""
    before = rows_of_last_time(model)
    if before is None:
        return
    levels = [each.heading.level for each in model.sections if each.heading]
    table = before.id.removesuffix(BEFORE)
    element = SubElement(
        parent,
        "fieldset",
        {"class": "pb-section pb-before", "data-before": table, "data-empty": ""},
    )
    heading = SubElement(SubElement(element, "legend"), f"h{min(levels, default=3)}")
    heading.text = AtomicString(setting.words["before"])
    help_line(element, f"{owner}--{before.id}.help", setting.words["before-help"])
    rows(element, owner, before.id, before.table, setting)
    row_template(element, before.table, setting)
