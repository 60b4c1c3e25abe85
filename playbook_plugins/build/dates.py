"""Dates that a site shows about itself, from its content and never from the clock. Knows no host.

A host that asks the clock writes another site every day: each page's `lastmod` in the site map,
the time inside `sitemap.xml.gz`, the build date in a template.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

EPOCH = datetime.date(1970, 1, 1)
"""Older than any date: what stands in place of none."""

KEYS = ("date", "updated")


class Undated(str):
    """The date of a page that names none: false, prints nothing, and older than any date.

    Text, because hosts compare such dates as text and read the newest; a site map asks whether
    there is one, and leaves `lastmod` out.
    """

    __slots__ = ()

    def __new__(cls) -> Undated:
        """Older than any other."""
        return super().__new__(cls, EPOCH.isoformat())

    def __bool__(self) -> bool:
        """Nothing to show."""
        return False

    def __str__(self) -> str:
        return ""

    def __reduce__(self) -> tuple[type[Undated], tuple[()]]:
        """Carried between processes as what it is."""
        return Undated, ()


class UndatedTime(datetime.datetime):
    """The build time of a site in which nothing has a date: false, and prints nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        """Nothing to show."""
        return False

    def __str__(self) -> str:
        return ""

    def __format__(self, form: str) -> str:
        return ""

    def strftime(self, format: str) -> str:
        """Nothing, in whatever form a template asks for it."""
        return ""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:
        """Nothing."""
        return ""


def content_date(front: Mapping[str, Any]) -> datetime.date | None:
    """The newest date that a page's front matter names; None when it names none."""
    return max((day for key in KEYS for day in _days(front.get(key))), default=None)


def _days(value: Any) -> Iterator[datetime.date]:
    if isinstance(value, datetime.datetime):
        yield value.date()
    elif isinstance(value, datetime.date):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _days(each)
    elif isinstance(value, str):
        try:
            yield datetime.date.fromisoformat(value.strip()[:10])
        except ValueError:
            return


def page_date(own: datetime.date | None, fixed: datetime.datetime | None) -> str:
    """The date that a page shows; `fixed` is the author's `SOURCE_DATE_EPOCH`, and the latest."""
    if own is None:
        return fixed.date().isoformat() if fixed else Undated()
    return min(own, fixed.date()).isoformat() if fixed else own.isoformat()


def build_time(
    own: Iterable[datetime.date | None], fixed: datetime.datetime | None
) -> datetime.datetime:
    """The time that the site was "built": `SOURCE_DATE_EPOCH`, else its newest content's day.

    A time that nobody sees where nothing has a date.
    """
    if fixed:
        return fixed
    newest = max((day for day in own if day), default=None)
    if newest is None:
        return UndatedTime(EPOCH.year, EPOCH.month, EPOCH.day, tzinfo=datetime.UTC)
    return datetime.datetime(newest.year, newest.month, newest.day, tzinfo=datetime.UTC)


def source_date_epoch(text: str) -> datetime.datetime | None:
    """The time in the environment's `SOURCE_DATE_EPOCH`; None when it holds none."""
    return datetime.datetime.fromtimestamp(int(text), datetime.UTC) if text.isdigit() else None
