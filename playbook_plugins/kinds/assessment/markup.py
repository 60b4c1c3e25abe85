"""The markup of an assessment: statements to answer, and how its result is read."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import QUIET, Setting, field
from playbook_plugins.forms.model import Choice, Field, Heading, Prose
from playbook_plugins.forms.words import Words

from .model import Assessment, Band, Statement, Trait

UNSURE = "unsure"
"""The answer "Not sure": given, and counted in no score."""


def assessment(parent: Element, owner: str, model: Assessment, setting: Setting) -> None:
    """The body of an assessment: a `fieldset` each statement, then how to read the result."""
    for each in model.lines:
        if isinstance(each, Statement):
            statement(parent, owner, each, model.unsure, setting)
        elif isinstance(each, Heading):
            attributes = {"id": each.id} if each.id else {}
            SubElement(parent, f"h{each.level}", attributes).text = each.text
        elif isinstance(each, Prose):
            setting.fill(SubElement(parent, "div", {"class": "pb-prose"}), each)
    if model.traits:
        reading(parent, owner, model, setting)


def offered(model: Statement, unsure: bool, words: Words) -> Field:
    """A statement as a field, with "Not sure" among its choices where that is offered."""
    more = (Choice(UNSURE, words["unsure"]),) if unsure else ()
    return replace(model.field, choices=(*model.field.choices, *more))


def statement(
    parent: Element, owner: str, model: Statement, unsure: bool, setting: Setting
) -> None:
    """`.pb-statement`: one statement and the points of the scale, each in words."""
    field(parent, owner, offered(model, unsure, setting.words), setting)
    element = list(parent)[-1]
    element.set("class", "pb-field pb-statement")
    if model.trait:
        element.set("data-trait", model.trait)
    if model.reverse:
        element.set("data-reverse", "")


def reading(parent: Element, owner: str, model: Assessment, setting: Setting) -> None:
    """`.pb-reading`: traits, prompts and bands in words; script reads them from here."""
    points = max((len(each.field.choices) for each in model.statements), default=0)
    attributes = {"class": "pb-reading", "data-scores": model.id, "data-points": str(points)}
    if model.plan:
        attributes["data-plan"] = model.plan
    element = SubElement(parent, "section", attributes)
    heading = SubElement(element, "h3", {"id": f"{owner}--{model.id}.reading"})
    heading.text = AtomicString(setting.words["reading"])
    help_ = SubElement(element, "p", {"class": "pb-help", QUIET: ""})
    help_.text = AtomicString(setting.words["reading-help"])
    for each in model.traits:
        trait(element, each)
    if model.bands:
        bands = SubElement(element, "dl", {"class": "pb-bands"})
        for band_ in model.bands:
            band(bands, band_)
    if model.plan:
        line = SubElement(element, "p", {"class": "pb-plan-link", QUIET: ""})
        # A span until the plugin, which knows where that sheet stands, makes it a link.
        link = SubElement(line, "span", {"data-sheet-link": model.plan})
        link.text = AtomicString(setting.words["plan-link"])


def trait(parent: Element, model: Trait) -> None:
    """`.pb-trait`: what is measured, and what a coach asks about it."""
    element = SubElement(parent, "div", {"class": "pb-trait", "data-trait": model.id})
    SubElement(element, "p", {"class": "pb-trait-name"}).text = model.name
    if model.about:
        SubElement(element, "p").text = model.about
    if model.prompts:
        prompts = SubElement(element, "ul", {"class": "pb-prompts"})
        for prompt in model.prompts:
            SubElement(prompts, "li").text = prompt


def band(parent: Element, model: Band) -> None:
    """`.pb-band`: a range with its debrief text, and texts for single traits."""
    attributes = {
        "class": "pb-band",
        "data-band": model.id,
        "data-from": str(model.least),
        "data-to": str(model.most),
    }
    element = SubElement(parent, "div", attributes)
    SubElement(element, "dt").text = AtomicString(model.name)
    if model.text:
        SubElement(element, "dd").text = model.text
    for name, text in model.by_trait:
        SubElement(element, "dd", {"data-trait": name}).text = text
