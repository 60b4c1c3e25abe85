"""What one blog's options mean for its posts: whose they are, whether readers see them, and where.

The build, the checks and the commands ask here, so that no two of them answer differently. Plain
values: who reads the options (the plugin, or a command from mkdocs.yml) hands them over.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from playbook_plugins.shared.records import record

from .addresses import Addresses, post_address
from .model import Author, Post
from .reader import PostRules

Slug = Callable[[str], str]
"""A name → the part of an address that stands for it."""

USUAL: Mapping[str, Any] = {
    "blog_dir": "blog",
    "post_dir": "{blog}/posts",
    "post_url_format": "{date}/{slug}",
    "post_url_date_format": "yyyy/MM/dd",
    "post_url_max_categories": 1,
    "post_excerpt": "optional",
    "post_excerpt_separator": "<!-- more -->",
    "archive": True,
    "archive_date_format": "yyyy",
    "archive_url_date_format": "yyyy",
    "archive_url_format": "archive/{date}",
    "archive_pagination": None,
    "archive_pagination_per_page": None,
    "categories": True,
    "categories_allowed": (),
    "categories_url_format": "category/{slug}",
    "categories_slugify_separator": "-",
    "categories_sort_by": None,
    "categories_sort_reverse": False,
    "categories_pagination": None,
    "categories_pagination_per_page": None,
    "authors": True,
    "authors_file": "{blog}/.authors.yml",
    "authors_profiles": False,
    "authors_profiles_url_format": "author/{slug}",
    "authors_profiles_pagination": None,
    "authors_profiles_pagination_per_page": None,
    "series": True,
    "series_url_format": "series/{slug}",
    "pagination": True,
    "pagination_per_page": 10,
    "pagination_url_format": "page/{page}",
    "draft": False,
    "draft_on_serve": True,
    "draft_if_future_date": False,
    "comments": True,
    "comments_dir": "{blog}/.comments",
}
"""What options say that mkdocs.yml leaves out. A test holds this to config.py."""

PREFIX = {"archive": "archive", "category": "categories", "author": "authors_profiles"}
"""How the options of each kind of view begin; other kinds follow the blog's own."""
FURTHER = (
    *("archive_url_format", "categories_url_format", "authors_profiles_url_format"),
    *("series_url_format", "pagination_url_format"),
)
"""Options that say where the pages of views stand."""


@record
class BlogSettings:
    """One blog of a site, by its options."""

    options: Any
    """Every option of `USUAL`, as an attribute."""
    slug: Slug | None = None
    """Makes the last part of an address; None where nobody knows how."""
    category_slug: Slug | None = None

    # --- Folders and files, from the docs folder ---

    @cached_property
    def root(self) -> str:
        """The blog's folder; empty for the docs folder itself."""
        return posixpath.normpath(str(self.options.blog_dir)).removeprefix(".").lstrip("/")

    def _inside(self, path: str) -> str:
        return posixpath.normpath(str(path).replace("{blog}", self.root or "."))

    @cached_property
    def folder(self) -> str:
        """The folder of its posts."""
        return self._inside(self.options.post_dir)

    @property
    def authors_file(self) -> str:
        """The file of its authors."""
        return self._inside(self.options.authors_file)

    @property
    def comments_dir(self) -> str:
        """The folder of its threads."""
        return self._inside(self.options.comments_dir)

    # --- What a post is ---

    def holds(self, path: str) -> bool:
        """Whether a source is one of its posts."""
        return path.startswith(f"{self.folder}/")

    def post_rules(self, authors: Mapping[str, Author]) -> PostRules:
        """How a post is read where these are the authors; see reader.py."""
        return PostRules(
            folder=self.folder,
            authors=authors if self.options.authors else None,
            categories=tuple(str(each) for each in self.options.categories_allowed or ()),
            separator=str(self.options.post_excerpt_separator),
            has_excerpts=self.options.post_excerpt == "required",
        )

    # --- Whether readers see it ---

    def shows_drafts(self, serving: bool = False) -> bool:
        """Whether drafts are shown; `serving` while somebody writes."""
        return bool(self.options.draft or (serving and self.options.draft_on_serve))

    def hides(self, post: Post, now: datetime | None = None, serving: bool = False) -> bool:
        """Whether readers do not see `post`: a draft, or one whose day has not come.

        Without `now` a day to come hides nothing: what is said of a source must not change
        overnight. A post that says `draft: false` does not wait for its day.
        """
        waits = bool(self.options.draft_if_future_date and now and post.date.created > now)
        return (waits if post.draft is None else post.draft) and not self.shows_drafts(serving)

    def waits(self, values: Mapping[str, Any], serving: bool = False) -> bool:
        """Whether front matter says of a source that cannot be read as a post that it is a draft:
        nobody misses it."""
        return values.get("draft") is True and not self.shows_drafts(serving)

    # --- Where it stands ---

    @property
    def knows_addresses(self) -> bool:
        """Whether anybody can tell where posts stand, without running what mkdocs.yml names."""
        return self.slug is not None and self.category_slug is not None

    def source_of(self, post: Post, addresses: Addresses) -> str:
        """The source path whose page has the address of `post`.

        Raises `LookupError` or `ValueError` where the options are wrong.
        """
        assert self.slug is not None and self.category_slug is not None
        most = self.options.post_url_max_categories
        formats = (
            str(self.options.post_url_format),
            str(self.options.post_url_date_format),
            most if isinstance(most, int) else 1,
        )
        made = post_address(post, formats, addresses, self.slug, self.category_slug)
        return addresses.source(made)

    # --- Listings ---

    def per_page(self, kind: str) -> int:
        """Posts on one page of this kind of view; 0 for all."""
        own, options = PREFIX.get(kind, ""), vars(self.options)
        paginated = options[f"{own}_pagination"] if own else None
        if not (self.options.pagination if paginated is None else paginated):
            return 0
        most = options[f"{own}_pagination_per_page"] if own else None
        return int(most or self.options.pagination_per_page)

    def page_source(self, kind: str, address: str, number: int, addresses: Addresses) -> str:
        """The source path that stands for a view's page with this number, from 1.

        `address` is the view's, inside the blog.
        """
        if number == 1:
            return addresses.source(posixpath.join(address, "index" if kind == "index" else ""))
        further = self.options.pagination_url_format.format(page=number)
        if kind == "index":  # as Material has it, also without folders
            further = posixpath.join(further, "index")
        return addresses.source(posixpath.join(address, further))

    @property
    def further(self) -> tuple[str, ...]:
        """Beginnings of the addresses of its further pages and feeds."""
        starts = [str(vars(self.options)[name]).partition("{")[0] for name in FURTHER]
        return tuple(posixpath.join(self.root, each) for each in (*starts, "feeds/") if each)


def settings_of(
    options: Mapping[str, Any], slug: Slug | None = None, category_slug: Slug | None = None
) -> BlogSettings:
    """One blog by its options, as mkdocs.yml or the plugin has them; what is missing is usual."""
    given = {name: options[name] for name in options if options[name] is not None}
    every = {name: given.get(name, usual) for name, usual in USUAL.items()}
    return BlogSettings(SimpleNamespace(**every), slug, category_slug)


def settings_of_plugin(options: Mapping[str, Any]) -> BlogSettings:
    """One blog by the plugin's own options, which hold the functions that make slugs."""
    slugs = (
        partial(_slug, options[key], str(options[f"{key}_separator"]))
        for key in ("post_slugify", "categories_slugify")
    )
    return settings_of(options, *slugs)


def _slug(slugify: Callable[[str, str], str], separator: str, text: str) -> str:
    return str(slugify(text, separator))
