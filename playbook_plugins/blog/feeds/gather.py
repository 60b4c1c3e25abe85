"""All feeds of one blog, from what a build knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from posixpath import basename
from typing import Any
from urllib.parse import urljoin

from playbook_plugins.blog.discussion_place import placed
from playbook_plugins.blog.library import Library
from playbook_plugins.blog.listings.order import by_age, grouped
from playbook_plugins.blog.model import Author, Post
from playbook_plugins.blog.words import sheet_words, words_of
from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.records import record
from playbook_plugins.shared.steps import FileJob
from playbook_plugins.shared.words import Vocabulary

from . import ids
from .addresses import BLOG, CATEGORY, COMMENTS, SERIES, THREAD, TIPS, addresses, discovery
from .addresses import feed_paths as paths_of
from .content import absolute, whole
from .entries import (
    Around,
    ThreadAround,
    TipAround,
    comment_entries,
    post_entry,
    tip_entry,
    written,
)
from .model import FORMATS, Answered, Discovered, Discussion, Entry, Feed, Person
from .order import MOST_COMMENTS, MOST_ENTRIES, newest
from .writing import utc

WORDS = {
    "comments": "feed-comments",
    "tips": "feed-tips",
    "group": "feed-group",
    "thread": "feed-thread",
    "comment": "comment-on",
}
"""What a feed says, by the key of the blog's words."""


def words_from(words: Vocabulary) -> dict[str, str]:
    """The feeds' words in the language of `words`."""
    return {name: words[key] for name, key in WORDS.items()}


@record
class FeedSettings:
    """What a site wants of its feeds. Addresses are whole."""

    site_url: str
    authority: str
    """Who vouches for the ids (`ids.authority_from`)."""
    title: str
    blog_dir: str = "blog"
    blog_url: str = ""
    """The blog's index; the site's root if left out."""
    description: str = ""
    language: str = "en"
    icon: str = ""
    blogroll: str = ""
    formats: Sequence[str] = FORMATS
    most: int = MOST_ENTRIES
    most_comments: int = MOST_COMMENTS
    words: Mapping[str, str] = field(default_factory=lambda: words_from(words_of("en")))
    sheets: Mapping[str, str] = field(default_factory=dict)
    """What the link to a worksheet says, by its kind; English if left out."""


def feed_settings(
    library: Library, site: str, authority: str, named: tuple[str, str]
) -> FeedSettings:
    """What the options of a blog ask of its feeds; `named` are the site's name and description."""
    title, description = named
    return FeedSettings(
        site_url=site,
        authority=authority,
        title=title,
        blog_dir=library.addresses.root or ".",
        description=description,
        language=library.addresses.language,
        most=library.options.feeds_most,
        words=words_from(library.words),
        sheets=sheet_words(library.words),
    )


class Feeds:
    """The feeds of a blog. Every post is made whole once, however many feeds hold it."""

    def __init__(self, library: Library, wanted: FeedSettings) -> None:
        """`library` holds published posts only, with their finished HTML."""
        self.library = library
        self.wanted = wanted
        self._by_uid = {post.uid: post for post in library.posts}
        self._entries: dict[str, Entry] = {}
        self._remarks: dict[str, list[Entry]] = {}
        self._slugs = {
            kind: self._named(kind, groups)
            for kind, groups in {
                CATEGORY: grouped(library.posts, lambda post: post.categories),
                SERIES: library.series,
            }.items()
        }

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file of every feed: its path from the site's root, and its text."""
        for job in self.jobs():
            yield from job.make()

    def jobs(self) -> Iterator[FileJob]:
        """Every feed with what it depends on, to be made when that has changed."""
        yield self._job(BLOG, "", self.library.posts)
        for kind in (CATEGORY, SERIES):
            for name, group in self._groups(kind).items():
                yield self._job(kind, name, group)
        discussed = [post for post in self.library.posts if self._is_discussed(post)]
        about = repr(self.wanted)
        for post in discussed:
            said = self.library.inputs.discussion(post)
            yield FileJob((about, THREAD, said), partial(self._thread_files, post))
        every = [self.library.inputs.discussion(post) for post in discussed]
        yield FileJob((about, COMMENTS, every), partial(self._remark_files, discussed))
        yield FileJob((about, TIPS, self.library.tips), self._tip_files)

    def _job(self, kind: str, name: str, posts: Sequence[Post]) -> FileJob:
        shown = [self.library.inputs.entry(post) for post in self._chosen(posts)]
        slug = self._slugs.get(kind, {}).get(name, name)
        make = partial(self._post_files, kind, name, posts)
        return FileJob((repr(self.wanted), kind, name, slug, shown), make)

    def _post_files(self, kind: str, name: str, posts: Sequence[Post]) -> list[tuple[str, str]]:
        return list(self._written(kind, self._feed(kind, name), self._posts(posts), name))

    def _thread_files(self, post: Post) -> list[tuple[str, str]]:
        feed = self._thread_feed(post)
        return list(self._written(THREAD, feed, self._thread(post), post.uid))

    def _remark_files(self, discussed: Sequence[Post]) -> list[tuple[str, str]]:
        every = (entry for post in self._lately(discussed) for entry in self._thread(post))
        remarks = newest(every, self.wanted.most_comments)
        return list(self._written(COMMENTS, self._feed(COMMENTS), remarks))

    def _lately(self, discussed: Sequence[Post]) -> list[Post]:
        """The posts whose comments may be among the newest: only these are made whole."""
        most = self.wanted.most_comments
        if not (most and discussed):
            return list(discussed)
        said = [(utc(each.date), post) for post in discussed for each in self._given(post)]
        dates = sorted((date for date, _ in said), reverse=True)[:most]
        late = {post.uid for date, post in said if date >= dates[-1]}
        return [post for post in discussed if post.uid in late]

    def _given(self, post: Post) -> Sequence[Any]:
        """The comments of a thread that its feed holds."""
        comments = self.library.context(post).comments
        said = comments.thread.approved if comments else ()
        most = self.wanted.most_comments
        return said[-most:] if most else said

    def _tip_files(self) -> list[tuple[str, str]]:
        return list(self._written(TIPS, self._feed(TIPS), newest(self._tips(), self.wanted.most)))

    def links(self, kind: str = "", name: str = "") -> list[Discovered]:
        """The links in the head of a page: the blog, and what the page is about.

        `kind` and `name` are a category or series by its name, a thread by its post's uid, or tips.
        """
        found = list(self._everywhere)
        if kind == THREAD:
            post = self._by_uid.get(name)
            if post and self._is_discussed(post):
                there = addresses(self.wanted.site_url, self._paths(THREAD, name))
                found += discovery([(self._thread_title(post), there)])
        elif kind == TIPS:
            found += self._discovered(self._feed(TIPS))
        elif kind in (CATEGORY, SERIES) and name in self._slugs[kind]:
            found += self._discovered(self._feed(kind, name))
        return found

    def thread_feed(self, post: Post) -> str:
        """Where the comments on a post can be followed, from the site's root; empty for nowhere."""
        paths = self._paths(THREAD, post.uid) if self._is_discussed(post) else {}
        return next(iter(paths.values()), "")

    @cached_property
    def _everywhere(self) -> list[Discovered]:
        """The links that every page of the blog has."""
        return self._discovered(self._feed(BLOG), self._feed(COMMENTS))

    def _discovered(self, *feeds: Feed) -> list[Discovered]:
        return discovery((feed.title, feed.addresses) for feed in feeds)

    # --- Feeds ---

    def _is_discussed(self, post: Post) -> bool:
        """Whether a thread has a feed: from its first comment on."""
        comments = self.library.context(post).comments
        return comments is not None and comments.thread.count > 0

    def _groups(self, kind: str) -> Mapping[str, Sequence[Post]]:
        if kind == SERIES:
            return self.library.series
        return grouped(self.library.posts, lambda post: post.categories)

    def _named(self, kind: str, names: Iterable[str]) -> dict[str, str]:
        """The part of its address by which each group is known; no two share one."""
        made: dict[str, str] = {}
        for name in names:
            page = self.library.view_urls.get((kind, name), "").rstrip("/")
            slug = basename(page).removesuffix(".html") or id_from(name, kind)
            taken, number = slug, 1
            while taken in made.values():
                number += 1
                taken = f"{slug}-{number}"
            made[name] = taken
        return made

    def _paths(self, kind: str, name: str = "") -> dict[str, str]:
        slug = self._slugs.get(kind, {}).get(name, name)
        return paths_of(self.wanted.blog_dir, kind, slug, self.wanted.formats)

    def _feed(self, kind: str, name: str = "") -> Feed:
        wanted, words = self.wanted, self.wanted.words
        title = {
            BLOG: wanted.title,
            COMMENTS: words["comments"].replace("{blog}", wanted.title),
            TIPS: words["tips"].replace("{blog}", wanted.title),
        }.get(kind) or words["group"].replace("{blog}", wanted.title).replace("{name}", name)
        page = self.library.view_urls.get((kind, name), "")
        home = wanted.blog_url or wanted.site_url
        return Feed(
            id=ids.feed_id(wanted.authority, kind, f"{wanted.blog_dir}/{name}".strip("/")),
            title=title,
            url=urljoin(wanted.site_url, page) if page else home,
            addresses=addresses(wanted.site_url, self._paths(kind, name)),
            description=wanted.description,
            language=wanted.language,
            icon=wanted.icon,
            blogroll=wanted.blogroll,
        )

    def _thread_feed(self, post: Post) -> Feed:
        url = urljoin(self.wanted.site_url, self.library.urls[post.path])
        return replace(
            self._feed(THREAD, post.uid),
            id=ids.feed_id(self.wanted.authority, THREAD, post.uid),
            title=self._thread_title(post),
            url=placed(url, self.library.discussions.place.id),
            updated=post.date.created,
            answers=Answered(ids.post_id(self.wanted.authority, post.uid), url),
        )

    def _thread_title(self, post: Post) -> str:
        return self.wanted.words["thread"].replace("{title}", post.title)

    def _written(
        self, kind: str, feed: Feed, entries: Sequence[Entry], name: str = ""
    ) -> Iterator[tuple[str, str]]:
        yield from written(feed, entries, self._paths(kind, name)).items()

    # --- Entries ---

    def _posts(self, posts: Iterable[Post]) -> list[Entry]:
        """The newest of `posts`; only these are made whole."""
        return [self._post(post) for post in self._chosen(posts)]

    def _chosen(self, posts: Iterable[Post]) -> list[Post]:
        aged = by_age(posts)[::-1]
        return aged[: self.wanted.most] if self.wanted.most else aged

    def _post(self, post: Post) -> Entry:
        if post.uid not in self._entries:
            url = self.library.urls[post.path]
            site = self.wanted.site_url
            content = self.library.contents.get(post.path, "")
            around = Around(
                url=urljoin(site, url),
                html=absolute(content, url, site, self.wanted.sheets),
                authors=self._people(self.library.context(post).authors),
                discussion=self._discussion(post),
            )
            self._entries[post.uid] = post_entry(post, self.wanted.authority, around)
        return self._entries[post.uid]

    def _people(self, authors: Iterable[Author]) -> tuple[Person, ...]:
        return tuple(self._person(author) for author in authors)

    def _person(self, author: Author) -> Person:
        base = self.wanted.site_url
        url, avatar = (whole(each, base) if each else "" for each in (author.url, author.avatar))
        return Person(author.name, url, avatar)

    def _discussion(self, post: Post) -> Discussion | None:
        """What the listing says of the discussion, from the same place."""
        comments = self.library.context(post).comments
        if comments is None:
            return None
        said = comments.thread.approved
        feed = self._thread_feed(post)
        ways = feed.addresses if self._is_discussed(post) else {}
        return Discussion(feed.url, comments.count, said[-1].date if said else None, ways)

    def _thread(self, post: Post) -> list[Entry]:
        """The newest comments under a post."""
        if post.uid in self._remarks:
            return self._remarks[post.uid]
        comments, given = self.library.context(post).comments, self._given(post)
        made: list[Entry] = []
        if comments and given:
            url = urljoin(self.wanted.site_url, self.library.urls[post.path])
            by = {each.id: author for each in given if (author := comments.author(each))}
            around = ThreadAround(
                post.uid,
                post.title,
                url,
                self.wanted.words["comment"],
                {id: self._person(author) for id, author in by.items()},
            )
            bodies = [(each, absolute(comments.body(each), url, url)) for each in given]
            shown = {each.id for each in comments.thread.approved}
            entries = comment_entries(bodies, self.wanted.authority, around, shown)
            made = newest(entries, self.wanted.most_comments)
        self._remarks[post.uid] = made
        return made

    def _tips(self) -> list[Entry]:
        """The tips that have a date; without one, nobody can say what is new."""
        made = []
        for tip in self.library.tips:
            if not (written := _day(tip.date)):
                continue
            url = urljoin(self.wanted.site_url, tip.url)
            body = absolute(tip.body, tip.url, self.wanted.site_url, self.wanted.sheets)
            around = TipAround(tip.id, tip.title, f"{url}#{tip.id}", written, body, tip.labels)
            made.append(tip_entry(around, self.wanted.authority))
        return made


def _day(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
