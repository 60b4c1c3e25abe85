"""The discussions of one blog: threads, counts, who holds them, and what a post shows of it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playbook_plugins.comments.activity import last_word, open_questions, recent, unanswered
from playbook_plugins.comments.counts import Counted, live_offset, total
from playbook_plugins.comments.model import Comment, Thread, fair_share
from playbook_plugins.comments.providers import is_this_machine, provider_of
from playbook_plugins.comments.providers.interface import Provider, SettingsError, Topic
from playbook_plugins.comments.thread import beginning, mail_address, post_url
from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.records import record

from .discussion_place import DiscussionPlace
from .listings.selection import Activity
from .model import Author, Post
from .template_context import CommentsContext, LiveThread


@record
class ListedComment:
    """A comment in a list of comments, with the post it stands under."""

    comment: Comment
    title: str
    """The post's."""
    url: str
    """Address of the comment from the site's root."""
    text: str
    """Its beginning, as plain text."""
    waiting: bool
    """Whether it is a reader's and nobody has answered."""


class Discussions:
    """What one build knows of a blog's discussions."""

    def __init__(self, options: Any, language: str) -> None:
        """`options` are the plugin's; `language` is the site's."""
        self.options = options
        self.language = language
        self.threads: dict[str, Thread] = {}
        """The ledger's, by uid."""
        self.counted: dict[str, Counted] = {}
        """Counts from a provider that keeps the comments itself, by uid."""
        self.provider: Provider | None = None
        """Who holds live discussions (comments/providers); None for nobody."""
        self.live: dict[str, str] | None = None
        """What a listing needs to ask the provider for fresh counts; None when it shall not."""
        self.place = DiscussionPlace()
        """Where a post's page shows its discussion."""
        self.site = "site"
        """Names the site in what a reader's browser remembers."""
        self.most = 0
        """Comments that one post's page holds at most; 0 for all."""
        self.talk: dict[str, Activity] = {}
        """What orders and selections need of each published post's, by uid."""

    def choose_provider(self, address: str, report: Report) -> None:
        """Whom the options name to hold discussions; `address` is the site's."""
        o = self.options
        self.site = urlsplit(address).netloc or "site"
        settings = (o.comments_provider, o.comments_provider_url, o.comments_provider_settings)
        try:
            self.provider = provider_of(*settings, site_url=address)
        except SettingsError as error:
            report(Problem("mkdocs.yml", 0, 0, error.what, error.cure))
            return
        if self.provider and o.comments_live:
            self.live = self.provider.live()
        for what, cure in self._doubtful(address):
            report(Problem("mkdocs.yml", 0, 0, what, cure))

    def _doubtful(self, address: str) -> Iterator[tuple[str, str]]:
        """What of the options works on the author's desk and nowhere else."""
        host = urlsplit(self.provider.origin).hostname if self.provider else None
        own = urlsplit(address).hostname
        if host and own and is_this_machine(host) and not is_this_machine(own):
            yield (
                f"comments_provider_url is {host}, and that is each reader's own machine.",
                f"Set the address under which readers of {own} reach the server.",
            )
        to = self.options.comments_post_to
        if to and not re.match(r"(?:mailto|https?):", to):
            kind = "an address without mailto:" if "@" in to else "no address"
            cure = f"Write mailto:{to}" if "@" in to else "Write mailto:… or https://…"
            yield f'comments_post_to "{to}" is {kind}.', cure

    def settle(self, published: Collection[str]) -> None:
        """Work out what is said under the posts with these uids."""
        waiting = set(unanswered(self.threads))
        for uid, thread in self.threads.items():
            last = last_word(thread)
            if uid in published:
                count = self.count(uid) or 0
                self.talk[uid] = Activity(count, last.date if last else None, uid in waiting)
        for uid in self.counted.keys() & published - self.talk.keys():
            self.talk[uid] = Activity(self.count(uid) or 0)

    @property
    def are_known(self) -> bool:
        """Whether anybody knows how many comments a post has.

        A site's own templates may show a discussion of which nothing is known here.
        """
        return self.place.is_ours or self.provider is not None

    def count(self, uid: str) -> int | None:
        """A post's comments, the ledger's and the provider's; None where nobody knows."""
        counted = self.counted.get(uid)
        if counted is None and self.provider and not self.provider.bodies:
            return None
        return total(self.threads.get(uid), counted)

    def share(self, posts: Iterable[Post]) -> str:
        """Keep what `posts` show together within the site's cap; says so where that bites."""
        spoken = [self.threads[p.uid] for p in posts if p.comments and p.uid in self.threads]
        most = self.options.comments_shown_on_site
        self.most = fair_share(spoken, most, 0)
        if not self.most:
            return ""
        return (
            f"{sum(thread.count for thread in spoken):,} comments are more than "
            f"comments_shown_on_site ({most:,}) lets all posts show together. Each post shows its "
            f"newest {self.most:,}; counts stay true, and the ledger keeps all. "
            "Raise the option to show more."
        )

    def of(self, post: Post, address: str, authors: Mapping[str, Author]) -> CommentsContext | None:
        """What templates show of a post's comments; `address` is the post's, whole.

        None where it has none, or where nobody knows.
        """
        if not (self.options.comments and post.comments and self.are_known):
            return None
        posting = post_url(self.options.comments_post_to, post.title, address, post.uid)
        known = self.threads.get(post.uid)
        thread = known or Thread(post.uid)
        most, unfolded = self.most, self.options.comments_shown
        turned = self.options.comments_order == "newest"
        made = CommentsContext(thread, self.language, posting, authors, most, unfolded, turned)
        made.count, made.place = self.count(post.uid), self.place.id
        to = self.options.comments_post_to
        made.mail_to = "" if thread.closed else mail_address(to)
        made.answer_url = partial(post_url, to, post.title, address, post.uid)
        if self.provider and not thread.closed:
            topic = Topic(post.uid, post.title, address)
            widget = self.provider.widget(topic)
            plain = json.dumps(widget.as_plain(), ensure_ascii=False, sort_keys=True)
            url = self.provider.thread_url(topic)
            if urldefrag(url).url == urldefrag(address).url:
                url = ""  # nobody is led to the page on which they are
            made.live_prefix = f"{self.provider.name}:"
            made.live = LiveThread(url, widget.origin, plain, self.site)
        if self.provider and self.live:
            made.live_key = self.provider.key(post.uid)
            made.live_offset = live_offset(known, self.provider.name)
        return made

    def remarks(
        self, posts: Iterable[Post], urls: Mapping[str, str], limit: int
    ) -> list[ListedComment]:
        """The newest comments under `posts`, whose addresses are `urls` by source path."""
        by_uid = {post.uid: post for post in posts if post.comments}
        spoken = [self.threads[uid] for uid in by_uid if uid in self.threads]
        asked = {each.uid: {c.id for c in open_questions(each)} for each in spoken}
        made = []
        for uid, comment in recent(spoken, limit):
            post = by_uid[uid]
            url = f"{urls[post.path]}#c{comment.id}"
            waiting = comment.id in asked[uid]
            made.append(ListedComment(comment, post.title, url, beginning(comment), waiting))
        return made
