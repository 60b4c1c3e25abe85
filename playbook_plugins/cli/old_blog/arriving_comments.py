"""Comments of an old blog become threads of this one, each once."""

from __future__ import annotations

from dataclasses import replace

from playbook_plugins.comments.erasing import Erased
from playbook_plugins.comments.ledger_writing import LedgerEditor
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.imports.cleaning import comment_body
from playbook_plugins.imports.model import APPROVED, PAGE, Entry, OldComment, Skip
from playbook_plugins.imports.tally import Tally

from .plan import Plan


class ArrivingComments:
    """Adds the comments of entries to the ledger."""

    def __init__(self, plan: Plan, tally: Tally) -> None:
        """`tally` is told of each comment what became of it."""
        self.plan = plan
        self.tally = tally
        self.mails = 0
        """E-mail addresses that were left out."""
        self.editor = LedgerEditor(plan.blog.ledger, plan.blog.shown(plan.blog.ledger))

    def bring(self, entry: Entry, why: str) -> None:
        """Add the comments of `entry`; `why` it is not brought in itself, if so."""
        remarks = self.plan.spool.remarks(entry.id)
        if why or entry.kind == PAGE:
            reason = "its post is not brought in" if why else "pages of this site have no comments"
            for each in remarks:
                self.tally.skip(Skip("comment", each.id, reason))
            if entry.expected and why and why != "it was deleted here":
                self.tally.wrong.append((entry.title or entry.id, entry.expected, 0))
            return
        self.tally.held["comment"] += len(remarks)
        known = self.plan.known[entry.id]
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

    def _comment(self, remark: OldComment, ids: set[str]) -> Comment | None:
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
            origin=self.plan.wishes.origin,
            by=self.plan.authors.by(remark.writer),
            format=form,
        )

    def _add(self, entry: Entry, uid: str, comments: list[Comment]) -> str:
        """Add comments to a thread; why they cannot be, if so."""
        if self.plan.wishes.dry:
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
            kept, places = Erased([thread]).without(fresh, uid)
            fresh = [replace(c, parent=places.get(c.parent, c.parent)) for c in kept]
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
