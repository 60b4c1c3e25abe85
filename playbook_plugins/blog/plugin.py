"""The MkDocs side of the blog: what happens at which event of a build."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from jinja2 import pass_context
from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import get_relative_url

from playbook_plugins.blogroll.cache import NAME as BLOGROLL_CACHE
from playbook_plugins.blogroll.cache import read_cache
from playbook_plugins.blogroll.listing import blog_list
from playbook_plugins.blogroll.opml import opml_text
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.bundle import FOLDER, STATIC, hashed
from playbook_plugins.cards import card_html, has_card
from playbook_plugins.comments.counts import NAME as COUNTS
from playbook_plugins.comments.counts import read_counted
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.thread import live_words, widget_words
from playbook_plugins.config import ClearOptions
from playbook_plugins.front_matter import moment
from playbook_plugins.problems import Problem
from playbook_plugins.steps import FileJob, facts_of
from playbook_plugins.writing import write_files

from .blocks import Lifter, Listing, filled
from .config import BlogConfig
from .context import PostConfig
from .excerpt import rebased
from .feeds.gather import Feeds, wanted_by
from .feeds.ids import authority_from
from .files import BlogFiles
from .filling import answer
from .library import Facts, Library
from .metadata import card, discovery_html, metadata_html
from .model import Post
from .navigation import Hanger, page_of, references, written_title
from .pager import Pager, Shelf
from .pages import Addresses, heading
from .preview import Writing
from .readers import Readers
from .redirecting import moved_pages, redirects
from .tips import SiteTip, tips_in

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.playbook")

STYLE = "playbook-blog.css"
LIVE_SCRIPT, LIVE_STYLE = "playbook-comments.js", "playbook-comments.css"
OPML = "blogroll.opml"
TEMPLATES = Path(__file__).parents[1] / "templates"
LATE = -50
"""Other plugins may add or change pages first; Material's blog runs at the same place."""


class BlogPlugin(ClearOptions, BasePlugin[BlogConfig], Writing):  # type: ignore[no-untyped-call]
    """`playbook/blog`: posts, listings with comments links, views, comment threads."""

    feature = "blog"
    supports_multiple_instances = True
    blog: BlogFiles

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`, where drafts show."""
        self.is_serve = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build; put our templates between the site's overrides and the theme's."""
        self.root = posixpath.normpath(self.config.blog_dir).removeprefix(".").lstrip("/")
        language = str(config.theme.get("language") or "en")
        self.library = Library(self.config, Addresses(self.root, language))
        self.listings: dict[str, list[Listing]] = {}
        self.env: Environment | None = None
        self.finished = None
        self.built = config
        self.begin()
        self.custom = str(config.theme.custom_dir or "")
        dirs = config.theme.dirs
        for folder in (str(TEMPLATES), str(TEMPLATES / "theme")):
            if folder not in dirs:
                dirs.insert(1 if config.theme.custom_dir else 0, folder)
        return config

    def _report(self, problem: Problem) -> None:
        log.warning("%s", problem)

    def _miss(self, problem: Problem) -> None:
        """Say what keeps a post out: so that a quiet build says it as well."""
        log.error("%s", problem)

    def _stop_without(self, missing: int) -> None:
        """Stop a build that would lack posts, as Material's blog does; a preview goes on."""
        if missing and not getattr(self, "is_serve", False):
            posts = "1 post" if missing == 1 else f"{missing} posts"
            raise PluginError(f"Nothing was built: {posts} cannot be published, see above.")

    # --- Files and navigation ---

    @event_priority(LATE)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read every post, leave out drafts and wrong ones, and add the pages of all views."""
        if not self.config.enabled:
            return files
        library = self.library
        self.blog = BlogFiles(
            files, library, config, self._report, self._miss, getattr(self, "is_serve", False)
        )
        library.authors = self.blog.read_authors()
        library.base = (config.site_url or "").rstrip("/")
        posts = self.blog.read_posts()
        self._stop_without(self.blog.missing)
        self.blog.move_media()
        if self.config.comments:
            self._read_threads(posts, config)
        self.style = self._add(STYLE, files, config)
        self.live_script = self.live_style = ""
        if library.provider:
            self.live_script = self._add(LIVE_SCRIPT, files, config)
            self.live_style = self._add(LIVE_STYLE, files, config)
        library.settle(posts)
        self._read_blogroll(config)
        self.blog.add_views(posts)
        return files

    def _add(self, name: str, files: Files, config: MkDocsConfig) -> str:
        """Add one of our scripts or styles to the site's files; its address."""
        content = (STATIC / name).read_bytes()
        uri = f"{FOLDER}/{hashed(name, content)}"
        if not files.get_file_from_path(uri):
            files.append(File.generated(config, uri, content=content))
        return uri

    def _read_threads(self, posts: list[Post], config: MkDocsConfig) -> None:
        folder = Path(config.docs_dir, self.config.comments_dir.format(blog=self.root or "."))
        self.library.threads = read_ledger(folder, self.blog.shown(folder), self._report)
        self.library.counted = read_counted(
            folder / COUNTS, self._report, self.blog.shown(folder / COUNTS)
        )
        self.library.choose_provider(config.site_url or "", self._report)
        for uid in self.library.threads.keys() - {post.uid for post in posts}:
            # A draft's thread may wait for its post.
            log.info("%s/%s.yml: no published post has this uid.", folder.name, uid)
        if said := self.library.share(posts):
            log.info("%s: %s", self.blog.shown(folder), said)

    def _read_blogroll(self, config: MkDocsConfig) -> None:
        folder = Path(config.docs_dir, self.root)
        path, cache = folder / BLOGROLL, folder / BLOGROLL_CACHE
        self.blogs, self.newest = [], {}
        # The first blog's list stands where readers look for it, the others' in their folders.
        first = self._is_mine("", "", config)
        self.opml = OPML if first else posixpath.join(self.root, OPML)
        if path.is_file():
            self.blogs = read_blogroll(path, self.blog.shown(path), self._report)
            self.newest = read_cache(cache, self.blog.shown(cache), self._report)
            self.library.blogroll = blog_list(self.blogs, self.newest)

    @event_priority(LATE)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang posts and views under the blog's index, with previous and next by age."""
        if self.config.enabled:
            self.all_files = files
            Hanger(self.blog, nav, files, config).hang()
        return nav

    # --- Pages ---

    @event_priority(LATE)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Choose templates, lift listings out, give further pages of a listing their heading."""
        if not self.config.enabled:
            return None
        path = page.file.src_uri
        post = self.library.post_at(path)
        if post:
            page.meta.setdefault("template", "blog-post.html")
            # Themes print these as they are. Escaped once here; our own `| e` leaves them alone.
            page.meta["title"] = Markup.escape(post.title)
            self._hide_navigation(page)
            for key in ("description", "author"):
                if page.meta.get(key) is not None:
                    page.meta[key] = Markup.escape(str(page.meta[key]))
            if self.config.post_excerpt == "required":
                self._require_separator(post, markdown)
            return self._lifted(markdown, page, config)
        view, number = self.blog.views.get(path, (None, 0))
        if view is None:
            return self._lifted(markdown, page, config)
        page.meta.setdefault("template", "blog.html")
        if view.kind != "index" or number > 1:
            page.meta.setdefault("search", {"exclude": True})
            if isinstance(page.title, Markup):  # we named it
                # Else the theme takes tags out of the escaped title, and the escaping with them.
                page.meta["title"] = page.title
        if number == 1:
            return self._lifted(markdown, page, config)
        written = written_title(page_of(files, view.path), self.library.words["blog"])
        named = self.library.words.filled("page-title", title=unescape(written), n=number)
        page.title = page.meta["title"] = Markup.escape(named)
        return heading(named)

    def _own(self, *templates: str) -> bool:
        """Whether the site brings one of these templates of its own."""
        return any(Path(self.custom, name).is_file() for name in templates if self.custom)

    def _hide_navigation(self, page: Page) -> None:
        """Make room: a site's own `blog-post.html`, like Material's, brings a column of its own."""
        if self._own("blog-post.html"):
            hidden = page.meta.get("hide") or []
            parts = hidden if isinstance(hidden, list) else [hidden]
            page.meta["hide"] = list(dict.fromkeys([*map(str, parts), "navigation"]))

    def _require_separator(self, post: Post, markdown: str) -> None:
        separator = self.config.post_excerpt_separator
        if separator not in markdown:
            cure = f"Add a line {separator} after the opening."
            what = "this post does not say where its excerpt ends."
            problem = Problem(self.blog.shown(post.path), 1, 0, what, cure)
            if not getattr(self, "is_serve", False):
                raise PluginError(str(problem))  # as Material's blog does
            self._report(problem)

    def _lifted(self, markdown: str, page: Page, config: MkDocsConfig) -> str:
        """The page's text without its listings, which are filled in once every page is there."""
        path = page.file.src_uri
        source = "" if page.file.generated_by else page.file.content_string
        height = source.count("\n") - markdown.count("\n") if source.endswith(markdown) else 0
        lifter = Lifter(self.blog.shown(path), height, self._report, self.root)
        made = lifter.run(markdown, lambda blog: self._is_mine(blog, path, config))
        if lifter.listings:
            self.listings[path] = lifter.listings
        return made

    def _is_mine(self, named: str, path: str, config: MkDocsConfig) -> bool:
        """Whether a listing is this blog's: the one it names, else its page's, else the first."""
        blogs = [each for each in config.plugins.values() if isinstance(each, BlogPlugin)]
        if named:
            chosen = [each for each in blogs if each.root == named.strip("/").removeprefix(".")]
        else:
            chosen = [each for each in blogs if each.root and path.startswith(f"{each.root}/")]
        return (chosen or blogs)[0] is self

    @event_priority(LATE)
    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Cut the excerpt from the finished post, and gather the tips of any page."""
        if not self.config.enabled:
            return None
        facts, tips = facts_of(page, self, html) or self.content_facts(page, html)
        post = self.library.post_at(page.file.src_uri)
        if post:
            self.library.take_content(post, html, facts)
        self.library.take_tips(tips)
        view, number = self.blog.views.get(page.file.src_uri, (None, 0))
        if view and number > 1 and self.config.pagination_keep_content:
            return self._kept(page, view.path)
        return None

    def content_facts(self, page: Page, html: str) -> tuple[Facts | None, list[SiteTip]]:
        """What listings show of a page: a post's excerpt, and the tips of any page."""
        post = self.library.post_at(page.file.src_uri)
        written = post.date.created if post else moment(page.meta.get("date"))
        day = written.date().isoformat() if written else ""
        tips = tips_in(html, page.url, str(page.title or ""), day)
        return self.library.facts(post, html) if post else None, tips

    def page_comments(self, page: Page) -> Any:
        """The comments that a page shows; None where it shows none. Search asks for them."""
        post = self.library.post_at(page.file.src_uri) if self.config.enabled else None
        return self.library.context(post).comments if post else None

    def page_inputs(self, page: Page) -> Any:
        """What a page shows of the blog."""
        path = page.file.src_uri
        shown = [bool(self.blogs), *self.shown_on(path)]
        if self.feeds and (path in self.blog.views or path in self.listings):
            shown.append(self._discovery(None, path))
        return shown

    def feeds_again(self) -> None:
        """Make feeds of what the library knows now."""
        self.feeds = self._feeds(self.built)

    def _kept(self, page: Page, path: str) -> str:
        """What stands above the first page of a listing, for a further page."""
        first = page_of(self.all_files, path)
        if path in self.listings:
            self.listings[page.file.src_uri] = self.listings[path]
        page.toc = deepcopy(first.toc)
        return rebased(first.content or "", first.url, page.url)

    @event_priority(LATE)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Know each post's references, the feeds, and which template each page has."""
        if not self.config.enabled:
            return env
        for post in self.library.posts:
            self.library.context(post).references = references(post, self.blog, files, self._report)
        self.is_first = "playbook_posts" not in env.globals
        self.dress(env)
        self.feeds = self._feeds(config)
        pages = [file.page for file in files.documentation_pages() if file.page]
        self.pages = {p.file.src_uri: str(p.meta.get("template", "main.html")) for p in pages}
        self.readers = Readers(self.custom, set(self.pages.values()))
        return env

    def _date_filter(self) -> Any:
        """`date` as the page's own blog writes it; as this one on pages of no blog."""
        usual = self.config.post_date_format

        @pass_context
        def date(context: Context, moment: datetime) -> str:
            form = context.get("playbook_date_format") or usual
            return self.library.addresses.date(moment, form)

        return date

    def _of_this_blog(self) -> dict[str, Any]:
        """What the templates of this blog are given, which another blog of the site may not be."""
        language = self.library.addresses.language
        given: dict[str, Any] = {"playbook_date_format": self.config.post_date_format}
        given["playbook_live"] = None
        if self.library.provider:
            given["playbook_live"] = {
                "script": self.live_script,
                "style": self.live_style,
                "counts": self.library.live,
                "words": live_words(language),
                "widget_words": widget_words(language),
            }
        return given

    def _feeds(self, config: MkDocsConfig) -> Feeds | None:
        """The blog's feeds; None where they are not wanted or nobody knows the site's address."""
        address = config.site_url or ""
        if not (self.config.feeds and address):
            return None
        root = f"{address.rstrip('/')}/"
        authority = authority_from(root, self.config.feeds_authority)
        if not authority:
            cure = "Write it as: coach.example,2026."
            self._report(Problem("mkdocs.yml", 0, 0, "feeds_authority is no name.", cure))
            return None
        named = (str(config.site_name), str(config.site_description or ""))
        wanted = replace(
            wanted_by(self.library, root, authority, named),
            blog_url=urljoin(root, self.all_files_url(self.blog.index_path)),
            blogroll=f"{root}{self.opml}" if self.blogs else "",
        )
        return Feeds(self.library, wanted)

    @event_priority(LATE)
    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext | None:
        """Hand the templates of posts and listings what they show."""
        if not self.config.enabled:
            return None
        values = cast("dict[str, Any]", context)
        path = page.file.src_uri
        if path in self.listings or path in self.blog.views:
            self.unfilled(page)
        if path in self.listings:
            page.content = self._filled(page, values)
        post = self.library.post_at(path)
        if post:
            values.update(self._of_this_blog())
            self._show_post(post, page, values)
        elif path in self.blog.views:
            values.update(self._of_this_blog())
            self._show_view(page, values)
        return context

    def _filled(self, page: Page, context: dict[str, Any]) -> str:
        """The page's content with its listings."""
        assert self.env is not None
        made = []
        for listing in self.listings[page.file.src_uri]:
            found = answer(self.library, listing, page.url, self.all_files_url)
            template = self.env.get_template(f"playbook/listing-{listing.kind}.html")
            given = {**context, **self._of_this_blog(), "listing": listing, **found}
            made.append(template.render(given))
        return filled(page.content or "", self.root, made)

    def all_files_url(self, path: str) -> str:
        """The address of the page made from a source path; empty when there is none."""
        file = self.all_files.get_file_from_path(path)
        return file.url if file else ""

    def _show_post(self, post: Post, page: Page, values: dict[str, Any]) -> None:
        around = self.library.context(post)
        shown: Any = page
        shown.config = PostConfig(post, around)
        shown.authors = around.authors
        shown.categories = around.categories
        shown.comments = around.comments
        values["playbook_references"] = around.references
        values["playbook_series"] = self.library.series_place(post)
        values["playbook_related"] = self.library.related(post)

    def _show_view(self, page: Page, values: dict[str, Any]) -> None:
        view, number = self.blog.views[page.file.src_uri]
        pages = self.blog.pages_of(view)
        values["posts"] = [self.library.listed(each, page.url) for each in pages[number - 1]]
        if len(pages) > 1 or self.config.pagination_if_single_page:
            urls = [file.url for file in self.blog.view_files[view.path]]
            shelf = Shelf(len(view.posts), self.blog.per_page(view.kind))
            form, written = self.config.pagination_format, partial(get_relative_url, other=page.url)
            values["pagination"] = Pager(number, urls, form, shelf, written)
        if self.blog.has_toc(view.kind) and page.toc.items:
            shown = [(str(Markup.escape(post.title)), post.uid) for post in pages[number - 1]]
            page.toc.items[0].children.extend(AnchorLink(name, uid, 2) for name, uid in shown)

    @event_priority(LATE)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say to search engines and chats what a post is."""
        path = page.file.src_uri
        if not self.config.enabled:
            return output
        post = self.library.post_at(path)
        head = ""
        if post:
            address = page.canonical_url or ""
            head = metadata_html(post, self.library, address, config.site_name)
            if not has_card(output):
                head += card_html(card(post, self.library, address, config.site_name))
        if self.feeds and (post or path in self.blog.views or path in self.listings):
            head += self._discovery(post, path)
        return output.replace("</head>", f"{head}</head>", 1) if head else output

    def _discovery(self, post: Post | None, path: str) -> str:
        """The links by which feed readers find what belongs to a page."""
        assert self.feeds is not None
        view = self.blog.views[path][0] if path in self.blog.views else None
        kind, name = ("thread", post.uid) if post else ("", "")
        if view and view.kind in {"category", "series"}:
            kind, name = view.kind, view.key
        elif any(listing.kind == "tips" for listing in self.listings.get(path, ())):
            kind = "tips"
        return discovery_html(
            self.feeds.links(kind, name), self.feeds.wanted.blogroll, self.library.words["blogroll"]
        )

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write feeds, the blogroll, and the pages that lead on from former addresses."""
        if not self.config.enabled:
            return
        folder = Path(config.site_dir)
        taken = {file.dest_uri for file in self.all_files} | {*self.finish_files(folder)}
        made = []
        if self.blogs:
            made.append((self.opml, opml_text(str(config.site_name), self.blogs, self.newest)))
            taken.add(self.opml)
        posts = self.library.urls
        pages = [each for each in self.all_files.documentation_pages() if each.src_uri not in posts]
        moved = moved_pages((each.src_uri, each.url, each.content_string) for each in pages)
        made += redirects(self.library, moved, taken, self.blog.shown, self._report)
        write_files(folder, ((path, text.encode()) for path, text in made))

    def file_jobs(self) -> Iterable[FileJob]:
        """The feeds."""
        return self.feeds.jobs() if self.config.enabled and self.feeds else ()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
        """Follow our templates and the ledger, too, while writing."""
        server.watch(str(TEMPLATES))
        comments = self.config.comments_dir.format(blog=self.root or ".")
        roll = [Path(config.docs_dir, self.root, name) for name in (BLOGROLL, BLOGROLL_CACHE)]
        for path in (Path(config.docs_dir, comments), *roll):
            if path.exists():
                server.watch(str(path))
