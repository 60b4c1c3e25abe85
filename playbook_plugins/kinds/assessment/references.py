"""The action plan that an assessment leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from playbook_plugins.forms.kind import WrongReference
from playbook_plugins.forms.model import Sheet
from playbook_plugins.shared.problems import did_you_mean

from .model import Assessment


def wrong_plan(model: Assessment, sheets: Mapping[str, Sheet]) -> Iterator[WrongReference]:
    """What is wrong with `plan:`, and what to do, when it names no sheet with rows."""
    plans = [name for name, sheet in sheets.items() if sheet.has_rows]
    if model.plan and model.plan not in plans:
        yield _wrong(model, sheets.get(model.plan), plans)


def _wrong(model: Assessment, meant: Sheet | None, plans: Iterable[str]) -> WrongReference:
    about = f'assessment "{model.id}": plan: '
    cure = did_you_mean(model.plan, plans) or "Write an action plan with this id, or remove plan:."
    if meant is not None:
        article = "an" if meant.kind[0] in "aeiou" else "a"
        what = f'"{model.plan}" is {article} {meant.kind} and no action plan.'
        return WrongReference(f"{about}{what}", cure)
    return WrongReference(f'{about}there is no action plan "{model.plan}".', cure)
