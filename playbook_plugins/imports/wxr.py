"""WordPress's export (WXR): an RSS feed whose items are posts, pages and everything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from playbook_plugins.shared.xml_gate import Element

from . import model, visibility
from .cleaning import moment, name_line, plain_line, plain_text, web
from .wordpress import in_each_language, paragraphs
from .xml_namespaces import CONTENT, COUNTED, CREATOR, EXCERPT, WP

PAGE = "This is no export of WordPress: it is a page in HTML. Tools → Export makes one."
FURNITURE = frozenset(
    {"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset"}
    | {"oembed_cache", "user_request", "wp_block", "wp_template", "wp_template_part"}
    | {"wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face", "jp_img_sitemap"}
    | {
        "feedback",
        "elementor_library",
        "elementor_snippet",
        "amp_validated_url",
        "wpcf7_contact_form",
    }
    | {"acf-field", "acf-field-group", "jetpack_migration", "safecss", "scheduled-action"}
)
"""Types of entries that hold no article of their own."""
_TRASH = frozenset({"trash", "trashed"})
_NO_LABELS = frozenset({"post_format", "post_translations", "term_translations", "nav_menu"})
"""Lists of terms that are no words for readers."""


def fits(name: str) -> bool:
    """Whether a file in a zip may be an export."""
    return PurePosixPath(name).suffix.lower() == ".xml"


def level(root: Element) -> int:
    """Items stand below the feed's only channel."""
    if root.name != "rss" or root.space:
        what = "This is no export of WordPress: it is no RSS feed."
        if root.name == "feed":
            raise model.ExportError(f"{what} An export of Blogger: playbook import blogger.")
        raise model.ExportError(f"{what} Tools → Export makes one.")
    return 2


class Reader:
    """Reads items; it knows the authors, who stand before them."""

    def __init__(self, types: Iterable[str] = ()) -> None:
        """`types` are further types of entries that come in as posts."""
        self.types = {model.POST, *types}
        self.names: dict[str, str] = {}
        """Name by login."""
        self.numbers: dict[str, str] = {}
        """Number by login."""

    def read(self, element: Element) -> Iterator[model.ExportItem]:
        """What a child of the channel says."""
        if element.name in {"base_site_url", "base_blog_url"} and element.space == WP:
            home = web(element.text)
            if home:
                yield model.Home(home)
        elif element.name == "author" and element.space == WP and len(self.names) < 10_000:
            login = _text(element, "author_login", WP)
            self.names[login] = name_line(_text(element, "author_display_name", WP))
            self.numbers[login] = _text(element, "author_id", WP)
        elif element.name == "item":
            yield from self._item(element)

    def _item(self, item: Element) -> Iterator[model.ExportItem]:
        id = _text(item, "post_id", WP)
        type_ = _text(item, "post_type", WP)
        post = f"wxr:{id}" if id.isdigit() else ""
        if type_ in self.types or type_ == model.PAGE:
            yield self._entry(item, id, model.PAGE if type_ == model.PAGE else model.POST)
        else:
            yield from _furniture(item, id, type_)
        for comment in item.all("comment", WP):
            yield self._comment(comment, post)

    def _entry(self, item: Element, id: str, kind: str) -> model.ExportItem:
        title = plain_line(in_each_language(_text(item, "title")))
        state = _text(item, "status", WP)
        values = list(_values(item))
        hidden = _hidden(item, state, values)
        draft = bool(hidden) or state != "publish"
        date = _date(item)
        wrong = item.cut
        if not re.fullmatch(r"\d{1,24}", id):
            wrong = wrong or "it has no id that can be read"
        if state in _TRASH:
            wrong = wrong or "it was in the trash"
        if date is None:
            wrong = wrong or "its date cannot be read"
        if wrong or date is None:
            name = title or id or f"line {item.line}"
            return model.Skip("draft" if draft and state not in _TRASH else kind, name, wrong)
        login = _text(item, "creator", CREATOR)
        counted = _text(item, "comments", COUNTED)
        known = dict(values)
        described = _text(item, "encoded", EXCERPT) or known.get("_yoast_wpseo_metadesc", "")
        return model.Entry(
            id=f"wxr:{id}",
            kind=kind,
            title=title,
            html=_text(item, "encoded", CONTENT),
            date=date,
            draft=draft,
            hidden=hidden,
            address="" if draft else web(_text(item, "link")),
            labels=tuple(_terms(item, "category")),
            tags=tuple(_tags(item)),
            writer=model.Writer(
                self.names.get(login) or name_line(login), self.numbers.get(login) or login
            ),
            description=plain_text(in_each_language(described)),
            closed=_text(item, "comment_status", WP) == "closed",
            expected=int(counted) if re.fullmatch(r"\d{1,7}", counted) and not draft else None,
            pinned=_text(item, "is_sticky", WP) == "1" and kind == model.POST,
            picture=known.get("_thumbnail_id", ""),
            coded=True,
            encoded="_syntaxhighlighter_encoded" in known,
            notes=tuple(_notes(known.get("footnotes", ""))),
            sounds=tuple(_sounds(item, values)),
        )

    def _comment(self, comment: Element, post: str) -> model.ExportItem:
        id = _text(comment, "comment_id", WP)
        approved = _text(comment, "comment_approved", WP)
        kind = _text(comment, "comment_type", WP)
        date = _moment(_text(comment, "comment_date", WP), _text(comment, "comment_date_gmt", WP))
        name = f"{id or f'line {comment.line}'}"
        wrong = ""
        if not re.fullmatch(r"\d{1,24}", id):
            wrong = "it has no id that can be read"
        elif kind not in {"", "comment"}:
            wrong = f"it is no comment but a {plain_line(kind, 40)}"
        elif approved in {"spam", *_TRASH, "post-trashed"}:
            wrong = "it is spam" if approved == "spam" else "it was in the trash"
        elif date is None:
            wrong = "its date cannot be read"
        if wrong or date is None:
            return model.Skip("comment", name, wrong)
        parent = _text(comment, "comment_parent", WP)
        user = _text(comment, "comment_user_id", WP)
        writer = model.Writer(
            name_line(_text(comment, "comment_author", WP)),
            user if user not in {"", "0"} else "",
            web(_text(comment, "comment_author_url", WP)),
        )
        body = paragraphs(_text(comment, "comment_content", WP))
        # Whatever state we do not know waits for somebody to look at it.
        state = model.APPROVED if approved in {"1", "approve", "approved"} else model.PENDING
        return model.OldComment(
            id, post, body, date, writer, "" if parent == "0" else parent, state
        )


def _text(element: Element, name: str, space: str = "") -> str:
    found = element.first(name, space)
    return found.text.strip() if found else ""


def _values(item: Element) -> Iterator[tuple[str, str]]:
    """What plugins and WordPress itself keep beside an item, by key."""
    for each in item.all("postmeta", WP):
        yield _text(each, "meta_key", WP), _text(each, "meta_value", WP)


def _hidden(item: Element, state: str, values: list[tuple[str, str]]) -> str:
    """Why an item was not public, where it does not simply say that it is a draft."""
    password = item.first("post_password", WP)
    if password and password.text.strip("\r\n\t"):  # a blank is a password, too
        return "it was protected with a password"
    return (
        visibility.of_state(state, "publish")
        or visibility.of_values(values)
        or visibility.of_text(_text(item, "encoded", CONTENT))
    )


def _furniture(item: Element, id: str, type_: str) -> Iterator[model.ExportItem]:
    """What is neither post nor page: pictures and parts that posts name, and the rest."""
    title = plain_line(_text(item, "title"))
    shown = plain_line(type_, 40) or "something else"
    html = _text(item, "encoded", CONTENT)
    if type_ in FURNITURE or not (html or title):
        yield model.Skip("other", title or id, shown)
    else:
        cure = f"to have those as posts, add --type {shown}"
        yield model.Skip("entry", title or id, f"it is neither post nor page but “{shown}”; {cure}")
    if type_ == "attachment" and (url := web(_text(item, "attachment_url", WP))):
        alt = dict(_values(item)).get("_wp_attachment_image_alt", "")
        caption = plain_line(_text(item, "encoded", EXCERPT))
        yield model.Picture(id, url, _text(item, "post_parent", WP), plain_line(alt), caption)
    state = _text(item, "status", WP)
    if type_ == "wp_block" and state == "publish" and not _hidden(item, state, []):
        yield model.Part(id, html)


def _notes(told: str) -> Iterator[tuple[str, str]]:
    """The footnotes of a post made of blocks."""
    try:
        found = json.loads(told) if told else []
    except (ValueError, RecursionError):
        return
    for each in found if isinstance(found, list) else ():
        if isinstance(each, dict) and isinstance(each.get("content"), str):
            yield str(each.get("id", "")), each["content"]


def _sounds(item: Element, values: list[tuple[str, str]]) -> Iterator[str]:
    """Recordings that belong to an item: podcasts keep their address beside the text."""
    told = [value.partition("\n")[0] for key, value in values if key == "enclosure"]
    told += [value for key, value in values if key == "audio_file"]
    told += [each.attributes.get("url", "") for each in item.all("enclosure", "")]
    yield from dict.fromkeys(address for each in told if (address := web(each)))


def _terms(item: Element, domain: str) -> Iterator[str]:
    for each in item.all("category", ""):
        # "Uncategorized" is what WordPress gives a post that has none.
        given = each.attributes.get("nicename") != "uncategorized"
        if each.attributes.get("domain") == domain and given and each.text.strip():
            yield in_each_language(each.text)


def _tags(item: Element) -> Iterator[str]:
    """Tags, and the terms of lists that plugins have added."""
    for each in item.all("category", ""):
        domain = each.attributes.get("domain", "")
        if domain != "category" and domain not in _NO_LABELS and each.text.strip():
            yield in_each_language(each.text)


def _date(item: Element) -> datetime | None:
    found = _moment(_text(item, "post_date", WP), _text(item, "post_date_gmt", WP))
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
