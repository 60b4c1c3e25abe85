"""Controls and what belongs to them: labels, help, notes, the cells of tables, fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from playbook_plugins.shared.coaching import Coaching
from playbook_plugins.shared.records import record

from .fields import former_parts, parts_of
from .model import COMPOUND, Cell, Choice, Column, Field, Prose, Sheet
from .words import Words

QUIET = "data-search-exclude"
"""Material's search leaves out an element with this attribute: controls, not content."""


Body = Callable[[Element, str, Sheet, "Setting"], None]
"""Parent, the id of the sheet that the answers belong to, the sheet, the setting."""


@record
class Setting:
    """What a block's markup needs beyond the block."""

    site: str
    words: Words
    fill: Callable[[Element, Prose], None]
    """Turns an author's Markdown into children of an element."""
    body: Body
    """Renders what stands in a sheet of any kind, for a sheet inside another."""
    coaching: Coaching = Coaching()


Control = Callable[[Element, Column, Cell], Element]
"""Makes a control from its parent, its column and what it begins with."""


def label(parent: Element, text: str, control: str = "") -> None:
    """A standing label of `control`, none of the author's words."""
    attributes = {"for": control} if control else {}
    SubElement(parent, "label", attributes | {QUIET: ""}).text = AtomicString(text)


def help_line(parent: Element, name: str, text: str) -> None:
    """`p.pb-help` with standing words."""
    element = SubElement(parent, "p", {"class": "pb-help", "id": name, QUIET: ""})
    element.text = AtomicString(text)


def former(names: Iterable[str]) -> dict[str, str]:
    """The attribute of former ids; none without any."""
    joined = " ".join(names)
    return {"data-was": joined} if joined else {}


def explanation(parent: Element, name: str, model: Prose, setting: Setting) -> None:
    """`.pb-help`: a paragraph, or a `div` around whatever else explains the item."""
    element = SubElement(parent, "div")
    setting.fill(element, model)
    children = list(element)
    if len(children) == 1 and children[0].tag == "p" and not _is_stashed(children[0]):
        element.tag, element.text = "p", children[0].text
        element[:] = list(children[0])
    element.set("class", "pb-help")
    element.set("id", f"{name}.help")


def _is_stashed(element: Element) -> bool:
    """Whether a paragraph only stands in for HTML, such as a code block, which no `p` may hold."""
    return HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip()) is not None


def note(parent: Element, name: str, setting: Setting) -> None:
    """`.pb-note`: room for a note on an item."""
    element = SubElement(parent, "div", {"class": "pb-note"})
    label(element, setting.words["note"], f"{name}.note")
    SubElement(element, "textarea", {"id": f"{name}.note", "rows": "2"})


def cell(parent: Element, column: Column, model: Cell, name: str, setting: Setting) -> None:
    """`td`: label, control and what belongs to the control. Without a name, no ids."""
    element = SubElement(parent, "td", {"data-column": column.id})
    label(element, setting.words.column(column), name)
    control = _control(element, column, model, setting, word_input)
    if name:
        control.set("id", name)
    _unit(element, column.unit)
    if model.offset is not None:
        control.set("aria-describedby", f"{name}.help")
        help_line(element, f"{name}.help", setting.words.after_start(model.offset))


def _unit(parent: Element, unit: str) -> None:
    if unit:
        SubElement(parent, "span", {"class": "pb-unit"}).text = AtomicString(unit)


def _control(
    parent: Element, column: Column, model: Cell, setting: Setting, plain: Control
) -> Element:
    """The control of a type; `plain` makes that of a few words."""
    named = tuple(replace(each, label=setting.words.choice(each)) for each in column.choices)
    return _CONTROLS.get(column.type, plain)(parent, replace(column, choices=named), model)


def text_input(parent: Element, column: Column, model: Cell) -> Element:
    """A line of text."""
    attributes = {"type": "text"} | ({"value": model.value} if model.value else {})
    return SubElement(parent, "input", attributes)


def word_input(parent: Element, column: Column, model: Cell) -> Element:
    """A few words, in a box that grows: a cell is narrow, and cuts nothing."""
    element = SubElement(parent, "textarea", {"rows": "1"})
    element.text = AtomicString(model.value)
    return element


def long_input(parent: Element, column: Column, model: Cell) -> Element:
    """Several lines of text."""
    element = SubElement(parent, "textarea", {"rows": "2"})
    element.text = AtomicString(model.value)
    return element


def choice_input(parent: Element, column: Column, model: Cell) -> Element:
    """A choice among the column's, or none yet."""
    element = SubElement(parent, "select", {QUIET: ""})
    SubElement(element, "option", {"value": ""}).text = AtomicString("–")  # HTML wants a word
    for choice in column.choices:
        attributes = {"value": choice.id}
        if choice.id == model.value:
            attributes["selected"] = "selected"
        option = SubElement(element, "option", attributes | former(choice.was))
        option.text = AtomicString(choice.label)
    return element


def date_input(parent: Element, column: Column, model: Cell) -> Element:
    """A day, or an offset in days from the start."""
    attributes = {"type": "date"}
    if model.offset is not None:
        attributes["data-offset"] = str(model.offset)
    elif model.value:
        attributes["value"] = model.value
    return SubElement(parent, "input", attributes)


def number_input(parent: Element, column: Column, model: Cell) -> Element:
    """A number as typed; its unit stands after it."""
    element = text_input(parent, column, model)
    element.set("inputmode", "decimal")
    if column.unit:
        element.set("data-unit", column.unit)
    return element


def check_input(parent: Element, column: Column, model: Cell) -> Element:
    """A box, ticked from the start when the author says so."""
    attributes = {"type": "checkbox"} | ({"checked": "checked"} if model.value else {})
    return SubElement(parent, "input", attributes)


_CONTROLS: dict[str, Control] = {
    "long": long_input,
    "choice": choice_input,
    "date": date_input,
    "number": number_input,
    "money": number_input,
    "check": check_input,
}


def field(parent: Element, sheet_id: str, model: Field, setting: Setting) -> None:
    """`.pb-field`: one question; a `fieldset.pb-fields` around several that belong together."""
    if model.type in COMPOUND or model.both:
        _group(parent, sheet_id, model, setting)
        return
    element = _framed(parent, sheet_id, model)
    _question(element, f"{sheet_id}--{model.id}", model, setting)
    if model.help:
        explanation(element, f"{sheet_id}--{model.id}", model.help, setting)
    if model.note:
        note(element, f"{sheet_id}--{model.id}", setting)


def _framed(parent: Element, sheet_id: str, model: Field) -> Element:
    """The element of a question: a `fieldset` where it has several controls."""
    several = model.type in ("choice", "choices", "scale")
    attributes = {
        "class": "pb-field",
        "id": f"{sheet_id}--{model.id}",
        "data-field": model.id,
        "data-type": model.type,
    }
    if model.required:
        attributes["data-required"] = ""
    if model.private:
        attributes["data-private"] = ""
    return SubElement(parent, "fieldset" if several else "div", attributes | former(model.was))


def _question(element: Element, name: str, model: Field, setting: Setting) -> None:
    """Words and controls of one question."""
    if model.type in ("choice", "choices", "scale"):
        words(SubElement(element, "legend"), model, setting)
        options(element, name, model, model.choices)
        return
    label_ = Element("label", {"for": f"{name}.value"})
    words(label_, model, setting)
    column = Column(model.id, model.label, model.type, model.choices, model.unit)
    if model.type == "check":
        line = SubElement(element, "div", {"class": "pb-line"})
        control = check_input(line, column, model.start)
        line.append(label_)
    else:
        element.append(label_)
        control = _control(element, column, model.start, setting, text_input)
    control.set("id", f"{name}.value")
    _unit(element, model.unit)
    described = [f"{name}.help"] if model.help else []
    if model.start.offset is not None:
        described.append(f"{name}.when")
        help_line(element, f"{name}.when", setting.words.after_start(model.start.offset))
    if described:
        control.set("aria-describedby", " ".join(described))


def words(element: Element, model: Field, setting: Setting) -> None:
    """The author's words of a question, and whether it is required or private."""
    marks = [mark for mark in ("required", "private") if getattr(model, mark)]
    element.text = f"{model.label} " if marks else model.label
    for mark in marks:
        span = SubElement(element, "span", {"class": f"pb-{mark}"})
        span.text = AtomicString(setting.words[mark])


def options(element: Element, name: str, model: Field, choices: Iterable[Choice]) -> None:
    """`label.pb-option`, one a choice: radios, or boxes where several may be chosen."""
    kind = "checkbox" if model.type == "choices" else "radio"
    box = SubElement(element, "div", {"class": "pb-options"})
    for choice in choices:
        line = SubElement(box, "label", {"class": "pb-option"})
        attributes = {"type": kind, "name": name, "value": choice.id}
        if choice.id == model.start.value:
            attributes["checked"] = "checked"
        SubElement(line, "input", attributes)
        SubElement(line, "span").text = choice.label


def _group(parent: Element, sheet_id: str, model: Field, setting: Setting) -> None:
    """A compound field, or one that participant and manager answer side by side."""
    name = f"{sheet_id}--{model.id}"
    attributes = {"class": "pb-fields", "data-group": model.type}
    if model.both:
        attributes = {"class": "pb-fields pb-both", "data-group": "both"}
    if model.type not in PARTS_ONLY:
        element = SubElement(parent, "fieldset", attributes)
    else:
        element = SubElement(parent, "fieldset", attributes | {"id": name})
    words(SubElement(element, "legend"), model, setting)
    if model.help:
        explanation(element, name, model.help, setting)
    row = SubElement(element, "div", {"class": "pb-group"})
    for each in members(model, setting.words):
        frame = _framed(row, sheet_id, each)
        _question(frame, f"{sheet_id}--{each.id}", each, setting)


PARTS_ONLY = ("metric",)
"""Compound fields that have no value of their own beside their parts."""

_PART_TYPES = {"by": "date", "day": "date", "name": "person"}


def members(model: Field, words: Words) -> list[Field]:
    """The single questions of a group; standing words name them."""
    if model.both:
        both = (("self", model.id), ("manager", f"{model.id}-manager"))
        return [
            Field(
                id=name,
                label=words[voice],
                type=model.type,
                required=model.required and voice == "self",
                choices=model.choices,
                unit=model.unit,
                was=model.was if voice == "self" else former_parts(model, name),
                private=model.private,
            )
            for voice, name in both
        ]
    made = []
    if model.type not in PARTS_ONLY:
        agreed = words["agreed"]
        made.append(Field(model.id, agreed, "check", model.required, model.private, was=model.was))
    for part, name in zip(COMPOUND[model.type], parts_of(model), strict=True):
        needed = model.required and model.type in PARTS_ONLY and part != "source"
        type_ = _PART_TYPES.get(part, "text")
        was = former_parts(model, name)
        made.append(Field(name, words[part], type_, needed, model.private, was=was))
    return made
