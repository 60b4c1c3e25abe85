"""The MkDocs side of the blog: what happens at which event of a build."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import pass_context
from markdown.extensions.toc import slugify
from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from playbook_plugins.blogroll.cache import NAME as BLOGROLL_CACHE
from playbook_plugins.blogroll.cache import read_cache
from playbook_plugins.blogroll.listing import blog_list
from playbook_plugins.blogroll.opml import opml_text
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.comments.counts import NAME as COUNTS
from playbook_plugins.comments.counts import read_counted
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.comments.thread import live_words, widget_words
from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed
from playbook_plugins.shared.config import ClearOptions
from playbook_plugins.shared.dates import moment
from playbook_plugins.shared.host_generated_files import made_file
from playbook_plugins.shared.open_graph import card_html, has_card
from playbook_plugins.shared.options import two_blogs
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import FileJob, facts_of
from playbook_plugins.shared.template_escaping import AT_ENV, BEFORE_OTHERS, Literal, Texts, plain
from playbook_plugins.shared.writing import write_files

from .addresses import Addresses, heading
from .config import BlogConfig
from .discussion_place import discussed
from .excerpt import NO_END, end_of_excerpt, rebased
from .host_files import BlogFiles, translating
from .host_navigation import Hanger, page_of, references, written_title
from .library import Facts, Library
from .listings.blocks import Lifter, Listing
from .metadata import card, metadata_html
from .model import Post
from .own_templates import Readers
from .redirects import moved_pages, redirects
from .showing import Showing
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
BEFORE_RSS, AFTER_RSS = -74, -76
"""Around mkdocs-rss-plugin, which reads each page at -75."""
AFTER_LANGUAGES = -150
"""mkdocs-static-i18n chooses the files of the language that it builds at -100."""


def refuse_two(config: MkDocsConfig) -> None:
    """Stop where Material's blog makes the same pages: one of them would win by chance."""
    theirs = (each for name, each in config.plugins.items() if name.startswith("material/blog"))
    ours = (each for each in config.plugins.values() if isinstance(each, BlogPlugin))
    path = Path(config.config_file_path or "mkdocs.yml")
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    on = [each.config for each in ours if each.config.enabled]
    if problem := two_blogs(on, [each.config for each in theirs], text, path.name):
        raise PluginError(str(problem))


class BlogPlugin(ClearOptions, BasePlugin[BlogConfig], Showing):  # type: ignore[no-untyped-call]
    """`playbook/blog`: posts, listings with comments links, views, comment threads."""

    feature = "blog"
    supports_multiple_instances = True
    facts_type = tuple[Facts | None, list[SiteTip]]
    blog: BlogFiles
    relative = staticmethod(get_relative_url)
    ids: Any = None
    """What a post's front matter says of its authors, while another plugin reads names there."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`, where drafts show."""
        self.is_serve = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build; put our templates between the site's overrides and the theme's."""
        refuse_two(config)
        self.root = posixpath.normpath(self.config.blog_dir).removeprefix(".").lstrip("/")
        language = str(config.theme.get("language") or "en")
        self.library = Library(self.config, Addresses(self.root, language))
        self.listings: dict[str, list[Listing]] = {}
        self.env: Environment | None = None
        self.finished = None
        self.built = config
        self.texts = Texts()
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
    def _read(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the blog, unless another plugin then chooses the files of one language."""
        return files if translating(config) else self._gather(files, config)

    @event_priority(AFTER_LANGUAGES)
    def _read_language(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the blog in the language that is built."""
        return self._gather(files, config) if translating(config) else files

    on_files = CombinedEvent(_read, _read_language)

    def _gather(self, files: Files, config: MkDocsConfig) -> Files:
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
            files.append(made_file(config, uri, content))
        return uri

    def _read_threads(self, posts: list[Post], config: MkDocsConfig) -> None:
        folder = Path(config.docs_dir, self.config.comments_dir.format(blog=self.root or "."))
        self.library.threads = read_ledger(folder, self.blog.shown(folder), self._report)
        self.library.counted = read_counted(
            folder / COUNTS, self._report, self.blog.shown(folder / COUNTS)
        )
        self.library.choose_provider(config.site_url or "", self._report)
        self.library.discussed = discussed(list(map(Path, config.theme.dirs)), TEMPLATES / "theme")
        if not self.library.counts:
            self._forget_threads(folder)
            return
        for uid in self.library.threads.keys() - {post.uid for post in posts}:
            # A draft's thread may wait for its post.
            log.info("%s/%s.yml: no published post has this uid.", folder.name, uid)
        if said := self.library.share(posts):
            log.info("%s: %s", self.blog.shown(folder), said)

    def _forget_threads(self, folder: Path) -> None:
        """Count nothing: a site's own template shows another discussion, and none of ours."""
        template = self.library.discussed.template
        if self.library.threads and template:
            what = f"this template shows none of the comments in {self.blog.shown(folder)}."
            cure = 'Write {% include "playbook/thread.html" %} into it, or set comments: false.'
            self._report(Problem(self.blog.shown(template), 0, 0, what, cure))
        self.library.threads, self.library.counted = {}, {}

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

    @event_priority(BEFORE_OTHERS)
    def _note_texts(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Note what the author wrote, before other plugins add to it."""
        self.texts.note(page)

    @event_priority(LATE)
    def _choose(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Choose templates, lift listings out, give further pages of a listing their heading."""
        if not self.config.enabled:
            return None
        path = page.file.src_uri
        post = self.library.post_at(path)
        if post:
            page.meta.setdefault("template", "blog-post.html")
            page.meta["title"] = Literal(post.title)
            if isinstance(vars(page).get("title"), str) and "{" in post.heading:
                page.title = page.meta["title"]  # as macros made it, to be printed as it is
            self._hide_navigation(page)
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

    on_page_markdown = CombinedEvent(_note_texts, _choose)

    def heading_id(self, title: str) -> str:
        """The id that the site's Markdown gives a heading."""
        toc: Any = self.built.mdx_configs.get("toc") or {}
        return str((toc.get("slugify") or slugify)(title, toc.get("separator") or "-"))

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
        if not end_of_excerpt(separator, markdown):
            what, cure = NO_END
            problem = Problem(self.blog.shown(post.path), 1, 0, what, cure.format(separator))
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

    @event_priority(BEFORE_RSS)
    def _name_authors(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let a feed plugin, which asks Material's blog for names, find names and not ids."""
        post = self.library.post_at(page.file.src_uri) if "rss" in config.plugins else None
        if post and post.authors:
            self.ids = page.meta["authors"]
            page.meta["authors"] = [each.name for each in self.library.context(post).authors]

    @event_priority(AFTER_RSS)
    def _authors_again(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let front matter be what it was."""
        if self.ids is not None:
            page.meta["authors"], self.ids = self.ids, None

    @event_priority(LATE)
    def _take(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Cut the excerpt from the finished post, and gather the tips of any page."""
        if not self.config.enabled:
            return None
        facts, tips = facts_of(page, self, html) or self.page_facts(page, html)
        post = self.library.post_at(page.file.src_uri)
        if post:
            self.library.take_content(post, html, facts)
        self.library.take_tips(tips)
        view, number = self.blog.views.get(page.file.src_uri, (None, 0))
        if view and number > 1 and self.config.pagination_keep_content:
            return self._kept(page, view.path)
        return None

    on_page_content = CombinedEvent(_take, _name_authors, _authors_again)

    def page_facts(self, page: Page, html: str) -> tuple[Facts | None, list[SiteTip]]:
        """What listings show of a page: a post's excerpt, and the tips of any page."""
        post = self.library.post_at(page.file.src_uri)
        written = post.date.created if post else moment(page.meta.get("date"))
        day = written.date().isoformat() if written else ""
        tips = tips_in(html, page.url, plain(page.title or ""), day)
        return self.library.facts(post, html) if post else None, tips

    def page_comments(self, page: Page) -> Any:
        """The comments that a page shows; None where it shows none. Search asks for them."""
        post = self.library.post_at(page.file.src_uri) if self.config.enabled else None
        return self.library.context(post).comments if post else None

    def render_inputs(self, page: Page) -> Any:
        """What a page shows of the blog."""
        path = page.file.src_uri
        shown = [bool(self.blogs), *self.shown_on(path)]
        if self.feeds and (path in self.blog.views or path in self.listings):
            shown.append(self._discovery(None, path))
        return shown

    def _kept(self, page: Page, path: str) -> str:
        """What stands above the first page of a listing, for a further page."""
        first = page_of(self.all_files, path)
        if path in self.listings:
            self.listings[page.file.src_uri] = self.listings[path]
        page.toc = deepcopy(first.toc)
        return rebased(first.content or "", first.url, page.url)

    @event_priority(AT_ENV)
    def _show_texts(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Let front matter be printed as text, by every template from here on."""
        self.texts.show(config.plugins.values())

    @event_priority(LATE)
    def _dressed(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Know each post's references, the feeds, and which template each page has."""
        if not self.config.enabled:
            return env
        check = config.plugins.get("playbook/publish")
        for post in self.library.posts:
            said = partial(check.has_judged, post.path) if check else lambda target: False
            made = references(post, self.blog, files, self._report, said)
            self.library.context(post).references = made
        self.is_first = "playbook_posts" not in env.globals
        self.update_env(env)
        self.feeds = self._feeds(config)
        pages = [file.page for file in files.documentation_pages() if file.page]
        self.pages = {p.file.src_uri: str(p.meta.get("template", "main.html")) for p in pages}
        self.readers = Readers(self.custom, set(self.pages.values()))
        return env

    on_env = CombinedEvent(_show_texts, _dressed)

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

    def _date_filter(self) -> Any:
        """`date` as the page's own blog writes it; as this one on pages of no blog."""
        usual = self.config.post_date_format

        @pass_context
        def date(context: Context, moment: datetime) -> str:
            form = context.get("playbook_date_format") or usual
            return self.library.addresses.date(moment, form)

        return date

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

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write feeds, the blogroll, and the pages that lead on from former addresses."""
        if not self.config.enabled:
            return
        folder = Path(config.site_dir)
        taken = {file.dest_uri for file in self.all_files} | {*self.write_file_jobs(folder)}
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
