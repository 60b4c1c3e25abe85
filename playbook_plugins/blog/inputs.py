"""What pages show of the blog, as the fast path compares it. Knows no host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playbook_plugins.steps import digest_of

from .blocks import Listing
from .files import BlogFiles
from .library import Library
from .model import Post


class Inputs:
    """What the pages of one build depend on beyond their own text; call when all is converted."""

    def __init__(self, library: Library, blog: BlogFiles, whole: bool) -> None:
        """`whole` says that the site's own templates may show all of a post in a listing."""
        self._library, self._blog, self._whole = library, blog, whole
        self._cards: dict[str, bytes] = {}
        self._all = b""

    def of(self, path: str, listings: Sequence[Listing], anything: bool) -> list[Any]:
        """What the page at a source path shows: post, view, `listings`, or `anything` at all."""
        shown: list[Any] = []
        post = self._library.post_at(path)
        if post:
            shown.append(self._library.post_inputs(post))
        elif path in self._blog.views:
            view, number = self._blog.views[path]
            cards = [self._card(each) for each in self._blog.pages_of(view)[number - 1]]
            pages = [file.url for file in self._blog.view_files[view.path]]
            shown += [view.kind, view.key, view.title, number, cards, pages, len(view.posts)]
        if listings:
            shown.append(listings)
        if listings or anything:
            shown.append(self._everything())
        return shown

    def _card(self, post: Post) -> bytes:
        if post.path not in self._cards:
            shown = [self._library.card_inputs(post)]
            if self._whole:
                shown.append(self._library.whole_inputs(post))
            self._cards[post.path] = digest_of(shown)
        return self._cards[post.path]

    def _everything(self) -> bytes:
        """The digest of all that a listing may show."""
        self._all = self._all or digest_of(self._library.all_inputs(self._whole))
        return self._all
