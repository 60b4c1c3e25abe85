"""The kinds of blocks: one folder each, and the registry that all others ask.

A new kind is a folder that gives a `KIND`, a line below, and the words and the markup that only it
has. `tests/worksheets/example_kind/` is one that is registered from outside.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Kind, SheetKind
from playbook_plugins.forms.model import Sheet

from . import action_plan, agreement, assessment, checklist, coaching, review, tip, worksheet

KINDS: dict[str, Kind[Any]] = {}
"""By the word after `///`."""


def register(kind: Kind[Any]) -> None:
    """Make `kind` known everywhere: before the first page is read."""
    KINDS[kind.name] = kind


def render_body(parent: Element, owner: str, model: Sheet, setting: Setting) -> None:
    """Render what stands in a sheet of any kind, as `SheetKind.body` does for one."""
    kind = KINDS[model.kind]
    assert isinstance(kind, SheetKind)
    kind.body(parent, owner, model, setting)


for _each in (checklist, action_plan, assessment, agreement, review, worksheet, tip):
    register(_each.KIND)
for _kind in coaching.KINDS:
    register(_kind)
