"""Sheets of a whole site: two of one id must be one sheet, and a plan must be there."""

from __future__ import annotations

from typing import Any

from playbook_plugins.shared.problems import Problem
from playbook_plugins.worksheets.model import kind_of
from playbook_plugins.worksheets.references import plan_problems

from .checked import Checked
from .rules import Verdict


def check_sheets(pages: dict[str, Checked], verdict: Verdict) -> None:
    """Sheets of one id that are not one sheet."""
    first: dict[tuple[str, str], Any] = {}
    for page in pages.values():
        verdict.unstamped += [(page.path, page.unstamped)] if page.unstamped else []
        for each in page.standing:
            verdict.standing.append(each)
            kind = kind_of(each.block)
            known = first.setdefault(("tip" if kind == "tip" else "sheet", each.block.id), each)
            if known.path != each.path and known.block != each.block:
                what = (
                    f'{kind} "{each.block.id}": another one on {known.path}:{known.line} '
                    "has the same id."
                )
                problem = Problem(
                    each.path, each.line, each.column, what, "Give this one another id."
                )
                verdict.problems.append(problem)
    if not any(page.includes for page in pages.values()):  # a plan may come from elsewhere
        verdict.problems += plan_problems(verdict.standing)
