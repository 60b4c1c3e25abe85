"""Isso: a small server of one's own. Batch counts, whole threads, one level of answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from ..model import Comment
from . import gate
from .interface import Capabilities, Element, Provider, ProviderThread, Topic, Widget

NAME = "isso"
ACCEPTED, QUEUED, DELETED = 1, 2, 4
"""Modes of a comment; those in the moderation queue are never sent to the public."""


def parse_counts(raw: bytes, keys: Sequence[str]) -> dict[str, int | None]:
    """Counts from the answer to `POST /count`: an array in the order of what was asked."""
    values = gate.sequence(gate.decoded(raw), "no list of counts")
    if len(values) != len(keys):
        raise gate.wrong(f"{len(values)} counts for {len(keys)} threads")
    return {key: gate.whole(value, "a count") for key, value in zip(keys, values, strict=True)}


def parse_thread(raw: bytes) -> ProviderThread:
    """A thread from the answer to `GET /?uri=…`."""
    answer = gate.mapping(gate.decoded(raw), "no thread")
    comments: list[Comment] = []
    deleted: set[str] = set()
    writers: dict[str, str] = {}
    seen = hidden = 0
    tops = gate.sequence(answer.get("replies"), "no list of comments")
    for top in tops:
        entry = gate.mapping(top, "a comment")
        answers = gate.sequence(entry.get("replies") or [], "a list of answers")
        there = _read(entry, "", comments, deleted, writers)
        for each in answers:
            _read(gate.mapping(each, "an answer"), there, comments, deleted, writers)
        hidden += _hidden(entry)
        seen += 1 + len(answers)
        if seen > gate.MOST_COMMENTS:
            raise gate.wrong("too many comments")
    told = answer.get("total_replies")
    total = None if told is None else gate.whole(told, "the number of comments")
    # Servers count either all comments or those at the top; both are there in a whole answer.
    whole = total in {seen, len(tops)} and not hidden and not _hidden(answer)
    return ProviderThread(tuple(comments), frozenset(deleted), complete=whole, writers=writers)


def _hidden(entry: dict[str, Any]) -> int:
    """How many answers the server keeps for another request."""
    return gate.whole(entry.get("hidden_replies", 0), "the number of hidden answers")


def _read(
    entry: dict[str, Any],
    parent: str,
    into: list[Comment],
    deleted: set[str],
    writers: dict[str, str],
) -> str:
    """Read one comment; returns what its answers answer: its id, or its parent's if it has gone."""
    given = gate.identity(entry.get("id"), "a comment's id")
    mode = gate.whole(entry.get("mode", QUEUED), "a comment's mode")
    if mode & DELETED:
        deleted.add(gate.origin_of(NAME, given))
        return parent
    made = Comment(
        id=gate.ledger_id(NAME, given),
        # Isso sends names and addresses with their HTML characters escaped.
        author=gate.clean_name(entry.get("author"), "an author", escaped=True),
        date=gate.instant(entry.get("created"), "a date"),
        body=gate.clean_body(entry.get("text"), "a text"),
        parent=parent,
        url=gate.clean_url(entry.get("website"), "an author's address", escaped=True),
        state="approved" if mode == ACCEPTED else "pending",
        origin=gate.origin_of(NAME, given),
        format="html",
    )
    into.append(made)
    # Made of the mail address that was given, or of the network address where there was none.
    writers[made.origin] = gate.text(entry.get("hash"), "an author's hash")
    return made.id


class Isso(Provider):
    """The provider that `playbook comments serve` can start."""

    name = NAME
    capabilities = Capabilities(bodies=True, batch=500, live=True)
    known = ("lang",)

    def _usual_prefix(self) -> str:
        return "/"

    def _count(self, topics: Sequence[Topic]) -> dict[str, int | None]:
        keys = [self.key(topic.uid) for topic in topics]
        return parse_counts(self.fetcher.post(f"{self.settings.url}/count", keys), keys)

    def _fetch(self, topic: Topic) -> ProviderThread:
        key = quote(self.key(topic.uid), safe="")
        return parse_thread(self.fetcher.get(f"{self.settings.url}/?uri={key}"))

    def thread_url(self, topic: Topic) -> str:
        """Isso has no page of its own for a thread: the post's page is it."""
        return f"{topic.url}#comments" if topic.url else self.settings.url

    def widget(self, topic: Topic) -> Widget:
        """Isso's own script and the section that it looks for."""
        url = self.settings.url
        attributes = {
            "data-isso": f"{url}/",
            # One office has one address: a vote would count for everybody there.
            "data-isso-vote": "false",
            "data-isso-reply-to-self": "true",
            "data-isso-require-author": "true",
        }
        if self.settings.values.get("lang"):
            attributes["data-isso-lang"] = str(self.settings.values["lang"])
        place = {"id": "isso-thread", "data-isso-id": self.key(topic.uid)}
        place["data-title"] = topic.title or topic.uid  # else Isso asks the site for it
        return Widget(
            self.name,
            self.origin,
            f"{url}/js/embed.min.js",
            Element("section", place),
            attributes={**attributes, **self.extra_attributes},
        )
