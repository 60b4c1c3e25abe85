"""What one sheet says of another: the action plan that an assessment fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.worksheets.lock import Standing
from playbook_plugins.worksheets.model import (
    ActionPlan,
    Assessment,
    Block,
    Checklist,
    Rows,
    Sheet,
    kind_of,
)


def plan_problems(standing: Sequence[Standing]) -> list[Problem]:
    """Assessments whose `plan:` names no action plan among all sheets of the site."""
    known = {sheet.id: sheet for each in standing for sheet in _within(each.block)}
    plans = [name for name, sheet in known.items() if _has_rows(sheet)]
    return [
        Problem(each.path, each.line, each.column, *_wrong(sheet, known.get(sheet.plan), plans))
        for each in standing
        for sheet in _within(each.block)
        if isinstance(sheet, Assessment) and sheet.plan and sheet.plan not in plans
    ]


def _wrong(sheet: Assessment, meant: Sheet | None, plans: Iterable[str]) -> tuple[str, str]:
    about = f'assessment "{sheet.id}": plan: '
    cure = did_you_mean(sheet.plan, plans) or "Write an action plan with this id, or remove plan:."
    if meant is not None:
        kind = kind_of(meant)
        article = "an" if kind[0] in "aeiou" else "a"
        return f'{about}"{sheet.plan}" is {article} {kind} and no action plan.', cure
    return f'{about}there is no action plan "{sheet.plan}".', cure


def _within(block: Block) -> Iterator[Sheet]:
    """A sheet and those inside it."""
    if isinstance(block, Sheet):
        yield block
    if isinstance(block, Checklist):
        for section in block.sections:
            for part in section.parts:
                if isinstance(part, Sheet):
                    yield from _within(part)


def _has_rows(sheet: Sheet) -> bool:
    if isinstance(sheet, Checklist):
        return any(isinstance(part, Rows) for each in sheet.sections for part in each.parts)
    return isinstance(sheet, ActionPlan)
