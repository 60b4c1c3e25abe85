"""Writes XML that is well-formed whatever the text: every value passes through here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from urllib.parse import quote

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_LINES = re.compile("\r\n?")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, and control characters that nobody can see."""
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_URL_FINE = "-._~:/?#[]@!$&'()*+,;=%"


def sound(text: str) -> str:
    """`text` without characters that no feed can hold."""
    if text.isprintable():
        return text  # most are, and it is seen sooner than by the patterns
    return _REFUSED.sub("", _LINES.sub("\n", text))


@lru_cache(maxsize=4096)
def line(text: str) -> str:
    """`text` as one line: titles and names. Each stands in three formats."""
    return " ".join(sound(text).split())


@lru_cache(maxsize=4096)
def address(url: str) -> str:
    """`url` with everything escaped that an address cannot hold.

    Each stands in three formats, and in the feeds of posts, categories and threads.
    """
    return quote(sound(url).strip(), safe=_URL_FINE)


def language(tag: str) -> str:
    """`tag` when it is a language tag, else nothing."""
    made = tag.strip().replace("_", "-")
    return made if _LANGUAGE.fullmatch(made) else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attributes(values: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag; empty ones are left out."""
    return "".join([_attribute(name, value) for name, value in values.items() if value])


@lru_cache(maxsize=4096)
def _attribute(name: str, value: str) -> str:
    """An attribute as it stands in a tag; most are the same in every entry."""
    whole = _escaped(line(value)).replace('"', "&quot;")
    return f' {name}="{whole}"'


def element(name: str, text: str = "", **values: str) -> str:
    """An element that holds text, on a line of its own."""
    made = attributes(values) if values else ""
    if not text:
        return f"<{name}{made}/>\n"
    return f"<{name}{made}>{_escaped(sound(text))}</{name}>\n"


def optional(name: str, text: str, **values: str) -> str:
    """The element, or nothing when there is no text for it."""
    return element(name, text, **values) if text else ""


def nested(name: str, inside: str) -> str:
    """An element that holds elements, already written."""
    return f"<{name}>\n{inside}</{name}>\n"


def utc(moment: datetime) -> datetime:
    """`moment` in UTC, whole seconds; without a zone it is UTC already."""
    if moment.tzinfo is UTC and not moment.microsecond:
        return moment
    whole = moment.replace(microsecond=0)
    if whole.tzinfo is None:
        return whole.replace(tzinfo=UTC)
    try:
        return whole.astimezone(UTC)
    except OverflowError:  # within a day of the first or the last year
        return whole.replace(tzinfo=UTC)


def rfc3339(moment: datetime) -> str:
    """`2026-11-24T09:30:00Z`."""
    return utc(moment).isoformat().replace("+00:00", "Z")


def rfc822(moment: datetime) -> str:
    """`Tue, 24 Nov 2026 09:30:00 GMT`."""
    return format_datetime(utc(moment), usegmt=True)
