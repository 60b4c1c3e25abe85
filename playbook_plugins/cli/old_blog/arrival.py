"""An old blog comes home: its entries become files and its comments threads of this site."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playbook_plugins.cli.blogs import SiteBlog
from playbook_plugins.comments.ledger_writing import write_whole
from playbook_plugins.imports.cleaning import web
from playbook_plugins.imports.entry_file import MOST_BYTES, file_text
from playbook_plugins.imports.entry_page import page_of
from playbook_plugins.imports.history import text_digest
from playbook_plugins.imports.html_to_markdown import Converted, is_harmless
from playbook_plugins.imports.model import Entry, Skip
from playbook_plugins.imports.naming import blog_host
from playbook_plugins.imports.shortcodes import MediaLibrary
from playbook_plugins.imports.spool import Spool
from playbook_plugins.imports.tally import Tally

from .arriving_comments import ArrivingComments
from .plan import ELSEWHERE, ImportOptions, Plan

HTML_MOST = 1024**2
"""Characters of one entry."""


class Arrival:
    """Brings one sorted export into one blog, as a plan says."""

    def __init__(self, blog: SiteBlog, spool: Spool, wishes: ImportOptions) -> None:
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
        self.left: list[str] = []
        """Files that an author has changed or taken away, and so are left."""
        self.library = MediaLibrary(spool.picture, spool.pictures, spool.part)
        self.plan = Plan(blog, spool, wishes)
        self.comments = ArrivingComments(self.plan, self.tally)
        self.hosts = {blog_host(each) for each in (*spool.homes, *wishes.old_sites)}
        self.hosts |= {blog_host(each.address) for each in self.plan.entries}
        self.hosts.discard("")

    def run(self, step: Callable[[int, int], None]) -> None:
        """Write what is new; `step` is told how many of how many are done.

        The record says first what is about to be written: an import that was stopped goes on.
        """
        for skip in self.spool.skips():
            self.tally.skip(skip)
        self.plan.authors.write(self.wishes.dry)
        self.plan.keep_history()
        try:
            for number, entry in enumerate(self.plan.entries):
                step(number, len(self.plan.entries))
                self._bring(entry)
            for id in self.spool.strays():
                self.tally.skip(Skip("comment", id, "its post is not in the export"))
        finally:
            self.plan.keep_history(done=True)

    def _bring(self, entry: Entry) -> None:
        kind = "draft" if entry.draft else entry.kind
        self.tally.held[kind] += 1
        whole = replace(self.spool.whole(entry.id), kind=entry.kind)
        if entry.hidden:
            self.hidden.append(f"“{entry.title or entry.id}”: {entry.hidden}")
        why = self._write(whole, kind)
        if why:
            self.tally.skip(Skip(kind, entry.title or entry.id, why), held=False)
        self.comments.bring(entry, why)

    def _write(self, entry: Entry, kind: str) -> str:
        """Write an entry unless it is here; why it cannot be, if so."""
        known = self.plan.known[entry.id]
        path = self.blog.docs / known.path
        shown = self.blog.shown(path)
        source = text_digest(repr(replace(entry, expected=None, closed=False)))
        text = path.read_text("utf-8", "replace") if path.is_file() else None
        if known.written and text is None:
            moved = self.plan.here.uids.get(known.uid)
            if moved is None:
                self.left.append(f"{shown} was deleted here and stays so")
                return "it was deleted here"
            if source != known.source:
                self.left.append(f"{self.blog.shown(self.blog.docs / moved)} was moved here")
            self.tally.there[kind] += 1
            return ""
        touched = text is not None and bool(known.written) and text_digest(text) != known.written
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
        known.written = text_digest(made) if known.written != ELSEWHERE else ELSEWHERE
        return ""

    def _text(self, entry: Entry, path: Path) -> tuple[str, str]:
        """The file of an entry, or why there can be none."""
        if len(entry.html) > HTML_MOST:
            return "", "its text is longer than a page can be"
        converted, kept = self._converted(entry, path)
        text = file_text(entry, self.plan.belongings[entry.id], converted.text)
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
        folder = path.parent / "images" / self.plan.belongings[entry.id].uid
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
            target = self.plan.target(whole or address)
            if target:
                return posixpath.relpath(target, posixpath.dirname(inside))
        return whole
