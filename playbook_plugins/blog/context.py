"""What the blog's templates are given: Material's names, so that its partials fit, and ours."""

from __future__ import annotations

from playbook_plugins.comments.model import Thread
from playbook_plugins.comments.thread import (
    author_url,
    body_html,
    comments_line,
    replies,
)

from .excerpt import Excerpt
from .listing import window
from .model import Author, Post


class ListedPost:
    """A post as templates see it: Material's names (`config`, `content`, `more`) and ours."""

    def __init__(self, post: Post, url: str, excerpt: Excerpt, context: PostContext) -> None:
        """`url` is the post's own; `excerpt` is already re-based for the page it is listed on."""
        self.config = PostConfig(post, context.readtime)
        self.url = url
        self.title = post.title
        self.uid = post.uid
        self.description = post.description
        self.content = excerpt.html
        self.more = excerpt.more
        self.authors = context.authors
        self.categories = context.categories
        self.comments = context.comments


class PostConfig:
    """`post.config`, as Material's templates read it."""

    def __init__(self, post: Post, readtime: int | None) -> None:
        """`readtime` in minutes; None hides it."""
        self.date = post.date
        self.draft = post.draft
        self.pin = post.pin
        self.slug = post.slug
        self.readtime = readtime
        self.links = post.links
        self.authors = list(post.authors)
        self.categories = list(post.categories)


class PostContext:
    """What surrounds a post wherever it is shown."""

    def __init__(self) -> None:
        """Filled in as the build goes on."""
        self.readtime: int | None = None
        self.authors: list[Author] = []
        self.categories: list[CategoryLink] = []
        self.comments: CommentsContext | None = None


class CategoryLink:
    """A category's name and the address of its page (empty without one)."""

    def __init__(self, title: str, url: str) -> None:
        """`url` from the site's root."""
        self.title = title
        self.url = url


class CommentsContext:
    """A post's comments: the line for listings and the thread for the post."""

    def __init__(self, thread: Thread | None, uid: str, language: str, posting: str) -> None:
        """`posting` is where "Post a comment" leads; empty for nowhere."""
        self.thread = thread or Thread(uid)
        self.count = self.thread.count
        self.closed = self.thread.closed
        self.line = comments_line(self.count, self.closed, language)
        self.posting = "" if self.closed else posting
        self.replies = replies(self.thread)
        self.body = body_html
        self.author_url = author_url


class Pagination:
    """The pages of a listing around the one shown."""

    def __init__(self, number: int, urls: list[str]) -> None:
        """`urls` of all pages in order, from the site's root; `number` counts from 1."""
        self.number = number
        self.count = len(urls)
        self.pages = [
            (shown, urls[shown - 1] if shown else "") for shown in window(number, len(urls))
        ]
        self.previous_url = urls[number - 2] if number > 1 else ""
        self.next_url = urls[number] if number < len(urls) else ""
