"""One blog as a build knows it: its posts, what surrounds each, and what listings ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from playbook_plugins.blogroll.model import BlogListEntry
from playbook_plugins.comments.activity import last_word, recent, unanswered
from playbook_plugins.comments.counts import Counted, live_offset, total
from playbook_plugins.comments.model import Comment, Thread, fair_share
from playbook_plugins.comments.providers import provider_of
from playbook_plugins.comments.providers.interface import Provider, SettingsError, Topic
from playbook_plugins.comments.thread import beginning, post_url
from playbook_plugins.shared.digests import digest_of
from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.records import record

from .addresses import Addresses
from .badges import Badge, badges_in
from .discussion_place import Discussed
from .excerpt import Cut, Excerpt, copied, excerpt_of, rebase, rebased, rest_of
from .listings.order import grouped
from .listings.selection import Talk, Wish, select
from .model import Author, Post
from .readtime import minutes
from .related import Related
from .series import series_of
from .template_context import (
    CategoryLink,
    CommentsContext,
    ListedPost,
    LiveThread,
    PostContext,
    Rest,
    SeriesPlace,
    plain,
)
from .tips import SiteTip, TipWish, select_tips
from .words import sheet_words, words_of


@record
class Facts:
    """What is worked out from a post's finished HTML, once for every page that shows it."""

    excerpt: Excerpt
    minutes: int
    """How long it takes to read."""
    badges: tuple[Badge, ...]
    uid: str
    """The post's at that time: ids in the excerpt begin with it."""


@record
class Remark:
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


@record
class Month:
    """A month of the archive."""

    name: str
    """`November 2026`, in the site's language."""
    posts: tuple[ListedPost, ...]


@record
class Year:
    """A year of the archive."""

    title: str
    url: str
    """Address of the year's page; empty without one."""
    count: int
    months: tuple[Month, ...]


class Library:
    """Everything one build knows of one blog. Plain values: addresses are from the site's root."""

    def __init__(self, options: Any, addresses: Addresses) -> None:
        """`options` are the plugin's (config.py says what each means)."""
        self.options = options
        self.addresses = addresses
        self.words = words_of(addresses.language)
        self._sheets = sheet_words(self.words)
        self.posts: list[Post] = []
        self.urls: dict[str, str] = {}
        """Address of each post, by its source path."""
        self.authors: Mapping[str, Author] = {}
        self.threads: dict[str, Thread] = {}
        self.discussed = Discussed()
        """Where a post's page shows its discussion."""
        self.shown = options.comments_shown
        """Comments that one post shows at most; 0 for all."""
        self.counted: dict[str, Counted] = {}
        """Counts from a provider that keeps the comments itself, by uid."""
        self.provider: Provider | None = None
        """Who holds live discussions (comments/providers); None for nobody."""
        self.live: dict[str, str] | None = None
        """What a listing needs to ask the provider for fresh counts; None when it shall not."""
        self.site = "site"
        """Names the site in what a reader's browser remembers."""
        self.view_urls: dict[tuple[str, str], str] = {}
        """Address of each view, by kind and key."""
        self.tips: list[SiteTip] = []
        self.blogroll: list[BlogListEntry] = []
        self.contents: dict[str, str] = {}
        """Finished HTML of each post, by its source path."""
        self.base = ""
        """The site's address without its last slash, where the site has one."""
        self._by_path: dict[str, Post] = {}
        self._contexts: dict[str, PostContext] = {}
        self._excerpts: dict[str, Excerpt] = {}
        self._talk: dict[str, Talk] = {}
        self._cards: dict[str, bytes] = {}
        self._entries: dict[str, bytes] = {}
        self._said: dict[str, bytes] = {}

    # --- Filling ---

    def settle(self, posts: Sequence[Post]) -> None:
        """Take the published posts, in listing order, once threads and addresses are known."""
        self.posts = list(posts)
        self._by_path = {post.path: post for post in posts}
        self.series = series_of(posts)
        self._related = Related(posts)
        published = {post.uid for post in posts if post.comments}
        waiting = set(unanswered(self.threads))
        for uid, thread in self.threads.items():
            last = last_word(thread)
            if uid in published:
                count = self._count(uid) or 0
                self._talk[uid] = Talk(count, last.date if last else None, uid in waiting)
        for uid in self.counted.keys() & published - self._talk.keys():
            self._talk[uid] = Talk(self._count(uid) or 0)

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

    def post_at(self, path: str) -> Post | None:
        """The published post with this source path."""
        return self._by_path.get(path)

    def facts(self, post: Post, html: str) -> Facts:
        """What is worked out from a post's finished HTML."""
        speed = max(1, self.options.post_readtime_words_per_minute)
        excerpt = excerpt_of(html, self._cut(post), post.uid)
        return Facts(excerpt, minutes(html, speed), tuple(badges_in(html)), post.uid)

    def take_content(self, post: Post, html: str, facts: Facts | None = None) -> None:
        """Take a post's finished HTML: it is converted once, whatever lists it."""
        if facts is None or facts.uid != post.uid:  # another post of its name came or went
            facts = self.facts(post, html)
        self.contents[post.path] = html
        self._excerpts[post.path] = facts.excerpt
        context = self.context(post)
        context.badges = list(facts.badges)
        if post.readtime or self.options.post_readtime:
            context.readtime = post.readtime or facts.minutes

    def _cut(self, post: Post) -> Cut:
        return Cut(self.options.post_excerpt_separator, post.description, self._sheets)

    def forget(self, path: str, url: str) -> None:
        """Forget what the page at `path` and `url` told, before it is converted again."""
        self.tips = [tip for tip in self.tips if tip.url != url]
        for known in (self._cards, self._entries, self._said):
            known.pop(path, None)

    def take_tips(self, tips: Iterable[SiteTip]) -> None:
        """Take the tips of any page of the site."""
        self.tips += tips

    def canonical(self, url: str) -> str:
        """The whole address of a page of the site, where the site has one."""
        return f"{self.base}/{url}" if self.base else url

    # --- What surrounds a post ---

    def context(self, post: Post) -> PostContext:
        """What surrounds `post` wherever it is shown."""
        if post.path not in self._contexts:
            self._contexts[post.path] = self._surround(post)
        return self._contexts[post.path]

    def _surround(self, post: Post) -> PostContext:
        context = PostContext()
        # Where categories are switched off, posts name none.
        context.categories = [
            CategoryLink(name, self.view_urls.get(("category", name), ""))
            for name in (post.categories if self.options.categories else ())
        ]
        known = [self.authors[id] for id in post.authors if id in self.authors]
        context.authors = [
            replace(author, url=author.url or self.view_urls.get(("author", author.id), ""))
            for author in known
        ]
        if self.options.comments and post.comments and self.counts:
            context.comments = self._comments(post)
        return context

    def _comments(self, post: Post) -> CommentsContext:
        address = self.canonical(self.urls[post.path])
        posting = post_url(self.options.comments_post_to, post.title, address, post.uid)
        known = self.threads.get(post.uid)
        thread = known or Thread(post.uid)
        made = CommentsContext(thread, self.addresses.language, posting, self.authors, self.shown)
        made.count, made.place = self._count(post.uid), self.discussed.place
        if self.provider and not thread.closed:
            topic = Topic(post.uid, post.title, address)
            widget = self.provider.widget(topic)
            plain = json.dumps(widget.as_plain(), ensure_ascii=False, sort_keys=True)
            url = self.provider.thread_url(topic)
            made.live = LiveThread(url, widget.origin, plain, self.site)
        if self.provider and self.live:
            made.live_key = self.provider.key(post.uid)
            made.live_offset = live_offset(known, self.provider.name)
        return made

    @property
    def counts(self) -> bool:
        """Whether anybody knows how many comments a post has.

        A site's own templates may show a discussion of which nothing is known here.
        """
        return self.discussed.is_ours or self.provider is not None

    def share(self, posts: Iterable[Post]) -> str:
        """Keep what `posts` show together within the site's cap; says so where that bites."""
        spoken = [self.threads[p.uid] for p in posts if p.comments and p.uid in self.threads]
        most, each = self.options.comments_shown_on_site, self.options.comments_shown
        self.shown = fair_share(spoken, most, each)
        if self.shown == each:
            return ""
        return (
            f"{sum(thread.count for thread in spoken):,} comments are more than "
            f"comments_shown_on_site ({most:,}) lets all posts show together. Each post shows its "
            f"newest {self.shown:,}; counts stay true, and the ledger keeps all. "
            "Raise the option to show more."
        )

    def _count(self, uid: str) -> int | None:
        """A post's comments, the ledger's and the provider's; None where nobody knows."""
        counted = self.counted.get(uid)
        if counted is None and self.provider and not self.provider.bodies:
            return None
        return total(self.threads.get(uid), counted)

    def series_place(self, post: Post) -> SeriesPlace | None:
        """Where `post` stands in its series; None outside of one, or alone in it."""
        group = self.series.get(post.series, [])
        if len(group) < 2:
            return None
        links = [CategoryLink(each.title, self.urls[each.path]) for each in group]
        url = self.view_urls.get(("series", post.series), "")
        return SeriesPlace(post.series, url, group.index(post) + 1, links)

    def related(self, post: Post) -> list[CategoryLink]:
        """The posts that a reader of `post` may want next."""
        found = self._related.to(post, self.options.related)
        return [CategoryLink(each.title, self.urls[each.path]) for each in found]

    # --- What pages depend on ---

    def card_inputs(self, post: Post) -> bytes:
        """All that a listing shows of `post`, as a digest."""
        if post.path not in self._cards:
            self._cards[post.path] = digest_of(self._card(post))
        return self._cards[post.path]

    def _card(self, post: Post) -> tuple[Any, ...]:
        context = self.context(post)
        excerpt = self._excerpts.get(post.path)
        links = [(each.title, each.url) for each in context.categories]
        said = context.comments.inputs if context.comments else None
        return (post, self.urls[post.path], excerpt, context.readtime, context.badges,
                context.authors, links, said and said[:-1])  # fmt: skip

    def post_inputs(self, post: Post) -> tuple[Any, ...]:
        """All that the page of `post` shows beyond its text."""
        context = self.context(post)
        place = self.series_place(post)
        series = place and (place.url, place.part, [(each.title, each.url) for each in place.links])
        related = [(each.title, each.url) for each in self.related(post)]
        card, said = self.card_inputs(post), self.said_inputs(post)
        return (card, plain(context.references), series, related, said)

    def whole_inputs(self, post: Post) -> tuple[Any, ...]:
        """All that a site's own templates may show of `post` in a listing."""
        context = self.context(post)
        said = context.comments.inputs if context.comments else None
        return (self.contents.get(post.path, ""), plain(context.references), said)

    def said_inputs(self, post: Post) -> bytes:
        """All that is shown of `post`'s discussion, as a digest."""
        if post.path not in self._said:
            said = self.context(post).comments
            place = (post.uid, post.title, self.urls[post.path], post.date)
            self._said[post.path] = digest_of((place, said and said.inputs))
        return self._said[post.path]

    def entry_inputs(self, post: Post) -> bytes:
        """All that an entry of a feed holds of `post`, as a digest."""
        if post.path not in self._entries:
            content = self.contents.get(post.path, "")
            entry = (self.card_inputs(post), self.said_inputs(post), content)
            self._entries[post.path] = digest_of(entry)
        return self._entries[post.path]

    def all_inputs(self, whole: bool) -> tuple[Any, ...]:
        """All that a listing anywhere on the site may show; `whole` posts if the site asks it."""
        cards: list[Any] = [self.card_inputs(post) for post in self.posts]
        if whole:
            cards += [self.whole_inputs(post) for post in self.posts]
        threads = sorted(self.threads.items())
        return (
            cards,
            threads,
            self._talk,
            self.tips,
            self.blogroll,
            sorted(self.view_urls.items()),
        )

    # --- Listings ---

    def listed(self, post: Post, url: str) -> ListedPost:
        """A post for the page at `url`."""
        own = self.urls[post.path]
        context = self.context(post)
        excerpt = self._excerpts.get(post.path, Excerpt("", False))
        moved = Excerpt(rebased(excerpt.html, own, url), excerpt.more, excerpt.anchors)
        rest = Rest(excerpt.more, lambda: self._rest(post, url))
        listed = ListedPost(post, own, moved, context, rest, rebase("", own, url))
        listed.authors = context.authors[: self.options.post_excerpt_max_authors]
        listed.categories = context.categories[: self.options.post_excerpt_max_categories]
        return listed

    def _rest(self, post: Post, url: str) -> str:
        content = rest_of(self.contents.get(post.path, ""), self._cut(post))
        return rebased(content, self.urls[post.path], url)

    def chosen(self, wish: Wish, url: str) -> list[ListedPost]:
        """The posts that `wish` asks for, for the page at `url`."""
        return [self.listed(post, url) for post in select(self.posts, wish, self._talk)]

    def chosen_tips(self, wish: TipWish, url: str, mark: str = "") -> list[SiteTip]:
        """The tips that `wish` asks for, written for the page at `url`, for one place (`mark`)."""
        found = select_tips(self.tips, wish)
        return [
            replace(tip, body=rebased(copied(tip.body, f"tip-{tip.id}{mark}"), tip.url, url))
            for tip in found
        ]

    def remarks(self, limit: int) -> list[Remark]:
        """The newest comments of the whole blog."""
        by_uid = {post.uid: post for post in self.posts if post.comments}
        spoken = [self.threads[uid] for uid in by_uid if uid in self.threads]
        made = []
        for uid, comment in recent(spoken, limit):
            post = by_uid[uid]
            url = f"{self.urls[post.path]}#c{comment.id}"
            last = last_word(self.threads[uid])
            waiting = self._talk[uid].waiting and last is not None and last.id == comment.id
            made.append(Remark(comment, post.title, url, beginning(comment), waiting))
        return made

    def labels(self) -> list[tuple[CategoryLink, int]]:
        """Every category with the number of its posts, by name."""
        groups = grouped(self.posts, lambda post: post.categories)
        return [
            (CategoryLink(name, self.view_urls.get(("category", name), "")), len(group))
            for name, group in sorted(groups.items(), key=lambda pair: pair[0].casefold())
        ]

    def _month(self, post: Post) -> str:
        return self.addresses.date(post.date.created, "LLLL yyyy")

    def blogs(self, limit: int) -> list[BlogListEntry]:
        """The blogs of the blogroll, the freshest first."""
        return self.blogroll[:limit] if limit else self.blogroll

    def archive(self, url: str) -> list[Year]:
        """Years and months, newest first, each with its posts, for the page at `url`."""
        by_age = sorted(self.posts, key=lambda post: post.sort_key[1:], reverse=True)
        form = self.options.archive_date_format
        years = []
        for title, group in grouped(
            by_age, lambda p: [self.addresses.date(p.date.created, form)]
        ).items():
            months = grouped(group, lambda p: [p.date.created.strftime("%Y-%m")]).values()
            made = tuple(
                Month(self._month(month[0]), tuple(self.listed(post, url) for post in month))
                for month in months
            )
            address = self.view_urls.get(("archive", title), "")
            years.append(Year(title, address, len(group), made))
        return years
