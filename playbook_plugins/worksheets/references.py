"""What sheets say of each other, held against all that stand on the site."""

from __future__ import annotations

from collections.abc import Sequence

from playbook_plugins.forms.model import within
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.problems import Problem

from .lock import Standing


def wrong_references(standing: Sequence[Standing]) -> list[Problem]:
    """References that lead nowhere, such as an assessment's `plan:` that nobody wrote."""
    sheets = {sheet.id: sheet for each in standing for sheet in within(each.block)}
    return [
        Problem(each.path, each.line, each.column, what, cure)
        for each in standing
        for sheet in within(each.block)
        for what, cure in KINDS[sheet.kind].wrong_references(sheet, sheets)
    ]
