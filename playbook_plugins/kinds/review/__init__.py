"""A review: a conversation that comes again, and begins with what was agreed last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from playbook_plugins.forms.contract import FLAG, ElementRule, an_id
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.documents import DocumentKind
from playbook_plugins.forms.kind import Mention
from playbook_plugins.forms.model import Rows
from playbook_plugins.forms.words import Words

from .markup import last_time, rows_of_last_time
from .model import Review

WORDS: Mapping[str, str] = {
    "before": "What we agreed last time",
    "before-help": (
        "Filled from the last review when you start the next one. The first review has none."
    ),
}


class ReviewKind(DocumentKind[Review]):
    """Before its sections stand the rows of the review before."""

    model = Review
    synonyms = ("one-to-one",)
    words = WORDS
    elements = (
        ElementRule(
            "pb-before", ("fieldset",), {"data-before": an_id("one-to-one"), "data-empty": FLAG}
        ),
    )
    markers = ("[data-before]",)
    mention = Mention("Review", "Open the review")

    def further_rows(self, model: Review, words: Words) -> Iterator[tuple[str, Rows]]:
        """The rows of last time."""
        if before := rows_of_last_time(model):
            yield words["before"], before

    def body(self, parent: Element, owner: str, model: Review, setting: Setting) -> None:
        """Render the rows of last time, then the sections."""
        last_time(parent, owner, model, setting)
        super().body(parent, owner, model, setting)


KIND = ReviewKind()
