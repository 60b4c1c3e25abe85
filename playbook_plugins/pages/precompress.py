"""Compressed copies of a site's files, for hosts that send them as they are. Knows no host.

The same content gives the same bytes: no time, no name, no number of cores is in them.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from playbook_plugins.shared.records import record

from .write_over import write_over

_TEXT = ".atom .css .csv .htm .html .ics .js .json .map .md .mjs .opml .rss .svg .txt"
_MORE = ".eot .otf .ttf .wasm .webmanifest .xhtml .xml .xsl .yaml .yml"
ENDINGS = frozenset(f"{_TEXT} {_MORE}".split())
"""Files that shrink. Pictures, sound and fonts of the web are compressed already."""

LEAST_BYTES = 1024
"""Below this, a file and its headers fit into one packet either way."""

_KEPT = re.compile(r"[0-9a-f]{64}\.(?:gz|br)")
"""What a kept copy is called."""

# RFC 1952: no name, no time, the strongest compression, a system that is not told.
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class MissingError(Exception):
    """A way of compressing is asked for that is not installed: `what`, and how to `cure` it."""

    def __init__(self, what: str, cure: str) -> None:
        """Both are whole sentences."""
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


def gzipped(content: bytes) -> bytes:
    """`content` as a gzip file."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    packed = packer.compress(content) + packer.flush()
    size = len(content) & 0xFFFFFFFF
    return _GZIP_HEAD + packed + struct.pack("<LL", zlib.crc32(content), size)


def _gzip() -> Callable[[bytes], bytes]:
    return gzipped


def _brotli() -> Callable[[bytes], bytes]:
    for name in ("brotli", "brotlicffi"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        # The strongest setting: it takes a tenth of a second a page, once for each content.
        return lambda content: bytes(module.compress(content, quality=11))
    raise MissingError(
        "precompress: brotli needs a package that is not installed.",
        'Run: pip install "mkdocs-playbook[brotli]", or write precompress: [gzip].',
    )


WAYS: Mapping[str, tuple[str, Callable[[], Callable[[bytes], bytes]]]] = {
    "gzip": (".gz", _gzip),
    "brotli": (".br", _brotli),
}
"""What a site may ask for: the ending of the copies, and what makes them."""


@record
class Saved:
    """What precompressing a site came to."""

    copies: int = 0
    made: int = 0
    """Copies that had to be made: the others came from the cache."""


def check_ways(names: Iterable[str]) -> None:
    """Raise MissingError where one of `names` cannot be had on this machine."""
    for name in names:
        WAYS[name][1]()


def precompress(site: Path, names: Sequence[str], cache: Path | None = None) -> Saved:
    """Write the copies of every file below `site` that is worth it, and take away outdated ones."""
    ways = [(WAYS[name][0], WAYS[name][1]()) for name in dict.fromkeys(names)]
    if cache is not None and cache.is_symlink():
        cache.unlink()  # somebody else's: what it leads to is none of ours to clear
    files = sorted(path for path in site.rglob("*") if _shrinks(path))
    jobs = [(path, end, pack) for path in files for end, pack in ways]
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        done = list(pool.map(lambda job: _copy(job[0], job[1], job[2], cache), jobs))
    if cache is not None:
        _forget(cache, {name for name, _, _ in done})
    return Saved(sum(each for _, each, _ in done), sum(each for _, _, each in done))


def _shrinks(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and path.is_file()


def _copy(
    path: Path, end: str, pack: Callable[[bytes], bytes], cache: Path | None
) -> tuple[str, bool, bool]:
    """One copy of one file: its name in the cache, whether it stands, whether it was made."""
    content = path.read_bytes()
    copy = path.with_name(path.name + end)
    if len(content) < LEAST_BYTES:
        copy.unlink(missing_ok=True)
        return "", False, False
    name = hashlib.sha256(content).hexdigest() + end
    packed = _kept(cache / name) if cache else None
    made = packed is None
    if packed is None:
        packed = pack(content)
        if cache:
            _keep(cache / name, packed)
    if len(packed) >= len(content):
        copy.unlink(missing_ok=True)
        return name, False, made
    if not (copy.is_file() and copy.read_bytes() == packed):
        write_over(copy, packed)
    return name, True, made


# A kept copy stands behind the digest of its own bytes: one that a disk has damaged is made anew.
def _kept(file: Path) -> bytes | None:
    try:
        digest, packed = (whole := file.read_bytes())[:32], whole[32:]
    except OSError:
        return None
    return packed if hashlib.sha256(packed).digest() == digest else None


def _keep(file: Path, packed: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_over(file, hashlib.sha256(packed).digest() + packed)
    except OSError:
        pass  # a cache that cannot be written costs time and nothing else


def _forget(cache: Path, used: set[str]) -> None:
    """Take out what this site has no use for any more."""
    for file in cache.glob("*"):
        if file.name not in used and _KEPT.fullmatch(file.name):
            file.unlink(missing_ok=True)
