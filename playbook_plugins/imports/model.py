"""What an export holds, whichever program wrote it."""

from __future__ import annotations

from datetime import datetime

from playbook_plugins.shared.records import record

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
    hidden: str = ""
    """Why it is a draft here, where the old blog would not have called it one."""
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
    pinned: bool = False
    picture: str = ""
    """The `id` of the picture that stood above it."""
    coded: bool = False
    """Whether its text is WordPress's own half-HTML, with shortcodes and blocks."""
    encoded: bool = False
    """Whether code between shortcodes is written with character references."""
    notes: tuple[tuple[str, str], ...] = ()
    """Footnotes that are kept beside the text: their id there, and their HTML."""
    sounds: tuple[str, ...] = ()
    """Addresses of recordings that are kept beside the text."""


@record
class OldComment:
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
class Picture:
    """A picture of the media library, which texts name by number."""

    id: str
    url: str
    post: str = ""
    """The number of the post that it was uploaded to."""
    alt: str = ""
    caption: str = ""


@record
class Part:
    """A text that posts take in by its number."""

    id: str
    html: str


@record
class Home:
    """An address of the old blog itself."""

    url: str


ExportItem = Entry | OldComment | Skip | Home | Picture | Part


@record
class Place:
    """Where an entry goes, or is already."""

    uid: str
    path: str
    """From the docs folder: `blog/posts/first.md`."""
