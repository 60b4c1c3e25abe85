"""The cache: what earlier builds made, found by what it was made from.

Content-addressed and disposable. A folder with a database of values and the finished files
themselves; everything is checked against its digest before it is used, so that a damaged cache
costs time and never a wrong page. Several builds may share one.

A digest says that bytes are whole, not who wrote them: a folder may come with somebody's branch. So
nothing in it is followed that leads elsewhere, and a database that is not built as ours is none.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from .digests import digest
from .file_reading import content_of
from .writing import SHARES, make_folder

FORMAT = "2"
"""Changes when the layout of the folder does."""
WAIT = 5.0
"""Seconds to wait for another build that writes."""
AT_ONCE = 400
"""Keys asked for in one query."""
ROWS = "SELECT key, digest, value FROM kept WHERE kind = ?"
TABLE = "kept (kind TEXT, key BLOB, digest BLOB, value BLOB, PRIMARY KEY (kind, key))"
BUILT = {
    ("table", "kept", f"CREATE TABLE {TABLE}"),
    ("index", "sqlite_autoindex_kept_1", None),
}
"""All that our database consists of: no views, no triggers."""
JOURNALS = ("values.db-journal", "values.db-wal", "values.db-shm")
"""What other databases leave beside themselves. SQLite would believe what stands in them, down to
which other file is to be removed; ours keeps its journal in memory."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one value."""
STEPS, MOST_STEPS = 1_000_000, 50
"""How many steps a query may take, in so many parts: a hostile tree of pages need have no end."""
OLD = 4
"""How many builds' worth of entries may lie about before the unused ones go."""


def seal(kind: str, key: bytes, value: bytes) -> bytes:
    """What says that `value` is whole and the one of `key`.

    The database finds a row by its index and does not compare the two: after damage the index may
    lead to another row, whose value is whole.
    """
    return digest(kind, key, value)


class Store:
    """One cache folder. Whatever goes wrong with it, the build goes on without it."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` is made when the first thing is kept; None keeps nothing."""
        self.folder = (folder or Path()) / FORMAT
        self._database = self.folder / "values.db"
        self._objects = self.folder / "objects"
        self._new: dict[tuple[str, bytes], bytes] = {}
        self._used: set[tuple[str, bytes]] = set()
        self._looked_at: set[str] = set()
        self.folders: set[str] = set()
        """Folders that are known to be there."""
        self.writable = folder is not None
        """Whether anything can be kept."""
        if self.writable:
            self._clear_of_links()
        self.is_empty = not (self.writable and self._database.is_file())
        """Whether no earlier build has left a value: nobody need ask for one."""
        self.links = True
        """Whether finished files are shared with the cache, and not copied: nobody may then write
        into one, as the live site shares it too."""

    # --- Values ---

    def load(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values kept under `keys`, as far as there are any and they are whole."""
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            marks = ",".join("?" * len(some))
            found |= self._asked(kind, f"{ROWS} AND key IN ({marks})", some)
        self.use(kind, found)
        return found

    def load_all(self, kind: str) -> dict[bytes, bytes]:
        """All values of one kind that are whole. Whoever uses one says so (`use`)."""
        return self._asked(kind, ROWS, [])

    def use(self, kind: str, keys: Iterable[bytes]) -> None:
        """Note that this build has use for what is kept under `keys`."""
        self._used |= {(kind, key) for key in keys}

    def _asked(self, kind: str, query: str, given: Sequence[bytes]) -> dict[bytes, bytes]:
        if self.is_empty:
            return {}
        try:
            with closing(self._connected(readonly=True)) as database:
                return {
                    key: value
                    for key, sum, value in database.execute(query, (kind, *given))
                    if type(key) is type(value) is bytes and seal(kind, key, value) == sum
                }
        except DAMAGE as error:
            if not is_busy(error):
                self._drop_database()
            return {}

    def keep(self, kind: str, values: Mapping[bytes, bytes]) -> None:
        """Keep `values` when the build is through (`write`)."""
        self._new |= {(kind, key): value for key, value in values.items()}

    def write(self, *, is_last: bool = False) -> None:
        """Write what was kept, and hold it no longer.

        When it is the last time in a build, let go of what many builds have not used.
        """
        new, self._new = self._new, {}
        self._used |= new.keys()
        rows = [
            (kind, key, seal(kind, key, value), value)
            for (kind, key), value in new.items()
            if len(value) < LARGEST
        ]
        if not rows or not self.writable:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(self._connected()) as database, database:
                database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                count = database.execute("SELECT count(*) FROM kept").fetchone()[0]
                if is_last and count > OLD * len(self._used) + 1000:
                    self._let_go(database, self._used)
        except (*DAMAGE, OSError) as error:
            if not is_busy(error):
                self._drop_database()

    def _let_go(self, database: sqlite3.Connection, used: set[tuple[str, bytes]]) -> None:
        database.execute("CREATE TEMP TABLE used (kind TEXT, key BLOB, PRIMARY KEY (kind, key))")
        database.executemany("INSERT OR IGNORE INTO used VALUES (?, ?)", sorted(used))
        database.execute("DELETE FROM kept WHERE (kind, key) NOT IN (SELECT kind, key FROM used)")
        kept = {
            row[0].hex() for row in database.execute("SELECT value FROM kept WHERE kind='file'")
        }
        for folder in self._object_folders():
            for path in folder.iterdir():
                if folder.name + path.name not in kept:
                    path.unlink(missing_ok=True)

    def _connected(self, readonly: bool = False) -> sqlite3.Connection:
        mode = "ro" if readonly else "rwc"
        address = f"{self._database.absolute().as_uri()}?mode={mode}"
        database = sqlite3.connect(address, uri=True, timeout=WAIT)
        try:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
            database.set_progress_handler(_patience(), STEPS)
            if not readonly:
                database.execute(
                    "PRAGMA page_size = 16384"
                )  # of a new one: values are of some size
                database.execute("PRAGMA journal_mode = MEMORY")
                database.execute("PRAGMA synchronous = OFF")  # it need not survive a power cut
                database.execute(f"CREATE TABLE IF NOT EXISTS {TABLE}")
            if {*database.execute("SELECT type, name, sql FROM sqlite_master")} != BUILT:
                raise sqlite3.DatabaseError("this is another database")
        except BaseException:
            database.close()
            raise
        return database

    def _drop_database(self) -> None:
        for name in ("values.db", *JOURNALS):
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)

    # --- What somebody else may have put here ---

    def _clear_of_links(self) -> None:
        """Remove links where our own folders and files belong, and what no database of ours has."""
        with suppress(OSError):
            for path in (self.folder, self._objects, self._database):
                if path.is_symlink():
                    path.unlink()
            for name in JOURNALS:
                (self.folder / name).unlink(missing_ok=True)

    def _object_folders(self) -> Iterator[Path]:
        for path in self._objects.glob("[0-9a-f][0-9a-f]"):
            if path.is_dir() and not path.is_symlink():
                yield path

    # --- Finished files ---

    def put_back(self, sum: bytes, target: str) -> bool:
        """Put the finished file with this digest at `target`; False when it is not there whole."""
        source = self._object(sum)
        try:
            content = content_of(source, follow=False)
            if content is None or digest(content) != sum:
                Path(source).unlink()
                return False
            self.make_folder(target)
            Path(target).unlink(missing_ok=True)
            try:
                self._link(source, target)
            except OSError:  # another file system, or one without links
                shutil.copyfile(source, target)
        except OSError:
            return False
        return True

    def take_file(self, sum: bytes, path: str) -> None:
        """Keep the finished file at `path`, whose content has this digest."""
        if not self.writable:
            return
        place = self._object(sum)
        try:
            self.make_folder(place)
            try:
                self._link(path, place)
            except FileExistsError:
                pass
            except OSError:
                shutil.copyfile(path, place)
        except OSError:
            self.writable = False

    def _link(self, source: str, target: str) -> None:
        if not self.links or not SHARES:
            raise OSError("finished files are not shared")
        os.link(source, target)

    def make_folder(self, path: str) -> None:
        """Make the folder of `path`, once."""
        make_folder(path.rpartition("/")[0], self.folders)

    def _object(self, sum: bytes) -> str:
        """Where a finished file is kept; in no folder that is a link to another."""
        name = sum.hex()
        folder = f"{self._objects}/{name[:2]}"
        if folder not in self._looked_at:
            self._looked_at.add(folder)
            if os.path.islink(folder):  # noqa: PTH114 as above
                with suppress(OSError):
                    os.unlink(folder)  # noqa: PTH108
        return f"{folder}/{name[2:]}"


def _patience() -> Callable[[], bool]:
    """Whether a query is to end: asked after every so many of its steps."""
    left = iter(range(MOST_STEPS))
    return lambda: next(left, None) is None


DAMAGE = (sqlite3.Error, ValueError, TypeError, OverflowError, MemoryError)
"""What reading a damaged database raises: its own messages may quote bytes that are no text."""
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL})


def is_busy(error: Exception) -> bool:
    """Whether nothing is wrong with the database: another build is at it, or the disk is full."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in BUSY
