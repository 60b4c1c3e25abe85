"""WordPress's export (WXR): an RSS feed whose items are posts, pages and everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from playbook_plugins.xml_gate import Element

from . import model
from .cleaning import moment, name_line, plain_line, web

WP = tuple(f"http://wordpress.org/export/{number}/" for number in ("1.0", "1.1", "1.2"))
CONTENT = "http://purl.org/rss/1.0/modules/content/"
EXCERPT = tuple(f"{space}excerpt/" for space in WP)
CREATOR = "http://purl.org/dc/elements/1.1/"
COUNTED = "http://purl.org/rss/1.0/modules/slash/"
DRAFTS = {"draft", "pending", "future", "private", "auto-draft"}


def fits(name: str) -> bool:
    """Whether a file in a zip may be an export."""
    return PurePosixPath(name).suffix.lower() == ".xml"


def level(root: Element) -> int:
    """Items stand below the feed's only channel."""
    if root.name != "rss" or root.space:
        what = "This is no export of WordPress: it is no RSS feed."
        raise model.ExportError(f"{what} Tools → Export makes one.")
    return 2


class Reader:
    """Reads items; it knows the authors, who stand before them."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        """Name by login."""
        self.numbers: dict[str, str] = {}
        """Number by login."""

    def read(self, element: Element) -> Iterator[model.Found]:
        """What a child of the channel says."""
        if element.name in {"base_site_url", "base_blog_url"} and element.space in WP:
            home = web(element.text)
            if home:
                yield model.Home(home)
        elif element.name == "author" and element.space in WP and len(self.names) < 10_000:
            login = _text(element, "author_login", *WP)
            self.names[login] = name_line(_text(element, "author_display_name", *WP))
            self.numbers[login] = _text(element, "author_id", *WP)
        elif element.name == "item":
            yield from self._item(element)

    def _item(self, item: Element) -> Iterator[model.Found]:
        title = plain_line(_text(item, "title"))
        id = _text(item, "post_id", *WP)
        kind = _text(item, "post_type", *WP)
        status = _text(item, "status", *WP)
        name = title or id or f"line {item.line}"
        if kind not in {model.POST, model.PAGE}:
            shown = plain_line(kind, 40) or "something else"
            yield model.Skip("other", name, f"it is neither post nor page ({shown})")
            return
        draft = status in DRAFTS
        date = _date(item)
        wrong = item.cut
        if not re.fullmatch(r"\d{1,24}", id):
            wrong = wrong or "it has no id that can be read"
        if status == "trash":
            wrong = wrong or "it was in the trash"
        if date is None:
            wrong = wrong or "its date cannot be read"
        if wrong or date is None:
            yield model.Skip("draft" if draft else kind, name, wrong)
            post = f"wxr:{id}" if id.isdigit() else ""
        else:
            post = f"wxr:{id}"
            yield self._entry(item, post, kind, title, date, draft)
        for comment in item.all("comment", *WP):
            yield self._comment(comment, post)

    def _entry(
        self, item: Element, id: str, kind: str, title: str, date: datetime, draft: bool
    ) -> model.Entry:
        login = _text(item, "creator", CREATOR)
        counted = _text(item, "comments", COUNTED)
        described = item.first("encoded", *EXCERPT)
        return model.Entry(
            id=id,
            kind=kind,
            title=title,
            html=paragraphs(_text(item, "encoded", CONTENT)),
            date=date,
            draft=draft,
            address="" if draft else web(_text(item, "link")),
            labels=tuple(_terms(item, "category")),
            tags=tuple(_terms(item, "post_tag")),
            writer=model.Writer(
                self.names.get(login) or name_line(login), self.numbers.get(login) or login
            ),
            description=plain_line(described.text if described else ""),
            closed=_text(item, "comment_status", *WP) == "closed",
            expected=int(counted) if re.fullmatch(r"\d{1,7}", counted) and not draft else None,
        )

    def _comment(self, comment: Element, post: str) -> model.Found:
        id = _text(comment, "comment_id", *WP)
        approved = _text(comment, "comment_approved", *WP)
        kind = _text(comment, "comment_type", *WP)
        date = _moment(_text(comment, "comment_date", *WP), _text(comment, "comment_date_gmt", *WP))
        name = f"{id or f'line {comment.line}'}"
        wrong = ""
        if not re.fullmatch(r"\d{1,24}", id):
            wrong = "it has no id that can be read"
        elif kind not in {"", "comment"}:
            wrong = f"it is no comment but a {plain_line(kind, 40)}"
        elif approved not in {"1", "0", "approve", "hold"}:
            wrong = "it is spam" if approved == "spam" else "it was in the trash"
        elif date is None:
            wrong = "its date cannot be read"
        if wrong or date is None:
            return model.Skip("comment", name, wrong)
        parent = _text(comment, "comment_parent", *WP)
        user = _text(comment, "comment_user_id", *WP)
        writer = model.Writer(
            name_line(_text(comment, "comment_author", *WP)),
            user if user not in {"", "0"} else "",
            web(_text(comment, "comment_author_url", *WP)),
        )
        body = paragraphs(_text(comment, "comment_content", *WP))
        state = model.APPROVED if approved in {"1", "approve"} else model.PENDING
        return model.Remark(id, post, body, date, writer, "" if parent == "0" else parent, state)


def _text(element: Element, name: str, *spaces: str) -> str:
    found = element.first(name, *(spaces or ("",)))
    return found.text.strip() if found else ""


def _terms(item: Element, domain: str) -> Iterator[str]:
    for each in item.all("category", ""):
        # "Uncategorized" is what WordPress gives a post that has none.
        given = each.attributes.get("nicename") != "uncategorized"
        if each.attributes.get("domain") == domain and given and each.text.strip():
            yield each.text


def _date(item: Element) -> datetime | None:
    found = _moment(_text(item, "post_date", *WP), _text(item, "post_date_gmt", *WP))
    if found:
        return found
    try:
        made = parsedate_to_datetime(_text(item, "pubDate")[:60])
        return moment(made.isoformat())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _moment(local: str, universal: str) -> datetime | None:
    """A date that is given twice, by the blog's clock and by UTC: together they say the zone."""
    here, there = moment(local.replace(" ", "T")), moment(universal.replace(" ", "T"))
    if here is None or there is None:
        return here or there
    offset = here - there
    if offset % timedelta(minutes=15) or abs(offset) > timedelta(hours=14):
        return there
    return there.astimezone(timezone(offset) if offset else UTC)


_PARTS = re.compile(r"<pre\b|<!--|<[^<>]*>|\n", re.IGNORECASE)
_CAPTION = re.compile(r"\[/?caption\b[^\[\]]*\]")
_ENDS = {"<pre": re.compile("</pre>", re.IGNORECASE), "<!--": re.compile("-->")}


def paragraphs(text: str) -> str:
    """WordPress's half-HTML as HTML: an empty line ends a paragraph, a line's end ends a line."""
    text = _CAPTION.sub("", text.replace("\r\n", "\n"))
    made: list[str] = []
    at, ends = 0, dict(_ENDS)
    while found := _PARTS.search(text, at):
        made.append(text[at : found.start()])
        at = found.end()
        sign = found[0].lower()
        if sign in ends:
            end = ends[sign].search(text, at)
            if end is None:
                del ends[sign]  # nor for the next one: looking again would cost the square
            else:
                at = end.end()
        made.append("<br>" if sign == "\n" else text[found.start() : at])
    return "".join([*made, text[at:]])
