"""The views beside the index: years, categories, authors, each with its posts and address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playbook_plugins.blog.addresses import Addresses
from playbook_plugins.blog.model import Author, Post, View
from playbook_plugins.blog.series import series_of
from playbook_plugins.blog.settings import BlogSettings
from playbook_plugins.shared.ids import id_from

from .order import grouped


def view_name(view: View) -> str:
    """A view's title: the order in which categories stand in the navigation."""
    return view.title


def further_views(
    posts: Sequence[Post],
    authors: Mapping[str, Author],
    settings: BlogSettings,
    addresses: Addresses,
) -> Iterator[tuple[View, str]]:
    """Every view but the index, with its address inside the blog."""
    options = settings.options
    if options.archive:
        yield from _years(posts, options, addresses)
    if options.categories:
        yield from _categories(posts, settings, addresses)
    if options.authors_profiles:
        yield from _profiles(posts, authors, settings, addresses)
    if options.series:
        yield from _series(posts, settings, addresses)


def _years(posts: Sequence[Post], options: Any, addresses: Addresses) -> Iterator[tuple[View, str]]:
    def title(post: Post) -> str:
        return addresses.date(post.date.created, options.archive_date_format)

    def address(post: Post) -> str:
        date = addresses.date(post.date.created, options.archive_url_date_format)
        return str(options.archive_url_format.format(date=date))

    # Titles may be finer than addresses: what has one address is one page.
    for at, group in grouped(posts, lambda post: [address(post)]).items():
        keys = dict.fromkeys(title(post) for post in group)
        yield _view("archive", title(group[0]), tuple(keys), group, at, addresses)


def _categories(
    posts: Sequence[Post], settings: BlogSettings, addresses: Addresses
) -> list[tuple[View, str]]:
    options = settings.options
    names = grouped(posts, lambda post: post.categories)
    slugs = Slugs(settings)
    # By name, so that a new post does not change who has the plain slug.
    at = {
        name: options.categories_url_format.format(slug=slugs.of("category", name))
        for name in sorted(names)
    }
    views = []
    # An address without a slug is one page for all.
    for where, group in grouped(posts, lambda p: {at[c]: None for c in p.categories}).items():
        keys = tuple(name for name in names if at[name] == where)
        views.append(_view("category", keys[0], keys, group, where, addresses))
    views.sort(key=lambda pair: pair[0].title)
    sort_by = options.categories_sort_by if callable(options.categories_sort_by) else view_name
    reverse = options.categories_sort_reverse
    return sorted(views, key=lambda pair: sort_by(pair[0]), reverse=reverse)


def _profiles(
    posts: Sequence[Post],
    authors: Mapping[str, Author],
    settings: BlogSettings,
    addresses: Addresses,
) -> Iterator[tuple[View, str]]:
    groups = grouped(posts, lambda post: [id for id in post.authors if id in authors])
    slugs = Slugs(settings)
    known = {id: slugs.of("author", id, authors[id].slug or id) for id in sorted(groups)}
    for id, group in groups.items():
        slug, name = known[id], authors[id].name
        address = settings.options.authors_profiles_url_format.format(slug=slug, name=name)
        yield _view("author", name, (id,), group, address, addresses)


def _series(
    posts: Sequence[Post], settings: BlogSettings, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    slugs = Slugs(settings)
    for title, group in series_of(posts).items():
        address = settings.options.series_url_format.format(slug=slugs.of("series", title))
        yield _view("series", title, (title,), group, address, addresses)


class Slugs:
    """The part of its address by which each group of one kind is known; no two share one.

    "C" and "C#" make the same slug, and a name of signs alone makes none.
    """

    def __init__(self, settings: BlogSettings) -> None:
        """`settings` say how a name becomes a slug."""
        assert settings.category_slug is not None
        self._slug = settings.category_slug
        self._apart = str(settings.options.categories_slugify_separator)
        self._taken: set[str] = set()

    def of(self, kind: str, name: str, slug: str = "") -> str:
        """A slug for `name`: its own `slug` if it has one, else made from it."""
        wanted = made = slug or self._slug(name) or id_from(name, kind)
        number = 1
        while made.casefold() in self._taken:  # some file systems know no capitals
            number += 1
            made = f"{wanted}{self._apart}{number}"
        self._taken.add(made.casefold())
        return made


def _view(
    kind: str,
    title: str,
    keys: tuple[str, ...],
    posts: list[Post],
    address: str,
    addresses: Addresses,
) -> tuple[View, str]:
    return View(kind, title, addresses.source(address), tuple(posts), keys), address
