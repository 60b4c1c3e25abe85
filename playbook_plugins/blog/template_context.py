"""What the blog's templates are given: Material's names, so that its partials fit, and ours."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from playbook_plugins.comments.model import ERASED, Comment, Reply, Thread
from playbook_plugins.comments.reading_order import replies
from playbook_plugins.comments.thread import (
    author_url,
    body_html,
    comments_line,
)

from .badges import Badge
from .excerpt import Excerpt, flattened
from .model import Author, Post, PostDate
from .unique_ids import marked


class ListedPost:
    """A post as templates see it: Material's names (`config`, `content`, `more`) and ours."""

    def __init__(
        self, post: Post, url: str, excerpt: Excerpt, context: PostContext, rest: Rest, link: str
    ) -> None:
        """`url` is the post's own; `link` leads there from the page that lists it.

        `excerpt` and `rest` are already re-based for that page.
        """
        self.config = PostConfig(post, context)
        self.url = url
        self.link = link
        self.title = post.title
        self.uid = post.uid
        self.path = post.path
        self.description = post.description
        self.excerpt = excerpt.html
        self.anchors: list[str] = list(excerpt.anchors)
        """Where links into a listing of Material's blog lead: ids of the post's headings."""
        self.mark = ""
        """Sets a card apart from others of the same post on its page."""
        self.more = rest
        self.authors = context.authors
        self.categories = context.categories
        self.comments = context.comments
        self.badges = context.badges

    @property
    def content(self) -> str:
        """The excerpt below its title, as Material's templates print it; ours print both apart."""
        title, link = html.escape(self.title), html.escape(self.link)
        before = "".join(f'<span id="{html.escape(each)}"></span>' for each in self.anchors)
        heading = (
            f'<h2 id="{html.escape(self.uid)}"><a class="toclink" href="{link}">{title}</a></h2>'
        )
        return f"{before}{heading}\n{self.excerpt}"

    @property
    def plain(self) -> str:
        """The excerpt for a card inside another page: its headings are set as paragraphs."""
        return flattened(marked(self.excerpt, self.uid, self.mark))


class Rest:
    """What follows an excerpt: true where there is something, HTML where a template prints it."""

    def __init__(self, more: bool, text: Callable[[], str]) -> None:
        """`text` is worked out only when it is printed."""
        self._more = more
        self._text = text

    def __bool__(self) -> bool:
        return self._more

    def __str__(self) -> str:
        return self._text()


def plain(references: Iterable[Any]) -> list[Any]:
    """References as plain values, to compare what pages show."""
    return [
        (each.title, plain(each.children))
        if getattr(each, "children", None)
        else (each.title, getattr(each, "url", ""), getattr(each, "meta", None))
        for each in references
    ]


class Dates(dict[str, datetime]):
    """`post.config.date`: `created`, `updated` and the author's own, as keys or attributes."""

    def __init__(self, date: PostDate) -> None:
        """Dates that are not given are None."""
        super().__init__(created=date.created, **date.others)
        if date.updated:
            self["updated"] = date.updated

    def __getattr__(self, name: str) -> datetime | None:
        return self.get(name)


class PostConfig:
    """`post.config`, as Material's templates read it."""

    def __init__(self, post: Post, context: PostContext) -> None:
        """`context` says how long reading takes (None hides it) and where references lead."""
        self.date: Any = Dates(post.date)
        self.draft = post.draft
        self.pin = post.pin
        self.slug = post.slug or None
        self.readtime = context.readtime
        self.links = context.references
        self.series = post.series
        self.tags = list(post.tags)
        self.authors = list(post.authors)
        self.categories = list(post.categories)


class PostContext:
    """What surrounds a post wherever it is shown."""

    def __init__(self) -> None:
        """Filled in as the build goes on."""
        self.readtime: int | None = None
        self.references: list[Any] = []
        """The post's links, as the host's navigation has them; navigation.py makes them."""
        self.authors: list[Author] = []
        self.categories: list[CategoryLink] = []
        self.comments: CommentsContext | None = None
        self.badges: list[Badge] = []


class SeriesPlace:
    """A post's place in its series."""

    def __init__(self, title: str, url: str, part: int, links: list[CategoryLink]) -> None:
        """`links` are the series' posts in reading order; `part` counts from 1."""
        self.title = title
        self.url = url
        self.part = part
        self.links = links


class CategoryLink:
    """A title and where it leads (empty for nowhere)."""

    def __init__(self, title: str, url: str) -> None:
        """`url` from the site's root."""
        self.title = self.name = title
        self.url = url


class CommentsContext:
    """A post's comments: the line for listings and the thread for the post."""

    def __init__(
        self,
        thread: Thread,
        language: str,
        posting: str,
        authors: Mapping[str, Author],
        most: int = 0,
        unfolded: int = 0,
        newest_first: bool = False,
    ) -> None:
        """`posting` is where "Post a comment" leads, empty for nowhere.

        The page holds the newest `most` comments, of which the newest `unfolded` stand open; 0
        for all. The count is true whatever is shown.
        """
        self.thread = thread
        self.count: int | None = thread.count
        self.closed = thread.closed
        self.language = language
        self.posting = "" if self.closed else posting
        self.most = most
        self.unfolded = unfolded
        self.newest_first = newest_first
        self.mail_to = ""
        """The address that a comment is sent to; empty where it goes another way."""
        self.answer_url: Callable[[str], str] = lambda id: ""
        """Where an answer to the comment with an id is written."""
        self.place = "comments"
        """The id under which they stand on the post's page; empty where they have none."""
        self.live: LiveThread | None = None
        self.live_prefix = ""
        """Begins the origin of comments that the provider's own discussion shows too."""
        self.live_key = ""
        self.live_offset = 0
        self.body = body_html
        self.author_url = author_url
        self._authors = authors

    @property
    def inputs(self) -> tuple[Any, ...]:
        """All that a page shows of the comments; the thread itself comes last."""
        live = self.live and vars(self.live)
        ways = (
            self.place,
            self.mail_to,
            self.live_prefix,
            self.live_key,
            self.live_offset,
            self.unfolded,
            self.newest_first,
        )
        shown = (self.count, self.closed, self.posting, self.most, *ways)
        by = sorted({each.by for each in self.thread.comments if each.by})
        return (*shown, live, [self._authors.get(each) for each in by], self.thread)

    @property
    def line(self) -> str:
        """ "3 comments", as listings and the thread's heading say it."""
        return comments_line(self.count, self.closed, self.language)

    @property
    def replies(self) -> list[Reply]:
        """What the page holds: all comments, or the newest of too many."""
        return replies(self.thread, self.most, self.unfolded, self.newest_first, self.live_prefix)

    @property
    def runs(self) -> list[CommentRun]:
        """The same in runs of comments that stand open, and of such as are folded together."""
        return [CommentRun(f, list(some)) for f, some in groupby(self.replies, _is_folded)]

    @property
    def left_out(self) -> list[str]:
        """Ids of comments that the page does not hold: their addresses lead to its saying so."""
        return [each.id for each in self.thread.approved[: self.hidden]]

    @property
    def hidden(self) -> int:
        """How many comments the page does not show."""
        return max(0, self.thread.count - self.most) if self.most else 0

    def is_live(self, comment: Comment) -> bool:
        """Whether the provider's own discussion shows it too: it steps back when that is up."""
        return bool(self.live_prefix) and comment.origin.startswith(self.live_prefix)

    def answering(self, comment: Comment) -> str:
        """Where an answer to it is written: by mail, while the thread is open."""
        return self.answer_url(comment.id) if self.mail_to and not self.closed else ""

    def name(self, comment: Comment, erased: str) -> str:
        """Who wrote it, as the page says it; `erased` for nobody."""
        author = self.author(comment)
        return str(author.name if author else comment.author) or erased

    def remarks(self) -> list[tuple[str, str, str]]:
        """What the page shows of them for search: anchor, author, HTML."""
        made = []
        for reply in self.replies:
            comment = reply.comment
            if comment.state == ERASED:
                continue
            made.append((f"c{comment.id}", self.name(comment, ""), str(self.body(comment))))
        return made

    def author(self, comment: Comment) -> Author | None:
        """The site's author who wrote it; None for a reader, whatever name it bears."""
        return self._authors.get(comment.by) if comment.by else None


class CommentRun:
    """Comments that follow each other, all open or all folded."""

    def __init__(self, folded: bool, replies: list[Reply]) -> None:
        """`replies` are never none."""
        self.folded = folded
        self.replies = replies
        self.count = sum(each.comment.state != ERASED for each in replies)


def _is_folded(reply: Reply) -> bool:
    return reply.folded


class LiveThread:
    """What the page of a post needs to open its discussion at the provider, on a click."""

    def __init__(self, url: str, origin: str, widget: str, site: str) -> None:
        """`widget` is JSON; `origin` is what the reader agrees to; `site` names the consent."""
        self.url = url
        self.host = origin.partition("://")[2]
        self.widget = widget
        self.site = site
