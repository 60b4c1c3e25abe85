"""Words and addresses from elsewhere, made safe to keep and to print."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from playbook_plugins.shared.web_address import INVISIBLE

MOST_TITLE = 200

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")


def line(text: str, most: int = MOST_TITLE) -> str:
    """One line of plain words, at most so many characters."""
    words = " ".join(INVISIBLE.sub("", text[: most * 50]).split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def plain(markup: str, most: int = MOST_TITLE) -> str:
    """The words of a piece of HTML as one line."""
    return line(html.unescape(_TAG.sub(" ", markup[: most * 50])), most)


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
