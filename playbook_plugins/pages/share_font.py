"""A font as far as a share picture must know it: its name, its signs, and how wide they are.

Three tables of the file are read (learn.microsoft.com/typography/opentype/spec: `cmap`, `hmtx`,
`name`). Shaping and drawing are the renderer's.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from .share_text import is_space


class FontError(Exception):
    """This is no font that can be read."""


class Font:
    """One font file."""

    def __init__(self, path: Path) -> None:
        """Read the file. Raises `FontError`."""
        self.path = path
        try:
            self.content = path.read_bytes()
            self._tables = dict(self._read_tables())
            self._signs = dict(self._read_signs())
            self._widths = self._read_widths()
            self.family = self._read_family()
        except (OSError, struct.error, KeyError, IndexError, UnicodeDecodeError) as error:
            raise FontError(str(path)) from error

    def lacks(self, text: str) -> bool:
        """Whether a sign of `text` is not in the font: a box would stand in its place."""
        return any(ord(sign) not in self._signs and not is_space(sign) for sign in text)

    def width(self, text: str, size: float) -> float:
        """How wide `text` is at `size`, each sign by itself."""
        glyphs = (self._signs.get(ord(sign), 0) for sign in text)
        last = len(self._widths) - 1
        return sum(self._widths[min(glyph, last)] for glyph in glyphs) * size / self._per_em

    def _numbers(self, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(f">{form}", self.content, at)

    def _read_tables(self) -> Iterator[tuple[bytes, int]]:
        (count,) = self._numbers("H", 4)
        for number in range(count):
            name, _, start, _ = struct.unpack_from(">4sIII", self.content, 12 + 16 * number)
            yield name, start

    def _read_signs(self) -> Iterator[tuple[int, int]]:
        """Each sign's glyph, by the formats that fonts of today have: 4 and 12."""
        table = self._tables[b"cmap"]
        (count,) = self._numbers("H", table + 2)
        for number in range(count):
            platform, _, offset = self._numbers("HHI", table + 4 + 8 * number)
            (form,) = self._numbers("H", table + offset)
            if platform in (0, 3) and form == 4:
                yield from self._segments(table + offset)
            elif platform in (0, 3) and form == 12:
                (groups,) = self._numbers("I", table + offset + 12)
                for group in range(groups):
                    first, last, glyph = self._numbers("III", table + offset + 16 + 12 * group)
                    yield from zip(range(first, last + 1), range(glyph, 2**16), strict=False)

    def _segments(self, at: int) -> Iterator[tuple[int, int]]:
        (twice,) = self._numbers("H", at + 6)
        row = f"{twice // 2}H"
        ends, starts, deltas, ranges = (
            self._numbers(row, at + 14 + twice * place + (2 if place else 0)) for place in range(4)
        )
        for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
            for sign in range(first, min(last, 0xFFFE) + 1):
                glyph = sign
                if ranges[number]:
                    place = at + 16 + 3 * twice + 2 * number + ranges[number] + 2 * (sign - first)
                    (glyph,) = self._numbers("H", place)
                    if not glyph:
                        continue
                if glyph := (glyph + deltas[number]) % 2**16:
                    yield sign, glyph

    def _read_widths(self) -> tuple[int, ...]:
        (self._per_em,) = self._numbers("H", self._tables[b"head"] + 18)
        (count,) = self._numbers("H", self._tables[b"hhea"] + 34)
        return self._numbers("Hh" * count, self._tables[b"hmtx"])[::2]

    def _read_family(self) -> str:
        """The family as programs are to call it, else as the oldest would."""
        table = self._tables[b"name"]
        found: dict[int, str] = {}
        _, count, texts = self._numbers("HHH", table)
        for number in range(count):
            platform, _, _, name, size, start = self._numbers("6H", table + 6 + 12 * number)
            if platform in (0, 3):
                raw = self.content[table + texts + start : table + texts + start + size]
                found.setdefault(name, raw.decode("utf-16-be"))
        return found.get(16) or found[1]
