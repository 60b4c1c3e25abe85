"""An assessment: statements on a scale, scored by trait, and read by bands with a coach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Mention, Scored, SheetKind, WrongReference
from playbook_plugins.forms.model import Heading, Part, Sheet
from playbook_plugins.forms.naming import plain
from playbook_plugins.forms.options import ID_SHAPE, SHEET, Option, read_id, read_yes
from playbook_plugins.forms.words import Words

from .contract import ELEMENTS
from .markup import assessment, offered
from .model import Assessment, Statement
from .reading import read_assessment
from .references import wrong_plan
from .scoring import (
    BANDS_SHAPE,
    SCALE,
    SCALE_SHAPE,
    TRAITS_SHAPE,
    read_bands,
    read_scale,
    read_traits,
)

OPTIONS: Mapping[str, Option] = {
    **SHEET,
    "scale": Option(SCALE, read_scale, "The labels of the scale, lowest first.", SCALE_SHAPE),
    "unsure": Option(
        True, read_yes, "Whether “Not sure” is offered: `yes` or `no`.", {"type": "boolean"}
    ),
    "traits": Option((), read_traits, "What is measured: id, name, about, prompts.", TRAITS_SHAPE),
    "bands": Option(
        (), read_bands, "Ranges of per cent: from, to, name, debrief text.", BANDS_SHAPE
    ),
    "plan": Option(
        "", read_id, "The id of the action plan that “Make this an action” fills.", ID_SHAPE
    ),
}


WORDS: Mapping[str, str] = {
    "unsure": "Not sure",
    "reading": "How to read your result",
    "reading-help": (
        "Each talent stands where your answers lie on average, the strongest first. "
        "For conversation, not for selection."
    ),
    "plan-link": "Open the action plan",
}


class AssessmentKind(SheetKind[Assessment]):
    """The only kind that has a score."""

    model = Assessment
    synonyms = ("quiz", "survey")
    options = OPTIONS
    words = WORDS
    elements = ELEMENTS
    markers = (".pb-reading",)
    mention = Mention("Assessment", "Open the assessment")

    def read(self, content: Content) -> Assessment:
        """The assessment on the lines of a block."""
        return read_assessment(content)

    def body(self, parent: Element, owner: str, model: Assessment, setting: Setting) -> None:
        """Render the statements, and how to read the result."""
        assessment(parent, owner, model, setting)

    def sections(self, model: Assessment, words: Words) -> Iterator[tuple[str, Part]]:
        """Each statement with its choices, and the heading above it."""
        heading = ""
        for each in model.lines:
            if isinstance(each, Heading):
                heading = plain(each.text)
            elif isinstance(each, Statement):
                yield heading, offered(each, model.unsure, words)

    def scored(self, model: Assessment) -> Scored:
        """The traits and bands, and what each statement counts for."""
        return Scored(
            tuple((each.id, plain(each.name)) for each in model.traits),
            tuple((each.id, plain(each.name), each.least, each.most) for each in model.bands),
            max((len(each.field.choices) for each in model.statements), default=0),
            {each.field.id: (each.trait, each.reverse) for each in model.statements},
        )

    def wrong_references(
        self, model: Assessment, sheets: Mapping[str, Sheet]
    ) -> Iterator[WrongReference]:
        """What is wrong with the action plan that the assessment names."""
        return wrong_plan(model, sheets)


KIND = AssessmentKind()
