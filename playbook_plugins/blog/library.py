"""One blog as a build knows it: its posts, what surrounds each, and what listings ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from playbook_plugins.blogroll.model import BlogListEntry
from playbook_plugins.shared.records import record

from .addresses import Addresses
from .badges import Badge, badges_in
from .discussions import Discussions, ListedComment
from .excerpt import Excerpt, ExcerptRule, copied, excerpt_of, rebase, rebased, rest_of
from .listings.order import grouped
from .listings.selection import PostQuery, select
from .model import Author, Post
from .plays import Play
from .readtime import minutes
from .related import Related
from .render_inputs import RenderInputs
from .series import series_of
from .template_context import (
    CategoryLink,
    ListedPost,
    PostContext,
    Rest,
    SeriesPlace,
)
from .tips import SiteTip, TipQuery, select_tips
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
        self.discussions = Discussions(options, addresses.language)
        self.view_urls: dict[tuple[str, str], str] = {}
        """Address of each view, by kind and key."""
        self.tips: list[SiteTip] = []
        self.plays: list[Play] = []
        """In the order of the site's navigation."""
        self.blogroll: list[BlogListEntry] = []
        self.contents: dict[str, str] = {}
        """Finished HTML of each post, by its source path."""
        self.base = ""
        """The site's address without its last slash, where the site has one."""
        self._by_path: dict[str, Post] = {}
        self._contexts: dict[str, PostContext] = {}
        self.excerpts: dict[str, Excerpt] = {}
        """The beginning of each post, by its source path."""
        self.inputs = RenderInputs(self)

    # --- Filling ---

    def settle(self, posts: Sequence[Post]) -> None:
        """Take the published posts, in listing order, once threads and addresses are known."""
        self.posts = list(posts)
        self._by_path = {post.path: post for post in posts}
        self.series = series_of(posts)
        self._related = Related(posts)
        self.discussions.settle({post.uid for post in posts if post.comments})

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
        self.excerpts[post.path] = facts.excerpt
        context = self.context(post)
        context.badges = list(facts.badges)
        if post.readtime or self.options.post_readtime:
            context.readtime = post.readtime or facts.minutes

    def _cut(self, post: Post) -> ExcerptRule:
        return ExcerptRule(self.options.post_excerpt_separator, post.description, self._sheets)

    def forget(self, path: str, url: str) -> None:
        """Forget what the page at `path` and `url` told, before it is converted again."""
        self.tips = [tip for tip in self.tips if tip.url != url]
        self.inputs.forget(path)

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
        address = self.canonical(self.urls[post.path])
        context.comments = self.discussions.of(post, address, self.authors)
        return context

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

    # --- Listings ---

    def listed(self, post: Post, url: str) -> ListedPost:
        """A post for the page at `url`."""
        own = self.urls[post.path]
        context = self.context(post)
        excerpt = self.excerpts.get(post.path, Excerpt("", False))
        moved = Excerpt(rebased(excerpt.html, own, url), excerpt.more, excerpt.anchors)
        rest = Rest(excerpt.more, lambda: self._rest(post, url))
        listed = ListedPost(post, own, moved, context, rest, rebase("", own, url))
        listed.authors = context.authors[: self.options.post_excerpt_max_authors]
        listed.categories = context.categories[: self.options.post_excerpt_max_categories]
        return listed

    def _rest(self, post: Post, url: str) -> str:
        content = rest_of(self.contents.get(post.path, ""), self._cut(post))
        return rebased(content, self.urls[post.path], url)

    def chosen(self, wish: PostQuery, url: str) -> list[ListedPost]:
        """The posts that `wish` asks for, for the page at `url`."""
        return [self.listed(post, url) for post in select(self.posts, wish, self.discussions.talk)]

    def chosen_tips(self, wish: TipQuery, url: str, mark: str = "") -> list[SiteTip]:
        """The tips that `wish` asks for, written for the page at `url`, for one place (`mark`)."""
        found = select_tips(self.tips, wish)
        return [
            replace(tip, body=rebased(copied(tip.body, f"tip-{tip.id}{mark}"), tip.url, url))
            for tip in found
        ]

    def remarks(self, limit: int) -> list[ListedComment]:
        """The newest comments of the whole blog."""
        return self.discussions.remarks(self.posts, self.urls, limit)

    def labels(self) -> list[tuple[CategoryLink, int]]:
        """Every category with the number of its posts, by name."""
        groups = grouped(self.posts, lambda post: post.categories)
        return [
            (CategoryLink(name, self.view_urls.get(("category", name), "")), len(group))
            for name, group in sorted(groups.items(), key=lambda pair: pair[0].casefold())
        ]

    def blogs(self, limit: int) -> list[BlogListEntry]:
        """The blogs of the blogroll, the freshest first."""
        return self.blogroll[:limit] if limit else self.blogroll
