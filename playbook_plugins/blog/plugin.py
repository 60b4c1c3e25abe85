"""The MkDocs side of the blog: files in, pages and listings out."""

from __future__ import annotations

import logging
import math
import posixpath
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.model import Thread
from playbook_plugins.comments.thread import post_url
from playbook_plugins.problems import Problem, shown_path

from .config import BlogConfig
from .context import CategoryLink, CommentsContext, ListedPost, Pagination, PostConfig, PostContext
from .excerpt import Cut, Excerpt, excerpt_of, rebased, words_in
from .listing import by_age, duplicates, newest_first, pages_of
from .model import Author, Post, View
from .pages import Addresses, post_address, url_of
from .reader import HEADING, PostReader, Rules, read_authors
from .views import further_views

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.playbook")

TEMPLATES = Path(__file__).parents[1] / "templates"
LATE = -50
"""Other plugins may add or change pages first; Material's blog runs at the same place."""


class BlogPlugin(BasePlugin[BlogConfig]):  # type: ignore[no-untyped-call]
    """`playbook/blog`: posts, listings with comments links, views, comment threads."""

    supports_multiple_instances = True

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`, where drafts show."""
        self.is_serve = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build; put our templates between the site's overrides and the theme's."""
        self.posts: list[Post] = []
        self.pages: dict[str, Page] = {}
        self.contexts: dict[str, PostContext] = {}
        self.threads: dict[str, Thread] = {}
        self.views: dict[str, tuple[View, int]] = {}
        self.view_files: dict[str, list[File]] = {}
        self.excerpts: dict[str, Excerpt] = {}
        self.files: dict[str, File] = {}
        self.all_files = Files([])
        self.index_path = ""
        self.root = posixpath.normpath(self.config.blog_dir).removeprefix(".").lstrip("/")
        language = str(config.theme.get("language") or "en")
        self.addresses = Addresses(self.root, language)
        self._add_templates(config)
        return config

    def _add_templates(self, config: MkDocsConfig) -> None:
        dirs = config.theme.dirs
        for folder in (str(TEMPLATES), str(TEMPLATES / "theme")):
            if folder not in dirs:
                dirs.insert(1 if config.theme.custom_dir else 0, folder)

    def _report(self, problem: Problem) -> None:
        log.warning("%s", problem)

    def _shown(self, config: MkDocsConfig, path: str | Path) -> str:
        """A path in the docs folder as its author knows it."""
        root = Path(config.config_file_path or "mkdocs.yml").parent
        return shown_path(Path(config.docs_dir, path), root)

    # --- Files: posts get their addresses, views get their pages ---

    @event_priority(LATE)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every post, leave out drafts and wrong ones, and add the pages of all views."""
        if not self.config.enabled:
            return files
        folder = posixpath.normpath(self.config.post_dir.format(blog=self.root or "."))
        self.authors = self._read_authors(config) if self.config.authors else {}
        self._read_posts(files, folder, config)
        self._move_media(files, folder, config)
        self._read_threads(config)
        self._add_views(files, config)
        return files

    def _read_authors(self, config: MkDocsConfig) -> dict[str, Author]:
        path = self.config.authors_file.format(blog=self.root or ".")
        source = Path(config.docs_dir, path)
        if not source.is_file():
            return {}
        text = source.read_text(encoding="utf-8-sig", errors="replace")
        return read_authors(text, self._shown(config, path), self._slug, self._report)

    def _slug(self, text: str) -> str:
        return str(self.config.post_slugify(text, self.config.post_slugify_separator))

    def _category_slug(self, text: str) -> str:
        slugify = self.config.categories_slugify
        return str(slugify(text, self.config.categories_slugify_separator))

    def _read_posts(self, files: Files, folder: str, config: MkDocsConfig) -> None:
        source_check = config.plugins.get("playbook/publish")
        broken = getattr(source_check, "broken", {})
        authors = self.authors if self.config.authors else None
        rules = Rules(authors, tuple(self.config.categories_allowed), source_check is not None)
        for file in list(files.documentation_pages()):
            if not file.src_uri.startswith(f"{folder}/"):
                continue
            text = None if file.src_uri in broken else self._text_of(file)
            reader = PostReader(
                file.src_uri, self._shown(config, file.src_uri), rules, self._report
            )
            post = reader.read(text) if text is not None else None
            if post is None or self._is_hidden(post):
                files.remove(file)
                continue
            self._place(post, file, config)
        self._drop_duplicates(files, config)
        self.posts = newest_first(self.posts)

    def _text_of(self, file: File) -> str | None:
        """A source's text; None where it is not UTF-8 (the source check names the place)."""
        try:
            return file.content_string
        except UnicodeDecodeError:
            return None

    def _is_hidden(self, post: Post) -> bool:
        shows = self.config.draft or (self.is_serve and self.config.draft_on_serve)
        future = self.config.draft_if_future_date and post.date.created > datetime.now(UTC)
        return (post.draft or future) and not shows

    def _place(self, post: Post, file: File, config: MkDocsConfig) -> None:
        c = self.config
        formats = (c.post_url_format, c.post_url_date_format, c.post_url_max_categories)
        address = post_address(post, formats, self.addresses, self._slug, self._category_slug)
        target = self.addresses.target(address, config.use_directory_urls)
        self._set_target(file, target, config)
        file.inclusion = InclusionLevel.NOT_IN_NAV
        self.posts.append(post)
        self.files[post.path] = file

    def _set_target(self, file: File, target: str, config: MkDocsConfig) -> None:
        file.dest_uri = target
        file.url = url_of(target, config.use_directory_urls)
        file.abs_dest_path = str(Path(config.site_dir, target))

    def _drop_duplicates(self, files: Files, config: MkDocsConfig) -> None:
        """Two posts with one uid or one address: the later in path order is left out, by name."""
        keys: tuple[tuple[str, Callable[[Post], str], str], ...] = (
            ("uid", lambda post: post.uid, "Give it a uid of its own."),
            ("address", lambda post: self.files[post.path].url, "Change its title or slug."),
        )
        for what, key, cure in keys:
            for first, later in duplicates(sorted(self.posts, key=lambda post: post.path), key):
                other = self._shown(config, first.path)
                text = f'this post has the same {what} "{key(later)}" as {other}.'
                self._report(Problem(self._shown(config, later.path), 1, 0, text, cure))
                self.posts.remove(later)
                files.remove(self.files.pop(later.path))

    def _move_media(self, files: Files, folder: str, config: MkDocsConfig) -> None:
        """Pictures beside posts lose the posts folder from their address, as posts do."""
        for file in files.media_files():
            if file.src_uri.startswith(f"{folder}/"):
                inside = posixpath.join(self.root, file.dest_uri.removeprefix(f"{folder}/"))
                self._set_target(file, inside, config)

    def _read_threads(self, config: MkDocsConfig) -> None:
        if not self.config.comments:
            return
        folder = Path(config.docs_dir, self.config.comments_dir.format(blog=self.root or "."))
        self.threads = read_ledger(folder, self._shown(config, folder), self._report)
        for uid in self.threads.keys() - {post.uid for post in self.posts}:
            # A draft's thread may wait for its post.
            log.info("%s/%s.yml: no published post has this uid.", folder.name, uid)

    # --- Views ---

    def _add_views(self, files: Files, config: MkDocsConfig) -> None:
        index = posixpath.normpath(posixpath.join(self.root, "index.md"))
        if not files.get_file_from_path(index):
            files.append(File.generated(config, index, content="# Blog\n"))
        self.index_path = index
        posts = tuple(self.posts)
        self._add_view(View("index", "", index, posts), "", files, config)
        for view, address in further_views(self.posts, self.authors, self.config, self.addresses):
            self._add_view(view, address, files, config)

    def _add_view(self, view: View, address: str, files: Files, config: MkDocsConfig) -> None:
        pages = pages_of(view.posts, self._per_page(view.kind))
        made: list[File] = []
        for number, _ in enumerate(pages, start=1):
            further = self.config.pagination_url_format.format(page=number)
            if view.kind == "index":
                further = posixpath.join(
                    further, "index"
                )  # as Material has it, also without folders
            path = (
                view.path
                if number == 1
                else self.addresses.source(posixpath.join(address, further))
            )
            file = files.get_file_from_path(path)
            if file is None:
                file = File.generated(config, path, content=f"# {view.title}\n")
                files.append(file)
            if view.kind != "index" or number > 1:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            self.views[path] = (view, number)
            made.append(file)
        self.view_files[view.path] = made

    def _per_page(self, kind: str) -> int:
        """Posts on one page of this kind of view; 0 for all."""
        own = {"archive": "archive", "category": "categories", "author": "authors_profiles"}.get(
            kind
        )
        paginated = self.config[f"{own}_pagination"] if own else None
        per_page = self.config[f"{own}_pagination_per_page"] if own else None
        if not (self.config.pagination if paginated is None else paginated):
            return 0
        return int(per_page or self.config.pagination_per_page)

    # --- Navigation ---

    @event_priority(LATE)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang posts and views under the blog's index, with previous and next by age."""
        if not self.config.enabled:
            return nav
        self.all_files = files
        index = self._page_of(files, self.index_path)
        for post in self.posts:
            page = self._page_of(files, post.path)
            # The entry point is the active page for each post; a page may be a parent, too.
            page.parent = cast(Any, index)
            self.pages[post.path] = page
        ordered = [self.pages[post.path] for post in by_age(self.posts)]
        for before, page, after in zip(
            [None, *ordered], ordered, [*ordered[1:], None], strict=False
        ):
            page.previous_page, page.next_page = before, after
        self._attach_views(index, nav, files, config)
        self._fill_contexts(files)
        return nav

    def _page_of(self, files: Files, path: str) -> Page:
        file = files.get_file_from_path(path)
        assert file is not None and isinstance(file.page, Page)
        return file.page

    def _attach_views(
        self, index: Page, nav: Navigation, files: Files, config: MkDocsConfig
    ) -> None:
        in_nav = index in nav.pages
        names = {
            "archive": self.config.archive_name,
            "category": self.config.categories_name,
            "author": self.config.authors_profiles_name,
        }
        for kind, name in names.items():
            paths = [
                p for p, (view, number) in self.views.items() if view.kind == kind and number == 1
            ]
            pages = [self._page_of(files, path) for path in paths]
            if not pages:
                continue
            section = Section(self._translated(name, config), list(pages))
            for page in pages:
                page.parent = cast(Any, section if in_nav else index)
            if in_nav:
                self._attach_section(section, index, nav)
        for path, (view, number) in self.views.items():
            page = self._page_of(files, path)
            if number > 1:
                page.parent = cast(
                    Any, index if view.kind == "index" else self._page_of(files, view.path)
                )
            if view.kind != "index" or number > 1:
                page.title = Markup.escape(view.title or self._index_title(index))

    def _index_title(self, index: Page) -> str:
        """The blog's title as its index page gives it; its text is not converted yet."""
        if index.title:
            return str(index.title)
        heading = HEADING.search(index.file.content_string)
        return heading["title"] if heading else "Blog"

    def _attach_section(self, section: Section, index: Page, nav: Navigation) -> None:
        section.parent = index.parent
        siblings = index.parent.children if isinstance(index.parent, Section) else nav.items
        siblings.append(section)

    def _translated(self, name: str, config: MkDocsConfig) -> str:
        """A name such as `blog.archive` in the site's language; other names as they are."""
        if not name.startswith("blog."):
            return name
        template = config.theme.get_env().get_template(
            "partials/language.html", globals={"config": config}
        )
        return str(template.module.t(name))  # type: ignore[attr-defined]

    def _fill_contexts(self, files: Files) -> None:
        urls = {
            view.key: self.view_files[path][0].url
            for path, (view, number) in self.views.items()
            if view.kind == "category" and number == 1
        }
        profiles = {
            view.key: self.view_files[path][0].url
            for path, (view, number) in self.views.items()
            if view.kind == "author" and number == 1
        }
        for post in self.posts:
            context = self.contexts[post.path] = PostContext()
            context.categories = [
                CategoryLink(name, urls.get(name, "")) for name in post.categories
            ]
            context.authors = [
                Author(
                    **{**self.authors[id].__dict__, "url": profiles.get(id, self.authors[id].url)}
                )
                for id in post.authors
                if id in self.authors
            ]

    # --- Pages ---

    @event_priority(LATE)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Choose templates; give further pages of a listing their heading."""
        if not self.config.enabled:
            return None
        post = self._post_of(page)
        if post:
            page.meta.setdefault("template", "blog-post.html")
            # Themes print titles as they are. Escaped once here, and our own `| e` leaves it alone.
            page.meta["title"] = Markup.escape(post.title)
            if self.config.post_excerpt == "required":
                self._require_separator(post, markdown, config)
            return None
        view, number = self.views.get(page.file.src_uri, (None, 0))
        if view is None:
            return None
        page.meta.setdefault("template", "blog.html")
        if view.kind != "index" or number > 1:
            page.meta.setdefault("search", {"exclude": True})
        if number > 1 and not self.config.pagination_keep_content:
            title = page.title or view.title
            page.title = f"{title}, page {number}"
            return f"# {page.title}\n"
        return None

    def _require_separator(self, post: Post, markdown: str, config: MkDocsConfig) -> None:
        separator = self.config.post_excerpt_separator
        if separator not in markdown:
            cure = f"Add a line {separator} after the opening."
            shown = self._shown(config, post.path)
            self._report(
                Problem(shown, 1, 0, "this post does not say where its excerpt ends.", cure)
            )

    def _post_of(self, page: Page) -> Post | None:
        return next((post for post in self.posts if post.path == page.file.src_uri), None)

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Cut the excerpt from the finished post: it is converted once, whatever lists it."""
        post = self._post_of(page) if self.config.enabled else None
        if post is None:
            return None
        cut = Cut(self.config.post_excerpt_separator, post.description)
        self.excerpts[post.path] = excerpt_of(html, cut, post.uid)
        context = self.contexts[post.path]
        if post.readtime or self.config.post_readtime:
            speed = max(1, self.config.post_readtime_words_per_minute)
            context.readtime = post.readtime or max(1, math.ceil(words_in(html) / speed))
        if self.config.comments and post.comments:
            language = self.addresses.language
            address = page.canonical_url or page.url
            posting = post_url(self.config.comments_post_to, post.title, address, post.uid)
            thread = self.threads.get(post.uid)
            context.comments = CommentsContext(thread, post.uid, language, posting)
        return None

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give templates the `date` filter and the newest posts (`playbook_posts`)."""
        if self.config.enabled:
            form = self.config.post_date_format
            env.filters["date"] = lambda moment: self.addresses.date(moment, form)
            home = [self._listed(post, "") for post in self.posts]
            env.globals.setdefault("playbook_posts", home)
        return env

    @event_priority(LATE)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext | None:
        """Hand the templates of posts and listings what they show."""
        if not self.config.enabled:
            return None
        values = cast("dict[str, Any]", context)
        post = self._post_of(page)
        if post:
            around = self.contexts[post.path]
            page.config = PostConfig(post, around.readtime)  # type: ignore[attr-defined]
            page.authors = around.authors  # type: ignore[attr-defined]
            page.categories = around.categories  # type: ignore[attr-defined]
            page.comments = around.comments  # type: ignore[attr-defined]
            values["playbook_references"] = self._references(post)
            return context
        view, number = self.views.get(page.file.src_uri, (None, 0))
        if view is None:
            return None
        pages = pages_of(view.posts, self._per_page(view.kind))
        values["posts"] = [self._listed(each, page.url) for each in pages[number - 1]]
        if len(pages) > 1 or self.config.pagination_if_single_page:
            values["pagination"] = Pagination(number, [f.url for f in self.view_files[view.path]])
        if self._has_toc(view.kind):
            links = [AnchorLink(post.title, post.uid, 2) for post in pages[number - 1]]
            page.toc.items.extend(links)
        return context

    def _has_toc(self, kind: str) -> bool:
        own = {
            "archive": "archive_toc",
            "category": "categories_toc",
            "author": "authors_profiles_toc",
        }
        chosen = self.config[own[kind]] if kind in own else None
        return bool(self.config.blog_toc if chosen is None else chosen)

    def _listed(self, post: Post, url: str) -> ListedPost:
        """A post for the page at `url`."""
        page = self.pages[post.path]
        context = self.contexts[post.path]
        excerpt = self.excerpts.get(post.path, Excerpt("", False))
        moved = Excerpt(rebased(excerpt.html, page.url, url), excerpt.more)
        listed = ListedPost(post, page.url, moved, context)
        listed.authors = context.authors[: self.config.post_excerpt_max_authors]
        listed.categories = context.categories[: self.config.post_excerpt_max_categories]
        return listed

    def _references(self, post: Post) -> list[CategoryLink]:
        """A post's links: paths of pages become their addresses and titles."""
        made = []
        for link in post.links:
            file = self.all_files.get_file_from_path(link.target)
            page = file.page if file and isinstance(file.page, Page) else None
            url = file.url if file else link.target
            made.append(CategoryLink(link.title or str(page.title if page else link.target), url))
        return made

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
        """Follow our templates, too, while writing."""
        server.watch(str(TEMPLATES))
