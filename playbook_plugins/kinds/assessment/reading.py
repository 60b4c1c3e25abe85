"""The content of an assessment: its statements, and whether they fit its traits and bands."""

from __future__ import annotations

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.model import Choice

from .model import Assessment
from .scoring import check_scoring
from .statements import StatementsReader


def read_assessment(content: Content) -> Assessment:
    """The assessment on the lines of a block."""
    values = content.values
    scale = [Choice(str(n), label) for n, label in enumerate(values["scale"], 1)]
    traits = [trait.id for trait in values["traits"]]
    reader = StatementsReader(content.names, scale, traits, content.prose, content.complaints)
    made = Assessment(
        content.id,
        content.title,
        values["version"],
        values["level"],
        reader.read(content.lines, content.whole(content.lines)),
        traits=values["traits"],
        bands=values["bands"],
        unsure=values["unsure"],
        plan=values["plan"],
        retired=content.retired,
    )
    mislaid = not traits and content.mislaid()
    if not mislaid and "traits" not in values.doubtful:
        check_scoring(made, reader.strange, content.complaints)
    return made
