"""What a feature offers to others that do not know it: found by its type among a site's plugins.

Features beside each other import none of each other. Where one needs another, both name the class
here that says what is asked and what comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from .problems import Problem

T = TypeVar("T")


def offered(kind: type[T], plugins: Iterable[object]) -> list[T]:
    """Those of a site's `plugins` that offer `kind`, in their order. Hooks and strangers offer
    nothing, whatever their attributes are called."""
    return [each for each in plugins if isinstance(each, kind)]


class ShowsComments:
    """Offered by whoever puts comments below pages; search asks for them."""

    def page_comments(self, page: Any) -> list[tuple[str, str, str]] | None:
        """What stands below the host's `page`: anchor, author and HTML of each comment.

        None where the page is not this plugin's.
        """
        raise NotImplementedError


class ChecksSources:
    """Offered by whoever reads and checks every source before a build; the blog asks."""

    @property
    def broken(self) -> Mapping[str, Problem]:
        """Sources that cannot be built, by path in the docs folder."""
        raise NotImplementedError

    def post_in(self, path: str, text: str, rules: Any) -> tuple[Any, tuple[int, int]] | None:
        """The post that the check has read in a source, and the place of its `links`.

        None unless the source says `text` and was read by these `rules` (a `PostRules`): another
        plugin may have changed either.
        """
        raise NotImplementedError

    def has_judged(self, path: str, target: str) -> bool:
        """Whether all is said of a link in a source's front matter: its place, and its file."""
        raise NotImplementedError
