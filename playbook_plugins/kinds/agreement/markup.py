"""The markup that only an agreement has."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import QUIET, Setting
from playbook_plugins.forms.model import Rows

SENTENCE = ("metric", "baseline", "target", "by")
"""The columns that make the sentence of a metric."""


def sentences(parent: Element, model: Rows, setting: Setting) -> None:
    """`ul.pb-sentences`: each metric as "from X to Y by Z", which script keeps up to date."""
    element = SubElement(parent, "ul", {"class": "pb-sentences", "data-sentences": model.id})
    names = [column.id for column in model.table.columns]
    for each in model.table.rows:
        values = dict(zip(names, each.cells, strict=True))
        if not all(name in values and values[name].value for name in SENTENCE):
            continue
        by = values["by"]
        words = {name: values[name].value for name in SENTENCE}
        if by.offset is not None:
            words["by"] = setting.words.after_start(by.offset)
        line = SubElement(element, "li", {"data-row": each.id, QUIET: ""})
        line.text = AtomicString(setting.words["sentence"].format(**words))
