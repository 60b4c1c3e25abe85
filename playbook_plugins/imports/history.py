"""What was brought in, and as what: so that the next import knows, and leaves edits alone.

`.imports.json` beside the posts, committed. A digest says whether an author has touched a file
since; the list of comments keeps one that was deleted from coming back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from .model import ExportError

NAME = ".imports.json"
MOST_BYTES = 256 * 1024**2


@dataclass
class Imported:
    """What is known of one entry."""

    uid: str
    path: str
    """Where it was written, from the docs folder."""
    source: str = ""
    """Digest of the entry in the export."""
    written: str = ""
    """Digest of the file as it was written; empty while that has not been done."""
    comments: list[str] = field(default_factory=list)
    blog: str = ""
    """The blog it is from, where two blogs may give the same id; empty in older records."""


def text_digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def read_history(path: Path, shown: str) -> dict[str, Imported]:
    """The record at `path`, by entry; a file that is not there knows nothing."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return {id: _imported(value) for id, value in loaded["entries"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = f"{shown} cannot be read, so nobody knows what was brought in before."
        raise ExportError(f"{what} Take it back from your version control.") from None


def _imported(value: dict[str, object]) -> Imported:
    comments = value.get("comments") or []
    if not isinstance(comments, list):
        raise TypeError
    texts = {key: str(value.get(key) or "") for key in ("uid", "path", "source", "written", "blog")}
    return Imported(**texts, comments=[str(each) for each in comments])


def history_text(known: dict[str, Imported]) -> str:
    """The record as a file, one entry a line: easy to merge."""
    lines = [f"{json.dumps(id)}: {json.dumps(vars(known[id]))}" for id in sorted(known)]
    inside = ",\n".join(lines)
    return f'{{"format": "playbook-imports", "formatVersion": 1, "entries": {{\n{inside}\n}}}}\n'
