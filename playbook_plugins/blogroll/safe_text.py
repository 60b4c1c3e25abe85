"""Words and addresses from elsewhere, made safe to keep and to print."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

MOST_TITLE = 200
MOST_ADDRESS = 2000

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Controls, and signs that turn the direction of what follows them on the page."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")


def line(text: str, most: int = MOST_TITLE) -> str:
    """One line of plain words, at most so many characters."""
    words = " ".join(_INVISIBLE.sub("", text[: most * 50]).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def plain(markup: str, most: int = MOST_TITLE) -> str:
    """The words of a piece of HTML as one line."""
    return line(html.unescape(_TAG.sub(" ", markup[: most * 50])), most)


def web(address: str, base: str = "") -> str:
    """A whole address on the web, resolved against `base`; nothing for any other."""
    address = address.strip()
    if not address:
        return ""
    try:
        address = urljoin(base, address) if base else address
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    fine = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    odd = re.search(r"[\s<>\"'\\`\x00-\x1f\x7f-\x9f]", address) or len(address) > MOST_ADDRESS
    return address if fine and not odd and not _INVISIBLE.search(address) else ""


def moment(text: str) -> datetime | None:
    """A date as feeds write it, in UTC; None for one that cannot be read."""
    text = text.strip()[:60]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found.replace(microsecond=0)
    return None


def moment_text(moment: datetime) -> str:
    """`2026-11-24T09:30:00Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
