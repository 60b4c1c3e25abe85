"""Options of the blog plugin: names, meanings and defaults are those of Material's `blog`."""

from __future__ import annotations

import collections.abc
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c
from pymdownx.slugs import slugify

from .listings.views import view_name

CALLABLE: Any = collections.abc.Callable
LOWER: Any = slugify(case="lower")  # type: ignore[no-untyped-call]


class BlogConfig(base.Config):  # type: ignore[no-untyped-call]
    """Options under `playbook/blog:` in `mkdocs.yml`."""

    enabled = c.Type(bool, default=True)
    """Switch the blog off without taking it out."""

    blog_dir = c.Type(str, default="blog")
    """Folder of the blog inside the docs folder; `.` for a site that is only a blog."""
    blog_toc = c.Type(bool, default=False)
    """List the posts of a page in its table of contents."""

    post_dir = c.Type(str, default="{blog}/posts")
    """Folder of the posts."""
    post_date_format = c.Type(str, default="long")
    """How dates are written: `full`, `long`, `medium`, `short`, or a Babel pattern."""
    post_url_date_format = c.Type(str, default="yyyy/MM/dd")
    """The `{date}` in a post's address, as a Babel pattern."""
    post_url_format = c.Type(str, default="{date}/{slug}")
    """A post's address inside the blog: `{date}`, `{slug}`, `{categories}`, `{file}` and text."""
    post_url_max_categories = c.Type(int, default=1)
    """How many categories the `{categories}` in an address holds."""
    post_slugify = c.Type(CALLABLE, default=LOWER)
    """Turns a title into the `{slug}` of an address."""
    post_slugify_separator = c.Type(str, default="-")
    """What stands between the words of a slug."""
    post_excerpt = c.Choice(["optional", "required"], default="optional")
    """Whether every post must say where its excerpt ends."""
    post_excerpt_max_authors = c.Type(int, default=1)
    """How many authors a listing shows for a post."""
    post_excerpt_max_categories = c.Type(int, default=5)
    """How many categories a listing shows for a post."""
    post_excerpt_separator = c.Type(str, default="<!-- more -->")
    """Ends the excerpt. Without it the description stands in, else the first paragraphs."""
    post_readtime = c.Type(bool, default=True)
    """Show how long reading takes."""
    post_readtime_words_per_minute = c.Type(int, default=265)
    """Reading speed."""

    archive = c.Type(bool, default=True)
    """Make a page for each year (or whatever `archive_date_format` says)."""
    archive_name = c.Type(str, default="blog.archive")
    """Title of the archive in the navigation."""
    archive_date_format = c.Type(str, default="yyyy")
    """What a page of the archive collects, as a Babel pattern; also its title."""
    archive_url_date_format = c.Type(str, default="yyyy")
    """The `{date}` in an archive page's address."""
    archive_url_format = c.Type(str, default="archive/{date}")
    """Address of an archive page inside the blog."""
    archive_pagination = c.Optional(c.Type(bool))
    """Split archive pages; as `pagination` when left out."""
    archive_pagination_per_page = c.Optional(c.Type(int))
    """Posts on one archive page; as `pagination_per_page` when left out."""
    archive_toc = c.Optional(c.Type(bool))
    """As `blog_toc`, for archive pages."""

    categories = c.Type(bool, default=True)
    """Make a page for each category."""
    categories_name = c.Type(str, default="blog.categories")
    """Title of the categories in the navigation."""
    categories_url_format = c.Type(str, default="category/{slug}")
    """Address of a category's page inside the blog."""
    categories_slugify = c.Type(CALLABLE, default=LOWER)
    """Turns a category into the `{slug}` of its address."""
    categories_slugify_separator = c.Type(str, default="-")
    """What stands between the words of a category's slug."""
    categories_sort_by = c.Type(CALLABLE, default=view_name)
    """Orders the category pages: takes one, returns what to compare; by title when left out."""
    categories_sort_reverse = c.Type(bool, default=False)
    """Turn the order of categories round."""
    categories_allowed = c.Type(list, default=[])
    """The categories that posts may use; empty for any. A guard against typing errors."""
    categories_pagination = c.Optional(c.Type(bool))
    """As `archive_pagination`, for categories."""
    categories_pagination_per_page = c.Optional(c.Type(int))
    """As `archive_pagination_per_page`, for categories."""
    categories_toc = c.Optional(c.Type(bool))
    """As `blog_toc`, for categories."""

    authors = c.Type(bool, default=True)
    """Show who wrote a post."""
    authors_file = c.Type(str, default="{blog}/.authors.yml")
    """File of the authors: id, name, description, avatar, url."""
    authors_profiles = c.Type(bool, default=False)
    """Make a page for each author."""
    authors_profiles_name = c.Type(str, default="blog.authors")
    """Title of the authors in the navigation."""
    authors_profiles_url_format = c.Type(str, default="author/{slug}")
    """Address of an author's page inside the blog."""
    authors_profiles_pagination = c.Optional(c.Type(bool))
    """As `archive_pagination`, for authors."""
    authors_profiles_pagination_per_page = c.Optional(c.Type(int))
    """As `archive_pagination_per_page`, for authors."""
    authors_profiles_toc = c.Optional(c.Type(bool))
    """As `blog_toc`, for authors."""

    pagination = c.Type(bool, default=True)
    """Split listings into pages."""
    pagination_per_page = c.Type(int, default=10)
    """Posts on one page of a listing."""
    pagination_url_format = c.Type(str, default="page/{page}")
    """Address of the further pages; holds `{page}`."""
    pagination_format = c.Type(str, default="~2~")
    """The page numbers: `~2~` stands for the pages near this one, two each way.

    `$link_first`, `$link_previous`, `$link_next`, `$link_last` lead there; `$page`, `$page_count`,
    `$first_item`, `$last_item`, `$item_count` are numbers. Other text stands as it is.
    """
    pagination_if_single_page = c.Type(bool, default=False)
    """Show the page numbers even where there is one page."""
    pagination_keep_content = c.Type(bool, default=False)
    """Repeat what stands above a listing on its further pages."""

    draft = c.Type(bool, default=False)
    """Publish drafts too."""
    draft_on_serve = c.Type(bool, default=True)
    """Show drafts while writing, in `serve`."""
    draft_if_future_date = c.Type(bool, default=False)
    """Treat a post dated in the future as a draft, unless it says `draft: false`."""

    pagination_template = c.Deprecated(moved_to="pagination_format")
    """The former name of `pagination_format`."""

    series = c.Type(bool, default=True)
    """Make a page for each series that posts name."""
    series_name = c.Type(str, default="blog.series")
    """Title of the series in the navigation."""
    series_url_format = c.Type(str, default="series/{slug}")
    """Address of a series' page inside the blog; the slug is made as for categories."""

    related = c.Type(int, default=3)
    """How many related posts a post shows; 0 for none."""

    feeds = c.Type(bool, default=True)
    """Write feeds (Atom, RSS, JSON Feed) for the blog, its categories, series, comments and tips.

    Needs `site_url`, since a feed holds whole addresses.
    """
    feeds_most = c.Type(int, default=20)
    """Entries of a feed; 0 for all."""
    feeds_authority = c.Type(str, default="")
    """Who vouches for the permanent ids in feeds, `coach.example,2026`; else made from `site_url`.

    Set it before you move to another address, and no reader sees a post twice.
    """

    comments = c.Type(bool, default=True)
    """Show comments and their counts."""
    comments_dir = c.Type(str, default="{blog}/.comments")
    """Folder of the comment ledger. Its name begins with a dot, so that it is never published."""
    comments_provider = c.Type(str, default="")
    """Where discussions are held: `isso`, `giscus`, `remark42` or `comentario`; empty for none."""
    comments_provider_url = c.Type(str, default="")
    """The provider's address, `https://comments.example.org`."""
    comments_provider_settings = c.Type(dict, default={})
    """What else the provider needs: see [Comment providers](comment-providers.md)."""
    comments_live = c.Type(bool, default=False)
    """Let listings and posts ask the provider for fresh counts: one request a page, else none."""
    comments_shown = c.Type(int, default=500)
    """Comments of a post that stand open, the newest; 0 for all. Older ones are folded: a press
    opens them, and so does the address of one."""
    comments_order = c.Choice(("oldest", "newest"), default="oldest")
    """Which comment comes first: the oldest or the newest. Answers always stand below what they
    answer, oldest first."""
    comments_shown_on_site = c.Type(int, default=50_000)
    """Comments that all posts of this blog show together at most; 0 for all.

    Beyond it every long thread shows fewer, the newest, and the build says how many. Counts stay
    true, and nothing leaves the ledger.
    """
    comments_post_to = c.Type(str, default="")
    """Where "Post a comment" leads: `mailto:you@example.org`, or an issue form's address.

    In an address, `{title}`, `{url}` and `{uid}` are filled in.
    """
