"""The coaching loop in a page: where it stands, and what an author prepares for it.

Four blocks that ask nothing themselves. Three of them have no title: each stands on a page once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

import yaml

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.contract import FLAG, WORDS, Attribute, ElementRule, an_id, number
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Kind, WrongReference
from playbook_plugins.forms.model import Sheet
from playbook_plugins.forms.nodes import Spot, WrongError, word_of
from playbook_plugins.forms.options import TEXT_SHAPE, Option, whole_number
from playbook_plugins.shared.coaching import FEWEST, LONGEST, MOST
from playbook_plugins.shared.problems import did_you_mean

from . import markup, notice
from .assignment import OPTIONS, read_assignment, wrong_in
from .model import Assignment, Desk, Notice, Team

_FIRST = Attribute(r"[a-z][a-z0-9-]*( [a-z][a-z0-9-]*){0,2}", "talent one-to-one", False)
_FOCUS = Attribute(r"[a-z][a-z0-9-]*( [a-z][a-z0-9-]*){0,4}", "which-client one-number", False)
_DUE = Attribute(r"\d{4}-\d{2}-\d{2}|\+\d{1,4}d", "+4d", False)
_NO_OPTIONS: Mapping[str, Option] = {}

_MOST_FIRST = 3


def read_first(node: yaml.Node, spot: Spot) -> tuple[str, ...]:
    """The ids of at most three sheets, with blanks or commas between them, or a list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    words = [word for each in nodes for word in re.split(r"[\s,]+", word_of(each)) if word]
    if len(words) > _MOST_FIRST:
        what = f"{len(words)} sheets to begin with, and three is the most."
        raise WrongError(node, what, "Keep those that a newcomer can fill in at once.")
    return tuple(dict.fromkeys(words))


DESK_WORDS: Mapping[str, str] = {
    "desk-plain": (
        "Your copies are kept in this browser. To list them, this page needs JavaScript. Without "
        "it you can still open, fill in and print every sheet."
    )
}
TEAM_WORDS: Mapping[str, str] = {
    "team-plain": (
        "This is a coach’s page: who has given back which sheet, what was promised, and what to "
        "talk about next. It works in your own browser, where everything stays, and needs "
        "JavaScript for it. Without JavaScript, ask for a sheet by sending its address."
    ),
    "coaching-off": "On this site no sheets are asked for or given back.",
}
ASSIGNMENT_WORDS: Mapping[str, str] = {
    "assignment-sheet": "Open the sheet",
    "assignment-after.one": "due {count} day after it is sent",
    "assignment-after.other": "due {count} days after it is sent",
    "assignment-by": "due by {day}",
}
DESK_OPTIONS: Mapping[str, Option] = {
    "first": Option(
        (),
        read_first,
        "At most three sheets for whoever has filled in none yet.",
        TEXT_SHAPE,
    ),
}
TEAM_OPTIONS: Mapping[str, Option] = {
    "least": Option(
        0,
        whole_number(FEWEST, MOST),
        "How many people there must be before anything is said of a team.",
        {"type": "integer", "minimum": FEWEST, "maximum": MOST},
    ),
    "keep": Option(
        -1,
        whole_number(0, LONGEST),
        "After how many months returns are offered for deletion; `0`: after the talk.",
        {"type": "integer", "minimum": 0, "maximum": LONGEST},
    ),
}


def _check_empty(content: Content) -> None:
    """Report text in a block that shows none."""
    line = next((each for each in content.lines if not each.blank), None)
    if line:
        spot = content.complaints.at(line)
        spot.tell("it holds no text.", "Write it above this block, or below.")


class DeskKind(Kind[Desk]):
    """Where "My worksheets" stands."""

    model = Desk
    synonyms = ("my-worksheets",)
    options = DESK_OPTIONS
    words = DESK_WORDS
    elements = (
        ElementRule("playbook-mine", ("playbook-mine",), {"site": WORDS, "data-first": _FIRST}),
    )
    is_titled = False
    keeps_places = True

    def read(self, content: Content) -> Desk:
        """The place, and what to begin with."""
        _check_empty(content)
        return Desk(first=content.values["first"])

    def render(self, parent: Element, model: Desk, setting: Setting) -> Element:
        """`playbook-mine`."""
        return markup.desk(parent, model, setting)

    def wrong_references(
        self, model: Desk, sheets: Mapping[str, Sheet]
    ) -> Iterator[WrongReference]:
        """Sheets to begin with that nobody wrote."""
        for name in model.first:
            if name not in sheets:
                cure = did_you_mean(name, sheets) or "Write the id of a sheet of this site."
                yield WrongReference(f'desk: there is no sheet "{name}".', cure, "first")


class TeamKind(Kind[Team]):
    """Where a coach's page stands."""

    model = Team
    options = TEAM_OPTIONS
    words = TEAM_WORDS
    elements = (
        ElementRule(
            "playbook-team",
            ("playbook-team",),
            {"site": WORDS, "least": number("5"), "keep": number("13")},
        ),
    )
    is_titled = False

    def read(self, content: Content) -> Team:
        """The place, and two numbers."""
        _check_empty(content)
        return Team(least=content.values["least"], keep=content.values["keep"])

    def render(self, parent: Element, model: Team, setting: Setting) -> Element:
        """`playbook-team`."""
        return markup.team(parent, model, setting)


class AssignmentKind(Kind[Assignment]):
    """A request that its author has prepared."""

    model = Assignment
    synonyms = ("preset", "request")
    options = OPTIONS
    words = ASSIGNMENT_WORDS
    elements = (
        ElementRule(
            "pb-assignment",
            ("div",),
            {
                "id": an_id("december"),
                "data-sheet": an_id("one-to-one"),
                "data-label": WORDS,
                "data-due": _DUE,
                "data-focus": _FOCUS,
                "data-say": WORDS,
                "data-notes": FLAG,
                "data-blind": FLAG,
                "data-fill": WORDS,
            },
        ),
        ElementRule("pb-assignment-title", ("p",), {"id": WORDS}),
        ElementRule("pb-assignment-say", ("p",)),
        ElementRule("pb-assignment-sheet", ("p",)),
    )
    keeps_places = True

    def read(self, content: Content) -> Assignment:
        """The request on the lines of a block."""
        return read_assignment(content)

    def render(self, parent: Element, model: Assignment, setting: Setting) -> Element:
        """`.pb-assignment`."""
        return markup.assignment(parent, model, setting)

    def wrong_references(
        self, model: Assignment, sheets: Mapping[str, Sheet]
    ) -> Iterator[WrongReference]:
        """What it says of its sheet and is not so."""
        return wrong_in(model, sheets)


class NoticeKind(Kind[Notice]):
    """The fact sheet for a team and its works council."""

    model = Notice
    options = _NO_OPTIONS
    words = notice.WORDS
    elements = (ElementRule("pb-coaching-notice", ("div",)),)
    is_titled = False

    def read(self, content: Content) -> Notice:
        """Nothing but the place."""
        _check_empty(content)
        return Notice()

    def render(self, parent: Element, model: Notice, setting: Setting) -> Element:
        """`.pb-coaching-notice`."""
        return markup.coaching_notice(parent, setting)


KINDS: tuple[Kind[Any], ...] = (DeskKind(), TeamKind(), AssignmentKind(), NoticeKind())
