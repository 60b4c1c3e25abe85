"""A field of several parts that is renamed takes the answers of its parts along."""

from __future__ import annotations

import re

import markdown
import pytest

from playbook_plugins.forms.fields import parts_of
from playbook_plugins.forms.model import Field, Section
from playbook_plugins.forms.questions import questions
from playbook_plugins.kinds.worksheet.model import Worksheet
from playbook_plugins.worksheets.extension import WorksheetExtension

SHEET = "/// worksheet | W\n    id: w\n\n- What we count ____ {#tally %s was=count}\n///\n"


@pytest.mark.parametrize(
    ("mark", "parts"),
    [
        (".metric", ["baseline", "target", "by", "source"]),
        (".sign-off", ["", "name", "day"]),
        (".long .both", ["", "manager"]),
    ],
)
def test_each_part_says_what_it_was(mark, parts):
    made = markdown.markdown(SHEET % mark, extensions=["attr_list", WorksheetExtension()])
    found = re.findall(r'data-field="([^"]+)"[^>]*data-was="([^"]+)"', made)
    assert found == [(f"tally-{part}".rstrip("-"), f"count-{part}".rstrip("-")) for part in parts]


@pytest.mark.parametrize("kind", ["metric", "sign-off"])
def test_the_lock_knows_the_parts_by_their_former_names(kind):
    field = Field("tally", "T", kind, was=("count",))
    sheet = Worksheet("w", "W", 1, 2, (Section(None, (field,)),))
    former = {name: question.was for name, question in questions(sheet).items()}
    assert former == {
        name: (name.replace("tally", "count"),) for name in ("tally", *parts_of(field))
    }
