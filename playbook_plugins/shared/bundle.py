"""The compiled scripts and styles that travel with the package, named after their content."""

from __future__ import annotations

import hashlib
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "static"
NOTICES = "third-party-notices.txt"
"""The licences of libraries that are compiled in: they ask to travel with every copy."""
FOLDER = "assets/playbook"
"""Where they stand on a site."""


def hashed(name: str, content: bytes) -> str:
    """`playbook.js` → `playbook.1a2b3c4d.js`: a new content is a new address."""
    stem, dot, end = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:8]}{dot}{end}"
