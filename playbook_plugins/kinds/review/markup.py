"""The markup that only a review has."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import Setting, help_line
from playbook_plugins.forms.markup import row_template, rows
from playbook_plugins.forms.model import Rows, Table

from .model import Review


def last_time(parent: Element, owner: str, model: Review, setting: Setting) -> None:
    """The commitments of the last review: a table that script fills from it."""
    table = next((each for each in model.parts if isinstance(each, Rows)), None)
    if table is None:
        return
    levels = [each.heading.level for each in model.sections if each.heading]
    name = f"{table.id}-before"
    element = SubElement(
        parent, "fieldset", {"class": "pb-section pb-before", "data-before": table.id}
    )
    heading = SubElement(SubElement(element, "legend"), f"h{min(levels, default=3)}")
    heading.text = AtomicString(setting.words["before"])
    help_line(element, f"{owner}--{name}.help", setting.words["before-help"])
    empty = Table(table.table.columns, (), table.table.private_when)
    rows(element, owner, name, empty, setting)
    row_template(element, empty, setting)
