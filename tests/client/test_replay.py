"""Author edits drop no answer; other ways to key answers do. The long form is a campaign."""

from __future__ import annotations

import pytest

from tests.campaigns.replay import campaign
from tests.test_client import compile_scripts

pytestmark = pytest.mark.node


def test_two_hundred_author_edits_drop_no_answer():
    compile_scripts()
    result = campaign(edits=200, seed=3)
    assert result["typed"] > 100
    assert result["lost"] == 0
    for key, (lost, of) in result["control"].items():
        assert lost > of / 2, f"the control by {key} shows that these edits are hard"
