"""Dates as authors and programs write them: which are taken, and what is said of the others."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

_WRITTEN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"[ \t]*(?:[Zz]|([+-])(\d{1,2}):?(\d\d)?)?)?"
)
"""A day, and perhaps a time of it: what YAML takes for one, also in quotes and without seconds."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([./-]?)(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)")
_WORDS = re.compile(
    r"(?:\w+,\s*)?(?:(\d{1,2})\W*\w{0,2}\W+)?([^\W\d]{3,})\W+(?:(?:(\d{1,2})\w*|de)\W+)?(\d{4})"
)
_TOO_SHORT = re.compile(r"(\d{4})(?:-(\d\d))?")
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9},
    **{"oct": 10, "nov": 11, "dec": 12, "ene": 1, "fev": 2, "maa": 3, "mrt": 3, "abr": 4, "avr": 4},
    **{"mai": 5, "mei": 5, "juin": 6, "juil": 7, "ago": 8, "aou": 8, "set": 9, "okt": 10},
    **{"out": 10, "dez": 12, "dic": 12},
}
"""How months begin in the languages that the blog speaks."""
_USUAL = "2026-11-24"


def moment(value: Any) -> datetime | None:
    """A written date or time as a moment with a zone (UTC where none is given); None if it is none.

    Text counts as what it says: most programs that write YAML put a time in quotes.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups()[:6])
    part = int((found[7] or "").ljust(6, "0")[:6])
    away = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    try:
        zone = timezone(-away if found[8] == "-" else away)
        return datetime(year, month, day, hour, minute, second, part, zone)
    except ValueError:
        return None


def not_a_date(value: Any, key: str = "date") -> tuple[str, str]:
    """What is wrong with a date that is none, and the cure: the date itself where it is plain."""
    written = (str(value).lower() if isinstance(value, bool) else str(value)).strip()[:60]
    usual = f"Write it as year-month-day, for example: {key}: {_USUAL}."
    if moment(plain := written.strip(" ,;.\"'")):
        return f'"{written}" is not a date.', f"Write it as {plain}."
    if day := _DAY.match(written):
        return _impossible(written, [int(each) for each in day.groups()], day.end(), usual)
    if swapped := _YEAR_LAST.fullmatch(written):
        return _year_last(written, swapped)
    for pattern in (_YEAR_FIRST, _WORDS):
        found = pattern.fullmatch(written)
        numbers = _numbers(found) if found else None
        if numbers and (meant := _day(*numbers)):
            return f'"{written}" is not a date.', f"Write it as {meant}."
        if numbers and 1 <= numbers[1] <= 12 and numbers[2]:
            return f'"{written}" is no day: {_length(*numbers[:2])}.', _mended(numbers)
    if short := _TOO_SHORT.fullmatch(written):
        meant = f"{short[1]}-{short[2] or '01'}-01"
        return (
            f'"{written}" does not say which day.',
            f"Write the whole date, for example: {meant}.",
        )
    return f'"{written}" is not a date.', usual


def _numbers(found: re.Match[str]) -> tuple[int, int, int] | None:
    """Year, month and day of a date in another form."""
    if found.re is _YEAR_FIRST:
        return int(found[1]), int(found[3]), int(found[4])
    plain = unicodedata.normalize("NFKD", found[2]).encode("ascii", "ignore").decode().lower()
    month = _MONTHS.get(plain[:3]) or _MONTHS.get(plain[:4], 0)
    day = int(found[1] or found[3] or 0)
    return (int(found[4]), month, day) if month and day else None


def _impossible(written: str, numbers: list[int], end: int, usual: str) -> tuple[str, str]:
    """A date of the right form: the calendar, or the clock, does not have it."""
    year, month, day = numbers
    if not year or _day(year, month, day):
        if year and written[end:].strip(" Tt"):
            cure = f"Write the time as {written[:end]} 09:30, or leave it out."
            return f'"{written}" is no time that can be read.', cure
        return f'"{written}" is not a date.', usual
    if 1 <= month <= 12:
        return f'"{written}" is no day: {_length(year, month)}.', _mended((year, month, day))
    meant = _day(year, day, month)
    cure = f"Did you mean {meant}?" if meant else usual
    return f'"{written}" is no day: a year has 12 months.', cure


def _year_last(written: str, found: re.Match[str]) -> tuple[str, str]:
    """`31.12.2026` and its kin: either reading, if there are two."""
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    year += 2000 if year < 100 else 0
    meant = [each for each in (_day(year, two, one), _day(year, one, two)) if each]
    if len(set(meant)) == 2:
        what = f'"{written}" is not a date that everybody reads alike.'
        return what, f"Write the year first: {meant[0]} or {meant[1]}."
    if meant:
        return f'"{written}" is not a date.', f"Write the year first: {meant[0]}."
    day, month = (one, two) if two <= 12 else (two, one)
    if not 1 <= month <= 12:
        cure = f"Write the year first, for example: {_USUAL}."
        return f'"{written}" is no day: a year has 12 months.', cure
    return f'"{written}" is no day: {_length(year, month)}.', _mended((year, month, day))


def _day(year: int, month: int, day: int) -> str:
    """A day as it is written here; empty when there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _length(year: int, month: int) -> str:
    days = calendar.monthrange(max(year, 1), month)[1]
    return f"{calendar.month_name[month]} {year} has {days} days"


def _mended(numbers: tuple[int, ...]) -> str:
    year, month, day = numbers
    near = min(max(day, 1), calendar.monthrange(max(year, 1), month)[1])
    return f"Write the day that is meant, year first, for example: {year:04}-{month:02}-{near:02}."
