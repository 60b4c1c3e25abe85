"""An export, sorted: posts with their comments, in a private file that nobody else can open.

An export names comments in any order, far from their posts, and may be larger than the memory.
The file has no name and goes with its process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from .model import Entry, ExportError, ExportItem, Home, OldComment, Part, Picture, Skip, Writer

MOST_ENTRIES = 1_000_000
MOST_HOMES = 20

_TABLES = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;
CREATE TABLE entry (id TEXT PRIMARY KEY, number INTEGER, html TEXT, told TEXT);
CREATE TABLE remark (id TEXT PRIMARY KEY, post TEXT, number INTEGER, told TEXT);
CREATE TABLE skip (kind TEXT, name TEXT, why TEXT);
CREATE TABLE picture (id TEXT PRIMARY KEY, post TEXT, told TEXT);
CREATE INDEX shown ON picture (post);
CREATE TABLE part (id TEXT PRIMARY KEY, html TEXT);
"""


class Spool:
    """What was found, without doubles; the first of two with one id stays."""

    def __init__(self) -> None:
        """An empty one. Raises `ExportError` where there is no room for it."""
        self._base = sqlite3.connect("")
        self._base.executescript(_TABLES)
        self.homes: list[str] = []
        self.count = 0

    def close(self) -> None:
        """Give its room back."""
        self._base.close()

    def add(self, found: ExportItem) -> None:
        """Take one. Raises `ExportError` when there is no more room."""
        if isinstance(found, Home):
            if len(self.homes) < MOST_HOMES:
                self.homes.append(found.url)
            return
        self.count += 1
        if self.count > MOST_ENTRIES:
            raise ExportError("The export holds more entries than any real one.")
        try:
            self._add(found)
        except sqlite3.Error:
            what = "There is no room on this disk to sort the export. Nothing was written."
            raise ExportError(what) from None

    def _add(self, found: Entry | OldComment | Skip | Picture | Part) -> None:
        if isinstance(found, Picture):
            told = json.dumps(vars(found))
            self._base.execute(
                "INSERT OR IGNORE INTO picture VALUES (?, ?, ?)", (found.id, found.post, told)
            )
            return
        if isinstance(found, Part):
            self._base.execute("INSERT OR IGNORE INTO part VALUES (?, ?)", (found.id, found.html))
            return
        if isinstance(found, Skip):
            row = (found.kind, found.name[:200], found.why)
            self._base.execute("INSERT INTO skip VALUES (?, ?, ?)", row)
            return
        if isinstance(found, Entry):
            values = {**vars(found), "html": "", "date": found.date.isoformat()}
            row4 = (found.id, self.count, found.html, _told(values))
            done = self._base.execute("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?)", row4)
            kind, name = ("draft" if found.draft else found.kind), found.title or found.id
        else:
            values = {**vars(found), "date": found.date.isoformat()}
            row4 = (found.id, found.post, self.count, _told(values))  # type: ignore[assignment]
            done = self._base.execute("INSERT OR IGNORE INTO remark VALUES (?, ?, ?, ?)", row4)
            kind, name = "comment", found.id
        if not done.rowcount:
            self._add(Skip(kind, name, "another one has the same id"))

    def entries(self) -> Iterator[Entry]:
        """Posts and pages without their texts, oldest first, so that a later one cannot move it."""
        rows = self._base.execute("SELECT told FROM entry ORDER BY number")
        made = [_entry(told, "") for (told,) in rows]
        return iter(sorted(made, key=lambda each: (each.date, each.id)))

    def whole(self, id: str) -> Entry:
        """An entry with its text."""
        told, html = self._base.execute(
            "SELECT told, html FROM entry WHERE id = ?", (id,)
        ).fetchone()
        return _entry(told, html)

    def remarks(self, post: str) -> list[OldComment]:
        """The comments of a post, oldest first."""
        rows = self._base.execute("SELECT told FROM remark WHERE post = ?", (post,))
        made = [_remark(told) for (told,) in rows]
        return sorted(made, key=lambda each: (each.date, each.id))

    def picture(self, id: str) -> Picture | None:
        """A picture of the media library."""
        row = self._base.execute("SELECT told FROM picture WHERE id = ?", (id,)).fetchone()
        return Picture(**json.loads(row[0])) if row else None

    def pictures(self, post: str) -> list[Picture]:
        """Those that were uploaded to a post, in the order of the export."""
        query = "SELECT told FROM picture WHERE post = ? ORDER BY rowid LIMIT 1000"
        rows = self._base.execute(query, (post,)) if post not in {"", "0"} else ()
        return [Picture(**json.loads(told)) for (told,) in rows]

    def part(self, id: str) -> str:
        """A text that posts take in; nothing for one that is not here."""
        row = self._base.execute("SELECT html FROM part WHERE id = ?", (id,)).fetchone()
        return row[0] if row else ""

    def strays(self) -> Iterator[str]:
        """Comments whose post is not in the export, or not brought in."""
        rows = self._base.execute(
            "SELECT id FROM remark WHERE post NOT IN (SELECT id FROM entry) ORDER BY number"
        )
        return (id for (id,) in rows)

    def skips(self) -> Iterator[Skip]:
        """What was left out, in the order of the file."""
        return (Skip(*row) for row in self._base.execute("SELECT * FROM skip ORDER BY rowid"))


def _told(values: dict[str, object]) -> str:
    return json.dumps(values, default=lambda each: vars(each) if each is not None else None)


def _entry(told: str, html: str) -> Entry:
    values = json.loads(told)
    return Entry(**{**values, **_common(values), "html": html} | {
        "labels": tuple(values["labels"]), "tags": tuple(values["tags"]),
        "notes": tuple(map(tuple, values["notes"])), "sounds": tuple(values["sounds"]),
    })  # fmt: skip


def _remark(told: str) -> OldComment:
    values = json.loads(told)
    return OldComment(**{**values, **_common(values)})


def _common(values: dict[str, object]) -> dict[str, object]:
    writer = values["writer"]
    assert isinstance(writer, dict)
    return {"date": datetime.fromisoformat(str(values["date"])), "writer": Writer(**writer)}
