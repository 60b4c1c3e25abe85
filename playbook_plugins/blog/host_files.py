"""The host's files: posts get their addresses, media follow them, views get pages."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from playbook_plugins.shared.contracts import ChecksSources, offered
from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.host_generated_files import made_file
from playbook_plugins.shared.problems import Problem, Report, shown_path

from .addresses import heading
from .authors import read_authors
from .config import BlogConfig
from .library import Library
from .listings.order import duplicates, named_apart, newest_first, pages_of
from .listings.views import further_views
from .model import Author, Post, View
from .reader import Extend, PostReader, PostRules
from .series import wrong_parts
from .settings import PREFIX, settings_of_plugin


def now() -> datetime:
    """The time that decides what lies in the future: `SOURCE_DATE_EPOCH`, else the clock."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


class BlogFiles:
    """Reads posts from the site's files and adds the pages of all views."""

    def __init__(
        self,
        files: Files,
        library: Library,
        config: MkDocsConfig,
        report: Report,
        miss: Report,
        serving: bool,
    ) -> None:
        """`miss` is told what keeps a post out, `report` the rest; `serving` shows drafts, if the
        options say so."""
        self.options: BlogConfig = library.options
        self.settings = settings_of_plugin(self.options)
        self.library = library
        self.views: dict[str, tuple[View, int]] = {}
        """View and page number, by the source path of its page."""
        self.view_files: dict[str, list[File]] = {}
        """The pages of each view, by the source path of its first."""
        self.places: dict[str, tuple[int, int]] = {}
        """Where each post's `links` stand: line and column."""
        self._made_paths: set[str] = set()
        self.index_path = ""
        self._files = files
        self._config = config
        self._report, self._miss = report, miss
        self.missing = 0
        """How many posts there are without which a build must not go on."""
        self._stops = False
        self._serving = serving
        self._root, self._folder = self.settings.root, self.settings.folder
        self._check: ChecksSources | None = None
        self._posts: list[Post] = []
        self._placed: dict[str, File] = {}
        self._shown: dict[str, str] = {}
        """Folders as an author knows them."""
        plugin = translating(config)
        self.language = language_folder(plugin) if plugin else ""
        """The folder of a further language of the site; empty for the first, or the only one."""

    def shown(self, path: str | Path) -> str:
        """A path in the docs folder as its author knows it."""
        whole = path if isinstance(path, str) else path.as_posix()
        folder, _, name = whole.rpartition("/")
        if folder not in self._shown:  # where links lead is looked up once for each
            root = Path(self._config.config_file_path or "mkdocs.yml").parent
            place = shown_path(Path(self._config.docs_dir, folder, "x"), root)
            self._shown[folder] = place.removesuffix("x")
        return f"{self._shown[folder]}{name}"

    # --- Posts ---

    def read_authors(self) -> dict[str, Author]:
        """The authors file; empty without one."""
        source = Path(self._config.docs_dir, path := self.settings.authors_file)
        if not (self.options.authors and source.is_file()):
            return {}
        text = source.read_text(encoding="utf-8-sig", errors="replace")
        return read_authors(text, self.shown(path), self._report)

    def read_posts(self) -> list[Post]:
        """Every published post in listing order. Drafts and wrong ones leave the site's files."""
        check = self._check = next(
            iter(offered(ChecksSources, self._config.plugins.values())), None
        )
        broken = check.broken if check else {}
        for file in list(self._files.documentation_pages()):
            if not self.settings.holds(file.src_uri):
                continue
            post = None if file.src_uri in broken else self._read(file)
            if post is None or self._is_hidden(post):
                self._files.remove(file)
            else:
                self._place(post, file)
        self._posts = named_apart(self._posts)
        self._drop_duplicates()
        for first, second in wrong_parts(self._posts):
            what = f"this post and {self.shown(first.path)} are both part {second.part:g}."
            cure = f'Give each post of "{second.series}" a part of its own.'
            self._report(Problem(self.shown(second.path), 1, 0, what, cure))
        self.library.urls = {path: file.url for path, file in self._placed.items()}
        return newest_first(self._posts)

    def _read(self, file: File) -> Post | None:
        """The post in `file`; where there is none by a mistake, that is counted and said aloud."""
        said: list[Problem] = []
        text = _text_of(file)
        post = self._post(file, text, said.append) if text is not None else None
        if post and "{" in post.title and text is not None:
            post = replace(post, title=self._spoken(post.title, text))
        if text is None:
            cure = "Save it again with the encoding UTF-8."
            what = "this file is not UTF-8 text."
            said.append(Problem(self.shown(file.src_uri), 0, 0, what, cure))
        is_missed = post is None and not (text and self._waits(text))
        self.missing += is_missed and (text is None or self._stops)
        for problem in said:
            (self._miss if is_missed else self._report)(problem)
        return post

    def _waits(self, text: str) -> bool:
        """Whether a post says that it is a draft, and would not be published if it were right."""
        with suppress(FrontMatterError):
            return self.settings.waits(read(text).values, self._serving)
        return False

    def _spoken(self, title: str, text: str) -> str:
        """A title as mkdocs-macros-plugin makes it: listings show it before any page is read.

        The address stays with what is written, as Material has it: a variable may change.
        """
        plugin: Any = self._config.plugins.get("macros")
        if not hasattr(plugin, "env") or not hasattr(plugin, "variables"):
            return title
        try:
            front = read(text).values
            wanted = front.get("render_macros", plugin.config["render_by_default"])
            given = {**plugin.variables, **front}
            made = plugin.env.from_string(title).render(**given) if wanted else title
        except Exception:  # whatever a macro does: the page itself says what is wrong
            return title
        return " ".join(str(made).split()) or title

    def _post(self, file: File, text: str, report: Report) -> Post | None:
        """The post in `file`, as the source check has read it where that is all there is to it."""
        path = file.src_uri
        found = self._check.post_in(path, text, self._rules()) if self._check else None
        if found and self._extend(file) is None:
            post: Post
            post, self.places[path] = found
            return post
        return self.read_post(file, text, report)

    def _rules(self) -> PostRules:
        return self.settings.post_rules(self.library.authors)

    def read_post(self, file: File, text: str, report: Report) -> Post | None:
        """The post that `text` describes; None when it cannot be published."""
        checked = self._check is not None
        shown = self.shown(file.src_uri)
        reader = PostReader(file.src_uri, shown, self._rules(), report, checked)
        post = reader.read(text, self._extend(file))
        self._stops = reader.stops
        self.places[file.src_uri] = reader.front.place("links")
        return post

    def _is_hidden(self, post: Post) -> bool:
        return self.settings.hides(post, now(), self._serving)

    def _extend(self, file: File) -> Extend | None:
        """What Material's meta plugin adds to the post in `file`; it does so later for its page."""
        plugin: Any = self._config.plugins.get("material/meta")
        if plugin is None or not plugin.config.enabled:
            return None

        def extended(values: dict[str, Any]) -> dict[str, Any]:
            page: Any = SimpleNamespace(file=file, meta=dict(values))
            plugin.on_page_markdown("", page=page, config=self._config, files=self._files)
            return {key: value for key, value in page.meta.items() if key != "__extends"}

        return extended

    def _place(self, post: Post, file: File) -> None:
        self._move(file, self.settings.source_of(post, self.library.addresses))
        file.inclusion = InclusionLevel.NOT_IN_NAV
        self._posts.append(post)
        self._placed[post.path] = file

    def _made(self, path: str) -> File:
        """The host's idea of a file at `path`: where it is written to, and its address."""
        config = self._config
        return File(path, config.docs_dir, config.site_dir, config.use_directory_urls)

    def _move(self, file: File, path: str) -> None:
        """Let `file` be written where the host would write a source at `path`."""
        made = self._made(path)
        target, url = made.dest_uri, made.url
        if self.language:
            target, url = f"{self.language}/{target}", f"{self.language}/{url}"
        file.dest_uri, file.url = target, url
        # As the host does: a thousand paths take longer than what is at them.
        file.abs_dest_path = os.path.normpath(os.path.join(self._config.site_dir, target))  # noqa: PTH118

    def _drop_duplicates(self) -> None:
        """Two posts with one uid or one address: the later in path order is left out, by name."""
        keys: tuple[tuple[str, Callable[[Post], str], str], ...] = (
            ("uid", lambda post: post.uid, "Give it a uid of its own."),
            ("address", lambda post: self._placed[post.path].url, "Change its title or slug."),
        )
        for what, key, cure in keys:
            for first, later in duplicates(self._posts, key):
                text = f'this post has the same {what} "{key(later)}" as {self.shown(first.path)}.'
                self._miss(Problem(self.shown(later.path), 1, 0, text, cure))
                self._posts.remove(later)
                self._files.remove(self._placed.pop(later.path))

    def move_media(self) -> None:
        """Pictures beside posts lose the posts folder from their address, as posts do."""
        for file in self._files.media_files():
            if self.settings.holds(file.src_uri):
                plain = file.dest_uri.removeprefix(f"{self.language}/" if self.language else "")
                inside = plain.removeprefix(f"{self._folder}/")
                self._move(file, posixpath.join(self._root, inside))

    # --- Views ---

    def add_views(self, posts: list[Post]) -> None:
        """Add the pages of the index and of every further view."""
        index = posixpath.normpath(posixpath.join(self._root, "index.md"))
        if not self._files.get_file_from_path(index):
            self._make(index, heading(self.library.words["blog"]))
        self.index_path = index
        self._add_view(View("index", "", index, tuple(posts)), "")
        library = self.library
        for view, address in further_views(
            posts, library.authors, self.settings, library.addresses
        ):
            self._add_view(view, address)
            for key in view.keys:
                library.view_urls[view.kind, key] = self.view_files[view.path][0].url

    def _add_view(self, view: View, address: str) -> None:
        made: list[File] = []
        for number, _ in enumerate(self.pages_of(view), start=1):
            path = view.path
            if number > 1:
                addresses = self.library.addresses
                path = self.settings.page_source(view.kind, address, number, addresses)
            file = self._files.get_file_from_path(path)
            if file is None:
                # A further page has the first one's front matter, which an author may have written.
                content = made[0].content_string if made else heading(view.title)
                file = self._make(path, content)
            if view.kind != "index" or number > 1:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            self.views[path] = (view, number)
            made.append(file)
        self.view_files[view.path] = made

    def _make(self, path: str, content: str) -> File:
        """Add a page to the site's files that nobody wrote."""
        file = made_file(self._config, path, content)
        if self.language:
            self._move(file, path)
        self._files.append(file)
        self._made_paths.add(path)
        return file

    def is_made(self, path: str) -> bool:
        """Whether the page of a view is ours alone; an author may write one by hand."""
        return path in self._made_paths

    def pages_of(self, view: View) -> list[list[Post]]:
        """The posts of each page of a view."""
        return pages_of(view.posts, self.settings.per_page(view.kind))

    def has_toc(self, kind: str) -> bool:
        """Whether a view of this kind lists its posts in the table of contents."""
        own = PREFIX.get(kind)
        chosen = self.options[f"{own}_toc"] if own else None
        return bool(self.options.blog_toc if chosen is None else chosen)


def translating(config: MkDocsConfig) -> Any:
    """The plugin that builds the site once for each language (mkdocs-static-i18n), if there."""
    plugins = config.plugins.values()
    named = (each for each in plugins if type(each).__module__.startswith("mkdocs_static_i18n"))
    return next(named, None)


def language_folder(plugin: Any) -> str:
    """Where the language stands that is built: the first is at the site's root."""
    language = str(getattr(plugin, "current_language", None) or "")
    return "" if language == str(getattr(plugin, "default_language", "")) else language


def _text_of(file: File) -> str | None:
    """A source's text; None where it is not UTF-8 (the source check names the place)."""
    try:
        return file.content_string
    except UnicodeDecodeError:
        return None
