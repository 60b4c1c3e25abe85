"""Comentario: a server of one's own. Counts for 32 paths at a time; an absent path is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..model import Comment
from . import gate
from .interface import Capabilities, Element, Provider, ProviderThread, Topic, Widget

NAME = "comentario"
BATCH = 32


def parse_counts(raw: bytes, keys: Sequence[str]) -> dict[str, int | None]:
    """Counts from the answer to `POST /api/embed/comments/counts`."""
    answer = gate.mapping(gate.decoded(raw), "no answer")
    counted = gate.mapping(answer.get("commentCounts"), "no counts")
    return {
        key: gate.whole(counted[key], "a count") if counted.get(key) is not None else None
        for key in keys
    }


def parse_thread(raw: bytes) -> ProviderThread:
    """A thread from the answer to `POST /api/embed/comments`."""
    answer = gate.mapping(gate.decoded(raw), "no thread")
    gate.mapping(answer.get("pageInfo"), "no page")
    people = {
        gate.identity(person.get("id"), "an author's id"): person
        for each in gate.sequence(answer.get("commenters") or [], "a list of authors")
        for person in [gate.mapping(each, "an author")]
    }
    entries = [
        gate.mapping(each, "a comment")
        for each in gate.sequence(answer.get("comments") or [], "a list of comments")
    ]
    parents = {_id(entry): gate.text(entry.get("parentId"), "a parent") for entry in entries}
    gone = {_id(entry) for entry in entries if gate.is_set(entry.get("isDeleted"))}
    comments = tuple(
        _comment(entry, gate.standing(parents, gone, _id(entry)), people)
        for entry in entries
        if _id(entry) not in gone
    )
    writers = {
        gate.origin_of(NAME, _id(entry)): gate.text(entry.get("userCreated"), "an author's id")
        for entry in entries
        if _id(entry) not in gone
    }
    deleted = frozenset(gate.origin_of(NAME, each) for each in gone)
    return ProviderThread(comments, deleted, writers=writers)


def _id(entry: dict[str, Any]) -> str:
    return gate.identity(entry.get("id"), "a comment's id")


def _comment(entry: dict[str, Any], parent: str, people: dict[str, dict[str, Any]]) -> Comment:
    author = people.get(gate.text(entry.get("userCreated"), "an author's id"), {})
    name = entry.get("authorName") or author.get("name")
    # Go leaves out what is false: an approval that is not there was not given.
    approved = not gate.is_set(entry.get("isPending")) and entry.get("isApproved") is True
    return Comment(
        id=gate.ledger_id(NAME, _id(entry)),
        author=gate.clean_name(name, "an author's name"),
        date=gate.instant(entry.get("createdTime"), "a date"),
        body=gate.clean_body(entry.get("html"), "a text"),
        parent=gate.ledger_id(NAME, parent) if parent else "",
        url=gate.clean_url(author.get("websiteUrl"), "an author's address"),
        state="approved" if approved else "pending",
        origin=gate.origin_of(NAME, _id(entry)),
        format="html",
    )


class Comentario(Provider):
    """Threads are named by paths under the domain that is registered with the server."""

    name = NAME
    capabilities = Capabilities(bodies=True, batch=BATCH, live=True)
    known = ("host", "theme", "lang")

    @property
    def _host(self) -> str:
        return str(self.settings.values.get("host") or self.settings.site_host)

    def _usual_prefix(self) -> str:
        return "/"

    def _count(self, topics: Sequence[Topic]) -> dict[str, int | None]:
        keys = [self.key(topic.uid) for topic in topics]
        asked = {"host": self._host, "paths": keys}
        url = f"{self.settings.url}/api/embed/comments/counts"
        return parse_counts(self.fetcher.post(url, asked), keys)

    def _fetch(self, topic: Topic) -> ProviderThread:
        asked = {"host": self._host, "path": self.key(topic.uid)}
        return parse_thread(self.fetcher.post(f"{self.settings.url}/api/embed/comments", asked))

    def thread_url(self, topic: Topic) -> str:
        """The post's page; Comentario has none of its own."""
        return f"{topic.url}#comments" if topic.url else self.settings.url

    def widget(self, topic: Topic) -> Widget:
        """Comentario's own element, told its thread; its fonts stay away."""
        place = {"page-id": self.key(topic.uid), "no-fonts": "true"}
        for name in ("theme", "lang"):
            if self.settings.values.get(name):
                place[name] = str(self.settings.values[name])
        return Widget(
            self.name,
            self.origin,
            f"{self.settings.url}/comentario.js",
            Element("comentario-comments", {**place, **self.extra_attributes}),
        )

    def live(self) -> dict[str, str] | None:
        """The domain's name at the server goes along."""
        return {"provider": self.name, "endpoint": self.settings.url, "place": self._host}
