"""Addresses on the web that somebody else wrote, made safe to keep, to print and to ask."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

MOST_ADDRESS = 2000
"""Characters of the longest address that is taken."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Controls, and signs that turn the direction of what follows them on the page."""
_ODD = re.compile(r"[\s<>\"'\\`\x00-\x1f\x7f-\x9f]")


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
    odd = _ODD.search(address) or INVISIBLE.search(address) or len(address) > MOST_ADDRESS
    return address if fine and not odd else ""
