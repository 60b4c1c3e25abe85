"""Dates from content, never from the clock."""

from __future__ import annotations

import datetime

import pytest

from playbook_plugins.build.dates import (
    Undated,
    build_time,
    content_date,
    page_date,
    source_date_epoch,
)

DAY = datetime.date(2026, 3, 4)
FIXED = datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("front", "day"),
    [
        ({}, None),
        ({"date": DAY}, DAY),
        ({"date": "2026-03-04"}, DAY),
        ({"date": "2026-03-04T10:00:00+13:00"}, DAY),
        ({"date": datetime.datetime(2026, 3, 4, 23, 59)}, DAY),
        ({"date": {"created": datetime.date(2025, 1, 1), "updated": DAY}}, DAY),
        ({"date": "2025-01-01", "updated": DAY}, DAY),
        ({"date": "soon", "updated": ["no"]}, None),
    ],
)
def test_the_newest_date_in_front_matter_counts(front, day):
    assert content_date(front) == day


def test_a_page_without_a_date_claims_none():
    shown = page_date(None, None)
    assert not shown
    assert f"{shown}" == ""
    assert max([shown, "2026-01-01"]) == "2026-01-01"
    assert datetime.date.fromisoformat(Undated()) == datetime.date(1970, 1, 1)


def test_source_date_epoch_is_the_latest_date_of_all():
    assert page_date(DAY, FIXED) == "2026-01-02"
    assert page_date(datetime.date(2025, 5, 5), FIXED) == "2025-05-05"
    assert page_date(None, FIXED) == "2026-01-02"
    assert build_time([DAY], FIXED) == FIXED
    assert source_date_epoch("1767322800") == FIXED
    assert source_date_epoch("") is None


def test_without_it_the_site_is_as_old_as_its_newest_page():
    assert build_time([None, DAY], None).isoformat() == "2026-03-04T00:00:00+00:00"


def test_a_site_without_any_date_claims_none_in_whatever_form_it_is_asked_for():
    none = build_time([], None)
    shown = [str(none), f"{none}", f"{none:%Y}", none.strftime("%d %B %Y"), none.isoformat()]
    assert shown == [""] * 5 and not none
    assert build_time([DAY], None)
