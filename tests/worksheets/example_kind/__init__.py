"""A pledge: one promise, and a box for each week in which it was kept. How to add a kind of sheet.

A kind is a folder with a `KIND`, and a client twin of the same name:

1. `model.py` says what it is, `reading.py` how it is read, `markup.py` how it is rendered.
2. This file declares the kind: its options, its words, its elements of the HTML contract.
3. `playbook_plugins/client/test/example-kind.ts` is the twin, which shows and keeps the answers.

A kind of our own stands in `playbook_plugins/kinds/`, its twin in `client/src/kinds/`, and each
gets one line in the registry beside it. Then `playbook contract --write`, `playbook schema`, an
example under `tests/examples/worksheets/`, and its words in `playbook_plugins/languages/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from playbook_plugins.forms.content import Content
from playbook_plugins.forms.contract import ElementRule, an_id, number
from playbook_plugins.forms.controls import Setting
from playbook_plugins.forms.kind import Mention, SheetKind, Starter
from playbook_plugins.forms.options import SHEET, Option, whole_number

from .markup import render_weeks
from .model import Pledge
from .reading import read_pledge

OPTIONS: Mapping[str, Option] = {
    **SHEET,
    "weeks": Option(
        4,
        whole_number(1, 52),
        "For how many weeks the promise stands.",
        {"type": "integer", "minimum": 1, "maximum": 52},
    ),
}
STARTER = """\
/// pledge | {title}
    id: {id}

I call one client a day, before ten.
///
"""


class PledgeKind(SheetKind[Pledge]):
    """A kind that somebody else might add."""

    model = Pledge
    synonyms = ("promise",)
    options = OPTIONS
    words = {"pledge-week": "Week {n}: kept"}  # noqa: RUF012 (an example, kept in one place)
    elements = (
        ElementRule(
            "pb-pledge",
            ("div",),
            {"data-pledge": an_id("daily-call"), "data-weeks": number("4")},
            ("input[type=checkbox]",),
        ),
    )
    markers = ("[data-pledge]",)
    mention = Mention("Pledge", "Open the pledge")
    starter = Starter("pledge", STARTER)

    def read(self, content: Content) -> Pledge:
        """The promise on the lines of a block."""
        return read_pledge(content)

    def body(self, parent: Element, owner: str, model: Pledge, setting: Setting) -> None:
        """Render the promise and its weeks."""
        render_weeks(parent, owner, model, setting)


KIND = PledgeKind()
