"""The markup of a pledge."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.markup import prose

from .model import Pledge


def render_weeks(parent: Element, owner: str, model: Pledge, setting: Setting) -> None:
    """`.pb-pledge` with a box for each week, beneath the promise."""
    prose(parent, model.promise, setting)
    attributes = {
        "class": "pb-pledge",
        "data-pledge": model.id,
        "data-weeks": str(model.weeks),
    }
    element = SubElement(parent, "div", attributes)
    for n in range(1, model.weeks + 1):
        label = SubElement(element, "label", {"id": f"{owner}--week-{n}"})
        SubElement(label, "input", {"type": "checkbox", "value": f"week-{n}"})
        span = SubElement(label, "span")
        span.text = AtomicString(setting.words["pledge-week"].format(n=n))
