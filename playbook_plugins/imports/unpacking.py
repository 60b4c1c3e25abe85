"""An export's bytes as UTF-8, out of the file as it was downloaded: plain, gzip, or in a zip.

Nothing is unpacked to a disk, so no name in an archive can lead anywhere; what comes out is
counted as it comes.
"""

from __future__ import annotations

import codecs
import contextlib
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from .cleaning import one_line
from .model import ExportError

MOST_BYTES = 2 * 1024**3
"""Of an export, unpacked."""
MOST_LIST = 16 * 1024**2
"""Of the list of files in a zip, which has to be in memory."""
MOST_RATIO = 250
"""How many times larger a text may be than its packed form; real ones stay below 20."""
FREE = 32 * 1024**2
"""Below this size nobody asks for a ratio."""
CHUNK = 64 * 1024

ENCODINGS = {
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "iso8859-15", "cp1252",
}  # fmt: skip
"""What is read, by Python's names. Others, UTF-7 first of all, can hide a tag from a reader."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_CONTROLS = bytes({*range(9), 11, 12, *range(14, 32), 127})
"""Not allowed in XML, yet old exports hold them."""
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")

Fits = Callable[[str], bool]
"""Whether a file in a zip, by its name, is an export."""


@dataclass
class Noticed:
    """What was mended on the way, to be told at the end."""

    replaced: int = 0
    """Bytes that are no text in the export's encoding."""
    dropped: int = 0
    """Control characters."""


class Readable(Protocol):
    """All that is asked of an open file here."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes more."""


Progress = Callable[[int], None]
"""Is told how many bytes have been read."""


@contextlib.contextmanager
def opened(path: Path, fits: Fits, only: str = "") -> Iterator[Readable]:
    """The export in `path`, unpacked. `only` names the file to take where a zip holds several."""
    try:
        with path.open("rb") as file, contextlib.ExitStack() as open_files:
            start = file.read(4)
            file.seek(0)
            if start.startswith(b"PK"):
                yield open_files.enter_context(_from_zip(file, path.name, fits, only))
            elif start.startswith(b"\x1f\x8b"):
                size = path.stat().st_size
                inside = open_files.enter_context(gzip.GzipFile(fileobj=file))
                yield _Counted(inside, size)
            else:
                yield _Counted(file, MOST_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, struct.error):
        what = f"{path.name} is damaged: it cannot be unpacked. Download the export again."
        raise ExportError(what) from None
    except OSError as error:
        raise ExportError(f"{path.name} cannot be read: {error.strerror or error}.") from None


class _Counted:
    """A stream that ends the reading when more comes out of it than a real export holds."""

    def __init__(self, file: Readable, packed: int) -> None:
        self.file = file
        self.most = min(MOST_BYTES, max(FREE, packed * MOST_RATIO))
        self.came = 0

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes more."""
        chunk = self.file.read(size)
        self.came += len(chunk)
        if self.came > self.most:
            what = "The export unpacks to more than any real one holds. Nothing was written."
            raise ExportError(what)
        return chunk


@contextlib.contextmanager
def _from_zip(file: BinaryIO, name: str, fits: Fits, only: str) -> Iterator[Readable]:
    _refuse_long_list(file)
    with _zip(file) as archive:
        found = [
            each
            for each in archive.infolist()
            if not each.is_dir() and not _is_shadow(each.filename) and fits(each.filename)
        ]
        names = sorted(one_line(each.filename, 200) for each in found)
        if only:
            found = [each for each in found if only in (each.filename, _parent(each.filename))]
        if not found:
            what = f"{name} holds no export" if not names else f'{name} holds no "{only}"'
            there = f" It holds: {', '.join(names[:20])}." if names else _usual(archive)
            raise ExportError(f"{what}.{there}")
        if len(found) > 1:
            some = ", ".join(names[:20])
            what = f"{name} holds more than one export: {some}. Choose with --only NAME."
            raise ExportError(what)
        (chosen,) = found
        if chosen.flag_bits & 1:
            raise ExportError(f"{name} is locked with a password. Unpack it first.")
        if chosen.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ExportError(f"{name} is packed in an unusual way. Unpack it first.")
        try:
            inside = archive.open(chosen)
        except (NotImplementedError, RuntimeError):
            raise ExportError(f"{name} is packed in an unusual way. Unpack it first.") from None
        with inside:
            yield _Counted(inside, chosen.compress_size)


def _zip(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (NotImplementedError, ValueError, OverflowError, UnicodeError):
        raise zipfile.BadZipFile from None


def _usual(archive: zipfile.ZipFile) -> str:
    if any(each.lower().endswith((".zip", ".tgz")) for each in archive.namelist()[:1000]):
        return " It holds another archive: unpack it once, and bring in that one."
    return ""


def _is_shadow(name: str) -> bool:
    """Whether a file is only what a Mac noted about another one."""
    return "__MACOSX" in name.split("/") or PurePosixPath(name).name.startswith("._")


def _parent(name: str) -> str:
    return PurePosixPath(name).parent.name


def _refuse_long_list(file: BinaryIO) -> None:
    """Refuse a zip whose list of files would fill the memory before we could look at it."""
    end = file.seek(0, io.SEEK_END)
    start = max(0, end - 66_000)
    file.seek(start)
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile
    (size,) = struct.unpack_from("<L", tail, at + 12)
    if at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        (size,) = struct.unpack_from("<Q", tail, at - 76 + 40)
    if size > MOST_LIST:
        raise ExportError("The zip lists more files than any real one. Nothing was written.")


def utf8(file: Readable, noticed: Noticed, progress: Progress | None = None) -> Iterator[bytes]:
    """The text of an open export, as UTF-8 that an XML reader takes; what is odd is counted."""
    chunk = file.read(CHUNK)
    encoding = _encoding(chunk)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    came = 0
    while True:
        came += len(chunk)
        text = decoder.decode(chunk, final=not chunk)
        if "\ufffd" in text:
            own = chunk.count(b"\xef\xbf\xbd") if encoding == "utf-8-sig" else 0
            noticed.replaced += max(0, text.count("\ufffd") - own)
        if "\ufffe" in text or "\uffff" in text:
            text = _NO_CHARACTERS.sub("", text)
        made = text.encode("utf-8")
        clean = made.translate(None, _CONTROLS)
        noticed.dropped += len(made) - len(clean)
        if clean:
            yield clean
        if progress:
            progress(came)
        if not chunk:
            return
        chunk = file.read(CHUNK)


def _encoding(start: bytes) -> str:
    """The encoding that a text declares, or shows by how it begins."""
    if start.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"<\x00\x00\x00", b"\0\0\0<")):
        raise ExportError("The export is UTF-32 text. Save it as UTF-8.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start.startswith((b"<\x00", b"\x00<")):
        return "utf-16-le" if start.startswith(b"<") else "utf-16-be"
    declared = None if start.startswith(b"\xef\xbb\xbf") else _DECLARED.match(start)
    if not declared:
        return "utf-8-sig"
    named = declared[1].decode("ascii", "replace")
    try:
        encoding = codecs.lookup(named).name
    except LookupError:
        encoding = ""
    if encoding.startswith("utf-16"):
        return "utf-8-sig"  # it says so in bytes that are not
    if encoding not in ENCODINGS:
        shown = one_line(named, 40)
        what = f'The export is text in "{shown}", which is not read.'
        raise ExportError(f"{what} Save it as UTF-8.")
    return "utf-8-sig" if encoding in {"utf-8", "ascii"} else encoding
