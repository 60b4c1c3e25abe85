"""The ledgers of a site, where a moderator works."""

from __future__ import annotations

from collections.abc import Iterable

import click

from playbook_plugins.comments.ledger_writing import LedgerEditor
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record

from .blogs import SiteBlog, blogs_of
from .terminal import one_line


@record
class Moderation:
    """The ledgers of a site's blogs, where a moderator works."""

    blogs: list[SiteBlog]

    def editor(self, blog: SiteBlog) -> LedgerEditor:
        """What writes into a blog's ledger."""
        return LedgerEditor(blog.ledger, blog.shown(blog.ledger))

    def uids(self, blog: SiteBlog) -> list[str]:
        """The threads that a blog has. Files of other names are for `playbook check`."""
        return [path.stem for path in sorted(blog.ledger.glob("*.yml")) if is_id(path.stem)]

    def thread(self, uid: str) -> LedgerEditor:
        """Where the thread of `uid` is kept. Ends the command when there is none."""
        for blog in self.blogs:
            if uid in self.uids(blog):
                return self.editor(blog)
        known = [each for blog in self.blogs for each in self.uids(blog)]
        raise unknown("thread", uid, known)

    def home(self, uid: str) -> tuple[LedgerEditor, SiteBlog]:
        """Where the thread of `uid` is, or will be once its post has a comment."""
        topics = [[topic.uid for topic in blog.topics()] for blog in self.blogs]
        for blog, known in zip(self.blogs, topics, strict=True):
            if uid in self.uids(blog) or uid in known:
                return self.editor(blog), blog
        every = {uid for known in topics for uid in known}
        raise unknown("post", uid, every.union(*(self.uids(blog) for blog in self.blogs)))


def moderation_of(file: str) -> Moderation:
    """The blogs of a site. Ends the command with a sentence when there is none."""
    blogs = blogs_of(file)
    if not blogs:
        raise click.ClickException(f"{file} has no blog. Add playbook/blog below plugins.")
    return Moderation(blogs)


def unknown(what: str, name: str, known: Iterable[str]) -> click.ClickException:
    """There is no such thing; the nearest name, or where to see them all."""
    names = sorted(known)
    shown = one_line(name, 80)
    cure = did_you_mean(name, names) if len(names) <= 20 or _near(name, names) else ""
    cure = cure or "See them all: playbook comments list --state all"
    return click.ClickException(f'There is no {what} "{shown}". {one_line(cure)}')


def _near(name: str, names: list[str]) -> bool:
    return did_you_mean(name, names).startswith("Did you mean")


def refused(error: EditError) -> click.ClickException:
    """What kept a thread from being changed."""
    return click.ClickException("\n".join(one_line(str(each)) for each in error.problems))


def chosen_of(thread: Thread, ids: Iterable[str]) -> list[Comment]:
    """The comments that `ids` name, with or without the `c` of their address."""
    known = {each.id: each for each in thread.comments}
    found = []
    for name in ids:
        id = name.removeprefix("#")
        id = id if id in known else id.removeprefix("c")
        if id not in known:
            raise unknown(f"comment in {thread.uid}", name, known)
        found.append(known[id])
    return found
