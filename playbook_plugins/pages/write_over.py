"""Writing over a file that may have other names. Knows no host."""

from __future__ import annotations

import os
from pathlib import Path
from threading import get_ident


def write_over(path: Path, content: str | bytes) -> None:
    """Write beside and rename: another name of the old file, in a cache say, keeps its content."""
    part = path.with_name(f".{path.name[:100]}.{os.getpid()}-{get_ident()}.part")
    if isinstance(content, str):
        content = content.encode("utf-8", "surrogateescape")
    part.write_bytes(content)
    part.replace(path)


def read_text(path: Path) -> str:
    """The text of a page exactly as it stands: line ends kept, wrong bytes too."""
    return path.read_bytes().decode("utf-8", "surrogateescape")
