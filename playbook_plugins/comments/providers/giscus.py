"""giscus: GitHub discussions. One request a thread and page, answers one level deep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from ..model import Comment
from . import gate
from .failures import FetchError
from .interface import Capabilities, Element, Provider, ProviderThread, Topic, Widget

NAME = "giscus"
PAGE = 50
MOST_PAGES = 40


class AnswerPage:
    """One page of a discussion, as read: what it holds and where the next one begins."""

    def __init__(self, found: ProviderThread, total: int, next_page: str) -> None:
        """`total` counts the comments that readers may see here, answers included."""
        self.found = found
        self.total = total
        self.next_page = next_page


def parse_page(raw: bytes) -> AnswerPage:
    """A page from the answer to `GET /api/discussions`."""
    answer = gate.mapping(gate.decoded(raw), "no answer")
    discussion = gate.mapping(answer.get("discussion"), "no discussion")
    comments: list[Comment] = []
    deleted: set[str] = set()
    writers: dict[str, str] = {}
    unseen = 0
    for top in gate.sequence(discussion.get("comments"), "no list of comments"):
        entry = gate.mapping(top, "a comment")
        answers = gate.sequence(entry.get("replies") or [], "a list of answers")
        there = _read(entry, "", comments, deleted, writers)
        for each in answers:
            _read(gate.mapping(each, "an answer"), there, comments, deleted, writers)
        count = gate.whole(entry.get("replyCount", len(answers)), "a number of answers")
        unseen += max(0, count - len(answers))
    pages = gate.mapping(discussion.get("pageInfo"), "the page's place")
    more = pages.get("hasNextPage")
    if not isinstance(more, bool):
        raise gate.wrong("whether there are more pages")
    next_page = gate.identity(pages.get("endCursor"), "the next page") if more else ""
    found = ProviderThread(
        tuple(comments), frozenset(deleted), complete=unseen == 0, writers=writers
    )
    return AnswerPage(found, len(comments) + unseen, next_page)


def parse_thread(raw: bytes) -> ProviderThread:
    """The part of a thread that one page holds."""
    return parse_page(raw).found


def parse_counts(raw: bytes, keys: Sequence[str]) -> dict[str, int | None]:
    """The count of the one thread that was asked for; None where there are more pages."""
    page = parse_page(raw)
    return dict.fromkeys(keys, None if page.next_page else page.total)


def _read(
    entry: dict[str, Any],
    parent: str,
    into: list[Comment],
    deleted: set[str],
    writers: dict[str, str],
) -> str:
    """Read one comment; one that was deleted or hidden on GitHub is not shown here either."""
    given = gate.identity(entry.get("id"), "a comment's id")
    if entry.get("deletedAt") is not None or gate.is_set(entry.get("isMinimized")):
        deleted.add(gate.origin_of(NAME, given))
        return parent
    author = gate.mapping(entry.get("author") or {}, "an author")
    made = Comment(
        id=gate.ledger_id(NAME, given),
        author=gate.clean_name(author.get("login"), "an author's name"),
        date=gate.instant(entry.get("createdAt"), "a date"),
        body=gate.clean_body(entry.get("bodyHTML"), "a text"),
        parent=parent,
        url=gate.clean_url(author.get("url"), "an author's address"),
        origin=gate.origin_of(NAME, given),
        format="html",
    )
    into.append(made)
    writers[made.origin] = gate.text(author.get("login"), "an author's name")
    return made.id


class Giscus(Provider):
    """Comments stay at GitHub unless the site asks for their texts (`bodies: true`)."""

    name = NAME
    capabilities = Capabilities(bodies=False, batch=0, live=False)
    known = ("repo", "repo_id", "category", "category_id", "theme", "lang")
    needed = ("repo", "repo_id", "category", "category_id")
    usual_url = "https://giscus.app"

    def _usual_prefix(self) -> str:
        return ""

    def _count(self, topics: Sequence[Topic]) -> dict[str, int | None]:
        return {
            self.key(topic.uid): sum(page.total for page in self._pages(topic)) for topic in topics
        }

    def _fetch(self, topic: Topic) -> ProviderThread:
        pages = self._pages(topic)
        return ProviderThread(
            tuple(comment for page in pages for comment in page.found.comments),
            frozenset().union(*(page.found.deleted for page in pages)),
            complete=all(page.found.complete for page in pages),
            writers={origin: name for page in pages for origin, name in page.found.writers.items()},
        )

    def _pages(self, topic: Topic) -> list[AnswerPage]:
        """All pages of a discussion; none where there is no discussion yet."""
        values = self.settings.values
        asked = {"repo": values["repo"], "term": self.key(topic.uid), "number": 0}
        asked |= {"category": values["category"], "strict": "true", "first": PAGE}
        pages: list[AnswerPage] = []
        places: set[str] = set()
        while len(pages) < MOST_PAGES:
            try:
                raw = self.fetcher.get(f"{self.settings.url}/api/discussions?{urlencode(asked)}")
            except FetchError as error:
                if not pages and _means_none(error):
                    return []
                raise
            page = parse_page(raw)
            pages.append(page)
            if not page.next_page:
                return pages
            if page.next_page in places:
                raise gate.wrong("its pages go round in a ring")
            places.add(page.next_page)
            asked["after"] = page.next_page
        raise gate.wrong(f"more than {MOST_PAGES} pages")

    def thread_url(self, topic: Topic) -> str:
        """The repository's discussions, searched for the thread."""
        term = quote(self.key(topic.uid), safe="")
        repo = quote(str(self.settings.values["repo"]))
        return f"https://github.com/{repo}/discussions?discussions_q={term}"

    def widget(self, topic: Topic) -> Widget:
        """giscus's own script, told which discussion and to match it strictly."""
        values = self.settings.values
        attributes = {
            "data-repo": str(values["repo"]),
            "data-repo-id": str(values["repo_id"]),
            "data-category": str(values["category"]),
            "data-category-id": str(values["category_id"]),
            "data-mapping": "specific",
            "data-term": self.key(topic.uid),
            "data-strict": "1",
            "data-reactions-enabled": "0",
            "data-input-position": "bottom",
            "data-theme": str(values.get("theme") or "preferred_color_scheme"),
            "crossorigin": "anonymous",
        }
        if values.get("lang"):
            attributes["data-lang"] = str(values["lang"])
        return Widget(
            self.name,
            self.origin,
            f"{self.settings.url}/client.js",
            Element("div", {"class": "giscus"}),
            attributes={**attributes, **self.extra_attributes},
        )


def _means_none(error: FetchError) -> bool:
    """giscus says 404 where nobody has commented yet; another server's 404 means nothing."""
    if error.status != 404:
        return False
    try:
        answer = gate.decoded(error.body)
    except gate.RefusedError:
        return False
    said = answer.get("error") if isinstance(answer, dict) else None
    return isinstance(said, str) and said.startswith("Discussion not found")
