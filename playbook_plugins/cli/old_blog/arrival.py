"""An old blog comes home: its entries become files and its comments threads of this site."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playbook_plugins.checks.links import target_of
from playbook_plugins.cli.blogs import Blog
from playbook_plugins.comments.ledger_writing import LedgerEditor, write_whole
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.imports.cleaning import comment_body, label_line, web
from playbook_plugins.imports.entry_file import MOST_BYTES, Belongings, file_text
from playbook_plugins.imports.entry_page import page_of
from playbook_plugins.imports.history import NAME, Known, digest, read_record, record_text
from playbook_plugins.imports.html_to_markdown import Converted, is_harmless
from playbook_plugins.imports.model import APPROVED, PAGE, POST, Entry, Remark, Skip
from playbook_plugins.imports.naming import Names, address_path, blog_host
from playbook_plugins.imports.old_addresses import Addresses
from playbook_plugins.imports.shortcodes import Library
from playbook_plugins.imports.spool import Spool
from playbook_plugins.imports.tally import Tally
from playbook_plugins.shared.records import record

from .destination import Authors, Labels, settled
from .pictures import Pictures

HTML_MOST = 1024**2
"""Characters of one entry."""
ELSEWHERE = "by hand"
"""What stands for a digest where the file was never written by an import."""


@record
class Wishes:
    """What the author asked for."""

    origin: str
    """`blogger` or `wxr`; stands in each comment."""
    dry: bool = False
    pages: str = "pages"
    old_sites: tuple[str, ...] = ()
    pictures: Pictures | None = None
    """Fetches pictures; None leaves them where they are."""


class Arrival:
    """Brings one sorted export into one blog."""

    def __init__(self, blog: Blog, spool: Spool, wishes: Wishes) -> None:
        """Decides every name; nothing is written yet. Raises `ExportError`."""
        self.blog = blog
        self.spool = spool
        self.wishes = wishes
        self.tally = Tally()
        self.images: dict[str, int] = {}
        """Pictures that stay elsewhere, and in how many texts each is."""
        self.mails = 0
        self.simplified: list[str] = []
        """Texts of which only the words are left, since they would hold up every build."""
        self.hidden: list[str] = []
        """Drafts that the old blog would not have called so, and why they are."""
        self.lost: Counter[str] = Counter()
        """What was taken off texts, with the name of its post."""
        self.kept: Counter[str] = Counter()
        """Words in brackets that may be a plugin's, and stay."""
        self.unseen = 0
        """Pictures that count readers."""
        self.unled: Counter[str] = Counter()
        """Old addresses that cannot lead on, by why."""
        self.left: list[str] = []
        """Files that an author has changed or taken away, and so are left."""
        self.notes: list[str] = []
        self.record_path = blog.folder / NAME
        self.record = read_record(self.record_path, blog.shown(self.record_path))
        self.page_folder = blog.docs / wishes.pages
        self.here = settled(blog, self.page_folder)
        self.labels = Labels(blog, self.here.categories)
        self.authors = Authors(blog)
        self.editor = LedgerEditor(blog.ledger, blog.shown(blog.ledger))
        self.entries = list(spool.entries())
        self.known: dict[str, Known] = {}
        """What the record says of each entry, by its id."""
        self.belongings: dict[str, Belongings] = {}
        self.targets: dict[str, str] = {}
        """Path from the docs folder, by the old address without its host."""
        self.numbered: dict[str, str] = {}
        """The same by the number that plain addresses of WordPress hold: `?p=2`."""
        self.library = Library(spool.picture, spool.pictures, spool.part)
        self._plan()
        self.hosts = {blog_host(each) for each in (*spool.homes, *wishes.old_sites)}
        self.hosts |= {blog_host(each.address) for each in self.entries}
        self.hosts.discard("")

    # --- Names, before anything is written ---

    def _plan(self) -> None:
        folder = posixpath.relpath(self.blog.post_folder, self.blog.docs)
        names = Names([*self.here.names, *(each.uid for each in self.record.values())])
        addresses = Addresses([*self.here.formers, *self.here.files], self.here.kept)
        source = self._source()
        ours = {each.path for each in self.record.values()}
        for at, entry in enumerate(self.entries):
            key = self._key(entry, source)
            known = self.record.get(key) or self._by_hand(entry, ours)
            if known is None:
                name = names.take(entry)
                inside = self.wishes.pages if entry.kind == PAGE else folder
                known = Known(name, posixpath.join(inside, f"{name}.md"))
            known.blog = source
            self.record[key] = self.known[entry.id] = known
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
        known = self.record.get(entry.id)
        same = {"", source, *map(_bare, self.wishes.old_sites)}
        if known is None or not source or known.blog in same:
            return entry.id
        return f"{entry.id}@{source}"

    def _by_hand(self, entry: Entry, ours: set[str]) -> Known | None:
        """The file that claims an entry's old address already, if one does.

        `ours` are those that an import has written: they belong to another entry.
        """
        target = Addresses.target(entry.address)
        path = self.here.formers.get(target, "") if target else ""
        path = "" if path in ours else path
        uids = [uid for uid, each in self.here.uids.items() if each == path]
        return Known(uids[0], path, written=ELSEWHERE) if path and uids else None

    def _old_address(self, entry: Entry, known: Known, addresses: Addresses) -> str:
        if not entry.address or entry.draft:
            return ""
        if not _is_place(entry.address):
            self.unled["of the form ?p=2, which no file can answer"] += 1
            return ""
        target = Addresses.target(entry.address)
        if self.here.formers.get(target) == known.path and target:
            return address_path(entry.address)
        if target == self._new_address(entry, known):
            return ""  # it stays at its address
        taken = addresses.take(entry.address)
        if not taken:
            self.notes.append(f"{known.path}: its old address cannot lead on: {entry.address}")
        return taken

    def _new_address(self, entry: Entry, known: Known) -> str:
        """The file of an entry here, where addresses are made as they usually are."""
        if entry.kind == PAGE:
            return target_of(known.path, directory_urls=True)
        root = posixpath.normpath(self.blog.folder.relative_to(self.blog.docs).as_posix())
        return posixpath.join(root, f"{entry.date:%Y/%m/%d}/{known.uid}/index.html").removeprefix(
            "./"
        )

    # --- Writing ---

    def run(self, step: Callable[[int, int], None]) -> None:
        """Write what is new; `step` is told how many of how many are done.

        The record says first what is about to be written: an import that was stopped goes on.
        """
        for skip in self.spool.skips():
            self.tally.skip(skip)
        self.authors.write(self.wishes.dry)
        self._keep_record()
        try:
            for number, entry in enumerate(self.entries):
                step(number, len(self.entries))
                self._bring(entry)
            for id in self.spool.strays():
                self.tally.skip(Skip("comment", id, "its post is not in the export"))
        finally:
            done = {id for id, known in self.record.items() if known.written}
            self.record = {id: self.record[id] for id in done}
            self._keep_record()

    def _keep_record(self) -> None:
        text = record_text(self.record)
        before = self.record_path.read_text("utf-8") if self.record_path.is_file() else ""
        if not self.wishes.dry and text != before and (self.record or before):
            self.record_path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.record_path, text)

    def _bring(self, entry: Entry) -> None:
        kind = "draft" if entry.draft else entry.kind
        self.tally.held[kind] += 1
        whole = replace(self.spool.whole(entry.id), kind=entry.kind)
        if entry.hidden:
            self.hidden.append(f"“{entry.title or entry.id}”: {entry.hidden}")
        why = self._write(whole, kind)
        if why:
            self.tally.skip(Skip(kind, entry.title or entry.id, why), held=False)
        self._bring_comments(entry, why)

    def _write(self, entry: Entry, kind: str) -> str:
        """Write an entry unless it is here; why it cannot be, if so."""
        known = self.known[entry.id]
        path = self.blog.docs / known.path
        shown = self.blog.shown(path)
        source = digest(repr(replace(entry, expected=None, closed=False)))
        text = path.read_text("utf-8", "replace") if path.is_file() else None
        if known.written and text is None:
            moved = self.here.uids.get(known.uid)
            if moved is None:
                self.left.append(f"{shown} was deleted here and stays so")
                return "it was deleted here"
            if source != known.source:
                self.left.append(f"{self.blog.shown(self.blog.docs / moved)} was moved here")
            self.tally.there[kind] += 1
            return ""
        touched = text is not None and bool(known.written) and digest(text) != known.written
        pictures = self.wishes.pictures
        if touched or (known.written and known.source == source and pictures is None):
            if touched and (source != known.source or pictures):
                self.left.append(f"{shown} was edited here")
            self.tally.there[kind] += 1
            return ""
        made, why = self._text(entry, path)
        if why:
            return why
        if text is not None and not known.written and text != made:
            self.left.append(f"{shown} was edited here")
            known.source, known.written = source, ELSEWHERE
        known.source = source
        if text == made or known.written == ELSEWHERE:
            self.tally.there[kind] += 1
        else:
            if not self.wishes.dry:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, made)
            self.tally.written[kind] += 1
        known.written = digest(made) if known.written != ELSEWHERE else ELSEWHERE
        return ""

    def _text(self, entry: Entry, path: Path) -> tuple[str, str]:
        """The file of an entry, or why there can be none."""
        if len(entry.html) > HTML_MOST:
            return "", "its text is longer than a page can be"
        converted, kept = self._converted(entry, path)
        text = file_text(entry, self.belongings[entry.id], converted.text)
        if len(text.encode()) > MOST_BYTES:
            return "", "its text is longer than a page can be"
        if not is_harmless(converted.text):
            return "", "its text cannot be made safe"
        if not converted.text and not entry.title:
            return "", "it has neither title nor text"
        self.mails += converted.mails
        self._note(entry, converted, kept)
        if converted.simplified:
            self.simplified.append(entry.title or entry.id)
        for image in converted.images:
            self.images[image] = self.images.get(image, 0) + 1
        return text, ""

    def _note(self, entry: Entry, converted: Converted, kept: list[str]) -> None:
        """Note what a text has lost on its way, by the name of its post."""
        name = entry.title or entry.id
        lost = [*converted.lost]
        if entry.description.endswith("…"):
            lost.append("the end of its excerpt, which is longer than a description can be")
        if entry.picture and self.library.picture(entry.picture) is None:
            lost.append(f"the picture above it: its number {entry.picture} is not in the export")
        self.lost.update(f"“{name}”: {each}" for each in lost)
        self.kept.update(kept)
        self.unseen += converted.unseen

    def _converted(self, entry: Entry, path: Path) -> tuple[Converted, list[str]]:
        inside = path.relative_to(self.blog.docs).as_posix()

        def link(address: str) -> str:
            return self._link(address, entry, inside)

        base = self._base(entry)
        converted, kept = page_of(entry, self.library, link, base=base)
        pictures = self.wishes.pictures
        if not pictures or not converted.images or self.wishes.dry:
            return converted, kept
        folder = path.parent / "images" / self.belongings[entry.id].uid
        names = {each: pictures.fetch(each, folder) for each in converted.images}
        start = f"images/{folder.name}/"

        def fetched(address: str) -> str:
            return start + names[address] if names.get(address) else address

        return page_of(entry, self.library, link, fetched, base)

    def _base(self, entry: Entry) -> str:
        """Where a text stood: what its addresses are seen from."""
        return entry.address if "://" in entry.address else next(iter(self.spool.homes), "")

    def _link(self, address: str, entry: Entry, inside: str) -> str:
        """Where a link leads: into this site where the old blog's page has come home."""
        if address.strip().startswith("#"):
            return ""
        whole = web(address, self._base(entry))
        if blog_host(whole) in self.hosts or (not whole and address.startswith("/")):
            target = self._target(whole or address)
            if target:
                return posixpath.relpath(target, posixpath.dirname(inside))
        return whole

    def _target(self, address: str) -> str:
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

    # --- Comments ---

    def _bring_comments(self, entry: Entry, why: str) -> None:
        remarks = self.spool.remarks(entry.id)
        if why or entry.kind == PAGE:
            reason = "its post is not brought in" if why else "pages of this site have no comments"
            for each in remarks:
                self.tally.skip(Skip("comment", each.id, reason))
            if entry.expected and why and why != "it was deleted here":
                self.tally.wrong.append((entry.title or entry.id, entry.expected, 0))
            return
        self.tally.held["comment"] += len(remarks)
        known = self.known[entry.id]
        before = set(known.comments)
        ids = {each.id for each in remarks} | before
        new = [each for each in remarks if each.id not in before]
        self.tally.there["comment"] += len(remarks) - len(new)
        comments = [made for each in new if (made := self._comment(each, ids))]
        comments = _without_rings(comments)
        why = self._add(entry, known.uid, comments)
        if why:
            for comment in comments:
                self.tally.skip(Skip("comment", comment.id, why), held=False)
            comments = []
        known.comments = sorted({*before, *(each.id for each in comments)})
        here = sum(each.state == APPROVED and each.id in known.comments for each in remarks)
        if entry.expected is not None and entry.expected != here:
            self.tally.wrong.append((entry.title or entry.id, entry.expected, here))

    def _comment(self, remark: Remark, ids: set[str]) -> Comment | None:
        body, form, mails = comment_body(remark.html)
        if not body or len(body) > 100_000:
            why = "its text is longer than a comment can be" if body else "it has no text"
            self.tally.skip(Skip("comment", remark.id, why), held=False)
            return None
        self.mails += mails
        return Comment(
            id=remark.id,
            author=remark.writer.name or "Anonymous",
            date=remark.date,
            body=body,
            parent=remark.parent if remark.parent in ids and remark.parent != remark.id else "",
            url=remark.writer.url,
            state=remark.state,
            origin=self.wishes.origin,
            by=self.authors.by(remark.writer),
            format=form,
        )

    def _add(self, entry: Entry, uid: str, comments: list[Comment]) -> str:
        """Add comments to a thread; why they cannot be, if so."""
        if self.wishes.dry:
            self.tally.written["comment"] += len(comments)
            return ""
        if not comments:
            return ""
        added = 0

        def edit(thread: Thread) -> Thread:
            nonlocal added
            standing = {each.id for each in thread.comments}
            fresh = [each for each in comments if each.id not in standing]
            added = len(fresh)
            present = standing | {each.id for each in fresh}
            fresh = [c if c.parent in present else replace(c, parent="") for c in fresh]
            closed = thread.closed or (entry.closed and not thread.comments)
            return replace(thread, comments=(*thread.comments, *fresh), closed=closed)

        try:
            self.editor.change(uid, edit)
        except EditError as error:
            return error.problems[0].what.rstrip(".")
        self.tally.written["comment"] += added
        self.tally.there["comment"] += len(comments) - added
        return ""


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


def _without_rings(comments: list[Comment]) -> list[Comment]:
    """Comments that do not answer themselves, however far around."""
    parents = {each.id: each.parent for each in comments}
    fine: set[str] = {""}
    for id in parents:
        way: dict[str, None] = {}
        at = id
        while at not in fine and at not in way and at in parents:
            way[at] = None
            at = parents[at]
        if at in way:
            parents[at] = ""  # the ring opens where we came upon it
        fine.update(way)
    return [replace(each, parent=parents[each.id]) for each in comments]
