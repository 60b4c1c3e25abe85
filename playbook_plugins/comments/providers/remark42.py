"""Remark42: a server of one's own. Threads are named by whole addresses, answers nest freely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from ..model import Comment
from . import gate
from .interface import Capabilities, Element, Provider, ProviderThread, Topic, Widget

NAME = "remark42"


def parse_counts(raw: bytes, keys: Sequence[str]) -> dict[str, int | None]:
    """Counts from the answer to `POST /api/v1/counts`; a thread that it leaves out is unknown."""
    found: dict[str, int | None] = dict.fromkeys(keys)
    for each in gate.sequence(gate.decoded(raw), "no list of counts"):
        entry = gate.mapping(each, "a count")
        url = gate.text(entry.get("url"), "a thread's address")
        if url in found:
            found[url] = gate.whole(entry.get("count"), "a count")
    return found


def parse_thread(raw: bytes) -> ProviderThread:
    """A thread from the answer to `GET /api/v1/find?format=plain`."""
    answer = gate.mapping(gate.decoded(raw), "no thread")
    entries = [
        gate.mapping(each, "a comment")
        for each in gate.sequence(answer.get("comments"), "no list of comments")
    ]
    parents = {_id(entry): gate.text(entry.get("pid"), "a parent") for entry in entries}
    gone = {_id(entry) for entry in entries if gate.is_set(entry.get("delete"))}
    comments = tuple(
        _comment(entry, gate.standing(parents, gone, _id(entry)))
        for entry in entries
        if _id(entry) not in gone
    )
    writers = {
        gate.origin_of(NAME, _id(entry)): gate.text(_user(entry).get("id"), "an author's id")
        for entry in entries
        if _id(entry) not in gone
    }
    facts = gate.mapping(answer.get("info") or {}, "the thread's facts")
    told = facts.get("count")
    total = None if told is None else gate.whole(told, "the number of comments")
    deleted = frozenset(gate.origin_of(NAME, each) for each in gone)
    return ProviderThread(comments, deleted, complete=len(comments) == total, writers=writers)


def _id(entry: dict[str, Any]) -> str:
    return gate.identity(entry.get("id"), "a comment's id")


def _user(entry: dict[str, Any]) -> dict[str, Any]:
    return gate.mapping(entry.get("user"), "an author")


def _comment(entry: dict[str, Any], parent: str) -> Comment:
    user = _user(entry)
    return Comment(
        id=gate.ledger_id(NAME, _id(entry)),
        author=gate.clean_name(user.get("name"), "an author's name", escaped=True),
        date=gate.instant(entry.get("time"), "a date"),
        body=gate.clean_body(entry.get("text"), "a text"),
        parent=gate.ledger_id(NAME, parent) if parent else "",
        origin=gate.origin_of(NAME, _id(entry)),
        format="html",
    )


class Remark42(Provider):
    """Threads are named `<the site's address><uid>`: an address that never has to exist."""

    name = NAME
    capabilities = Capabilities(bodies=True, batch=200, live=True)
    known = ("site", "theme", "lang")
    needed = ("site",)

    def _usual_prefix(self) -> str:
        return self.settings.site_url

    def _count(self, topics: Sequence[Topic]) -> dict[str, int | None]:
        keys = [self.key(topic.uid) for topic in topics]
        url = f"{self.settings.url}/api/v1/counts?{self._site()}"
        return parse_counts(self.fetcher.post(url, keys), keys)

    def _fetch(self, topic: Topic) -> ProviderThread:
        asked = urlencode({"url": self.key(topic.uid), "sort": "+time", "format": "plain"})
        url = f"{self.settings.url}/api/v1/find?{self._site()}&{asked}"
        return parse_thread(self.fetcher.get(url))

    def _site(self) -> str:
        return urlencode({"site": str(self.settings.values["site"])})

    def thread_url(self, topic: Topic) -> str:
        """The post's page; Remark42 has none of its own."""
        return f"{topic.url}#comments" if topic.url else self.settings.url

    def widget(self, topic: Topic) -> Widget:
        """Remark42's module, which reads what it is told from one global variable."""
        values = self.settings.values
        told: dict[str, str | bool] = {
            "host": self.settings.url,
            "site_id": str(values["site"]),
            "url": self.key(topic.uid),
            "page_title": topic.title or topic.uid,
            "theme": str(values.get("theme") or "light"),
            "no_footer": True,
        }
        if values.get("lang"):
            told["locale"] = str(values["lang"])
        return Widget(
            self.name,
            self.origin,
            f"{self.settings.url}/web/embed.mjs",
            Element("div", {"id": "remark42"}),
            module=True,
            attributes=self.extra_attributes,
            settings={"remark_config": told},
        )

    def live(self) -> dict[str, str] | None:
        """The site's name at the server goes along."""
        return {
            "provider": self.name,
            "endpoint": self.settings.url,
            "place": str(self.settings.values["site"]),
        }
