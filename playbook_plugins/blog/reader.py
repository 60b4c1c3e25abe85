"""A post's file becomes a `Post`, or problems that say what to mend."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from playbook_plugins.shared.dates import moment, not_a_date
from playbook_plugins.shared.front_matter import (
    FrontMatter,
    FrontMatterError,
    read,
)
from playbook_plugins.shared.ids import id_from, is_id
from playbook_plugins.shared.problems import (
    Problem,
    Report,
    did_you_mean,
    is_other_form,
    is_slip,
    misspelt,
)
from playbook_plugins.shared.records import record
from playbook_plugins.shared.redirects import LONGEST_NAME, former_file

from .model import Author, Link, Post, PostDate

HEADING = re.compile(
    r"^#[ \t]+(?P<title>.+?)[ \t]*#*[ \t]*(?:\{(?![{%])[^{}]*\})?[ \t]*$", re.MULTILINE
)
MARKS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<[^>]*>"), ""),
    (re.compile(r"(`+)(.*?)\1"), r"\2"),
    (re.compile(r"(\*{1,3})(\S|\S.*?\S)\1"), r"\2"),
    (re.compile(r"\b(_{1,3})(\S|\S.*?\S)\1\b"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!-])"), r"\1"),
)
"""What Markdown takes out of a heading."""


Extend = Callable[[dict[str, Any]], dict[str, Any]]
"""Front matter → the same with what is set for the post's folder."""


def without_marks(heading: str) -> str:
    """A heading's words, without what Markdown takes out."""
    for mark, words in MARKS:
        heading = mark.sub(words, heading)
    return html.unescape(heading)


@record
class PostRules:
    """What one blog wants of its posts. Plain, to be kept between builds."""

    folder: str = ""
    """The folder of its posts, from the docs folder."""
    authors: Mapping[str, Author] | None = None
    """Known authors; None when authors are switched off."""
    categories: tuple[str, ...] = ()
    """Allowed categories; empty for any."""
    separator: str = ""
    """What ends the excerpt of a post."""
    has_excerpts: bool = False
    """Whether every post must say where its excerpt ends."""


OURS = frozenset({"uid", "order", "part", "series", "related", "comments", "redirect_from"})
"""Keys that Material's blog does not read."""

YEARS = range(1000, 9000)
"""Years in which a post can have been written: outside of them, calendars and zones overflow."""


WRITE_DATE = "Write it as year-month-day, for example: date: 2026-11-24"
DATE_WORDS = frozenset(
    {"created", "published", "pubdate", "day", "datum", "fecha", "data", "publish_date", "time"}
)
"""Keys by which other programs and languages call a post's date."""


class PostReader:
    """Reads one post; every mistake goes to `report` with its place."""

    def __init__(
        self, path: str, shown: str, rules: PostRules, report: Report, checked: bool = False
    ) -> None:
        """`path` is the source path in the docs folder, `shown` the path as the author knows it.

        `checked`: the source check has said already what is wrong with front matter as such.
        """
        self.path = path
        self.shown = shown
        self.rules = rules
        self.report = report
        self.checked = checked
        self.front = FrontMatter()
        self.sound = True
        self.stops = False
        """Whether a build must not go on without the post, as Material's blog would not: a
        mistake in what both read. One in a key of ours keeps the post out, and no more."""

    def read(self, text: str, extend: Extend | None = None) -> Post | None:
        """The post, or None when it cannot be published.

        `extend` adds to the front matter what is set for the post's folder.
        """
        try:
            front = read(text)
        except FrontMatterError as error:
            self.stops = True
            if not self.checked:
                self._complain(error.what, error.cure, (error.line, error.column))
            return None
        if extend:
            front = replace(front, values=extend(front.values))
        return self.understood(front)

    def understood(self, front: FrontMatter) -> Post | None:
        """The post that `front`, read already, describes; None when it cannot be published."""
        self.front = front
        dated = self._date()
        if dated is None:
            return None
        values = self.front.values
        heading = self._heading()
        post = Post(
            path=self.path,
            uid=self._uid(),
            named=values.get("uid") is not None,
            title=self._title(heading),
            heading=heading,
            date=dated,
            authors=self._authors(),
            categories=self._categories(),
            description=self._text("description"),
            slug=self._slug(),
            draft=self._flag("draft") if values.get("draft") is not None else None,
            pin=self._flag("pin"),
            order=self._number("order") or 0,
            readtime=int(self._number("readtime") or 0) or None,
            links=tuple(self._links(values.get("links"))),
            comments=self._flag("comments", default=True),
            tags=self._words("tags"),
            series=self._text("series"),
            part=self._part(),
            related=self._words("related"),
            redirect_from=tuple(self._addresses("redirect_from")),
        )
        return post if self.sound else None

    def _complain(
        self,
        what: str,
        cure: str,
        place: tuple[int, int],
        fatal: bool = True,
        ours: bool = False,
    ) -> None:
        self.sound = self.sound and not fatal
        self.stops = self.stops or (fatal and not ours)
        self.report(Problem(self.shown, *place, what if what.endswith(".") else f"{what}.", cure))

    def _heading(self) -> str:
        """The title as it is written: in the front matter, or where the text begins with one."""
        title = self.front.values.get("title")
        if title is not None and not isinstance(title, list | dict) and str(title).strip():
            return str(title).strip()
        heading = HEADING.match(self.front.body.lstrip())
        return heading["title"] if heading else ""

    def _title(self, heading: str) -> str:
        """The title as it is read; a file's name where nothing else is given."""
        if self.front.values.get("title") is not None and heading:
            return heading
        if heading:
            return without_marks(heading)
        stem = PurePosixPath(self.path).stem.replace("-", " ").replace("_", " ")
        return stem.capitalize() if stem == stem.lower() else stem

    def _uid(self) -> str:
        uid = self.front.values.get("uid")
        if uid is None:
            return id_from(PurePosixPath(self.path).stem, fallback="post")
        if isinstance(uid, str) and is_id(uid):
            return uid
        cure = f'Write it in small letters, digits and hyphens, for example "{id_from(str(uid))}".'
        what = f'the uid "{uid}" cannot be a permanent name'
        self._complain(what, cure, self.front.place("uid"), ours=True)
        return ""

    def _slug(self) -> str:
        """The last part of the address. One that would lead out of the blog's folder is refused."""
        slug = self._text("slug")
        parts = slug.replace("\\", "/").split("/")
        too_long = any(len(part.encode()) > LONGEST_NAME for part in parts)
        if too_long or ".." in parts or re.search(r"[\x00-\x1f\\?#<>:\"|*]|^/", slug):
            cure = f'Write it in words and hyphens, for example "{id_from(slug, "my-post")}".'
            what = "the slug cannot be part of an address"
            self._complain(what, cure, self.front.place("slug"), ours=True)
        return slug

    def _date(self) -> PostDate | None:
        value = self.front.values.get("date")
        place = self.front.place("date")
        if value is None:
            self._no_date()
            return None
        parts = value if isinstance(value, dict) else {"created": value}
        given = {str(name): each for name, each in parts.items() if each is not None}
        dates = {name: when for name, each in given.items() if (when := moment(each))}
        for name in (each for each in given if each not in dates):
            key = name if isinstance(value, dict) else "date"
            at = self.front.places.get(f"date.{name}", place)
            self._complain(*not_a_date(given[name], key), at)
        if "created" not in given:
            cure = "Add a line created: 2026-11-24 to it."
            self._complain('"date" does not say when the post was created', cure, place)
        for each in dates.values():
            if each.year not in YEARS:
                self._complain(f"the year {each.year} cannot be meant", f"{WRITE_DATE}.", place)
        if not self.sound:
            return None
        return PostDate(dates.pop("created"), dates.pop("updated", None), dates)

    def _no_date(self) -> None:
        """Say that there is none; where another key holds it, there."""
        for name, value in self.front.values.items():
            if is_other_form(name, "date") or is_slip(name, "date"):
                self._complain(*misspelt(name, "date"), self.front.place(name))
                return
            if name in DATE_WORDS and (when := moment(value)):
                what = f'this post has no date: "{name}" is not read as one'
                cure = f"Write it as date: {when.date().isoformat()}."
                self._complain(what, cure, self.front.place(name))
                return
        what = "this post has no date" if self.front.height else "this post has no front matter"
        if not self.front.height:
            cure = "Begin it with a line ---, a line such as date: 2026-11-24, and a line ---."
            self._complain(what, cure, (1, 0))
            return
        self._complain(what, f"{WRITE_DATE}.", (1, 0))

    def _authors(self) -> tuple[str, ...]:
        wanted = self._words("authors")
        known = self.rules.authors
        for name in wanted:
            if known is not None and name not in known:
                cure = did_you_mean(name, known) or "Add the author to the authors file."
                self._complain(f'unknown author "{name}"', cure, self.front.place("authors"))
        return wanted

    def _categories(self) -> tuple[str, ...]:
        wanted = self._words("categories")
        for name in wanted:
            if self.rules.categories and name not in self.rules.categories:
                cure = did_you_mean(name, self.rules.categories)
                self._complain(f'unknown category "{name}"', cure, self.front.place("categories"))
        return wanted

    def _words(self, key: str) -> tuple[str, ...]:
        value = self.front.values.get(key)
        if value is None:
            return ()
        items = value if isinstance(value, list) else [value]
        if isinstance(value, str):  # who writes commas means several, and is told how
            items = [each for each in re.split(r"[,;]", value) if each.strip()]
        if any(isinstance(item, dict | list) for item in items):
            cure, place = f"Write it as {key}: [one, two].", self.front.place(key)
            self._complain(f'"{key}" is not a list of words', cure, place, ours=key in OURS)
            return ()
        return tuple(dict.fromkeys(str(item).strip() for item in items))

    def _addresses(self, key: str) -> Iterator[str]:
        """Former addresses of the post; one that leads off the site is named and left out."""
        for address in self._words(key):
            if former_file(address):
                yield address
                continue
            cure = "Write it from the site's root, for example: /2011/05/first.html."
            what = f'"{address}" is no address on this site'
            self._complain(what, cure, self.front.place(key), fatal=False)

    def _text(self, key: str) -> str:
        value = self.front.values.get(key)
        if value is None or isinstance(value, str | int | float):
            return "" if value is None else str(value).strip()
        if not self.checked:
            cure = "Write it as plain text, in quotes if it holds a colon."
            what = f'"{key}" is not plain text'
            self._complain(what, cure, self.front.place(key), ours=key in OURS)
        return ""

    def _flag(self, key: str, default: bool = False) -> bool:
        value = self.front.values.get(key, default)
        if isinstance(value, bool):
            return value
        # A draft whose flag is unclear must not leak: the post is left out.
        cure = f"Write {key}: true or {key}: false."
        what = f'"{key}" is neither true nor false'
        self._complain(what, cure, self.front.place(key), ours=key in OURS)
        return default

    def _number(self, key: str) -> float | None:
        value = self.front.values.get(key)
        if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
            return value
        what, cure = f'"{key}" is not a number', f"Write {key}: 5."
        self._complain(what, cure, self.front.place(key), ours=key in OURS)
        return None

    def _part(self) -> float:
        """The post's place in its series."""
        part = self._number("part") or 0
        if part and not self._text("series"):
            cure = 'Add a line with the name of the series: series: "First calls".'
            self._complain(
                '"part" says nothing without a series', cure, self.front.place("part"), False
            )
        return part

    def _links(self, value: Any) -> list[Link]:
        """References in Material's form: paths, or titles with paths, or groups of these."""
        if isinstance(value, str):
            return [Link("", value)] if value and self._may_link(value) else []
        if value is None:
            return []
        if isinstance(value, dict):
            return [link for title, target in value.items() for link in self._titled(title, target)]
        if isinstance(value, list):
            return [link for entry in value for link in self._links(entry)]
        cure = "Write each as - Title: path/to/page.md."
        self._complain('"links" holds something that is no link', cure, self.front.place("links"))
        return []

    def _titled(self, title: Any, target: Any) -> list[Link]:
        inner = self._links(target)
        if isinstance(target, str):
            return [Link(str(title), link.target) for link in inner]
        return [Link(str(title), "", tuple(inner))]

    def _may_link(self, address: str) -> bool:
        if linked(address):
            return True
        cure = "Write a page of this site, or an address that begins with https://."
        what = f'"{address}" cannot be linked'
        self._complain(what, cure, self.front.place("links"), fatal=False)
        return False


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
_LINKED = {"http", "https", "mailto", "tel"}


def linked(address: str) -> str:
    """`address` if a page may link it: a path, or one of the web; else nothing.

    Read as browsers read it: they pass over blanks before an address and breaks inside it.
    """
    plain = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    scheme = _SCHEME.match(plain)
    return plain if not scheme or scheme[0].lower() in _LINKED else ""
