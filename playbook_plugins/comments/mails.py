"""Mails with comments: read from a file, and taken for what they are.

A mail is from outside, and anything may stand in it. The address of its sender is looked at to
tell a name from it, and is never handed on. Formats: RFC 5322 and RFC 4155 (mbox), read by
Python's own library.
"""

from __future__ import annotations

import email
import email.policy
import mailbox
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playbook_plugins.shared.ids import ID
from playbook_plugins.shared.records import record

from .mail_text import text_of_html, unflowed, words_of

MOST_MAIL = 25 * 2**20
"""Bytes of one mail that are looked at: what mail servers let through."""
MOST_TEXT = 2_000_000
"""Characters of a mail's text that are looked at."""
MOST_MAILS = 2_000
MARK = re.compile(rf"\(({ID.pattern})(?: ([A-Za-z0-9][A-Za-z0-9_-]{{0,63}}))?\)")
"""What our own link to a mail writes below the text: the post, and the comment it answers."""
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
SUBJECT = re.compile(r"^(?:\s*(?:re|aw|sv|wg|fwd?|tr|rv|enc|antw|res|رد)\s*:)*\s*", re.IGNORECASE)


class MailError(Exception):
    """Why a mail is no comment, and what to do."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure


@record
class Mail:
    """What a mail says; nothing of the address that it came from."""

    author: str
    """The name of its sender; empty where there is none but the address."""
    date: datetime | None
    subject: str
    """Without "Re:" and the like."""
    body: str
    """The words, without quote and signature; never empty."""
    post: str = ""
    """The uid of the post, where our own link has written it."""
    parent: str = ""
    """The id of the comment that it answers, where our own link has written it."""
    attached: int = 0
    """How many attachments were left out."""


def mails_in(raw: bytes) -> Iterator[bytes]:
    """The mails of a file: an mbox holds several, anything else is one."""
    if not raw.startswith(b"From "):
        yield raw
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mbox")
        path.write_bytes(raw)
        box = mailbox.mbox(path, create=False)
        try:
            for number, key in enumerate(box.keys()):
                if number == MOST_MAILS:
                    return
                yield box.get_bytes(key)
        finally:
            box.close()


def read_mail(raw: bytes) -> Mail:
    """What a mail says. Raises `MailError`."""
    if len(raw) > MOST_MAIL:
        raise MailError("This mail is larger than 25 MB.", "Save it without its attachments.")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        if not _is_mail(message):
            raise MailError("This is no mail.", "Save it as .eml and try again.")
        made = _read(message)
    except MailError:
        raise
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        # The library says so of what is no mail at all, in many ways.
        raise MailError(
            "This cannot be read as a mail.", "Save it as .eml and try again."
        ) from error
    if not made.body:
        cure = "Add what was meant by hand: playbook comments add UID."
        raise MailError("This mail has no words of its own.", cure)
    return made


def _is_mail(message: EmailMessage) -> bool:
    return message["from"] is not None or message["subject"] is not None


def _read(message: EmailMessage) -> Mail:
    whole = _text(message)
    found = MARK.search(_below(whole)) or MARK.search(_text(message, quoted=True))
    post, parent = (found[1], found[2] or "") if found else ("", "")
    words = words_of(MARK.sub("", whole) if found else whole)
    subject = " ".join(str(message["subject"] or "").split())
    return Mail(
        author=_name(message),
        date=_date(message),
        subject=SUBJECT.sub("", subject)[:300],
        body=words[:MOST_TEXT],
        post=post,
        parent=parent,
        attached=sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0,
    )


def _below(text: str) -> str:
    """The end of a text, where our link has written."""
    return text[-4_000:]


def _name(message: EmailMessage) -> str:
    """The sender's name; none where it is an address itself."""
    header = message["from"]
    addresses: tuple[Any, ...] = getattr(header, "addresses", ())
    name = " ".join(addresses[0].display_name.split()) if addresses else ""
    name = re.sub(r"\s*(?:\(?via\b.*|<[^>]*>)$", "", name).strip("'\" ")
    return "" if ADDRESS.search(name) or not re.search(r"\w", name) else name


def _date(message: EmailMessage) -> datetime | None:
    made = getattr(message["date"], "datetime", None)
    if not isinstance(made, datetime):
        return None
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    return made.astimezone(UTC).replace(microsecond=0)


def _text(message: EmailMessage, quoted: bool = False) -> str:
    """The mail's own text, plain; `quoted` with what it quotes, of HTML without its tags."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    text = _decoded(raw, part.get_content_charset() or "utf-8")[:MOST_TEXT]
    if part.get_content_type() == "text/html":
        return re.sub(r"<[^<>]*>", " ", text) if quoted else text_of_html(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("cp1252", "replace")
