"""Models → the HTML contract, as element trees: one function an element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.shared.records import record

from .controls import (
    QUIET,
    Setting,
    cell,
    explanation,
    field,
    former,
    help_line,
    label,
    note,
)
from .gates import MET
from .model import (
    Cell,
    Column,
    Field,
    Heading,
    Item,
    Items,
    Part,
    Prose,
    Row,
    Rows,
    Section,
    Sheet,
    Table,
    within,
)
from .naming import plain
from .rows import START_DATE

_HEADING = re.compile(r"h([1-6])")
LEAST_STOPS = 3
"""Of how many stages a sheet has a strip."""


def sheet(parent: Element, model: Sheet, setting: Setting) -> tuple[Element, Element]:
    """`<playbook-worksheet>` with title and standing words, and the form that holds everything."""
    attributes = {"site": setting.site} if setting.site else {}
    attributes |= {"worksheet-id": model.id, "kind": model.kind, "version": str(model.version)}
    attributes |= _loop(model, setting)
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
    return element, form


def _loop(model: Sheet, setting: Setting) -> dict[str, str]:
    """What the sheet says of the way between two people, where that is not the usual."""
    loop = model.loop
    named = [
        " ".join([table, *(f"{role}={column}" for role, column in roles)])
        for each in within(model)
        for table, roles in each.loop.commitments
    ]
    return {
        **({} if loop.returns and setting.coaching.enabled else {"return": "never"}),
        **({"blind": ""} if loop.blind else {}),
        **({"every": str(loop.every)} if loop.every else {}),
        **({"data-commitments": "; ".join(named)} if named else {}),
    }


def part(parent: Element, owner: str, model: Sheet, setting: Setting, level: int) -> None:
    """`.pb-part`: a sheet inside a worksheet, under a heading of `level`."""
    name = f"{model.id}.title"
    attributes = {
        "class": "pb-part",
        "id": model.id,
        "data-part": model.id,
        "data-kind": model.kind,
        "aria-labelledby": name,
    }
    element = SubElement(parent, "section", attributes)
    heading = SubElement(element, f"h{level}", {"class": "pb-part-title", "id": name})
    heading.text = model.title
    body = Element("div")
    setting.body(body, owner, model, setting)
    relevel(body, level)
    element.extend(list(body))


def is_relative(model: Part) -> bool:
    """Whether a date in it, or in a sheet inside it, is counted from the start."""
    if isinstance(model, Rows):
        return model.table.relative
    if isinstance(model, Field):
        return model.start.offset is not None
    return isinstance(model, Sheet) and any(is_relative(each) for each in model.parts)


def relevel(body: Element, above: int) -> None:
    """Let the author's headings count from the sheet's, whatever level they were written at."""
    headings = [(each, int(found[1])) for each in body.iter() if (found := _heading(each))]
    top = min((level for _, level in headings), default=0)
    for each, level in headings:
        each.tag = f"h{min(6, above + 1 + level - top)}"


def _heading(element: Element) -> re.Match[str] | None:
    return _HEADING.fullmatch(element.tag) if isinstance(element.tag, str) else None


def head(parent: Element, model: Sheet) -> None:
    """`.pb-head` with the title."""
    header = SubElement(parent, "header", {"class": "pb-head"})
    attributes = {"class": "pb-title", "id": f"{model.id}.title"}
    SubElement(header, f"h{model.level}", attributes).text = model.title


def required_legend(form: Element, setting: Setting) -> None:
    """`.pb-legend`: what the dot at a question means, where a sheet has one that is required."""
    header = form.find("header")
    if header is None or form.find(".//*[@data-required]") is None:
        return
    line = SubElement(header, "p", {"class": "pb-legend", QUIET: ""})
    dot = SubElement(line, "span", {"class": "pb-required"})
    dot.tail = AtomicString(f" {setting.words['required']}")


def noscript(parent: Element, setting: Setting) -> None:
    """What a reader without script is told."""
    element = SubElement(parent, "noscript")
    paragraph = SubElement(element, "p", {"class": "pb-noscript", QUIET: ""})
    paragraph.text = AtomicString(setting.words["noscript"])


def prose(parent: Element, model: Prose, setting: Setting) -> None:
    """`.pb-prose`; nothing when there is no text."""
    if model.text.strip():
        setting.fill(SubElement(parent, "div", {"class": "pb-prose"}), model)


def section(
    parent: Element,
    owner: str,
    model: Section,
    setting: Setting,
    after_rows: Callable[[Element, Rows, Setting], None] | None = None,
) -> None:
    """`.pb-section`: a `fieldset` under a heading, else a `div`; a gate says what it waits for."""
    attributes = {"class": "pb-section"}
    if model.heading and model.heading.id:
        attributes["data-section"] = model.heading.id
    if model.heading and model.heading.opens_when:
        attributes["data-opens-when"] = model.heading.opens_when
    element = SubElement(parent, "fieldset" if model.heading else "div", attributes)
    if model.heading:
        legend(element, model.heading)
        gate(element, model.heading, setting)
    level = model.heading.level + 1 if model.heading else 3
    for each in model.parts:
        if isinstance(each, Items):
            items(element, owner, each.items, setting)
        elif isinstance(each, Prose):
            prose(element, each, setting)
        elif isinstance(each, Field):
            field(element, owner, each, setting)
        elif isinstance(each, Rows):
            rows(element, owner, each.id, each.table, setting)
            row_template(element, each.table, setting)
            if after_rows:
                after_rows(element, each, setting)
        else:
            part(element, owner, each, setting, min(level, 6))


@record
class Stop:
    """A stage in the strip above a sheet: where it stands, and its words."""

    anchor: str
    text: str


def stops(owner: str, sections: Sequence[Section]) -> dict[int, Stop]:
    """The stops by the sections that they lead to: none where no section waits, or of two."""
    headed = [(index, each.heading) for index, each in enumerate(sections) if each.heading]
    if len(headed) < LEAST_STOPS or not any(heading.opens_when for _, heading in headed):
        return {}
    return {
        index: Stop(heading.id or f"{owner}.{number}", plain(heading.text))
        for number, (index, heading) in enumerate(headed, 1)
    }


def strip(parent: Element, models: Mapping[int, Stop], setting: Setting) -> None:
    """`nav.pb-stages`, on top of the sheet: a numbered stop for each stage; nothing without any."""
    if not models:
        return
    attributes = {"class": "pb-stages", "aria-label": setting.words["stages"], QUIET: ""}
    made = Element("nav", attributes)
    parent.insert(0, made)
    element = SubElement(made, "ol")
    for number, model in enumerate(models.values(), 1):
        link = SubElement(SubElement(element, "li"), "a", {"href": f"#{model.anchor}"})
        if number == 1:
            link.set("aria-current", "step")
        SubElement(link, "span").text = AtomicString(model.text)


def legend(parent: Element, model: Heading) -> None:
    """The heading of a section, with the id its author gave it, else that of the contents."""
    attributes = {"id": model.id} if model.id else {}
    SubElement(SubElement(parent, "legend"), f"h{model.level}", attributes).text = model.text


def gate(parent: Element, model: Heading, setting: Setting) -> None:
    """`.pb-locked`: what a section waits for, in words."""
    if not model.opens_when:
        return
    words = setting.words["opens-when"].format(label=model.opens_label)
    if model.opens_when == MET:
        words = setting.words["opens-when-met"]
    SubElement(parent, "p", {"class": "pb-locked", QUIET: ""}).text = AtomicString(words)


def items(parent: Element, owner: str, models: Iterable[Item], setting: Setting) -> None:
    """`ul.pb-items`."""
    element = SubElement(parent, "ul", {"class": "pb-items"})
    for model in models:
        item(element, owner, model, setting)


def item(parent: Element, owner: str, model: Item, setting: Setting) -> None:
    """`li.pb-item`: the line, its help, its note, the items inside it."""
    name = f"{owner}--{model.id}"
    attributes = {"class": "pb-item", "id": name, "data-item": model.id}
    if model.required:
        attributes["data-required"] = ""
    if model.private:
        attributes["data-private"] = ""
    element = SubElement(parent, "li", attributes | former(model.was))
    line(element, name, model, setting)
    if model.help:
        explanation(element, name, model.help, setting)
    if model.note:
        note(element, name, setting)
    if model.items:
        items(element, owner, model.items, setting)


def line(parent: Element, name: str, model: Item, setting: Setting) -> None:
    """`.pb-line`: box and label."""
    element = SubElement(parent, "div", {"class": "pb-line"})
    box = {"type": "checkbox", "id": f"{name}.check"}
    if model.help:
        box["aria-describedby"] = f"{name}.help"
    SubElement(element, "input", box)
    label = SubElement(element, "label", {"for": f"{name}.check"})
    marks = [mark for mark in ("required", "private") if getattr(model, mark)]
    label.text = f"{model.text} " if marks else model.text
    for mark in marks:
        span = SubElement(label, "span", {"class": f"pb-{mark}"})
        span.text = AtomicString(setting.words[mark])


def start_date(parent: Element, sheet_id: str, setting: Setting) -> None:
    """The field that relative dates count from."""
    name = f"{sheet_id}--{START_DATE}"
    attributes = {"class": "pb-field", "id": name, "data-field": START_DATE, "data-type": "date"}
    element = SubElement(parent, "div", attributes)
    label(element, setting.words["start-date"], f"{name}.value")
    described = {"type": "date", "id": f"{name}.value", "aria-describedby": f"{name}.help"}
    SubElement(element, "input", described)
    help_line(element, f"{name}.help", setting.words["start-help"])


def rows(parent: Element, owner: str, name: str, model: Table, setting: Setting) -> None:
    """`table.pb-rows`, the rows called `name` of the sheet `owner`."""
    title = f"{owner}--{name}.help" if name.endswith("-before") else f"{name}.title"
    attributes = {"class": "pb-rows", "data-rows": name, "aria-labelledby": title}
    if model.private_when:
        attributes["data-private-when"] = " ".join(f"{c}={v}" for c, v in model.private_when)
    element = SubElement(parent, "table", attributes)
    heads = SubElement(SubElement(element, "thead"), "tr")
    for column in model.columns:
        column_head(heads, column, setting)
    body = SubElement(element, "tbody")
    for each in model.rows:
        row(body, owner, model.columns, each, setting)


def column_head(parent: Element, model: Column, setting: Setting) -> None:
    """`th` of one column."""
    attributes = {"scope": "col", "data-column": model.id, "data-type": model.type}
    head = SubElement(parent, "th", attributes | former(model.was))
    head.text = AtomicString(setting.words.column(model))


def row(
    parent: Element, sheet_id: str, columns: Iterable[Column], model: Row, setting: Setting
) -> None:
    """`tr.pb-row` with the author's cells."""
    name = f"{sheet_id}--{model.id}"
    attributes = {"class": "pb-row", "id": name, "data-row": model.id}
    if model.private:
        attributes["data-private"] = ""
    element = SubElement(parent, "tr", attributes | former(model.was))
    for column, content in zip(columns, model.cells, strict=True):
        cell(element, column, content, f"{name}.{column.id}", setting)


def row_template(parent: Element, model: Table, setting: Setting) -> None:
    """`template.pb-row-template`: an empty row, which script copies."""
    template = SubElement(parent, "template", {"class": "pb-row-template", QUIET: ""})
    body = SubElement(SubElement(template, "table"), "tbody")
    element = SubElement(body, "tr", {"class": "pb-row"})
    for column in model.columns:
        cell(element, column, Cell(), "", setting)
