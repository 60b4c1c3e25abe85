"""What sheets say of each other, held against all that stand on the site."""

from __future__ import annotations

from collections.abc import Sequence

from playbook_plugins.forms.model import Block, within
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.problems import Problem

from .lock import Standing


def wrong_references(standing: Sequence[Standing]) -> list[Problem]:
    """References that lead nowhere, such as an assessment's `plan:` that nobody wrote."""
    sheets = {sheet.id: sheet for each in standing for sheet in within(each.block)}
    return [
        Problem(each.path, *_place(each, wrong.at), wrong.what, wrong.cure)
        for each in standing
        for block in _speaking(each.block)
        for wrong in KINDS[block.kind].wrong_references(block, sheets)
    ]


def _speaking(block: Block) -> list[Block]:
    """A block and the sheets inside it."""
    return [*within(block)] or [block]


def _place(standing: Standing, name: str) -> tuple[int, int]:
    """Where what is called `name` stands; else where the block opens."""
    found = {key: (line, column) for key, line, column in standing.places}
    return found.get(name, (standing.line, standing.column))
