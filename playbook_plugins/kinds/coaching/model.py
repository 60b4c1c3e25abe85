"""The blocks of the coaching loop."""

from __future__ import annotations

from playbook_plugins.forms.model import Block, Prose
from playbook_plugins.shared.ids import Id
from playbook_plugins.shared.records import record


@record
class Desk(Block):
    """Where "My worksheets" stands."""

    kind = "desk"
    is_published = False

    id: Id = "desk"
    title: str = ""
    first: tuple[Id, ...] = ()
    """The sheets that whoever has none yet is shown to begin with."""


@record
class Team(Block):
    """Where a coach's page stands; 0 and -1 leave the site's own numbers."""

    kind = "team"
    is_published = False

    id: Id = "team"
    title: str = ""
    least: int = 0
    keep: int = -1


@record
class Notice(Block):
    """Where the fact sheet stands."""

    kind = "coaching-notice"
    is_published = False

    id: Id = "coaching-notice"
    title: str = ""


@record
class Assignment(Block):
    """A request that its author has prepared: what a coach will ask for with one press."""

    kind = "assignment"
    is_published = False

    id: Id
    title: str
    sheet: str
    due: str = ""
    """A day, or `+4d` from the day on which it is sent."""
    focus: tuple[str, ...] = ()
    say: str = ""
    notes: bool = False
    blind: bool = False
    fill: tuple[tuple[str, str], ...] = ()
    text: Prose = Prose("")
