"""The markup of the coaching loop's blocks: whole and useful without script."""

from __future__ import annotations

import json
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.forms.controls import QUIET, Setting
from playbook_plugins.forms.naming import plain

from .model import Assignment, Desk, Team
from .notice import notice


def desk(parent: Element, model: Desk, setting: Setting) -> Element:
    """`playbook-mine`."""
    first = {"data-first": " ".join(model.first)} if model.first else {}
    return _placed(parent, "playbook-mine", "desk-plain", first, setting)


def team(parent: Element, model: Team, setting: Setting) -> Element:
    """`playbook-team`; a paragraph on a site that has no loop."""
    if not setting.coaching.enabled:
        element = SubElement(parent, "p", {"class": "pb-noscript"})
        element.text = AtomicString(setting.words["coaching-off"])
        return element
    least = model.least or setting.coaching.least
    keep = model.keep if model.keep >= 0 else setting.coaching.keep
    numbers = {"least": str(least), "keep": str(keep)}
    return _placed(parent, "playbook-team", "team-plain", numbers, setting)


def _placed(
    parent: Element, name: str, words: str, attributes: dict[str, str], setting: Setting
) -> Element:
    """An element that script fills, and what readers without script are told in its place."""
    site = {"site": setting.site} if setting.site else {}
    element = SubElement(parent, name, site | attributes)
    told = SubElement(SubElement(element, "noscript"), "p", {"class": "pb-noscript", QUIET: ""})
    told.text = AtomicString(setting.words[words])
    element.tail = "\n"
    return element


def assignment(parent: Element, model: Assignment, setting: Setting) -> Element:
    """`.pb-assignment`: what is asked for, in what words and by when, with a link to the sheet."""
    attributes = {
        "class": "pb-assignment",
        "id": model.id,
        "role": "group",
        "aria-labelledby": f"{model.id}.title",
        "data-sheet": model.sheet,
        "data-label": plain(model.title),
        **({"data-due": model.due} if model.due else {}),
        **({"data-focus": " ".join(model.focus)} if model.focus else {}),
        **({"data-say": model.say} if model.say else {}),
        **{f"data-{name}": "" for name in ("notes", "blind") if getattr(model, name)},
    }
    if model.fill:
        attributes["data-fill"] = json.dumps(dict(model.fill), ensure_ascii=False)
    element = SubElement(parent, "div", attributes)
    title = SubElement(element, "p", {"class": "pb-assignment-title", "id": f"{model.id}.title"})
    title.text = model.title
    if model.text.text.strip():
        setting.fill(element, model.text)
    if model.say:
        said = SubElement(element, "p", {"class": "pb-assignment-say"})
        said.text = AtomicString(model.say)
    line = SubElement(element, "p", {"class": "pb-assignment-sheet", QUIET: ""})
    # A span until the plugin, which knows where that sheet stands, makes it a link.
    link = SubElement(line, "span", {"data-sheet-link": model.sheet})
    link.text = AtomicString(setting.words["assignment-sheet"])
    if model.due:
        link.tail = AtomicString(f" · {_due(model.due, setting)}")
    return element


def _due(due: str, setting: Setting) -> str:
    if due.startswith("+"):
        return setting.words.counted("assignment-after", int(due[1:-1]))
    return setting.words["assignment-by"].format(day=due)


def coaching_notice(parent: Element, setting: Setting) -> Element:
    """The fact sheet: headings, paragraphs and lists."""
    element = SubElement(parent, "div", {"class": "pb-coaching-notice"})
    for heading, lines in notice(setting.coaching, setting.words):
        SubElement(element, "h2").text = AtomicString(heading)
        if len(lines) == 1:
            SubElement(element, "p").text = AtomicString(lines[0])
            continue
        points = SubElement(element, "ul")
        for line in lines:
            SubElement(points, "li").text = AtomicString(line)
    return element
