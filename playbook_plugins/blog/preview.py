"""The blog while somebody writes: what a save of one post's text changes elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, overload

from playbook_plugins.shared.contracts import ShowsComments
from playbook_plugins.shared.dates import moment
from playbook_plugins.shared.digests import digest_of
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import PageSteps
from playbook_plugins.shared.template_escaping import Texts, plain

from .library import Facts, Library
from .model import Post
from .own_templates import OwnTemplates
from .template_context import ListedPost
from .tips import SiteTip, TipQuery, tips_in

if TYPE_CHECKING:
    from .listings.blocks import Listing


class NewestPosts(Sequence[ListedPost]):
    """`playbook_posts` for templates: each post is listed when a template asks for it."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __len__(self) -> int:
        return len(self._library.posts)

    @overload
    def __getitem__(self, at: int) -> ListedPost: ...
    @overload
    def __getitem__(self, at: slice) -> list[ListedPost]: ...
    def __getitem__(self, at: int | slice) -> ListedPost | list[ListedPost]:
        """The post, or posts, at a place in listing order."""
        if isinstance(at, slice):
            return [self._library.listed(post, "") for post in self._library.posts[at]]
        return self._library.listed(self._library.posts[at], "")

    def __iter__(self) -> Iterator[ListedPost]:
        return (self._library.listed(post, "") for post in self._library.posts)


class PreviewSteps(PageSteps, ShowsComments):
    """The part of the blog's plugin that follows a text while it is written."""

    library: Library
    blog: Any
    listings: dict[str, list[Listing]]
    own_templates: OwnTemplates
    pages: dict[str, str]
    """The template of every page, by source path."""
    config: Any
    built: Any
    """The site's configuration in this build."""
    root: str
    style: str
    env: Any
    texts: Texts
    is_first: bool
    """Whether templates that name no blog are given this one."""

    def begin(self) -> None:
        """Nothing is known of any page yet."""
        self._cards: dict[str, bytes] = {}
        self._unfilled: dict[str, tuple[str, Any]] = {}
        self._before: dict[str, bytes] = {}
        self._tips_before: list[Any] | None = None

    def card_of(self, post: Post) -> bytes:
        """The digest of all that a listing shows of `post`."""
        if post.path not in self._cards:
            self._cards[post.path] = digest_of(self.shown_of(post))
        return self._cards[post.path]

    def shown_of(self, post: Post) -> Any:
        """All that a listing shows of `post`; a site's own templates may show the whole of it."""
        whole = self.own_templates.whole and self.library.inputs.whole(post)
        return (self.library.inputs.card(post), whole)

    def everything(self) -> bytes:
        """The digest of all that a listing may show."""
        if "" not in self._cards:
            self._cards[""] = digest_of(self.library.inputs.everything(self.own_templates.whole))
        return self._cards[""]

    def shown_on(self, path: str) -> list[Any]:
        """What the page at a source path shows of the blog."""
        shown: list[Any] = []
        post = self.library.post_at(path)
        if post:
            shown.append(self.library.inputs.page(post))
        elif path in self.blog.views:
            view, number = self.blog.views[path]
            cards = [self.card_of(each) for each in self.blog.pages_of(view)[number - 1]]
            pages = [file.url for file in self.blog.view_files[view.path]]
            shown += [view.kind, view.key, view.title, number, cards, pages, len(view.posts)]
        if path in self.listings:
            shown += [self.listings[path], self.everything()]
        if self.own_templates.asked_by(self.pages.get(path, "main.html")):
            shown.append(self.everything())
        return shown

    def unfilled(self, page: Any) -> None:
        """Give a page the content and contents that it had before listings were filled in."""
        path = page.file.src_uri
        if path not in self._unfilled:
            self._unfilled[path] = (page.content, [(a, list(a.children)) for a in page.toc])
            return
        page.content, anchors = self._unfilled[path]
        for anchor, children in anchors:
            anchor.children[:] = children

    def page_facts(self, page: Any, html: str) -> tuple[Facts | None, list[SiteTip]]:
        """What listings show of a page: a post's excerpt, and the tips of any page."""
        post = self.library.post_at(page.file.src_uri)
        written = post.date.created if post else moment(page.meta.get("date"))
        day = written.date().isoformat() if written else ""
        tips = tips_in(html, page.url, plain(page.title or ""), day)
        return self.library.facts(post, html) if post else None, tips

    def page_comments(self, page: Any) -> list[tuple[str, str, str]] | None:
        """The comments that a page shows; None where it shows none."""
        post = self.library.post_at(page.file.src_uri) if self.config.enabled else None
        said = self.library.context(post).comments if post else None
        return said.remarks() if said else None

    # --- A save ---

    def is_body_change(self, page: Any, text: str) -> bool:
        """Whether a post says the same of itself: title, links and all that listings know."""
        path = page.file.src_uri
        if path in self.blog.views:
            return False  # its further pages may repeat what it says
        post = self.library.post_at(path)
        if post is None:
            return True
        said: list[Problem] = []
        found = self.blog.read_post(page.file, text, said.append)
        return not said and found is not None and replace(found, uid=post.uid) == post

    def forget(self, page: Any) -> None:
        """Forget what a page told before it was converted again."""
        path = page.file.src_uri
        post = self.library.post_at(path)
        if post:
            self._before[path] = self.card_of(post)
        if self._tips_before is None:
            self._tips_before = list(self.library.tips)
        self.library.forget(path, page.url)
        self.listings.pop(path, None)
        for known in (path, ""):
            self._cards.pop(known, None)
        self._unfilled.pop(path, None)

    def affected_pages(self, paths: Collection[str]) -> Collection[str] | None:
        """The listings that show one of these posts, and whatever lists tips if one has changed."""
        posts = [post for path in paths if (post := self.library.post_at(path))]
        changed = {p.path for p in posts if self.card_of(p) != self._before.get(p.path)}
        tips = self._tips_before is not None and _by_place(self._tips_before) != _by_place(
            self.library.tips
        )
        self._before, self._tips_before = {}, None
        self.feeds_again()
        if not (changed or tips):
            return ()
        found = {
            path
            for path, (view, number) in self.blog.views.items()
            if any(post.path in changed for post in self.blog.pages_of(view)[number - 1])
        }
        reading = {path for path, name in self.pages.items() if self.own_templates.asked_by(name)}
        return found | self.listings.keys() | reading

    def feeds_again(self) -> None:
        """Make feeds of what the library knows now."""

    # --- What templates are given ---

    def update_env(self, env: Any) -> None:
        """Give templates the `date` filter, the newest posts, tips and comments."""
        if not self.config.enabled:
            return
        self.env = env
        self.texts.show(self.built.plugins.values())
        env.filters["date"] = self._date_filter()
        if self.is_first:
            env.globals["playbook_words"] = self.library.words
            env.globals["playbook_style"] = self.style
            env.globals["playbook_posts"] = NewestPosts(self.library)
            env.globals["playbook_tips"] = self.library.chosen_tips(TipQuery(limit=5), "")
            env.globals["playbook_remarks"] = self.library.remarks(5)

    def _date_filter(self) -> Any:
        """`date` as the page's own blog writes it."""


def _by_place(tips: Sequence[Any]) -> list[Any]:
    return sorted(tips, key=lambda tip: (tip.url, tip.id))
