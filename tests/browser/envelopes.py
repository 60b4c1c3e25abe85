"""What travels between a coach and a person, as links, made without the browser script."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

COACH = {"id": "k9x2c7b5n4w1", "name": "Marta Lind", "mail": "marta@coach.example"}
ANA = {"id": "p4f8z2m1k7d3", "name": "Ana Berg"}


def link(address: str, value: dict[str, Any], codec: str) -> str:
    """The link to `address` that carries `value`; it never ends in a sign that chats cut off."""
    text = json.dumps(value)
    while True:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        data = packer.compress(text.encode()) + packer.flush()
        body = base64.urlsafe_b64encode(data).decode().rstrip("=")
        if body[-1].isalnum():
            return f"{address}#pb1.{codec}.{zlib.crc32(data):08x}.{body}"
        text += " "


def assignment(sheet: str, site: str, **parts: Any) -> dict[str, Any]:
    """A request of Marta's for Ana; `parts` take the place of what it says."""
    return {
        "format": "playbook-assignment",
        "formatVersion": 1,
        "site": site,
        "id": "a7k2m9x4c1q0",
        "sheet": sheet,
        "sheetVersion": 1,
        "made": "2026-11-30",
        "to": ANA,
        "from": COACH,
        "series": "s3d8f1k2m9x7",
        "no": 5,
        **parts,
    }


def remarks(sheet: str, site: str, copy: str, **parts: Any) -> dict[str, Any]:
    """What Marta says about a copy."""
    body = {
        "format": "playbook-remarks",
        "formatVersion": 1,
        "site": site,
        "id": "m5t8k2x9c4b1",
        "from": {"id": COACH["id"], "name": COACH["name"]},
        "copy": copy,
        "sheet": sheet,
        **parts,
    }
    return {"format": "playbook-signed", "formatVersion": 1, "body": json.dumps(body)}


def text(value: str, day: str = "2026-12-03") -> dict[str, str]:
    """A text that the coach wrote on a day."""
    clock = _clock(day)
    return {"v": value, "t": clock, "b": clock}


def value(said: str | bool, day: str = "2026-12-03") -> dict[str, Any]:
    """Anything else that the coach set on a day."""
    return {"v": said, "t": _clock(day)}


def _clock(day: str) -> str:
    from datetime import UTC, datetime

    at = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return f"{int(at.timestamp() * 1000)}-0-k1"
