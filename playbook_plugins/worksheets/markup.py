"""Models → the HTML contract, as element trees: one function an element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from playbook_plugins.worksheets.controls import (
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
from playbook_plugins.worksheets.model import (
    ActionPlan,
    Agreement,
    Assessment,
    Block,
    Cell,
    Column,
    Field,
    Heading,
    Item,
    Items,
    Prose,
    Review,
    Row,
    Rows,
    Section,
    Sheet,
    Table,
    Tip,
    kind_of,
)
from playbook_plugins.worksheets.rows import START_DATE
from playbook_plugins.worksheets.scores import assessment

MET_GATE = "met"
"""What a gate names when it waits for every metric of an agreement."""
SENTENCE = ("metric", "baseline", "target", "by")
"""The columns that make the sentence of a metric."""

_HEADING = re.compile(r"h([1-6])")


def block(parent: Element, model: Block, setting: Setting) -> Element:
    """The element of any block, appended to `parent`."""
    return tip(parent, model, setting) if isinstance(model, Tip) else sheet(parent, model, setting)


def sheet(parent: Element, model: Sheet, setting: Setting) -> Element:
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
    if is_relative(model) and not isinstance(model, ActionPlan):
        start_date(body, model.id, setting)
    content(body, model.id, model, setting)
    _relevel(body, model.level)
    form.extend(list(body))
    return element


def content(parent: Element, owner: str, model: Sheet, setting: Setting) -> None:
    """What stands in a sheet; `owner` is the id of the sheet it belongs to, perhaps itself."""
    if isinstance(model, ActionPlan):
        plan(parent, owner, model, setting)
    elif isinstance(model, Assessment):
        assessment(parent, owner, model, setting)
    else:
        if isinstance(model, Review):
            last_time(parent, owner, model, setting)
        for each in model.sections:
            section(parent, owner, model, each, setting)


def part(parent: Element, owner: str, model: Sheet, setting: Setting, level: int) -> None:
    """`.pb-part`: a sheet inside a worksheet, under a heading of `level`."""
    name = f"{model.id}.title"
    attributes = {
        "class": "pb-part",
        "id": model.id,
        "data-part": model.id,
        "data-kind": kind_of(model),
        "aria-labelledby": name,
    }
    element = SubElement(parent, "section", attributes)
    heading = SubElement(element, f"h{level}", {"class": "pb-part-title", "id": name})
    heading.text = model.title
    body = Element("div")
    content(body, owner, model, setting)
    _relevel(body, level)
    element.extend(list(body))


def is_relative(model: Sheet) -> bool:
    """Whether a date of the sheet, or of one inside it, is counted from the start."""
    if isinstance(model, ActionPlan):
        return model.table is not None and model.table.relative
    if isinstance(model, Assessment):
        return False
    parts = [each for section in model.sections for each in section.parts]
    return any(
        each.table.relative
        if isinstance(each, Rows)
        else each.start.offset is not None
        if isinstance(each, Field)
        else not isinstance(each, Prose | Items) and is_relative(each)
        for each in parts
    )


def last_time(parent: Element, owner: str, model: Review, setting: Setting) -> None:
    """The commitments of the last review: a table that script fills from it."""
    parts = [each for section in model.sections for each in section.parts]
    table = next((each for each in parts if isinstance(each, Rows)), None)
    if table is None:
        return
    levels = [each.heading.level for each in model.sections if each.heading]
    name = f"{table.id}-before"
    element = SubElement(
        parent, "fieldset", {"class": "pb-section pb-before", "data-before": table.id}
    )
    heading = SubElement(SubElement(element, "legend"), f"h{min(levels, default=3)}")
    heading.text = AtomicString(setting.words["before"])
    help_line(element, f"{owner}--{name}.help", setting.words["before-help"])
    empty = Table(table.table.columns, (), table.table.private_when)
    rows(element, owner, name, empty, setting)
    row_template(element, empty, setting)


def _relevel(body: Element, above: int) -> None:
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


def noscript(parent: Element, setting: Setting) -> None:
    """What a reader without script is told."""
    element = SubElement(parent, "noscript")
    paragraph = SubElement(element, "p", {"class": "pb-noscript", QUIET: ""})
    paragraph.text = AtomicString(setting.words["noscript"])


def prose(parent: Element, model: Prose, setting: Setting) -> None:
    """`.pb-prose`; nothing when there is no text."""
    if model.text.strip():
        setting.fill(SubElement(parent, "div", {"class": "pb-prose"}), model)


def section(parent: Element, owner: str, sheet: Sheet, model: Section, setting: Setting) -> None:
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
            if isinstance(sheet, Agreement):
                sentences(element, each, setting)
        else:
            part(element, owner, each, setting, min(level, 6))


def legend(parent: Element, model: Heading) -> None:
    """The heading of a section, with the id its author gave it, else that of the contents."""
    attributes = {"id": model.id} if model.id else {}
    SubElement(SubElement(parent, "legend"), f"h{model.level}", attributes).text = model.text


def gate(parent: Element, model: Heading, setting: Setting) -> None:
    """`.pb-locked`: what a section waits for, in words."""
    if not model.opens_when:
        return
    words = setting.words["opens-when"].format(label=model.opens_label)
    if model.opens_when == MET_GATE:
        words = setting.words["opens-when-met"]
    SubElement(parent, "p", {"class": "pb-locked", QUIET: ""}).text = AtomicString(words)


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


def plan(parent: Element, owner: str, model: ActionPlan, setting: Setting) -> None:
    """The body of an action plan."""
    prose(parent, model.before, setting)
    if model.table:
        if model.table.relative and owner == model.id:
            start_date(parent, owner, setting)
        rows(parent, owner, model.id, model.table, setting)
        row_template(parent, model.table, setting)
    prose(parent, model.after, setting)


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
    SubElement(parent, "th", attributes).text = AtomicString(setting.words.column(model))


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
