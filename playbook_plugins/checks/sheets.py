"""Sheets of a whole site: two of one id must be one sheet, and a plan must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from playbook_plugins.forms.model import Sheet
from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.worksheets.references import wrong_references

from .checked import Checked
from .rules import Verdict


def check_sheets(pages: dict[str, Checked], verdict: Verdict) -> None:
    """Sheets of one id that are not one sheet."""
    first: dict[tuple[bool, str], Any] = {}
    for page in pages.values():
        verdict.unstamped += [(page.path, page.unstamped)] if page.unstamped else []
        for each in page.standing:
            verdict.standing.append(each)
            known = first.setdefault((isinstance(each.block, Sheet), each.block.id), each)
            if known.path != each.path and known.block != each.block:
                at, block = f"{known.path}:{known.line}", each.block
                what = f'{block.kind} "{block.id}": another one on {at} has the same id.'
                problem = Problem(
                    each.path, each.line, each.column, what, "Give this one another id."
                )
                verdict.problems.append(problem)
    if not any(page.includes for page in pages.values()):  # a plan may come from elsewhere
        verdict.problems += wrong_references(verdict.standing)
        verdict.problems += _lost_sheets(pages, [id for is_sheet, id in first if is_sheet])


def _lost_sheets(pages: Mapping[str, Checked], ids: Collection[str]) -> Iterator[Problem]:
    """Plays that name a sheet which no page has."""
    for page in pages.values():
        play = page.front.values.get("play")
        wanted = play.get("sheet") if isinstance(play, Mapping) else None
        if isinstance(wanted, str) and wanted not in ids:
            what = f'the play names the sheet "{wanted}", and no page has it.'
            yield Problem(
                page.path, *page.front.place("play.sheet"), what, did_you_mean(wanted, ids)
            )
