"""What a site allows, as the checks need it: plain values, whoever read the configuration."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from playbook_plugins.shared.digests import digest_of
from playbook_plugins.shared.problems import shown_path
from playbook_plugins.shared.records import record

from .includes import Snippets
from .links import prefix_of

Slug = Callable[[str], str]


@record
class BlogRules:
    """One blog of the site."""

    root: str
    """Its folder in the docs folder; empty for the docs folder itself."""
    folder: str
    """The folder of its posts."""
    authors_file: str
    comments_dir: str
    has_authors: bool = True
    has_comments: bool = True
    categories: tuple[str, ...] = ()
    separator: str = ""
    """What ends the excerpt of a post."""
    has_excerpts: bool = False
    """Whether every post must say where its excerpt ends."""
    shows_drafts: bool = False
    formats: tuple[str, str, int] = ("{date}/{slug}", "yyyy/MM/dd", 1)
    slug: Slug | None = None
    """Makes the last part of an address; None when nobody knows how."""
    category_slug: Slug | None = None
    made: tuple[str, ...] = ()
    """Beginnings of the addresses of its further pages."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What it says of those pages, option by option."""

    def misses(self, page: Any) -> bool:
        """Whether a mistake keeps the post on `page` out; a draft waits, right or wrong."""
        waits = page.front.values.get("draft") is True and not self.shows_drafts
        return (page.post is None or page.stops) and not waits

    def holds(self, name: str) -> bool:
        """Whether a source is one of its posts."""
        return name.startswith(f"{self.folder}/")


@record
class SiteRules:
    """The whole site."""

    root: Path
    """The folder of mkdocs.yml."""
    docs: Path
    blogs: tuple[BlogRules, ...] = ()
    sheets: bool = True
    """Whether blocks become worksheets."""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Markdown extensions that bring blocks of their own, with the names of these."""
    site_url: str = ""
    language: str = "en"
    directory_urls: bool = True
    left_out: Callable[[str], bool] = lambda name: False
    """Whether a source is no part of the site."""
    drafted: Callable[[str], bool] = lambda name: False
    """Whether a source is shown while writing only (`draft_docs`)."""
    templates: tuple[Path, ...] = ()
    """Folders of the theme's templates and icons, the site's own first."""
    snippets: Snippets | None = None
    all_known: bool = True
    places_known: bool = True
    """False where plugins, hooks or extensions may write places and links into pages."""
    names_known: bool = True
    """The same for names of links, which a text that is put below every page may define."""
    own_slugs: bool = False
    ignored: frozenset[str] = frozenset()
    absolute_from_docs: bool = False
    defaults_file: str = ""
    """The name of files that set front matter for their folder; empty where none do."""
    lists_tags: bool = False
    """Whether the theme lists the tags of pages."""
    own_keys: frozenset[str] = frozenset()
    """Keys of front matter that are the site's own."""
    macros: str = ""
    """Which pages another plugin reads that takes `{#` for the beginning of a comment."""
    languages: tuple[str, ...] = ()
    """Languages that another plugin builds the site in, one after the other."""

    def language_of(self, name: str) -> str:
        """The language of a source, `plans.de.md`; empty for the first, or the only one."""
        ending = PurePosixPath(name).stem.rpartition(".")[2]
        return ending if ending in self.languages else ""

    def shown(self, path: Path) -> str:
        """A path as the author knows it."""
        return shown_path(path, self.root)

    def shown_link(self, path: Path) -> str:
        """The same for a link, which stands where it stands and not where it leads."""
        return f"{self.shown(self.docs)}/{path.relative_to(self.docs).as_posix()}"

    @property
    def prefix(self) -> str:
        """The path of the site on its host."""
        return prefix_of(self.site_url)


VIEW_OPTIONS = (
    *("archive", "archive_date_format", "archive_url_date_format", "archive_url_format"),
    *("archive_pagination", "archive_pagination_per_page"),
    *("categories", "categories_url_format", "categories_slugify_separator"),
    *("categories_pagination", "categories_pagination_per_page"),
    *("authors_profiles", "authors_profiles_url_format"),
    *("authors_profiles_pagination", "authors_profiles_pagination_per_page"),
    *("series", "series_url_format"),
    *("pagination", "pagination_per_page", "pagination_url_format"),
)
"""Options that the pages of views depend on."""

MADE = {
    "archive_url_format": "archive/{date}",
    "categories_url_format": "category/{slug}",
    "authors_profiles_url_format": "author/{slug}",
    "series_url_format": "series/{slug}",
    "pagination_url_format": "page/{page}",
}
"""Options that say where further pages stand, and what they usually say."""


def blog_rules(
    options: Mapping[str, Any], slug: Slug | None = None, category_slug: Slug | None = None
) -> BlogRules:
    """One blog by its options, as mkdocs.yml or the plugin has them; what is missing is usual."""

    def option(name: str, usual: Any) -> Any:
        value = options.get(name)
        return usual if value is None else value

    root = posixpath.normpath(str(option("blog_dir", "blog"))).removeprefix(".").lstrip("/")

    def inside(name: str, usual: str) -> str:
        return posixpath.normpath(str(option(name, usual)).replace("{blog}", root or "."))

    made = [str(option(name, usual)).partition("{")[0] for name, usual in MADE.items()]
    required = option("post_excerpt", "optional") == "required"
    count = option("post_url_max_categories", 1)
    return BlogRules(
        root=root,
        folder=inside("post_dir", "{blog}/posts"),
        authors_file=inside("authors_file", "{blog}/.authors.yml"),
        comments_dir=inside("comments_dir", "{blog}/.comments"),
        has_authors=bool(option("authors", True)),
        has_comments=bool(option("comments", True)),
        categories=tuple(str(each) for each in option("categories_allowed", ()) or ()),
        separator=str(option("post_excerpt_separator", "<!-- more -->")),
        has_excerpts=required,
        shows_drafts=bool(option("draft", False)),
        formats=(
            str(option("post_url_format", "{date}/{slug}")),
            str(option("post_url_date_format", "yyyy/MM/dd")),
            count if isinstance(count, int) else 1,
        ),
        slug=slug,
        category_slug=category_slug,
        made=tuple(posixpath.join(root, each) for each in (*made, "feeds/") if each),
        options={name: options.get(name) for name in VIEW_OPTIONS},
    )


@record
class PostRules:
    """What one blog wants of a post."""

    folder: str
    authors: Mapping[str, Any] | None
    categories: tuple[str, ...]
    separator: str
    has_excerpts: bool = False


@record
class PageRules:
    """What checking one file depends on beside its bytes and its path. Plain, to be kept."""

    prefix: str = "docs/"
    """What stands before a path in the docs folder, for its author."""
    posts: tuple[PostRules, ...] = ()
    sheets: bool = True
    listings: bool = False
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """As for the site: blocks that are not ours."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Front matter that is set for the file's folder, where it is a post."""
    lists_tags: bool = False
    own_keys: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Stands for all of this where it is remembered what a file was found to be."""
        return digest_of(self).hex()

    def post_rules(self, name: str) -> PostRules | None:
        """The rules of the blog whose post this is."""
        return next((each for each in self.posts if name.startswith(f"{each.folder}/")), None)


BLOCKS = "pymdownx.blocks."
"""Extensions whose blocks may have the names of ours."""


def others_blocks(extensions: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Of a site's Markdown extensions with their options, those that bring blocks of their own,
    with the names that the site gives these."""
    return {
        name: {"types": options["types"]} if options and options.get("types") else {}
        for name, options in extensions.items()
        if name.startswith(BLOCKS)
    }


@dataclass
class Verdict:
    """What checking a whole site found."""

    problems: list[Any] = field(default_factory=list)
    broken: dict[str, Any] = field(default_factory=dict)
    """Sources that must not be built, by path in the docs folder, each with its problem."""
    missing: dict[str, bool] = field(default_factory=dict)
    """Posts that a mistake keeps out of the site, by path in the docs folder: whether a build must
    not go on without them."""
    drafts: set[str] = field(default_factory=set)
    """Pages whose front matter says that they are drafts."""
    links: set[tuple[str, str]] = field(default_factory=set)
    """Page and target of every reported link."""
    withheld: set[str] = field(default_factory=set)
    """Files that must not be copied to the site as they are: each is a page."""
    unstamped: list[Any] = field(default_factory=list)
    standing: list[Any] = field(default_factory=list)
    """Every sheet and tip."""
    addresses: dict[str, str] = field(default_factory=dict)
    """The address of each published page, by its path in the docs folder."""


HARMLESS_PLUGINS = frozenset(
    {"search", "meta", "privacy", "offline", "minify", "redirects", "awesome-nav", "awesome-pages"}
    | {"glightbox", "macros", "print-site", "social", "optimize", "typeset", "info", "group"}
    | {"git-revision-date-localized", "git-revision-date", "git-authors", "git-committers"}
    | {"rss", "exclude", "exclude-search", "mkdocs-video", "table-reader", "charts"}
)
"""Plugins that add no pages to which a source could link by its path."""


def languages_in(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that the options of mkdocs-static-i18n name, without the first."""
    given = options.get("languages") or ()
    named = (each for each in given if isinstance(each, Mapping) and not each.get("default"))
    return tuple(str(each.get("locale")) for each in named)


def adds_pages(plugin: str) -> bool:
    """Whether a plugin of this name may add pages."""
    name = plugin.removeprefix("material/")
    return name not in HARMLESS_PLUGINS and not name.startswith("playbook/")


ADDING_PAGES = frozenset({"on_config", "on_pre_build", "on_files", "on_nav"})
WRITING = ADDING_PAGES | {
    *("on_page_read_source", "on_page_markdown", "on_page_content", "on_page_context"),
    "on_post_page",
}
"""Events at which a hook may change what pages hold."""

KNOWN_EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"}
    | {"footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"}
    | {"smarty", "tables", "toc", "mdx_truly_sane_lists", "playbook_worksheets"}
)
KNOWN_FAMILIES = ("pymdownx.", "markdown.extensions.", "material.extensions.")


def hook_events(paths: Iterable[Path]) -> frozenset[str]:
    """The events for which a site's hooks wait; all of them where one cannot be read."""
    found: set[str] = set()
    for path in paths:
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError, RecursionError):
            return WRITING
        found |= {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        found |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
        found |= {
            name.asname or name.name
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom)
            for name in each.names
        }
    return frozenset(found)


def writes_places(extension: str) -> bool:
    """Whether a Markdown extension of this name may write places or links into pages."""
    return extension not in KNOWN_EXTENSIONS and not extension.startswith(KNOWN_FAMILIES)


MADE_BY_US = ("go/", "assets/", "search/", "tags/", "print_page/", "sitemap.xml", "404.html")
"""What plugins and themes write that no source stands for."""
