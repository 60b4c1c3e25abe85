"""The markup of a tip."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import QUIET, Setting

from .model import Tip


def tip(parent: Element, model: Tip, setting: Setting) -> Element:
    """`.pb-tip`."""
    attributes = {
        "class": "pb-tip",
        "role": "note",
        "id": model.id,
        "aria-labelledby": f"{model.id}.title",
    }
    if model.labels:
        attributes["data-labels"] = ", ".join(model.labels)
    if model.date:
        attributes["data-date"] = model.date
    element = SubElement(parent, "div", attributes)
    title = SubElement(element, "p", {"class": "pb-tip-title", "id": f"{model.id}.title"})
    title.text = model.title
    setting.fill(element, model.text)
    foot = SubElement(element, "p", {"class": "pb-tip-foot", QUIET: ""})
    link = SubElement(foot, "a", {"class": "pb-permalink", "href": f"#{model.id}"})
    link.text = AtomicString(setting.words["tip-link"])
    return element
