"""The one gate for everything that a provider sends: capped, parsed, typed, cleaned.

Nothing passes that the ledger would have to doubt: no control characters, no addresses other
than http(s), no e-mail and no IP address as a name, no HTML beyond what comments may hold.
"""

from __future__ import annotations

import hashlib
import html
import ipaddress
import json
import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from ..model import Comment
from ..thread import body_html

MOST_BYTES = 8 * 1024 * 1024
MOST_VALUES = 500_000
DEEPEST = 40
MOST_COMMENTS = 20_000
MOST_TEXT = 100_000
MOST_NAME = 80
MOST_URL = 2_000
MOST_COUNT = 10_000_000
ANONYMOUS = "Anonymous"
NOTHING_LEFT = "<p>…</p>"
"""Stands for a comment of which cleaning left no text: it still counts, and answers need it."""

_STRUCTURE = re.compile(rb'"(?:[^"\\]+|\\.)*+"?|[\[\]{},]', re.DOTALL)
"""A text as one piece, closed or not: one that is looked for again and again costs its square."""
_BRACKETED = re.compile(r"<[^<>@]*@[^<>]*>")
_MAIL = re.compile(r"([^\s@<>]+)@[^\s@<>]+\.[^\s@<>]+")
_IP4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of what follows, beyond their own comment too."""
_LEDGER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class RefusedError(Exception):
    """An answer that may not come in: `what` is wrong with it, and what to do."""

    def __init__(self, what: str, cure: str = "") -> None:
        """Both are whole sentences."""
        super().__init__(f"{what} {cure}".strip())
        self.what = what
        self.cure = cure or "Check that the provider's address is right, then sync again."


def wrong(where: str) -> RefusedError:
    """The answer has another shape than the provider's own program gives."""
    return RefusedError(f"the answer is not what this provider sends: {where}.")


def decoded(raw: bytes) -> Any:
    """The JSON in `raw`. Size, depth and number of values are capped before anything is built."""
    if len(raw) > MOST_BYTES:
        raise RefusedError(f"the answer is larger than {MOST_BYTES // 1024**2} MB.")
    depth = 0
    for values, found in enumerate(_STRUCTURE.finditer(raw)):
        sign = found[0]
        depth += (sign in b"[{") - (sign in b"]}")
        if depth > DEEPEST or values > MOST_VALUES:
            raise RefusedError("the answer is nested too deeply or holds too many values.")
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RefusedError("the answer is not JSON.") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def mapping(value: Any, where: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise wrong(where)
    return value


def sequence(value: Any, where: str, most: int = MOST_COMMENTS) -> list[Any]:
    """A JSON array of at most `most` values."""
    if not isinstance(value, list) or len(value) > most:
        raise wrong(where)
    return value


def text(value: Any, where: str) -> str:
    """A text; nothing for null."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise wrong(where)
    return value


def whole(value: Any, where: str) -> int:
    """A count: a whole number from 0. `true` is none, and neither is 3.0."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_COUNT:
        raise wrong(where)
    return value


def is_set(value: Any) -> bool:
    """Whether a flag that keeps a comment from readers is set; anything but a plain no is a yes."""
    return value is not None and value is not False


def identity(value: Any, where: str) -> str:
    """A provider's own id of a comment, number or text, as text."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise wrong(where)
    made = str(value)
    if not re.fullmatch(r"[\x21-\x7e]{1,200}", made):
        raise wrong(where)
    return made


def instant(value: Any, where: str) -> datetime:
    """A point in time, from seconds since 1970 or ISO 8601 with a zone; whole milliseconds."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            made = datetime.fromtimestamp(value, UTC)
        elif isinstance(value, str) and len(value) <= 64:
            made = datetime.fromisoformat(_microseconds(value))
        else:
            raise wrong(where)
        if made.tzinfo is None or not _EARLIEST <= made <= _LATEST:
            raise wrong(where)
        return made.astimezone(UTC).replace(microsecond=made.microsecond // 1000 * 1000)
    except (ValueError, OverflowError, OSError):
        raise wrong(where) from None


def _microseconds(stamp: str) -> str:
    """Go writes nanoseconds, which Python does not read."""
    return re.sub(r"(\.\d{6})\d+", r"\1", stamp)


def _visible(value: str) -> str:
    """`value` without control, format, private and unpaired characters."""
    return "".join(
        sign
        for sign in value
        if sign in "\u200c\u200d" or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"}
    )


def clean_name(value: Any, where: str, escaped: bool = False) -> str:
    """A person's name on one line. An e-mail address loses its host, an IP address goes."""
    given = text(value, where)[: MOST_NAME * 8]
    if escaped:
        given = html.unescape(given)
    made = _visible(re.sub(r"[\s\x00-\x1f]+", " ", given))
    made = _IP4.sub("", _MAIL.sub(r"\1", _BRACKETED.sub("", made)))
    made = " ".join(made.split())[:MOST_NAME].strip()
    try:
        ipaddress.ip_address(made)
    except ValueError:
        return made if re.search(r"[^\W_]|[^\x00-\x7f\u200c\u200d]", made) else ANONYMOUS
    return ANONYMOUS


def clean_url(value: Any, where: str, escaped: bool = False) -> str:
    """An author's own address if it is plainly http or https, else nothing."""
    given = text(value, where)
    if escaped:
        given = html.unescape(given)
    if not re.fullmatch(r"[\x21-\x7e\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]+", given):
        return ""
    try:
        parts = urlsplit(given)
        fine = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        )
        fine = fine and (parts.port is None or parts.port > 0)
    except ValueError:
        return ""
    return (
        given if fine and len(given) <= MOST_URL and not re.search(r'["<>\\^`{|}]', given) else ""
    )


def clean_body(value: Any, where: str) -> str:
    """A comment's HTML as the ledger keeps it: what readers may be shown, and nothing else."""
    given = text(value, where)
    if len(given) > MOST_TEXT:
        raise wrong(f"{where} is longer than {MOST_TEXT:,} characters")
    plain = "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"} else " "
        for sign in given
        if sign not in _TURNS
    )
    made = body_html(Comment("x", "x", _EARLIEST, plain, format="html")).strip()
    return made if re.sub(r"<[^>]*>|&nbsp;|\s", "", made) else NOTHING_LEFT


def ledger_id(provider: str, given: str) -> str:
    """The ledger's id of a provider's comment: readable where possible, always an anchor."""
    made = f"{provider}-{given}"
    if _LEDGER_ID.fullmatch(made):
        return made
    return f"{provider}-{hashlib.sha256(given.encode()).hexdigest()[:32]}"


def origin_of(provider: str, given: str) -> str:
    """What the ledger remembers of where a comment came from."""
    return f"{provider}:{given}"


def standing(parents: Mapping[str, str], gone: Collection[str], of: str) -> str:
    """The nearest comment above `of` that has not gone; empty at the top, also in a ring."""
    above, seen = parents.get(of, ""), {of}
    while above in gone and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    return above if above in parents and above not in gone and above != of else ""
