"""Models → the HTML contract, as element trees: one function an element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from playbook_plugins.worksheets.model import (
    ActionPlan,
    Block,
    Cell,
    Checklist,
    Column,
    Heading,
    Item,
    Items,
    Prose,
    Row,
    Section,
    Table,
    Tip,
    kind_of,
)
from playbook_plugins.worksheets.rows import START_DATE
from playbook_plugins.worksheets.words import Words

QUIET = "data-search-exclude"
"""Material's search leaves out an element with this attribute: controls, not content."""

_HEADING = re.compile(r"h([1-6])")


@dataclass(frozen=True)
class Setting:
    """What a block's markup needs beyond the block."""

    site: str
    words: Words
    fill: Callable[[Element, Prose], None]
    """Turns an author's Markdown into children of an element."""


def block(parent: Element, model: Block, setting: Setting) -> Element:
    """The element of any block, appended to `parent`."""
    return tip(parent, model, setting) if isinstance(model, Tip) else sheet(parent, model, setting)


def sheet(parent: Element, model: Checklist | ActionPlan, setting: Setting) -> Element:
    """`<playbook-worksheet>`, with the form that holds everything."""
    attributes = {"site": setting.site} if setting.site else {}
    attributes |= {
        "worksheet-id": model.id,
        "kind": kind_of(model),
        "version": str(model.version),
    }
    element = SubElement(parent, "playbook-worksheet", attributes)
    form = SubElement(
        element,
        "form",
        {
            "class": "pb-sheet",
            "id": model.id,
            "method": "dialog",
            "autocomplete": "off",
            "aria-labelledby": f"{model.id}.title",
        },
    )
    head(form, model)
    noscript(form, setting)
    body = Element("div")
    if isinstance(model, Checklist):
        for each in model.sections:
            section(body, model, each, setting)
    else:
        plan(body, model, setting)
    _relevel(body, model.level)
    form.extend(list(body))
    return element


def _relevel(body: Element, above: int) -> None:
    """Let the author's headings count from the sheet's, whatever level they were written at."""
    headings = [(each, int(found[1])) for each in body.iter() if (found := _heading(each))]
    top = min((level for _, level in headings), default=0)
    for each, level in headings:
        each.tag = f"h{min(6, above + 1 + level - top)}"


def _heading(element: Element) -> re.Match[str] | None:
    return _HEADING.fullmatch(element.tag) if isinstance(element.tag, str) else None


def head(parent: Element, model: Checklist | ActionPlan) -> None:
    """`.pb-head` with the title."""
    header = SubElement(parent, "header", {"class": "pb-head"})
    attributes = {"class": "pb-title", "id": f"{model.id}.title"}
    SubElement(header, f"h{model.level}", attributes).text = model.title


def noscript(parent: Element, setting: Setting) -> None:
    """What a reader without script is told."""
    element = SubElement(parent, "noscript")
    paragraph = SubElement(element, "p", {"class": "pb-noscript", QUIET: ""})
    paragraph.text = AtomicString(setting.words["noscript"])


def prose(parent: Element, model: Prose, setting: Setting) -> None:
    """`.pb-prose`; nothing when there is no text."""
    if model.text.strip():
        setting.fill(SubElement(parent, "div", {"class": "pb-prose"}), model)


def section(parent: Element, owner: Checklist, model: Section, setting: Setting) -> None:
    """`.pb-section`: a `fieldset` under a heading, else a `div`."""
    tag = "fieldset" if model.heading else "div"
    element = SubElement(parent, tag, {"class": "pb-section"})
    if model.heading:
        legend(element, model.heading)
    for part in model.parts:
        if isinstance(part, Items):
            items(element, owner, part.items, setting)
        else:
            prose(element, part, setting)


def legend(parent: Element, model: Heading) -> None:
    """The heading of a section, with the id its author gave it, else that of the contents."""
    attributes = {"id": model.id} if model.id else {}
    SubElement(SubElement(parent, "legend"), f"h{model.level}", attributes).text = model.text


def items(parent: Element, owner: Checklist, models: Iterable[Item], setting: Setting) -> None:
    """`ul.pb-items`."""
    element = SubElement(parent, "ul", {"class": "pb-items"})
    for model in models:
        item(element, owner, model, setting)


def item(parent: Element, owner: Checklist, model: Item, setting: Setting) -> None:
    """`li.pb-item`: the line, its help, its note, the items inside it."""
    name = f"{owner.id}--{model.id}"
    attributes = {"class": "pb-item", "id": name, "data-item": model.id}
    if model.required:
        attributes["data-required"] = ""
    element = SubElement(parent, "li", attributes | _was(model.was))
    line(element, name, model, setting)
    if model.help:
        item_help(element, name, model.help, setting)
    if model.note:
        note(element, name, setting)
    if model.items:
        items(element, owner, model.items, setting)


def _was(names: Iterable[str]) -> dict[str, str]:
    joined = " ".join(names)
    return {"data-was": joined} if joined else {}


def line(parent: Element, name: str, model: Item, setting: Setting) -> None:
    """`.pb-line`: box and label."""
    element = SubElement(parent, "div", {"class": "pb-line"})
    box = {"type": "checkbox", "id": f"{name}.check"}
    if model.help:
        box["aria-describedby"] = f"{name}.help"
    SubElement(element, "input", box)
    label = SubElement(element, "label", {"for": f"{name}.check"})
    label.text = f"{model.text} " if model.required else model.text
    if model.required:
        mark = SubElement(label, "span", {"class": "pb-required"})
        mark.text = AtomicString(setting.words["required"])


def item_help(parent: Element, name: str, model: Prose, setting: Setting) -> None:
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
    _label(element, setting.words["note"], f"{name}.note")
    SubElement(element, "textarea", {"id": f"{name}.note", "rows": "2"})


def _label(parent: Element, text: str, control: str = "") -> None:
    attributes = {"for": control} if control else {}
    SubElement(parent, "label", attributes | {QUIET: ""}).text = AtomicString(text)


def plan(parent: Element, model: ActionPlan, setting: Setting) -> None:
    """The body of an action plan."""
    prose(parent, model.before, setting)
    if model.table:
        if model.table.relative:
            start_date(parent, model.id, setting)
        rows(parent, model, model.table, setting)
        row_template(parent, model.table, setting)
    prose(parent, model.after, setting)


def start_date(parent: Element, sheet_id: str, setting: Setting) -> None:
    """The field that relative dates count from."""
    name = f"{sheet_id}--{START_DATE}"
    attributes = {"class": "pb-field", "id": name, "data-field": START_DATE, "data-type": "date"}
    element = SubElement(parent, "div", attributes)
    _label(element, setting.words["start-date"], f"{name}.value")
    described = {"type": "date", "id": f"{name}.value", "aria-describedby": f"{name}.help"}
    SubElement(element, "input", described)
    _help(element, f"{name}.help", setting.words["start-help"])


def _help(parent: Element, name: str, text: str) -> None:
    element = SubElement(parent, "p", {"class": "pb-help", "id": name, QUIET: ""})
    element.text = AtomicString(text)


def rows(parent: Element, owner: ActionPlan, model: Table, setting: Setting) -> None:
    """`table.pb-rows`."""
    attributes = {
        "class": "pb-rows",
        "data-rows": owner.id,
        "aria-labelledby": f"{owner.id}.title",
    }
    if model.private_when:
        attributes["data-private-when"] = " ".join(f"{c}={v}" for c, v in model.private_when)
    element = SubElement(parent, "table", attributes)
    heads = SubElement(SubElement(element, "thead"), "tr")
    for column in model.columns:
        column_head(heads, column)
    body = SubElement(element, "tbody")
    for each in model.rows:
        row(body, owner.id, model.columns, each, setting)


def column_head(parent: Element, model: Column) -> None:
    """`th` of one column."""
    attributes = {"scope": "col", "data-column": model.id, "data-type": model.type}
    SubElement(parent, "th", attributes).text = AtomicString(model.label)


def row(
    parent: Element, sheet_id: str, columns: Iterable[Column], model: Row, setting: Setting
) -> None:
    """`tr.pb-row` with the author's cells."""
    name = f"{sheet_id}--{model.id}"
    attributes = {"class": "pb-row", "id": name, "data-row": model.id}
    if model.private:
        attributes["data-private"] = ""
    element = SubElement(parent, "tr", attributes | _was(model.was))
    for column, content in zip(columns, model.cells, strict=True):
        cell(element, column, content, f"{name}.{column.id}", setting)


def row_template(parent: Element, model: Table, setting: Setting) -> None:
    """`template.pb-row-template`: an empty row, which script copies."""
    template = SubElement(parent, "template", {"class": "pb-row-template", QUIET: ""})
    body = SubElement(SubElement(template, "table"), "tbody")
    element = SubElement(body, "tr", {"class": "pb-row"})
    for column in model.columns:
        cell(element, column, Cell(), "", setting)


def cell(parent: Element, column: Column, model: Cell, name: str, setting: Setting) -> None:
    """`td`: label, control and what belongs to the control. Without a name, no ids."""
    element = SubElement(parent, "td", {"data-column": column.id})
    _label(element, column.label, name)
    control = _CONTROLS.get(column.type, text_input)(element, column, model)
    if name:
        control.set("id", name)
    if column.unit:
        SubElement(element, "span", {"class": "pb-unit"}).text = AtomicString(column.unit)
    if model.offset is not None:
        control.set("aria-describedby", f"{name}.help")
        _help(element, f"{name}.help", setting.words.after_start(model.offset))


def text_input(parent: Element, column: Column, model: Cell) -> Element:
    """A line of text."""
    attributes = {"type": "text"} | ({"value": model.value} if model.value else {})
    return SubElement(parent, "input", attributes)


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
        SubElement(element, "option", attributes).text = AtomicString(choice.label)
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


_CONTROLS: dict[str, Callable[[Element, Column, Cell], Element]] = {
    "long": long_input,
    "choice": choice_input,
    "date": date_input,
    "number": number_input,
    "money": number_input,
    "check": check_input,
}


def tip(parent: Element, model: Tip, setting: Setting) -> Element:
    """`.pb-tip`."""
    attributes = {
        "class": "pb-tip",
        "role": "note",
        "id": model.id,
        "aria-labelledby": f"{model.id}.title",
    }
    element = SubElement(parent, "div", attributes)
    title = SubElement(element, "p", {"class": "pb-tip-title", "id": f"{model.id}.title"})
    title.text = model.title
    setting.fill(element, model.text)
    foot = SubElement(element, "p", {"class": "pb-tip-foot", QUIET: ""})
    link = SubElement(foot, "a", {"class": "pb-permalink", "href": f"#{model.id}"})
    link.text = AtomicString(setting.words["tip-link"])
    return element
