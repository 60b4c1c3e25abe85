"""The content of an action plan: one table, with prose before and after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.source_lines import Line

from .attributes import Attributes, take_attributes
from .braces import Allowed
from .columns import (
    Grid,
    find_choice,
    read_columns,
    read_private,
)
from .complaints import Complaints
from .model import Cell, Column, Row, Table
from .naming import Names, name_from, plain
from .options import ColumnWish, PrivateWish
from .tables import split_cells

ROW = Allowed(("private",))
"""What braces behind a cell may say of its row."""
START_DATE = "start-date"
"""The id of the field that relative dates count from; no row may take it."""

DAYS = {"d": 1, "w": 7}
LATEST = 3650
"""Days: a plan ends within ten years."""
_RELATIVE = re.compile(r"\+\s*(\d{1,5})\s*([dw])", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[+-]?[\d\s.,'’%]*\d[\d\s.,'’%]*")
_YES = ("x", "[x]", "yes", "true", "ja", "oui", "sí", "sim", "نعم")
_NO = ("", "[ ]", "no", "false", "-", "nein", "non", "nee", "não", "لا")


def read_table(
    lines: Sequence[Line],
    wishes: Mapping[str, ColumnWish],
    private: Sequence[PrivateWish],
    names: Names,
    complaints: Complaints,
) -> Table:
    """The table on `lines`: head, rule, rows. Ids of rows are claimed among `names`."""
    heads = split_cells(lines[0])
    if len(split_cells(lines[1])) != len(heads):
        complaints.at(lines[1]).tell(
            f"the line of dashes does not match the {len(heads)} columns above it.",
            "Write one group of dashes a column.",
        )
    taken = [_row_cells(line, len(heads), complaints) for line in lines[2:]]
    grid = Grid(heads, [cells for cells, *_ in taken])
    columns = read_columns(grid, wishes, complaints)
    rows = tuple(
        _row(columns, cells, marks, names, complaints.at(line), ragged)
        for line, (cells, marks, ragged) in zip(lines[2:], taken, strict=True)
    )
    return Table(columns, rows, read_private(columns, private))


def _row_cells(
    line: Line, width: int, complaints: Complaints
) -> tuple[list[Line], Attributes, bool]:
    """The cells of a row, as many as there are columns, the attributes of the row, and whether
    another number of cells stood there."""
    attributes = Attributes()
    cells = []
    for cell in split_cells(line):
        text, found = take_attributes(cell.text, [cell], ROW, complaints)
        attributes = found if found != Attributes() else attributes
        cells.append(Line(cell.number, cell.column, text))
    while len(cells) > width and not cells[-1].text:
        cells.pop()
    ragged = len(cells) != width
    if ragged:
        many = "too many" if len(cells) > width else "too few"
        cure = "Write one cell a column; write \\| for a bar inside a cell."
        complaints.at(line).tell(
            f"this row has {many} cells: {len(cells)} for {width} columns.", cure
        )
    end = Line(line.number, line.column + len(line.text), "")
    return (cells + [end] * width)[:width], attributes, ragged


def _row(
    columns: Sequence[Column],
    cells: Sequence[Line],
    attributes: Attributes,
    names: Names,
    spot: Complaints,
    ragged: bool,
) -> Row:
    """One row; of one with too many or too few cells, what they hold is no mistake of its own."""
    told = spot.quiet() if ragged else spot
    words = [plain(cell.text) for cell in cells]
    name = _row_id(attributes.id, _telling(columns, words), names, spot, cells[0])
    names.renamed(name, attributes.was, spot)
    return Row(
        id=name,
        cells=tuple(
            read_cell(column, word, told.at(cell))
            for column, word, cell in zip(columns, words, cells, strict=True)
        ),
        private="private" in attributes.marks,
        was=tuple(attributes.was),
    )


def _row_id(given: str, words: str, names: Names, spot: Complaints, end: Line) -> str:
    if not given and not words:
        return names.numbered("blank", end)
    return names.claim(given or name_from(words, "row"), bool(given), "row", spot, end)


def _telling(columns: Sequence[Column], words: Sequence[str]) -> str:
    """The words that name a row: the first long text, else the first text, person or choice.

    Never a date or a number: moving a date must not give the row another name.
    """
    for wanted in (("long",), ("text",), ("person", "choice")):
        for column, word in zip(columns, words, strict=True):
            if column.type in wanted and word:
                return word
    return ""


def read_cell(column: Column, word: str, spot: Complaints) -> Cell:
    """What `word` says in a cell of `column`; empty, with a problem, when it says nothing."""
    return _READERS[column.type](column, word, spot)


def _text(column: Column, word: str, spot: Complaints) -> Cell:
    return Cell(word)


def _one_line(column: Column, word: str, spot: Complaints) -> Cell:
    return Cell(" ".join(word.split()))


def _choice(column: Column, word: str, spot: Complaints) -> Cell:
    choice = find_choice(column, word)
    if word and not choice:
        labels = [each.label for each in column.choices]
        spot.tell(f'"{word}" is no choice of "{column.label}".', did_you_mean(word, labels))
    return Cell(choice.id if choice else "")


def _date(column: Column, word: str, spot: Complaints) -> Cell:
    relative = _RELATIVE.fullmatch(word)
    if relative and (days := int(relative[1]) * DAYS[relative[2].lower()]) <= LATEST:
        return Cell(f"+{days}d", offset=days)
    if not word or (_ABSOLUTE.fullmatch(word) and _exists(word)):
        return Cell(word)
    spot.tell(
        f'"{word}" is no date.',
        "Write year-month-day, such as 2027-03-31, or +30d for 30 days after the start.",
    )
    return Cell()


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _number(column: Column, word: str, spot: Complaints) -> Cell:
    if word and not _NUMBER.fullmatch(word):
        spot.tell(f'"{word}" is no number.', "Write digits only; the unit stands in the options.")
    return Cell(" ".join(word.split()))


def _check(column: Column, word: str, spot: Complaints) -> Cell:
    if word.lower() not in _YES + _NO:
        spot.tell(f'"{word}" is neither yes nor no.', "Write x for yes, or leave the cell empty.")
    return Cell("true" if word.lower() in _YES else "")


_READERS: Mapping[str, Callable[[Column, str, Complaints], Cell]] = {
    "text": _one_line,
    "long": _text,
    "choice": _choice,
    "date": _date,
    "person": _one_line,
    "number": _number,
    "money": _number,
    "check": _check,
}
