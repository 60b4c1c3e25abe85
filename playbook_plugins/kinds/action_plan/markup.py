"""The markup of an action plan."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.markup import prose, row_template, rows, start_date

from .model import ActionPlan


def plan(parent: Element, owner: str, model: ActionPlan, setting: Setting) -> None:
    """The body of an action plan."""
    prose(parent, model.before, setting)
    if model.table:
        if model.table.relative and owner == model.id:
            start_date(parent, owner, setting)
        rows(parent, owner, model.id, model.table, setting)
        row_template(parent, model.table, setting)
    prose(parent, model.after, setting)
