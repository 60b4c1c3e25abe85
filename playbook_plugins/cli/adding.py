"""`playbook comments add`: a comment that came by mail, or an answer of one's own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from playbook_plugins.comments.erasing import Erased
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.mails import ADDRESS, Mail, MailError, mails_in, read_mail
from playbook_plugins.comments.merging import said_key
from playbook_plugins.comments.model import APPROVED, PENDING, STATES, Comment, Thread
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.shared.problems import did_you_mean

from .blogs import SiteBlog
from .moderation import Moderation, chosen_of, moderation_of, refused
from .terminal import one_line, plain

MOST_NAME = 80
MOST_BODY = 100_000
MOST_FILE = 200 * 2**20
"""Bytes of a file of mails."""
AHEAD = timedelta(days=1)
"""By so much somebody's clock may be ahead of ours."""


@click.command("add")
@click.argument("uid", required=False)
@click.option("--mail", "file", metavar="FILE", help="Mails (.eml, mbox); - is standard input.")
@click.option("--approve", is_flag=True, help="Show what came by mail at once.")
@click.option("--author", help="The name that readers see; with --by as a rule the author's.")
@click.option("--body", help="The text; - reads it from standard input. Else your editor opens.")
@click.option("--parent", default="", metavar="COMMENT", help="The comment that it answers.")
@click.option("--by", default="", metavar="AUTHOR", help="The author of the site who wrote it.")
@click.option("--url", default="", help="The writer's own address.")
@click.option("--date", help="When it was written, as 2026-11-24T09:30:00Z. As a rule now.")
@click.option("--state", type=click.Choice(list(STATES)), default=APPROVED, show_default=True)
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def add_command(
    uid: str | None,
    file: str | None,
    approve: bool,
    author: str | None,
    body: str | None,
    parent: str,
    by: str,
    url: str,
    date: str | None,
    state: str,
    config_file: str,
) -> None:
    """Add a comment to the post UID: your own answer, or with --mail what readers have sent.

    A mail names its post itself, where the reader came by the button. Its words wait until you
    approve them, or are shown with --approve. The sender's address is never kept.
    """
    desk = moderation_of(config_file)
    given = datetime.now(UTC).replace(microsecond=0) if date is None else _date(date)
    if file is not None:
        mails = _Mails(desk, uid or "", author or "", parent, given if date else None, approve)
        if not mails.add(file):
            sys.exit(1)
        return
    if not uid:
        raise click.UsageError("Name the post: playbook comments add UID, or --mail FILE.")
    editor, blog = desk.home(uid)
    authors = blog.authors()
    _check_author(by, authors, blog)
    name = _name(author if author is not None or not by else str(authors[by].name))
    _check_address(url)
    text = _body(body)

    def edit(thread: Thread) -> Thread:
        _check_open(thread)
        answered = chosen_of(thread, [parent])[0].id if parent else ""
        made = Comment(free_id(given, thread), name, given, text, answered, url, state, "", by)
        return replace(thread, comments=(*thread.comments, made))

    try:
        after = editor.change(uid, edit)
    except EditError as error:
        raise refused(error) from None
    path = blog.shown(editor.path(uid))
    click.echo(f"{path}: added {after.comments[-1].id}.")


class _Mails:
    """Adds the mails of a file, one by one; what cannot be added is named, and the rest goes on."""

    def __init__(
        self,
        desk: Moderation,
        uid: str,
        author: str,
        parent: str,
        date: datetime | None,
        approve: bool,
    ) -> None:
        self.desk = desk
        self.uid = uid
        self.author = author
        self.parent = parent
        self.date = date
        self.state = APPROVED if approve else PENDING
        self.now = datetime.now(UTC).replace(microsecond=0)

    def add(self, file: str) -> bool:
        """Whether every mail was added, or is there already."""
        well = True
        found = 0
        for found, raw in enumerate(mails_in(_file(file)), 1):
            try:
                self._add(read_mail(raw))
            except (MailError, click.ClickException, EditError) as error:
                said = error.message if isinstance(error, click.ClickException) else str(error)
                click.echo(f"{one_line(file, 60)}, mail {found}: {one_line(said)}", err=True)
                well = False
        if not found:
            raise click.ClickException(f"{one_line(file, 60)} holds no mail.")
        return well

    def _add(self, mail: Mail) -> None:
        uid = self.uid or mail.post or self._by_title(mail.subject)
        editor, blog = self.desk.home(uid)
        authors = blog.authors()
        name = _name(self.author or mail.author, "The mail has no name but an address: --author")
        date = self.date or mail.date or self.now
        if date > self.now + AHEAD:
            what = f"The mail is dated {date:%Y-%m-%d}, which is to come."
            raise click.ClickException(f"{what} Say when it was written: --date")
        text = _clean(mail.body)
        state, doubts = self._doubts(name, text, authors)
        comment = Comment("", name, date, text, "", "", state)
        if _erased(blog, comment):
            click.echo(f"{uid}: this was erased at somebody's wish, and stays out.")
            return
        told: list[str] = []

        def edit(thread: Thread) -> Thread:
            said = said_key(comment)
            if same := next((c for c in thread.comments if said_key(c) == said), None):
                told.append(f"{uid} {same.id}: is there already.")
                return thread
            _check_open(thread)
            parent = self.parent or mail.parent
            known = {each.id for each in thread.comments}
            answered = parent if parent in known else ""
            if self.parent:
                answered = chosen_of(thread, [parent])[0].id
            elif parent and not answered:
                doubts.append(f'It answers "{one_line(parent, 40)}", which is not there.')
            id = free_id(date, thread)
            made = replace(comment, id=id, parent=answered)
            told.append(self._told(uid, made, mail))
            return replace(thread, comments=(*thread.comments, made))

        editor.change(uid, edit)
        for line in (*told, *doubts):
            click.echo(line)

    def _told(self, uid: str, comment: Comment, mail: Mail) -> str:
        waits = f"It waits: playbook comments approve {uid} {comment.id}"
        left = f" {mail.attached} attached, left out." if mail.attached else ""
        ends = waits if comment.state == PENDING else "It is shown."
        return f"{uid} {comment.id}: added, by {one_line(comment.author, 80)}.{left} {ends}"

    def _by_title(self, subject: str) -> str:
        """The post whose title stands in a subject."""
        titles = {t.title.casefold(): t.uid for blog in self.desk.blogs for t in blog.topics()}
        wanted = subject.rpartition(": ")[2].casefold()
        for title in (subject.casefold(), wanted):
            if title in titles:
                return titles[title]
        said = one_line(subject, 60)
        what = f'Nothing in the mail says which post it is for (subject: "{said}").'
        raise click.ClickException(f"{what} Name it: playbook comments add UID --mail FILE")

    def _doubts(self, name: str, text: str, authors: Mapping[str, Any]) -> tuple[str, list[str]]:
        """The state, and what a moderator should look at before it is shown."""
        doubts = []
        if ADDRESS.search(text):
            doubts.append("There is an e-mail address in the text, which would become public.")
        ours = {str(each.name).casefold(): id for id, each in authors.items()}
        if (id := ours.get(name.casefold())) is not None:
            doubts.append(
                f"{one_line(name, 80)} is an author here, and a mail proves nothing. If it is "
                f"true, add it as your own: playbook comments add … --by {id}"
            )
        return (PENDING if doubts else self.state), doubts


def _file(name: str) -> bytes:
    """The bytes of a file of mails, or of standard input."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_FILE)
    try:
        path = Path(name)
        if path.stat().st_size > MOST_FILE:
            what = f"{one_line(name, 60)} is larger than 200 MB."
            raise click.ClickException(f"{what} Save the mails in several files.")
        return path.read_bytes()
    except OSError as error:
        what = f"{one_line(name, 60)} cannot be read: {error.strerror}."
        raise click.ClickException(f"{what} Save the mail as .eml, and name that file.") from None


def _erased(blog: SiteBlog, comment: Comment) -> bool:
    """Whether somebody wished that this is forgotten."""
    threads = read_ledger(blog.ledger, blog.shown(blog.ledger), lambda problem: None)
    return Erased(threads.values()).place(comment) is not None


def _check_open(thread: Thread) -> None:
    if thread.closed:
        uid = thread.uid
        what = f"The thread {uid} is closed. Open it first: playbook comments reopen {uid}"
        raise click.ClickException(what)


def _date(given: str) -> datetime:
    try:
        made = datetime.fromisoformat(given)
        made = (made if made.tzinfo else made.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        what = f'--date "{one_line(given)}" is not a date. Write it as 2026-11-24T09:30:00Z.'
        raise click.ClickException(what) from None
    if made > datetime.now(UTC) + AHEAD:
        what = f"--date {made:%Y-%m-%d} is to come. A comment has been written already."
        raise click.ClickException(what)
    return made


def _name(given: str | None, lack: str = "") -> str:
    name = one_line(given or "")
    if not name and lack:
        raise click.ClickException(lack)
    if not name or len(name) > MOST_NAME:
        raise click.ClickException(f"--author needs a name of at most {MOST_NAME} characters.")
    if ADDRESS.search(name):
        raise click.ClickException("--author is published: give a name, never an e-mail address.")
    return name


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    if url and (not fine or plain(url) != url or " " in url):
        raise click.ClickException("--url must begin with https:// or http://.")


def _check_author(by: str, known: Mapping[str, Any], blog: SiteBlog) -> None:
    if by and by not in known:
        cure = did_you_mean(by, known) or f"Add the author to {blog.shown(blog.authors_file)}."
        raise click.ClickException(f'There is no author "{one_line(by, 80)}". {one_line(cure)}')


def _body(given: str | None) -> str:
    if given == "-":
        raw = sys.stdin.buffer.read(MOST_BODY * 4 + 1)
        given = raw.decode("utf-8", "replace").removeprefix("\ufeff")
    elif given is None:
        given = click.edit("", require_save=False) or ""
    return _clean(given)


def _clean(given: str) -> str:
    text = "\n".join(line.rstrip() for line in plain(given).strip().splitlines())
    if not text:
        raise click.ClickException("A comment needs a text. Nothing was written.")
    if len(text) > MOST_BODY:
        what = f"This comment is longer than {MOST_BODY:,} characters. Nothing was written."
        raise click.ClickException(what)
    return text


def free_id(written: datetime, thread: Thread) -> str:
    """An id for good: made from the time, so that two people's additions do not meet in git."""
    taken = {each.id for each in thread.comments}
    base = made = written.strftime("%Y%m%d-%H%M%S")
    number = 2
    while made in taken:
        made, number = f"{base}-{number}", number + 1
    return made
