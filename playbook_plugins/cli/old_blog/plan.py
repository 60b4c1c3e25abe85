"""What each entry of an old blog will be here: decided before anything is written."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from playbook_plugins.checks.links import target_of
from playbook_plugins.cli.blogs import SiteBlog
from playbook_plugins.comments.ledger_writing import write_whole
from playbook_plugins.imports.cleaning import label_line
from playbook_plugins.imports.entry_file import Belongings
from playbook_plugins.imports.history import NAME, Imported, history_text, read_history
from playbook_plugins.imports.model import PAGE, POST, Entry
from playbook_plugins.imports.naming import FileNames, address_path
from playbook_plugins.imports.old_addresses import OldAddresses
from playbook_plugins.imports.spool import Spool
from playbook_plugins.shared.records import record

from .destination import ArrivingAuthors, ArrivingLabels, taken_names
from .pictures import Pictures

ELSEWHERE = "by hand"
"""What stands for a digest where the file was never written by an import."""


@record
class ImportOptions:
    """What the author asked for."""

    origin: str
    """`blogger` or `wxr`; stands in each comment."""
    dry: bool = False
    pages: str = "pages"
    old_sites: tuple[str, ...] = ()
    pictures: Pictures | None = None
    """Fetches pictures; None leaves them where they are."""


class Plan:
    """Names, files and addresses of one export's entries in one blog."""

    def __init__(self, blog: SiteBlog, spool: Spool, wishes: ImportOptions) -> None:
        """Decides everything. Raises `ExportError`."""
        self.blog = blog
        self.spool = spool
        self.wishes = wishes
        self.unled: Counter[str] = Counter()
        """Old addresses that cannot lead on, by why."""
        self.notes: list[str] = []
        self.history_path = blog.folder / NAME
        self.history = read_history(self.history_path, blog.shown(self.history_path))
        self.here = taken_names(blog, blog.docs / wishes.pages)
        self.labels = ArrivingLabels(blog, self.here.categories)
        self.authors = ArrivingAuthors(blog)
        self.entries = list(spool.entries())
        self.known: dict[str, Imported] = {}
        """What the record says of each entry, by its id."""
        self.belongings: dict[str, Belongings] = {}
        self.targets: dict[str, str] = {}
        """Path from the docs folder, by the old address without its host."""
        self.numbered: dict[str, str] = {}
        """The same by the number that plain addresses of WordPress hold: `?p=2`."""
        self._decide()

    def _decide(self) -> None:
        folder = posixpath.relpath(self.blog.post_folder, self.blog.docs)
        names = FileNames([*self.here.names, *(each.uid for each in self.history.values())])
        addresses = OldAddresses([*self.here.formers, *self.here.files], self.here.kept)
        source = self._source()
        ours = {each.path for each in self.history.values()}
        for at, entry in enumerate(self.entries):
            key = self._key(entry, source)
            known = self.history.get(key) or self._by_hand(entry, ours)
            if known is None:
                name = names.take(entry)
                inside = self.wishes.pages if entry.kind == PAGE else folder
                known = Imported(name, posixpath.join(inside, f"{name}.md"))
            known.blog = source
            self.history[key] = self.known[entry.id] = known
            # A page that has become a post since stays where it is, and what it is here.
            stands = POST if known.path.startswith(f"{folder}/") else PAGE
            self.entries[at] = entry = replace(entry, kind=stands)
            old = self._old_address(entry, known, addresses)
            categories, tags = self.labels.sort(entry.labels)
            tags = tuple(
                dict.fromkeys([*tags, *(each for each in map(label_line, entry.tags) if each)])
            )
            authors = self.authors.of(entry.writer) if entry.kind != PAGE else ()
            made = Belongings(known.uid, authors, categories, tags, old)
            self.belongings[entry.id] = made
            gone = known.written and not (self.blog.docs / known.path).is_file()
            if entry.draft or gone:
                continue
            self.numbered[entry.id.rpartition(":")[2]] = known.path
            if _is_place(entry.address):
                self.targets.setdefault(address_path(entry.address), known.path)

    def _source(self) -> str:
        """The blog that the export is from, where its ids are not the only ones of their kind."""
        if self.wishes.origin != "wxr":
            return ""
        return _bare(self.spool.homes[-1]) if self.spool.homes else ""

    def _key(self, entry: Entry, source: str) -> str:
        """What the record calls an entry: two blogs of WordPress count from one each."""
        known = self.history.get(entry.id)
        same = {"", source, *map(_bare, self.wishes.old_sites)}
        if known is None or not source or known.blog in same:
            return entry.id
        return f"{entry.id}@{source}"

    def _by_hand(self, entry: Entry, ours: set[str]) -> Imported | None:
        """The file that claims an entry's old address already, if one does.

        `ours` are those that an import has written: they belong to another entry.
        """
        target = OldAddresses.target(entry.address)
        path = self.here.formers.get(target, "") if target else ""
        path = "" if path in ours else path
        uids = [uid for uid, each in self.here.uids.items() if each == path]
        return Imported(uids[0], path, written=ELSEWHERE) if path and uids else None

    def _old_address(self, entry: Entry, known: Imported, addresses: OldAddresses) -> str:
        if not entry.address or entry.draft:
            return ""
        if not _is_place(entry.address):
            self.unled["of the form ?p=2, which no file can answer"] += 1
            return ""
        target = OldAddresses.target(entry.address)
        if self.here.formers.get(target) == known.path and target:
            return address_path(entry.address)
        if target == self._new_address(entry, known):
            return ""  # it stays at its address
        taken = addresses.take(entry.address)
        if not taken:
            self.notes.append(f"{known.path}: its old address cannot lead on: {entry.address}")
        return taken

    def _new_address(self, entry: Entry, known: Imported) -> str:
        """The file of an entry here, where addresses are made as they usually are."""
        if entry.kind == PAGE:
            return target_of(known.path, directory_urls=True)
        root = posixpath.normpath(self.blog.folder.relative_to(self.blog.docs).as_posix())
        return posixpath.join(root, f"{entry.date:%Y/%m/%d}/{known.uid}/index.html").removeprefix(
            "./"
        )

    def target(self, address: str) -> str:
        """The file of an old address."""
        if not _is_place(address):
            asked = parse_qs(urlsplit(address).query)
            numbers = [*asked.get("p", []), *asked.get("page_id", [])]
            return self.numbered.get(numbers[0], "") if numbers else ""
        path = address_path(address)
        return (
            self.targets.get(path)
            or self.targets.get(path.rstrip("/"))
            or (self.targets.get(f"{path}/", ""))
        )

    def keep_history(self, done: bool = False) -> None:
        """Write the record of what was brought in; once all is `done`, without what was not."""
        if done:
            written = {id for id, known in self.history.items() if known.written}
            self.history = {id: self.history[id] for id in written}
        text = history_text(self.history)
        before = self.history_path.read_text("utf-8") if self.history_path.is_file() else ""
        if not self.wishes.dry and text != before and (self.history or before):
            self.history_path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.history_path, text)


def _bare(address: str) -> str:
    """An address without what differs between two ways to write it."""
    return re.sub(r"^https?://(?:www\.)?", "", address.lower()).rstrip("/")


def _is_place(address: str) -> bool:
    """Whether an old address has a path of its own, and is more than a number or the front."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path.strip("/"))
