"""Calendars that we write, read back by two libraries that know nothing of us."""

from __future__ import annotations

import datetime
import json
import os
import subprocess

import icalendar
import pytest
import vobject

from tests.test_client import CLIENT, compile_scripts

pytestmark = pytest.mark.node


def calendars(count: int) -> list[dict]:
    compile_scripts()
    words = ["node", "build/calendars.mjs", str(count)]
    printed = subprocess.run(words, cwd=CLIENT, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def as_read(text: str) -> str:
    """What may change on the way: line ends are one kind, control characters are spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        " " if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u2028\u2029" else c
        for c in text
    )


def wanted(events: list[dict]) -> list[tuple]:
    return [
        (
            each["uid"],
            datetime.date.fromisoformat(each["day"]),
            as_read(each["title"]),
            as_read(each["text"]),
            each["url"],
        )
        for each in events
    ]


def by_icalendar(text: str) -> list[tuple]:
    return [
        (
            str(event["uid"]),
            event["dtstart"].dt,
            str(event["summary"]),
            str(event["description"]),
            str(event["url"]),
        )
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]


def by_vobject(text: str) -> list[tuple]:
    return [
        (
            event.uid.value,
            event.dtstart.value,
            event.summary.value,
            event.description.value,
            event.url.value,
        )
        for event in vobject.readOne(text).vevent_list
    ]


def test_two_libraries_read_what_we_wrote():
    for made in calendars(int(1000 * float(os.environ.get("PLAYBOOK_TIMES", "0.2")))):
        assert by_icalendar(made["ics"]) == wanted(made["events"])
        assert by_vobject(made["ics"]) == wanted(made["events"])
        ends = [e["dtend"].dt for e in icalendar.Calendar.from_ical(made["ics"]).walk("VEVENT")]
        days = [datetime.date.fromisoformat(each["day"]) for each in made["events"]]
        assert ends == [day + datetime.timedelta(days=1) for day in days], "the end is not part"
        for event, each in zip(
            icalendar.Calendar.from_ical(made["ics"]).walk("VEVENT"), made["events"], strict=True
        ):
            assert event["sequence"] == each["sequence"] and str(event["class"]) == "PRIVATE"
            assert (event.get("status") == "CANCELLED") == each["cancelled"]
            alarms = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
            assert alarms == ([] if each["cancelled"] else [datetime.timedelta(hours=-15)])
            rule = event.get("rrule")
            assert (rule["interval"] if rule else [0]) == [each["every"]]
