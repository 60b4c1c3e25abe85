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

from .markup import sentences
from .model import Agreement

MET = Column("met", "", "choice", (Choice("met", ""), Choice("not-met", "")))
"""Whether a metric was met; an agreement that has no such column gets this one. What has no
label here is named by the interface words of the page's language."""


WORDS: Mapping[str, str] = {
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
        """The metrics, with a column that says whether each was met."""
        if any(column.id == MET.id for column in table.columns):
            return table
        rows = tuple(replace(row, cells=(*row.cells, Cell())) for row in table.rows)
        return replace(table, columns=(*table.columns, MET), rows=rows)

    def missing(self, parts: Sequence[Part]) -> tuple[str, str] | None:
        """An agreement has metrics, whatever else it has."""
        if any(isinstance(each, Rows) for each in parts):
            return None
        cure = "Write a table: | Metric | Baseline | Target | By | Source |"
        return "it has no metrics.", cure

    def after_rows(self, parent: Element, rows: Rows, setting: Setting) -> None:
        """Render each metric as a sentence."""
        sentences(parent, rows, setting)


KIND = AgreementKind()
