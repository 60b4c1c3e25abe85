"""What an export holds, whichever program wrote it."""

from __future__ import annotations

from datetime import datetime

from playbook_plugins.records import record

POST, PAGE = "post", "page"
APPROVED, PENDING = "approved", "pending"


class ExportError(Exception):
    """An export that is not read, or not brought in: whole sentences, for the author."""


@record
class Writer:
    """Who wrote something, by name. An e-mail address is never a part of it."""

    name: str
    account: str = ""
    """What the export knows the same person by: a profile's address or a number. Not written."""
    url: str = ""


@record
class Entry:
    """A post or a page."""

    id: str
    """Its name in the export, for good."""
    kind: str
    title: str
    html: str
    date: datetime
    draft: bool = False
    address: str = ""
    """Where it stood: `https://old.example/2011/05/first.html`, or the part after the host."""
    labels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    writer: Writer = Writer("")
    description: str = ""
    closed: bool = False
    """Whether no more comments were taken."""
    expected: int | None = None
    """How many comments the export itself says it has; None when it does not say."""


@record
class Remark:
    """A comment."""

    id: str
    post: str
    """The `id` of the entry it stands under."""
    html: str
    date: datetime
    writer: Writer = Writer("")
    parent: str = ""
    state: str = APPROVED


@record
class Skip:
    """Something in the export that is not brought in."""

    kind: str
    """`post`, `page`, `draft`, `comment`, or `other` for what nobody would miss."""
    name: str
    """What it is called in the export."""
    why: str


@record
class Home:
    """An address of the old blog itself."""

    url: str


Found = Entry | Remark | Skip | Home


@record
class Place:
    """Where an entry goes, or is already."""

    uid: str
    path: str
    """From the docs folder: `blog/posts/first.md`."""
