"""Blogger's two exports: the classic Atom file, and the feed in a Takeout.

What each says where: docs/guide/imports.md. A comment's id looks like a post's, so an entry is
told by its kind and never by its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from playbook_plugins.shared.xml_gate import Element

from . import model, visibility
from .cleaning import moment, name_line, one_line, plain_line, plain_text, web
from .xml_namespaces import APP, ATOM, TAKEOUT, THREAD

DESIGN = (
    "This is no export of Blogger: it is the design of a blog, or one of its pages. "
    "Settings → Back up content gives you the posts."
)
KIND = "schemas.google.com/g/2005#kind"
LABEL = "www.blogger.com/atom/ns#"
SETTINGS = re.compile(r"\.(?:settings|layout|template)\b")
SPAM = {"SPAM", "GHOSTED"}
_NO_COMMENT = {"SPAM": "it is spam", "TRASH": "it was in the trash", "EMPTIED": "it has no text"}
_COUNT = re.compile(r"\s*(\d{1,7})\b")


def fits(name: str) -> bool:
    """Whether a file in a zip is a blog's export."""
    path = PurePosixPath(name)
    return path.name == "feed.atom" or bool(re.fullmatch(r"blog-[\d-]+\.xml", path.name))


def level(root: Element) -> int:
    """Entries stand right below the feed."""
    if root.name != "feed" or root.space != ATOM:
        what = "This is no export of Blogger: it is no Atom feed."
        if root.name == "rss":
            raise model.ExportError(f"{what} An export of WordPress: playbook import wxr.")
        if root.name.lower() == "html":
            raise model.ExportError(DESIGN)
        raise model.ExportError(
            f"{what} Settings → Back up content makes one, and so does Takeout."
        )
    return 1


def read(element: Element) -> Iterator[model.ExportItem]:
    """What a child of the feed says."""
    if element.name == "link" and element.space == ATOM:
        home = web(element.attributes.get("href", ""))
        if element.attributes.get("rel") == "alternate" and home:
            yield model.Home(home)
    if element.name == "entry" and element.space == ATOM:
        yield _Reader(element).found()


class _Reader:
    """One entry."""

    def __init__(self, entry: Element) -> None:
        self.entry = entry
        self.id = _number(self._text("id"))
        self.title = plain_line(self._text("title"))
        self.said = ""
        """What the entry calls itself."""
        self.kind = self._kind()

    def found(self) -> model.ExportItem:
        kind = self.kind
        if kind == "other":
            return model.Skip("other", self._name(), self.said or "settings or design")
        wrong = self.entry.cut or ("" if self.id else "it has no id that can be read")
        date = moment(self._text("published") or self._text("updated"))
        state = self._state()
        comment = kind == "comment"
        if state == "TRASH" or comment:
            wrong = wrong or _NO_COMMENT.get(state, "")
        draft = not comment and state != "LIVE"
        if not wrong and date is None:
            wrong = "its date cannot be read"
        if wrong or date is None:
            shown = "draft" if draft and state != "TRASH" else kind
            return model.Skip(shown, self._name(), wrong)
        if comment:
            return self._remark(date, model.APPROVED if state == "LIVE" else model.PENDING)
        why = visibility.of_state(state, "live") if draft else visibility.of_text(self._html())
        draft = draft or bool(why)
        return model.Entry(
            id=f"blogger:{self.id}",
            kind=kind,
            title=self.title,
            html=self._html(),
            date=date,
            draft=draft,
            hidden=why,
            address="" if draft else self._address(),
            labels=tuple(self._labels()),
            writer=self._writer(),
            description=plain_text(self._text("metaDescription", TAKEOUT)),
            expected=None if draft else self._expected(),
        )

    def _name(self) -> str:
        return self.title or self.id or f"line {self.entry.line}"

    def _text(self, name: str, space: str = ATOM) -> str:
        found = self.entry.first(name, space)
        return found.text.strip() if found else ""

    def _links(self, rel: str) -> Iterator[Element]:
        for link in self.entry.all("link", ATOM):
            if link.attributes.get("rel") == rel:
                yield link

    def _kind(self) -> str:
        said = self._text("type", TAKEOUT)
        for category in self.entry.all("category", ATOM):
            if category.attributes.get("scheme", "").endswith(KIND):
                said = category.attributes.get("term", "").rpartition("#")[2]
        self.said = plain_line(said, 40)
        if not said:
            return self._guessed()
        return {"post": model.POST, "page": model.PAGE, "comment": "comment"}.get(
            said.lower(), "other"
        )

    def _guessed(self) -> str:
        """What an entry is that does not say so: a feed holds posts, and what answers them."""
        id = self._text("id")
        if SETTINGS.search(id):
            return "other"
        if self.entry.first("in-reply-to", THREAD) is not None:
            return "comment"
        return model.PAGE if re.search(r"\bpage-\d+$", id) else model.POST

    def _state(self) -> str:
        """`LIVE`, `DRAFT`, `PENDING`, `SPAM`, `TRASH`, or another word of Blogger's."""
        said = self._text("status", TAKEOUT).upper()
        # On live entries the mark of the trash is there, too, and empty.
        if self._text("trashed", TAKEOUT) or "TRASH" in said:
            return "TRASH"
        if any(each in said for each in SPAM):
            return "SPAM"
        control = self.entry.first("control", APP)
        draft = control.first("draft", APP) if control else None
        if draft and draft.text.strip().lower() not in {"no", "false", "0", ""}:
            return "DRAFT"
        return "PENDING" if said.startswith("PENDING") else said or "LIVE"

    def _html(self) -> str:
        content = self.entry.first("content", ATOM) or self.entry.first("summary", ATOM)
        return content.text if content else ""

    def _address(self) -> str:
        for link in self._links("alternate"):
            address = web(link.attributes.get("href", ""))
            if address:
                return address
        path = one_line(self._text("filename", TAKEOUT), 1000)
        return path if path.startswith("/") else ""

    def _labels(self) -> Iterator[str]:
        for category in self.entry.all("category", ATOM):
            scheme = category.attributes.get("scheme", "")
            if scheme.endswith(LABEL) or not scheme or scheme.startswith("tag:blogger.com"):
                yield category.attributes.get("term", "")

    def _writer(self) -> model.Writer:
        author = self.entry.first("author", ATOM)
        if author is None:
            return model.Writer("")
        texts = {each.name: each.text.strip() for each in author.children if each.space == ATOM}
        url = web(texts.get("uri", ""))
        return model.Writer(name_line(texts.get("name", "")), account=url, url=url)

    def _expected(self) -> int | None:
        """How many comments the export says the post has; the larger, where it says it twice."""
        said = [self._text("total", THREAD)]
        said += [link.attributes.get("title", "") for link in self._links("replies")]
        counts = [int(found[1]) for each in said if (found := _COUNT.match(each))]
        return max(counts, default=None)

    def _remark(self, date: datetime, state: str) -> model.ExportItem:
        post = self._text("parent", TAKEOUT)
        answered = self.entry.first("in-reply-to", THREAD)
        if answered is not None:
            post = answered.attributes.get("ref", "")
        parent = _number(self._text("inReplyTo", TAKEOUT))
        for link in self._links("related"):
            # Its path ends in the id of the comment that is answered.
            path = urlsplit(web(link.attributes.get("href", ""))).path
            parent = path.rstrip("/").rpartition("/")[2] if path else parent
        return model.OldComment(
            id=self.id,
            post=f"blogger:{_number(post)}",
            html=self._html(),
            date=date,
            writer=self._writer(),
            parent=parent if parent.isdigit() else "",
            state=state,
        )


def _number(id: str) -> str:
    """The number at the end of `tag:blogger.com,1999:blog-1.post-2`; the id itself is as good."""
    found = re.search(r"(?:post|page|comment)-(\d{1,24})$", id.strip()) or re.fullmatch(
        r"(\d{1,24})", id.strip()
    )
    return found[1] if found else ""
