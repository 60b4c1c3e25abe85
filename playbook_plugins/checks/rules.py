"""What a site allows, as the checks need it: plain values, whoever read the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from playbook_plugins.blog.reader import PostRules
from playbook_plugins.blog.settings import BlogSettings
from playbook_plugins.shared.digests import digest_of
from playbook_plugins.shared.problems import shown_path
from playbook_plugins.shared.records import record

from .includes import Snippets
from .links import prefix_of


@record
class SiteRules:
    """The whole site."""

    root: Path
    """The folder of mkdocs.yml."""
    docs: Path
    blogs: tuple[BlogSettings, ...] = ()
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


MADE_BY_US = ("go/", "assets/", "search/", "tags/", "print_page/", "sitemap.xml", "404.html")
"""What plugins and themes write that no source stands for."""
