"""A post's finished HTML, cut and re-based for a listing: converted once, used in every view."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import field
from html.parser import HTMLParser

from playbook_plugins.shared.records import record

from .unique_ids import LINKS, distinct

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img"}
    | {"input", "link", "meta", "source", "track", "wbr"}
)
DROPPED = frozenset({"script", "style", "link", "template"})
NO_END = (
    "this post does not say where its excerpt ends.",
    "Add a line {} after the opening.",
)
"""What is wrong, and the cure for a separator: where every post must say it."""
BUDGET = 60
"""Words after which an automatic excerpt ends with the paragraph it is in."""


@record
class Excerpt:
    """The beginning of a post."""

    html: str
    more: bool
    """Whether the post goes on."""
    anchors: tuple[str, ...] = ()
    """The ids of the post's title and of the headings in the excerpt, as they are in the post."""


@record
class ExcerptRule:
    """Where an excerpt ends: at the separator, with a description instead, or by budget."""

    separator: str = "<!-- more -->"
    description: str = ""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """What the link to a worksheet says, by its kind."""


def excerpt_of(content: str, cut: ExcerptRule, uid: str) -> Excerpt:
    """The beginning of a post's HTML `content`.

    Up to the separator; else the description; else whole paragraphs within the budget. An `h1`
    that opens it goes (the listing prints the title), other headings stand one level lower, ids
    are prefixed with `uid` so that two posts on one page never share one, and a worksheet becomes
    a link to itself.
    """
    title = _TITLE.search(content)
    named = (html.unescape(title[1]),) if title else ()
    comment, end = _comment(cut.separator), end_of_excerpt(cut.separator, content)
    if cut.description and not end:
        return Excerpt(f"<p>{html.escape(cut.description)}</p>", True, named)
    if end:
        more = bool(rest_of(content, cut).strip())
        cutter = _Cutter(uid, comment, sheets=cut.sheets)
        made = cutter.run(content[: end.end()])
    else:
        cutter = _Cutter(uid, "", BUDGET, cut.sheets)
        made, more = cutter.run(content), cutter.stopped
    inside = (html.unescape(found[1]) for found in _NAMED_HEADING.finditer(made))
    anchors = (*named, *(each.removeprefix(f"{uid}--") for each in inside))
    return Excerpt(lowered(made, uid), more, tuple(dict.fromkeys(anchors)))


_TITLE = re.compile(r'<h1\b[^>]*\sid="([^"]*)"')
_NAMED_HEADING = re.compile(r'<h[2-6]\b[^>]*\sid="([^"]*)"')


def rest_of(content: str, cut: ExcerptRule) -> str:
    """What follows the separator in a post's HTML; all of it where there is none."""
    found = end_of_excerpt(cut.separator, content)
    return _PERMALINK.sub("", content[found.end() :] if found else content)


def _comment(separator: str) -> str:
    return separator.removeprefix("<!--").removesuffix("-->").strip()


def end_of_excerpt(separator: str, text: str) -> re.Match[str] | None:
    """Where a text holds the separator; blanks and capitals in it do not count."""
    comment = _comment(separator)
    if not comment:
        return None
    return re.search(rf"<!--\s*{re.escape(comment)}\s*-->", text, re.IGNORECASE)


def looks_like_end(separator: str, text: str) -> re.Match[str] | None:
    """What was meant as the separator and is none: with other dashes, or signs missing."""
    comment = _comment(separator)
    if not comment:
        return None
    dash = "[-\u2010-\u2015\u2212]"
    inside = rf"[ ]{{0,3}}{dash}{{1,3}}\s{{0,3}}{re.escape(comment)}"
    inside += rf"\s{{0,3}}{dash}{{1,3}}[ ]{{0,3}}"
    # An editor escapes both ends. With one escaped it is a text that speaks of the separator,
    # as the importers write what an old post said of it.
    wrong = re.compile(rf"<[!¡]?{inside}(?:>|(?=\n|$))|&lt;!{inside}&gt;", re.IGNORECASE)
    return next(
        (each for each in wrong.finditer(text) if not end_of_excerpt(separator, each[0])), None
    )


class _WholeError(Exception):
    """The excerpt is whole: what follows is not looked at."""


class _Cutter(HTMLParser):
    """Copies HTML through until the excerpt ends, then closes what is open."""

    def __init__(
        self, uid: str, comment: str, budget: int = 0, sheets: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.sheets = sheets or {}
        self.uid, self.comment, self.budget = uid, comment, budget
        self.out: list[str] = []
        self.open: list[str] = []
        self.dropping = ""
        self.depth = 0
        self.words = 0
        self.stopped = False

    def run(self, content: str) -> str:
        with suppress(_WholeError):
            self.feed(content)
            self.close()
        self.out += [f"</{tag}>" for tag in reversed(self.open)]
        return "".join(self.out).strip()

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines: nobody asks where something stands."""
        return j

    def _stop(self) -> None:
        self.stopped = True
        raise _WholeError

    def _put(self, text: str) -> None:
        if not self.dropping:
            self.out.append(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.dropping:
            self.depth += tag == self.dropping
            return
        if tag in DROPPED and tag in VOID:
            return
        title = tag == "h1" and not "".join(self.out).strip()
        if title or tag in DROPPED or tag == "playbook-worksheet" or _is_permalink(tag, attrs):
            if tag == "playbook-worksheet":
                self._put(_sheet_link(attrs, self.sheets))
            self.dropping, self.depth = tag, 1
            return
        self._put(f"<{tag}{self._attributes(tag, attrs)}>")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DROPPED:
            self._put(f"<{tag}{self._attributes(tag, attrs)} />")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        return "".join(
            f" {name}" if value is None else f' {name}="{html.escape(value)}"'
            for name, value in distinct(tag, attrs, self.uid)
        )

    def handle_endtag(self, tag: str) -> None:
        if self.dropping:
            self.depth -= tag == self.dropping
            if not self.depth:
                self.dropping = ""
            return
        if tag not in self.open:
            return
        while self.open:
            closed = self.open.pop()
            self._put(f"</{closed}>")
            if closed == tag:
                break
        if self.budget and not self.open and self.words >= self.budget:
            self._stop()

    def handle_data(self, data: str) -> None:
        self._put(data)
        if not self.dropping:
            self.words += len(data.split())

    def handle_entityref(self, name: str) -> None:
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._put(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        if self.comment and not self.dropping and data.strip().lower() == self.comment.lower():
            self._stop()
        # Other comments stay with the post: a listing needs none of them.


def _is_permalink(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    classes = (dict(attrs).get("class") or "").split()
    return tag == "a" and ("headerlink" in classes or "pb-permalink" in classes)


def _sheet_link(attrs: list[tuple[str, str | None]], sheets: Mapping[str, str]) -> str:
    named = dict(attrs)
    id = html.escape(named.get("worksheet-id") or "")
    kind = named.get("kind") or "worksheet"
    words = html.escape(sheets.get(kind) or f"Open the {kind.replace('-', ' ')}")
    return f'<p class="pb-sheet-link"><a href="#{id}">{words}</a></p>'


_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*)[^<>]*>")
_ADDRESS = re.compile(r'(\s(?:href|src|poster))="([^"]*)"')


def rebased(content: str, from_url: str, to_url: str) -> str:
    """`content` written for the page at `from_url`, so that its links work on the page at `to_url`.

    Both are addresses from the site's root, `blog/first/` or `blog/first.html`.
    """

    def moved(tag: re.Match[str]) -> str:
        return _ADDRESS.sub(move if tag[1].lower() in LINKS else move_elsewhere, tag[0])

    def move_elsewhere(found: re.Match[str]) -> str:
        """A picture's part names a part of the same page."""
        return found[0] if found[2].startswith("#") else move(found)

    def move(found: re.Match[str]) -> str:
        address = rebase(html.unescape(found[2]), from_url, to_url)
        return f'{found[1]}="{html.escape(address)}"'

    return _TAG.sub(moved, content)


def rebase(address: str, from_url: str, to_url: str) -> str:
    """One address of the page at `from_url`, for use on the page at `to_url`."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/", address):
        return address
    path, mark, rest = _split(address)
    folder = posixpath.dirname(from_url)
    target = posixpath.normpath(posixpath.join("/", folder, path)) if path else f"/{from_url}"
    if path.endswith("/") or path in {".", ".."} or (not path and from_url.endswith("/")):
        target = f"{target.rstrip('/')}/"
    return _relative(target, to_url) + mark + rest


def _split(address: str) -> tuple[str, str, str]:
    found = re.match(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL)
    return (found[1], found[2], found[3]) if found else (address, "", "")


def _relative(target: str, to_url: str) -> str:
    folder = posixpath.join("/", posixpath.dirname(to_url))
    made = posixpath.relpath(target, folder)
    return f"{made}/" if target.endswith("/") and made != "." else "./" if made == "." else made


_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
_UPPER = re.compile(r"<h([1-5])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')


def lowered(content: str, uid: str) -> str:
    """`content` with its headings one level lower: on a listing they stand below a post's title.

    Each leads to itself in the post, as a heading's mark there does.
    """

    def lower(found: re.Match[str]) -> str:
        level, attributes, words = int(found[1]) + 1, found[2], found[3]
        id = _ID.search(attributes)
        if id and "<a" not in words:
            address = id[1].removeprefix(f"{uid}--")
            words = f'<a class="toclink" href="#{address}">{words}</a>'
        return f"<h{level}{attributes}>{words}</h{level}>"

    return _UPPER.sub(lower, content) if "<h" in content else content


def flattened(content: str) -> str:
    """`content` with its headings as strong paragraphs: a card has no part in a page's outline."""
    return _HEADING.sub(lambda tag: "</strong></p>" if tag[1] else "<p><strong>", content)


def copied(content: str, prefix: str) -> str:
    """Whole `content` for another page; what belongs together there stays apart from the rest."""
    return _Cutter(prefix, "").run(content)
