"""The tables of a sheet: where they stand, and those that are nearly tables, mended.

A table that Markdown would not read as one is reported once and read as it was meant, so that
what depends on it is not wrong as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import Line

from .complaints import Complaints
from .tables import find_tables, is_rule, may_be_row, split_cells

_DASHES = frozenset("-=_–—─＿")
_IN_RULES = _DASHES | frozenset(" |:.+")
_WIDE = "｜"


@record
class FoundTable:
    """A table: the lines that it takes in the source, and the lines that say it."""

    span: range
    lines: Sequence[Line]


def tables_of(
    lines: Sequence[Line], whole: Sequence[bool], complaints: Complaints
) -> list[FoundTable]:
    """The tables on `lines`, in order; `whole` marks lines of code and of blocks inside."""
    spans = find_tables(lines, whole)
    if not spans:
        nearly = _nearly(lines, whole, complaints)
        return [nearly] if nearly else []
    found: list[FoundTable] = []
    for at, span in enumerate(spans):
        limit = spans[at + 1].start if at + 1 < len(spans) else len(lines)
        own = list(lines[span.start : span.stop])
        parted = [row for row in range(span.stop, limit) if _is_row(lines[row], whole[row])]
        stop = span.stop
        if parted and all(line.blank for line in lines[stop : parted[0]]):
            complaints.at(lines[parted[0]]).tell(
                "a blank line parts this row from its table.", "Remove the blank line."
            )
        elif parted:
            complaints.at(lines[parted[0]]).tell(
                "this row stands apart from its table.",
                "Put it beneath the last row, with no line between.",
            )
            parted = []
        for row in parted:
            if all(line.blank for line in lines[stop:row]):
                own.append(lines[row])
                stop = row + 1
        found.append(FoundTable(range(span.start, stop), own))
    return found


def _is_row(line: Line, whole: bool) -> bool:
    text = line.text.strip()
    return not whole and text.startswith("|") and text.count("|") > 1


def _nearly(
    lines: Sequence[Line], whole: Sequence[bool], complaints: Complaints
) -> FoundTable | None:
    """The first lines that are nearly a table, mended, with one problem reported."""
    start = next((at for at in range(len(lines)) if _begins(lines, whole, at)), -1)
    if start < 0:
        return None
    end = start
    while end < len(lines) and not whole[end] and _bars(lines[end]):
        end += 1
    wide = _WIDE in lines[start].text
    run = [_narrow(line) for line in lines[start:end]]
    rest = range(end, len(lines))
    after = next((at for at in rest if not lines[at].blank), end)
    if len(run) == 1 and after > end and after < len(lines) and is_rule(_narrow(lines[after])):
        complaints.at(lines[after]).tell(
            "a blank line parts the heads of this table from it.", "Remove the blank line."
        )
        end = after
        while end < len(lines) and not whole[end] and _bars(lines[end]):
            end += 1
        run += [_narrow(line) for line in lines[after:end]]
        return FoundTable(range(start, end), run)
    return _mended(range(start, end), run, wide, complaints)


def _mended(span: range, run: list[Line], wide: bool, complaints: Complaints) -> FoundTable | None:
    spot = complaints.at(run[0])
    if wide:
        spot.tell("these bars are of full width.", "Write | between the cells of a table.")
    if is_rule(run[0]):
        if not wide:
            spot.tell("this table has no heads.", "Name its columns in a line above the dashes.")
        return FoundTable(span, [])
    width = len(split_cells(run[0]))
    rule = "|" + "---|" * width
    second = run[1] if len(run) > 1 else None
    if second and is_rule(second):
        return FoundTable(span, run)
    made = Line(run[0].number, run[0].column, rule)
    if second and _is_nearly_rule(second.text):
        if not wide:
            complaints.at(second).tell(
                "the line under the heads of a table is made of dashes and bars.", f"Write {rule}"
            )
        return FoundTable(span, [run[0], made, *run[2:]])
    if not wide:
        spot.tell("the line of dashes under these heads is missing.", f"Write {rule} below them.")
    return FoundTable(span, [run[0], made, *run[1:]])


def _is_nearly_rule(text: str) -> bool:
    signs = set(text)
    return signs <= _IN_RULES and bool(signs & _DASHES)


def _begins(lines: Sequence[Line], whole: Sequence[bool], at: int) -> bool:
    """Whether a run of lines begins here that can be meant as a table: two, or heads and a rule."""
    if whole[at] or not _bars(lines[at]):
        return False
    after = at + 1
    if after < len(lines) and lines[after].blank:
        after = next((each for each in range(after, len(lines)) if not lines[each].blank), after)
        return after < len(lines) and not whole[after] and is_rule(_narrow(lines[after]))
    return after < len(lines) and not whole[after] and _bars(lines[after])


def _bars(line: Line) -> bool:
    text = line.text.strip()
    if text.startswith("|"):
        return text.count("|") > 1 and may_be_row(line)
    return text.startswith(_WIDE) and text.count(_WIDE) > 1


def _narrow(line: Line) -> Line:
    return Line(line.number, line.column, line.text.replace(_WIDE, "|"))
