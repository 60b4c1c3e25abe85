"""An agreement: metrics that two sides will count, and what follows when they are met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from playbook_plugins.forms.contract import ElementRule, an_id, optional_id
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.documents import DocumentKind
from playbook_plugins.forms.kind import Mention
from playbook_plugins.forms.model import Cell, Choice, Column, Part, Rows, Table
from playbook_plugins.forms.vocabulary import COLUMN_TYPES

from .markup import sentences
from .model import Agreement

CAME_TO = Column("came-to", "", "text", ())
MET = Column("met", "", "choice", (Choice("met", ""), Choice("not-met", "")))
"""What a metric came to, and whether that is what was agreed; an agreement that has no such
columns gets these. What has no label here is named by the interface words of the page's
language."""


WORDS: Mapping[str, str] = {
    "came-to-column": "Came to",
    "met-column": "Met?",
    "met": "Met",
    "not-met": "Not met",
    "sentence": "{metric}: from {baseline} to {target} by {by}.",
}


class AgreementKind(DocumentKind[Agreement]):
    """Its table holds metrics, and each is said as a sentence beneath it."""

    model = Agreement
    synonyms = ("contract",)
    words = WORDS
    elements = (
        ElementRule("pb-sentences", ("ul",), {"data-sentences": an_id("success")}),
        ElementRule("li", ("li",), {"data-row": optional_id("first-row")}),
    )
    markers = ("[data-sentences]",)
    mention = Mention("Agreement", "Open the agreement")

    def table(self, table: Table) -> Table:
        """The metrics, with columns that say what each came to, and whether it was met."""
        table = _as_metrics(table)
        own = {column.id for column in table.columns}
        for column in (CAME_TO, MET):
            if column.id in own:
                continue
            at = _before_met(table) if column is CAME_TO else len(table.columns)
            table = _with_column(table, column, at)
        return table

    def missing(self, parts: Sequence[Part]) -> tuple[str, str] | None:
        """An agreement has metrics, whatever else it has."""
        if any(isinstance(each, Rows) for each in parts):
            return None
        cure = "Write a table: | Metric | Baseline | Target | By | Source |"
        return "it has no metrics.", cure

    def after_rows(self, parent: Element, rows: Rows, setting: Setting) -> None:
        """Render each metric as a sentence."""
        sentences(parent, rows, setting)


IN_AN_AGREEMENT = {"goal": "target", "due": "by"}
"""What a heading that says both ("Ziel", "Meta") is in an agreement."""


def _as_metrics(table: Table) -> Table:
    """The table, where other languages have one word for what English tells apart."""
    taken = {column.id for column in table.columns}

    def meant(column: Column) -> Column:
        name = IN_AN_AGREEMENT.get(column.id, "")
        if not name or name in taken or not column.was:
            return column
        type_ = COLUMN_TYPES[name]
        return replace(column, id=name, type=type_)

    return replace(table, columns=tuple(map(meant, table.columns)))


def _before_met(table: Table) -> int:
    names = [column.id for column in table.columns]
    return names.index(MET.id) if MET.id in names else len(names)


def _with_column(table: Table, column: Column, at: int) -> Table:
    columns = (*table.columns[:at], column, *table.columns[at:])
    rows = tuple(
        replace(row, cells=(*row.cells[:at], Cell(), *row.cells[at:])) for row in table.rows
    )
    return replace(table, columns=columns, rows=rows)


KIND = AgreementKind()
