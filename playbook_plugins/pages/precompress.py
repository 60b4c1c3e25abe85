"""Compressed copies of a site's files, for hosts that send them as they are. Knows no host."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from .write_over import write_over

_TEXT = ".atom .css .csv .htm .html .ics .js .json .map .md .mjs .opml .rss .svg .txt .xml .yaml"
ENDINGS = frozenset(f"{_TEXT} .eot .otf .ttf .wasm .webmanifest .xhtml .xsl .yml".split())
"""Files that shrink. Pictures, sound and fonts of the web are compressed already."""
LEAST_BYTES = 1024
"""Below this, a file and its headers fit into one packet either way."""


class MissingError(Exception):
    """A package is not installed: `args` are what is wrong, and the cure."""


def ways_of(names: Sequence[str]) -> dict[str, Callable[[bytes, bool], bytes]]:
    """What makes the copies `names` (gzip, brotli), by their ending. Raises `MissingError`."""
    made: dict[str, Callable[[bytes, bool], bytes]] = {}
    if "gzip" in names:
        made[".gz"] = lambda content, _: gzip.compress(content, 9, mtime=0)
    if "brotli" in names:
        try:
            pack = import_module("brotli").compress
        except ImportError:
            what = "precompress: brotli needs a package that is not installed."
            cure = 'Run: pip install "mkdocs-playbook[brotli]", or write precompress: [gzip].'
            raise MissingError(what, cure) from None
        # The hardest is a tenth smaller at fifty times the time: worth it for what all pages load.
        made[".br"] = lambda content, hardest: pack(content, quality=11 if hardest else 6)
    return made


def precompress(site: Path, names: Sequence[str]) -> None:
    """Write the copies of every file below `site` that is worth it, and take away outdated ones."""
    ways = ways_of(names)

    def copy(path: Path) -> None:
        content, is_asset = path.read_bytes(), path.is_relative_to(site / "assets")
        for end, pack in ways.items():
            packed = pack(content, is_asset) if len(content) >= LEAST_BYTES else content
            target = path.with_name(path.name + end)
            if len(packed) < len(content):
                write_over(target, packed)
            else:
                target.unlink(missing_ok=True)

    files = [path for path in site.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(copy, files))
