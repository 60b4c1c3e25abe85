"""What an assessment is."""

from __future__ import annotations

from playbook_plugins.forms.model import Field, Heading, Part, Prose, Sheet
from playbook_plugins.shared.records import record


@record
class Trait:
    """What some statements measure together, and what a coach asks about it."""

    id: str
    name: str
    about: str = ""
    prompts: tuple[str, ...] = ()


@record
class Band:
    """A range of scores, both ends in whole per cent, with its debrief text.

    `by_trait` holds texts for single traits: pairs of trait id and text.
    """

    id: str
    name: str
    least: int
    most: int
    text: str = ""
    by_trait: tuple[tuple[str, str], ...] = ()


@record
class Statement:
    """One statement on the scale; `reverse` when agreeing speaks against the trait."""

    field: Field
    trait: str
    reverse: bool = False


@record
class Assessment(Sheet):
    """Statements on a labelled scale, scored by trait, read by bands."""

    kind = "assessment"

    lines: tuple[Prose | Heading | Statement, ...]
    traits: tuple[Trait, ...] = ()
    bands: tuple[Band, ...] = ()
    unsure: bool = True
    plan: str = ""
    """The id of the action plan that a low score leads to; empty for none."""
    retired: tuple[str, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements in order."""
        return tuple(each for each in self.lines if isinstance(each, Statement))

    @property
    def parts(self) -> tuple[Part, ...]:
        """Each statement as the field that it is."""
        return tuple(each.field for each in self.statements)
