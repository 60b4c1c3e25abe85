"""The views beside the index: years, categories, authors, each with its posts and address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from playbook_plugins.blog.addresses import Addresses
from playbook_plugins.blog.model import Author, Post, View
from playbook_plugins.blog.series import series_of
from playbook_plugins.shared.ids import id_from

from .order import grouped


class ViewOptions(Protocol):
    """The options that views depend on; config.py says what each means."""

    archive: bool
    archive_date_format: str
    archive_url_date_format: str
    archive_url_format: str
    categories: bool
    categories_url_format: str
    categories_slugify: Callable[[str, str], str]
    categories_slugify_separator: str
    categories_sort_by: Callable[[View], Any]
    categories_sort_reverse: bool
    authors_profiles: bool
    authors_profiles_url_format: str
    series: bool
    series_url_format: str


class Shelves(Protocol):
    """What views are made from, beside the posts: library.py has it."""

    authors: Mapping[str, Author]
    addresses: Addresses


def view_name(view: View) -> str:
    """A view's title: the order in which categories stand in the navigation."""
    return view.title


def further_views(
    posts: Sequence[Post], shelves: Shelves, options: Any
) -> Iterator[tuple[View, str]]:
    """Every view but the index, with its address inside the blog. `options` are `ViewOptions`."""
    if options.archive:
        yield from _years(posts, options, shelves.addresses)
    if options.categories:
        yield from _categories(posts, options, shelves.addresses)
    if options.authors_profiles:
        yield from _profiles(posts, shelves.authors, options, shelves.addresses)
    if options.series:
        yield from _series(posts, options, shelves.addresses)


def _years(
    posts: Sequence[Post], options: ViewOptions, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    def title(post: Post) -> str:
        return addresses.date(post.date.created, options.archive_date_format)

    def address(post: Post) -> str:
        date = addresses.date(post.date.created, options.archive_url_date_format)
        return options.archive_url_format.format(date=date)

    # Titles may be finer than addresses: what has one address is one page.
    for at, group in grouped(posts, lambda post: [address(post)]).items():
        keys = dict.fromkeys(title(post) for post in group)
        yield _view("archive", title(group[0]), tuple(keys), group, at, addresses)


def _categories(
    posts: Sequence[Post], options: ViewOptions, addresses: Addresses
) -> list[tuple[View, str]]:
    names = grouped(posts, lambda post: post.categories)
    slugs = Slugs(options)
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
    sort_by, reverse = options.categories_sort_by, options.categories_sort_reverse
    return sorted(views, key=lambda pair: sort_by(pair[0]), reverse=reverse)


def _profiles(
    posts: Sequence[Post], authors: Mapping[str, Author], options: ViewOptions, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    groups = grouped(posts, lambda post: [id for id in post.authors if id in authors])
    slugs = Slugs(options)
    known = {id: slugs.of("author", id, authors[id].slug or id) for id in sorted(groups)}
    for id, group in groups.items():
        slug, name = known[id], authors[id].name
        address = options.authors_profiles_url_format.format(slug=slug, name=name)
        yield _view("author", name, (id,), group, address, addresses)


def _series(
    posts: Sequence[Post], options: ViewOptions, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    slugs = Slugs(options)
    for title, group in series_of(posts).items():
        address = options.series_url_format.format(slug=slugs.of("series", title))
        yield _view("series", title, (title,), group, address, addresses)


class Slugs:
    """The part of its address by which each group of one kind is known; no two share one.

    "C" and "C#" make the same slug, and a name of signs alone makes none.
    """

    def __init__(self, options: ViewOptions) -> None:
        """`options` say how a name becomes a slug."""
        self._options = options
        self._taken: set[str] = set()

    def of(self, kind: str, name: str, slug: str = "") -> str:
        """A slug for `name`: its own `slug` if it has one, else made from it."""
        slugify, apart = (
            self._options.categories_slugify,
            self._options.categories_slugify_separator,
        )
        wanted = made = slug or slugify(name, apart) or id_from(name, kind)
        number = 1
        while made.casefold() in self._taken:  # some file systems know no capitals
            number += 1
            made = f"{wanted}{apart}{number}"
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
