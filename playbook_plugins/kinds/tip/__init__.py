"""A tip: a short piece of coaching advice with its own address. It may stand in any text."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from playbook_plugins.forms import contract
from playbook_plugins.forms.content import Content
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Kind
from playbook_plugins.forms.options import ID_SHAPE, LIST_SHAPE, TEXT_SHAPE, Option, read_id

from .markup import tip
from .model import Tip
from .reading import read_day, read_labels, read_tip

OPTIONS: Mapping[str, Option] = {
    "id": Option(
        "",
        read_id,
        "The permanent name of the tip. Made from the title if left out.",
        ID_SHAPE,
    ),
    "labels": Option(
        (), read_labels, "What it is about: `[Talent, Plans]`, for listings.", LIST_SHAPE
    ),
    "date": Option(
        "",
        read_day,
        "The day it was written; else its post's. Orders listings.",
        TEXT_SHAPE,
    ),
}


WORDS: Mapping[str, str] = {"tip-link": "Link to this tip"}


class TipKind(Kind[Tip]):
    """The only kind that asks nothing."""

    model = Tip
    options = OPTIONS
    words = WORDS
    elements = (
        contract.ElementRule(
            "pb-tip",
            ("div",),
            {
                "id": contract.an_id("one-region"),
                "data-labels": contract.WORDS,
                "data-date": contract.Attribute(r"\d{4}-\d{2}-\d{2}", "2026-11-24", False),
                "data-go": contract.WORDS,
            },
        ),
        contract.ElementRule("pb-tip-title", ("p",), {"id": contract.WORDS}),
        contract.ElementRule("pb-tip-foot", ("p",)),
        contract.ElementRule("pb-permalink", ("a",)),
    )

    def read(self, content: Content) -> Tip:
        """The tip on the lines of a block."""
        return read_tip(content)

    def render(self, parent: Element, model: Tip, setting: Setting) -> Element:
        """`.pb-tip`."""
        return tip(parent, model, setting)


KIND = TipKind()
