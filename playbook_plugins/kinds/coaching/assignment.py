"""How a prepared request is read, and what may be wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import yaml

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.kind import WrongReference
from playbook_plugins.forms.model import Sheet, within
from playbook_plugins.forms.nodes import Spot, WrongError, word_of
from playbook_plugins.forms.options import ID_SHAPE, TEXT_SHAPE, Option, read_id, read_yes
from playbook_plugins.forms.questions import Question, questions
from playbook_plugins.forms.rows import LATEST, START_DATE
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.source_lines import trimmed

from .model import Assignment

MOST_FOCUS, MOST_FILL, LONGEST_SAY, LONGEST_NAME = 5, 40, 280, 80
"""What a request may hold (client/src/coaching/assignment.ts)."""
_AFTER = re.compile(r"\+\s*(\d{1,4})\s*([dw])")


def read_due(node: yaml.Node, spot: Spot) -> str:
    """`2026-12-04`, or `+4d` from the day on which it is sent."""
    word = word_of(node)
    after = _AFTER.fullmatch(word)
    days = int(after[1]) * (7 if after[2] == "w" else 1) if after else LATEST + 1
    if days <= LATEST:
        return f"+{days}d"
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError:
        cure = "Write +4d for four days after it is sent, or a day such as 2026-12-04."
        raise WrongError(node, f'"{word}" is no day.', cure) from None


def read_focus(node: yaml.Node, spot: Spot) -> tuple[str, ...]:
    """The ids of at most five questions, with blanks or commas between them, or a list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    words = [word for each in nodes for word in re.split(r"[\s,]+", word_of(each)) if word]
    if len(words) > MOST_FOCUS:
        cure = "Name those that the talk is to begin with; all others are asked as well."
        raise WrongError(node, f"{len(words)} questions are marked, and five is the most.", cure)
    return tuple(dict.fromkeys(words))


def read_say(node: yaml.Node, spot: Spot) -> str:
    """One sentence."""
    words = " ".join(word_of(node).split())
    if len(words) > LONGEST_SAY:
        cure = f"{LONGEST_SAY} letters travel in a link: take out {len(words) - LONGEST_SAY}."
        raise WrongError(node, f"the sentence has {len(words)} letters.", cure)
    return words


def read_fill(node: yaml.Node, spot: Spot) -> tuple[tuple[str, str], ...]:
    """Starting values by question: `{which-client: Lindqvist}`."""
    if not isinstance(node, yaml.MappingNode):
        cure = "Write {which-client: Lindqvist}, the question’s id before the colon."
        raise WrongError(node, "questions with values are expected here.", cure)
    if len(node.value) > MOST_FILL:
        raise WrongError(node, f"{MOST_FILL} values are the most.", "Take some out.")
    return tuple((word_of(key), word_of(value)) for key, value in node.value)


OPTIONS: Mapping[str, Option] = {
    "id": Option(
        "", read_id, "The name of the request. Made from the title if left out.", ID_SHAPE
    ),
    "sheet": Option("", read_id, "The id of the sheet that is asked for.", ID_SHAPE),
    "due": Option("", read_due, "By when: `2026-12-04`, or `+4d` after it is sent.", TEXT_SHAPE),
    "focus": Option((), read_focus, "At most five questions to begin the talk with.", TEXT_SHAPE),
    "say": Option("", read_say, "One sentence to the person who is asked.", TEXT_SHAPE),
    "notes": Option(False, read_yes, "Whether notes are asked for.", {"type": "boolean"}),
    "blind": Option(
        False,
        read_yes,
        "Whether what is asked of both stays covered until the coach has written as well.",
        {"type": "boolean"},
    ),
    "fill": Option((), read_fill, "Starting values by question.", {"type": "object"}),
}


def read_assignment(content: Content) -> Assignment:
    """The request on the lines of a block."""
    values, spot = content.values, content.complaints
    if not values["sheet"] and "sheet" not in values.doubtful:
        spot.tell("it names no sheet.", "Write sheet: and the sheet’s id beneath the title.")
    if len(content.title) > LONGEST_NAME:
        what = f"its title becomes the name of a copy, which has at most {LONGEST_NAME} letters."
        spot.tell(what, "Make it shorter.")
    own = {name: values[name] for name in OPTIONS if name not in ("id", "sheet")}
    text = content.prose(trimmed(content.lines))
    return Assignment(content.id, content.title, values["sheet"], **own, text=text)


def wrong_in(model: Assignment, sheets: Mapping[str, Sheet]) -> Iterator[WrongReference]:
    """What a request says of its sheet and is not so."""
    if not model.sheet:
        return
    about = f'preset "{model.id}": '
    around = {
        inner.id: each.id for each in sheets.values() for inner in within(each) if inner is not each
    }
    whole = [name for name in sheets if name not in around]
    sheet = sheets.get(model.sheet)
    if sheet is None:
        cure = did_you_mean(model.sheet, whole) or "Write the id of a sheet of this site."
        yield WrongReference(f'{about}there is no sheet "{model.sheet}".', cure, "sheet")
    elif outer := around.get(model.sheet):
        what = f'{about}"{model.sheet}" stands inside "{outer}" and goes with it.'
        yield WrongReference(what, f"Write sheet: {outer}", "sheet")
    elif not sheet.loop.returns:
        what = f'{about}"{model.sheet}" says return: never.'
        yield WrongReference(what, "Take that out of the sheet, or take out this block.", "sheet")
    else:
        yield from _wrong_questions(model, sheet, about)


def _wrong_questions(model: Assignment, sheet: Sheet, about: str) -> Iterator[WrongReference]:
    asked = {START_DATE: Question("date", ""), **questions(sheet)}
    named = {name: each for name, each in asked.items() if each.anchor and each.type != "row"}
    for option, names in (("focus", model.focus), ("fill", [name for name, _ in model.fill])):
        for name in names:
            at = f"{option}/{name}"
            if name not in named:
                what = f'{about}no question "{name}" in "{sheet.id}".'
                cure = did_you_mean(name, named) or "Write the id of one of its questions."
                yield WrongReference(what, cure, at)
            elif named[name].private:
                what = f'{about}{option}: "{name}" is private, and nobody else ever sees it.'
                yield WrongReference(what, "Take it out, or name another question.", at)
    for name, value in model.fill:
        if name in named and (cure := _wrong_value(named[name], value)):
            what = f'{about}fill: "{value}" is no value of "{name}".'
            yield WrongReference(what, cure, f"fill/{name}")


def _wrong_value(question: Question, value: str) -> str:
    """What to write instead of a value that the question cannot hold; empty for one that fits."""
    if question.type == "check":
        return "A box is ticked by whoever fills it in: take this out."
    if not question.choices:
        return ""
    words = value.split() if question.type == "choices" else [value]
    fits = {*words} <= {*question.choices}
    return "" if fits else f"Write one of {', '.join(question.choices)}."
