"""Page numbers of a listing, in the form that `pagination_format` gives them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from playbook_plugins.shared.records import record

TOKEN = re.compile(r"~(?P<around>\d+)~|\$(?P<dollar>\$)|\$(?P<word>\w+)|\$\{(?P<braced>\w+)\}")
LINKS = ("first", "previous", "next", "last")
SIGNS = {"first": "&lt;&lt;", "previous": "&lt;", "next": "&gt;", "last": "&gt;&gt;"}


@record
class Part:
    """One piece of the row of page numbers."""

    kind: str
    """`page`, `current`, `gap`, `text`, or a link: `first`, `previous`, `next`, `last`."""
    text: str = ""
    """The number, or HTML that the site's own format holds."""
    url: str = ""


@record
class Paging:
    """How the posts of a listing lie on its pages."""

    posts: int
    per_page: int


class Pager:
    """The pages of a listing around the one shown.

    Templates read its `parts`, or call it as Material's do: with the classes and signs they want.
    """

    def __init__(
        self,
        number: int,
        urls: Sequence[str],
        form: str,
        shelf: Paging,
        written: Callable[[str], str] = str,
    ) -> None:
        """`urls` of all pages; the one shown, whose `number` counts from 1, has them `written` so.

        Few are shown: each of a hundred pages links to the first, the last, and its neighbours.
        """
        self.number = number
        self.count = len(urls)
        self._urls, self._form, self._shelf, self._written = urls, form, shelf, written
        self.previous_url = self._url(number - 1) if number > 1 else ""
        self.next_url = self._url(number + 1) if number < self.count else ""

    @property
    def parts(self) -> list[Part]:
        """The row, piece by piece."""
        return [part for run in self._runs() for part in run]

    def holds(self, kind: str) -> bool:
        """Whether the format itself says where a link stands."""
        return f"link_{kind}" in self._form

    def __call__(self, wanted: Mapping[str, Any]) -> str:
        """The row as HTML, with `link_attr`, `symbol_next` and the like from `wanted`."""
        between = str(wanted.get("separator", " "))
        return "".join(between.join(_html(part, wanted) for part in run) for run in self._runs())

    def _runs(self) -> Iterator[list[Part]]:
        """The pieces of the format in turn; the numbers are one run."""
        at = 0
        for token in TOKEN.finditer(self._form):
            if token.start() > at:
                yield [Part("text", self._form[at : token.start()])]
            at = token.end()
            word = token["word"] or token["braced"]
            if token["around"]:
                yield list(self._near(int(token["around"])))
            elif token["dollar"]:
                yield [Part("text", "$")]
            else:
                yield list(self._named(word, token[0]))
        if at < len(self._form):
            yield [Part("text", self._form[at:])]

    def _named(self, word: str, written: str) -> Iterator[Part]:
        kind = word.removeprefix("link_")
        if word != kind and kind in LINKS:
            first = kind in {"first", "previous"}
            target = {"first": 1, "last": self.count}.get(kind, self.number + (-1 if first else 1))
            if self.number > 1 if first else self.number < self.count:
                yield Part(kind, str(target), self._url(target))
            return
        start = (self.number - 1) * self._shelf.per_page + 1
        numbers = {
            "first_page": 1,
            "last_page": self.count,
            "page": self.number,
            "page_count": self.count,
            "items_per_page": self._shelf.per_page,
            "first_item": start,
            "last_item": min(start + self._shelf.per_page - 1, self._shelf.posts),
            "item_count": self._shelf.posts,
        }
        yield Part("text", str(numbers[word]) if word in numbers else written)

    def _near(self, around: int) -> Iterator[Part]:
        """The first page, those near the one shown, the last, and gaps between them."""
        low, high = max(1, self.number - around), min(self.count, self.number + around)
        if low > 1:
            yield self._page(1)
        if low > 2:
            yield Part("gap", "..")
        for number in range(low, high + 1):
            yield self._page(number)
        if high < self.count - 1:
            yield Part("gap", "..")
        if high < self.count:
            yield self._page(self.count)

    def _page(self, number: int) -> Part:
        kind = "current" if number == self.number else "page"
        return Part(kind, str(number), self._url(number))

    def _url(self, number: int) -> str:
        return self._written(self._urls[number - 1])


def _html(part: Part, wanted: Mapping[str, Any]) -> str:
    if part.kind == "text":
        return part.text
    own = {"current": "curpage_attr", "gap": "dotdot_attr"}.get(part.kind)
    attributes = wanted.get(own or "link_attr") or {}
    given = "".join(
        f' {name.lstrip("_")}="{html.escape(str(value))}"'
        for name, value in sorted(attributes.items())
    )
    if own:
        return f"<span{given}>{part.text}</span>" if attributes else part.text
    text = part.text if part.kind == "page" else wanted.get(f"symbol_{part.kind}", SIGNS[part.kind])
    return f'<a{given} href="{html.escape(part.url)}">{text}</a>'
