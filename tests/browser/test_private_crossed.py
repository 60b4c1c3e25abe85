"""Every mark × kind of question × edit by the author × way out, and random sheets: no leaks."""

from __future__ import annotations

import pytest

from tests.campaigns.privacy import crossed, drawn, found

pytestmark = [pytest.mark.node, pytest.mark.timeout(900)]


def test_every_mark_kind_edit_and_way_out(page):
    result = found(page, crossed())
    assert result["leaks"] == []
    assert result["lacks"] == [], "what is open is not held back"
    assert result["looked"] >= 5000


def test_random_sheets(page):
    """Twenty thousand: `python3 dev.py campaign privacy`."""
    result = found(page, drawn(150, seed=7))
    assert result["leaks"] == []
    assert result["lacks"] == []
    assert result["sheets"] > 130
