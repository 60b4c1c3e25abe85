"""Dates as people and programs write them: one moment, or what is wrong and what was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from playbook_plugins.shared.dates import moment, not_a_date

AT = datetime(2026, 11, 25, 9, 12, tzinfo=UTC)

TAKEN = [
    (date(2026, 11, 25), AT.replace(hour=0, minute=0)),
    (datetime(2026, 11, 25, 9, 12), AT),
    ("2026-11-25", AT.replace(hour=0, minute=0)),
    ("2026-11-25T09:12:00Z", AT),
    ("2026-11-25 9:12", AT),
    ("2026-11-25\t09:12:00", AT),
    (" 2026-11-25T10:12+01:00 ", AT),
    ("2026-11-25 11:12:00 +0200", AT),
    ("2026-11-25T04:12-5", AT),
    ("2026-11-25T09:12:00.25z", AT + timedelta(milliseconds=250)),
]
NONE = ["", "soon", "2026", "2026-11-31", "2026-11-25T25:00", "2026-11-25 9", "25.11.2026", 5, True]
NONE += [None, [], "2026-11-25T09:12+99:00", "0000-01-01", "2026-1-5", "2026-11-25 or so"]


@pytest.mark.parametrize(("written", "meant"), TAKEN)
def test_it_is_one_moment_however_it_is_written(written, meant):
    assert moment(written) == meant


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_date_is_none_and_is_told_why(written):
    assert moment(written) is None
    what, cure = not_a_date(written)
    assert what.endswith(".") and len(cure) > 10


MEANT = [
    ("31.12.2026", "2026-12-31"),
    ("12/31/2026", "2026-12-31"),
    ("1-2-2026", "2026-02-01 or 2026-01-02"),
    ("31.11.2026", "2026-11-30"),
    ("2026-02-29", "2026-02-28"),
    ("2028-02-30", "2028-02-29"),
    ("2026-13-01", "2026-01-13"),
    ("2026/1/5", "2026-01-05"),
    ("5. Mai 2026", "2026-05-05"),
    ("1er juin 2026", "2026-06-01"),
    ("2 juillet 2026", "2026-07-02"),
    ("7 de setembro de 2026", "2026-09-07"),
    ("3 okt. 2026", "2026-10-03"),
    ("Dec 3, 2026", "2026-12-03"),
]


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_the_cure_is_a_date_that_is_taken(written, meant):
    _, cure = not_a_date(written)
    assert meant in cure
    assert all(moment(each) for each in meant.split(" or "))


def test_a_key_of_dates_is_named_in_the_cure():
    assert "updated: 2026-" in not_a_date("soon", "updated")[1]
