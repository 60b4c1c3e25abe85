"""The views beside the index: years, categories, authors, each with its posts and address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from .listing import grouped
from .model import Author, Post, View
from .pages import Addresses
from .series import series_of


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
    categories_sort_by: Callable[[View], Any] | None
    categories_sort_reverse: bool
    authors_profiles: bool
    authors_profiles_url_format: str
    series: bool
    series_url_format: str


class Shelves(Protocol):
    """What views are made from, beside the posts: library.py has it."""

    authors: Mapping[str, Author]
    addresses: Addresses


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
    form = options.archive_date_format
    for title, group in grouped(posts, lambda p: [addresses.date(p.date.created, form)]).items():
        date = addresses.date(group[0].date.created, options.archive_url_date_format)
        address = options.archive_url_format.format(date=date)
        yield _view("archive", title, title, group, address, addresses)


def _categories(
    posts: Sequence[Post], options: ViewOptions, addresses: Addresses
) -> list[tuple[View, str]]:
    views = []
    for name, group in sorted(grouped(posts, lambda post: post.categories).items()):
        slug = options.categories_slugify(name, options.categories_slugify_separator)
        address = options.categories_url_format.format(slug=slug)
        views.append(_view("category", name, name, group, address, addresses))
    sort_by = options.categories_sort_by or (lambda view: view.title)
    return sorted(views, key=lambda pair: sort_by(pair[0]), reverse=options.categories_sort_reverse)


def _profiles(
    posts: Sequence[Post], authors: Mapping[str, Author], options: ViewOptions, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    groups = grouped(posts, lambda post: [id for id in post.authors if id in authors])
    for id, group in sorted(groups.items()):
        address = options.authors_profiles_url_format.format(slug=authors[id].slug)
        yield _view("author", authors[id].name, id, group, address, addresses)


def _series(
    posts: Sequence[Post], options: ViewOptions, addresses: Addresses
) -> Iterator[tuple[View, str]]:
    for title, group in series_of(posts).items():
        slug = options.categories_slugify(title, options.categories_slugify_separator)
        address = options.series_url_format.format(slug=slug)
        yield _view("series", title, title, group, address, addresses)


def _view(
    kind: str, title: str, key: str, posts: list[Post], address: str, addresses: Addresses
) -> tuple[View, str]:
    return View(kind, title, addresses.source(address), tuple(posts), key), address
