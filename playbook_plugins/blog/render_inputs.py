"""What pages show of posts, as digests: equal inputs, equal pages. Parts of cache keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook_plugins.shared.digests import digest_of

from .model import Post
from .template_context import plain

if TYPE_CHECKING:
    from .library import Library


class RenderInputs:
    """Digests of what one blog's posts show in each place, worked out once."""

    def __init__(self, library: Library) -> None:
        """`library` is asked each time: it learns as a build goes on."""
        self._library = library
        self._cards: dict[str, bytes] = {}
        self._entries: dict[str, bytes] = {}
        self._said: dict[str, bytes] = {}

    def forget(self, path: str) -> None:
        """Forget what the post at `path` showed, before it is converted again."""
        for known in (self._cards, self._entries, self._said):
            known.pop(path, None)

    def card(self, post: Post) -> bytes:
        """All that a listing shows of `post`, as a digest."""
        if post.path not in self._cards:
            self._cards[post.path] = digest_of(self._shown_in_card(post))
        return self._cards[post.path]

    def _shown_in_card(self, post: Post) -> tuple[Any, ...]:
        context = self._library.context(post)
        excerpt = self._library.excerpts.get(post.path)
        links = [(each.title, each.url) for each in context.categories]
        said = context.comments.inputs if context.comments else None
        return (post, self._library.urls[post.path], excerpt, context.readtime, context.badges,
                context.authors, links, said and said[:-1])  # fmt: skip

    def page(self, post: Post) -> tuple[Any, ...]:
        """All that the page of `post` shows beyond its text."""
        context = self._library.context(post)
        place = self._library.series_place(post)
        series = place and (place.url, place.part, [(each.title, each.url) for each in place.links])
        related = [(each.title, each.url) for each in self._library.related(post)]
        card, said = self.card(post), self.discussion(post)
        return (card, plain(context.references), series, related, said)

    def whole(self, post: Post) -> tuple[Any, ...]:
        """All that a site's own templates may show of `post` in a listing."""
        context = self._library.context(post)
        said = context.comments.inputs if context.comments else None
        return (self._library.contents.get(post.path, ""), plain(context.references), said)

    def discussion(self, post: Post) -> bytes:
        """All that is shown of `post`'s discussion, as a digest."""
        if post.path not in self._said:
            said = self._library.context(post).comments
            place = (post.uid, post.title, self._library.urls[post.path], post.date)
            self._said[post.path] = digest_of((place, said and said.inputs))
        return self._said[post.path]

    def entry(self, post: Post) -> bytes:
        """All that an entry of a feed holds of `post`, as a digest."""
        if post.path not in self._entries:
            content = self._library.contents.get(post.path, "")
            entry = (self.card(post), self.discussion(post), content)
            self._entries[post.path] = digest_of(entry)
        return self._entries[post.path]

    def everything(self, whole: bool) -> tuple[Any, ...]:
        """All that a listing anywhere on the site may show; `whole` posts if the site asks it."""
        cards: list[Any] = [self.card(post) for post in self._library.posts]
        if whole:
            cards += [self.whole(post) for post in self._library.posts]
        threads = sorted(self._library.discussions.threads.items())
        return (
            cards,
            threads,
            self._library.discussions.talk,
            self._library.tips,
            self._library.plays,
            self._library.blogroll,
            sorted(self._library.view_urls.items()),
        )
