"""Posts, comments and tips as entries of a feed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from playbook_plugins.blog.model import Post
from playbook_plugins.shared.records import record

from . import ids
from .atom import atom
from .json_feed import json_feed
from .model import ATOM, JSON, RSS, Answered, Discussion, Entry, Feed, Person
from .rss import rss

_WRITERS = {ATOM: atom, RSS: rss, JSON: json_feed}


def written(feed: Feed, entries: Sequence[Entry], paths: Mapping[str, str]) -> dict[str, str]:
    """The files of a feed: text by path. `paths` are its files by format (see addresses.py)."""
    return {path: _WRITERS[each](feed, entries) for each, path in paths.items()}


@record
class Around:
    """What a post's own model does not say: where it is, and how it reads."""

    url: str
    """The post's whole address."""
    html: str
    """The finished text, addresses whole (`content.absolute`)."""
    authors: tuple[Person, ...] = ()
    summary: str = ""
    """Plain text, for posts without a description."""
    image: str = ""
    discussion: Discussion | None = None


def post_entry(post: Post, authority: str, around: Around) -> Entry:
    """A published post."""
    return Entry(
        id=ids.post_id(authority, post.uid),
        title=post.title,
        url=around.url,
        published=post.date.created,
        updated=post.date.updated,
        authors=around.authors,
        categories=post.labels,
        summary=post.description or around.summary,
        html=around.html,
        image=around.image,
        discussion=around.discussion,
    )


class FeedComment(Protocol):
    """What an entry needs of an approved comment."""

    @property
    def id(self) -> str:
        """Its name in the thread."""

    @property
    def author(self) -> str:
        """The name of who wrote it."""

    @property
    def date(self) -> datetime:
        """When it was written."""

    @property
    def parent(self) -> str:
        """The comment that it answers; empty for the post."""


@record
class ThreadAround:
    """The post that comments stand under."""

    uid: str
    title: str
    url: str
    """The post's whole address."""
    words: str = "{author} on {title}"
    """How a comment is named, in the site's language."""
    by: Mapping[str, Person] = field(default_factory=dict)
    """For comments by the site's own authors: who they are, by comment."""


def comment_entries(
    remarks: Iterable[tuple[FeedComment, str]],
    authority: str,
    around: ThreadAround,
    shown: Collection[str] | None = None,
) -> list[Entry]:
    """The approved comments of a thread, each given with its HTML, addresses whole.

    Each says what it answers: the comment if readers see that one, and the post. Where only some
    comments are given, `shown` holds the ids of all that readers see.
    """
    given = list(remarks)
    shown = {remark.id for remark, _ in given} if shown is None else shown
    post = Answered(ids.post_id(authority, around.uid), around.url)
    made = []
    for remark, body in given:
        answers: tuple[Answered, ...] = (post,)
        if remark.parent in shown:
            above = ids.comment_id(authority, around.uid, remark.parent)
            answers = (Answered(above, f"{around.url}#c{remark.parent}"), post)
        made.append(
            Entry(
                id=ids.comment_id(authority, around.uid, remark.id),
                title=_named(around, remark.author),
                url=f"{around.url}#c{remark.id}",
                published=remark.date,
                authors=(around.by.get(remark.id) or Person(remark.author),),
                html=body,
                answers=answers,
            )
        )
    return made


def _named(around: ThreadAround, author: str) -> str:
    """The words in one pass, so that a name cannot stand in for the title."""
    before, _, after = around.words.partition("{author}")
    return f"{before.replace('{title}', around.title)}{author}" + after.replace(
        "{title}", around.title
    )


@record
class TipAround:
    """A tip as its page shows it."""

    id: str
    title: str
    url: str
    """Its whole address, `https://…/page/#tip`."""
    date: datetime
    html: str = ""
    """Its text, addresses whole."""
    labels: tuple[str, ...] = ()
    authors: tuple[Person, ...] = ()


def tip_entry(tip: TipAround, authority: str) -> Entry:
    """A coaching tip."""
    return Entry(
        id=ids.tip_id(authority, tip.id),
        title=tip.title,
        url=tip.url,
        published=tip.date,
        authors=tip.authors,
        categories=tip.labels,
        html=tip.html,
    )
