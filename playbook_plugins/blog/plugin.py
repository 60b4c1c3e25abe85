"""The MkDocs side of the blog: what happens at which event of a build.

Events come in the order of a build. What each does stands elsewhere: sources in host_sources.py
and host_files.py, navigation in host_navigation.py, a page's text in host_text.py, what templates
are given in template_values.py, what a save changes in preview.py.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from copy import deepcopy
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import pass_context
from markdown.extensions.toc import slugify
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from playbook_plugins.blogroll.opml import opml_text
from playbook_plugins.shared.config import ClearOptions
from playbook_plugins.shared.contracts import ChecksSources, offered
from playbook_plugins.shared.open_graph import card_html, has_card
from playbook_plugins.shared.options import two_blogs
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import FileJob, facts_of
from playbook_plugins.shared.template_escaping import AT_ENV, BEFORE_OTHERS, Texts
from playbook_plugins.shared.writing import write_files

from .addresses import Addresses
from .config import BlogConfig
from .excerpt import rebased
from .host_files import BlogFiles, translating
from .host_navigation import Hanger, page_of, references
from .host_plays import shows_plays, site_plays, style_link
from .host_sources import TEMPLATES, BlogSources
from .host_text import PageText
from .library import Facts, Library
from .metadata import card, metadata_html
from .own_templates import OwnTemplates
from .redirects import moved_pages, redirects
from .settings import settings_of
from .template_values import TemplateValues
from .tips import SiteTip

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.runtime import Context
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.playbook")

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


class BlogPlugin(  # type: ignore[no-untyped-call]
    ClearOptions, BasePlugin[BlogConfig], TemplateValues
):
    """`playbook/blog`: posts, listings with comments links, views, comment threads."""

    feature = "blog"
    supports_multiple_instances = True
    facts_type = tuple[Facts | None, list[SiteTip]]
    blog: BlogFiles
    sources_read: BlogSources
    relative = staticmethod(get_relative_url)
    is_serve = False
    ids: Any = None
    """What a post's front matter says of its authors, while another plugin reads names there."""

    # Before all else: `serve` shows drafts, and this event alone says which command runs. That
    # the blog has it also makes the host keep one plugin object over the builds of a preview.
    # https://www.mkdocs.org/dev-guide/plugins/#on_startup
    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`, where drafts show."""
        self.is_serve = command == "serve"

    # The usual place in the order: the host makes its template environment from `theme.dirs` once
    # all plugins have had this event, so any turn is early enough. The site's `custom_dir` stands
    # first in that list, and must stay first.
    # https://www.mkdocs.org/dev-guide/plugins/#on_config
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Forget the last build; put our templates between the site's overrides and the theme's."""
        refuse_two(config)
        self.root = settings_of(self.config).root
        language = str(config.theme.get("language") or "en")
        self.library = Library(self.config, Addresses(self.root, language))
        self.env: Environment | None = None
        self.finished = None
        self.built = config
        self.texts = Texts()
        self.listings = {}
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
        if missing and not self.is_serve:
            posts = "1 post" if missing == 1 else f"{missing} posts"
            raise PluginError(f"Nothing was built: {posts} cannot be published, see above.")

    # --- Files and navigation ---

    # Late, so that posts which other plugins write or remove are seen, and at the very place of
    # Material's blog, so that plugins made to stand before or behind that one still do. Where
    # mkdocs-static-i18n builds language by language, it leaves only one language's files in the
    # list at -100: there the blog is read after that.
    # https://www.mkdocs.org/dev-guide/plugins/#on_files
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
        library, serving = self.library, self.is_serve
        self.blog = BlogFiles(files, library, config, self._report, self._miss, serving)
        read = BlogSources(files, library, config, self.blog, self._report)
        posts = read.read_posts()
        self._stop_without(self.blog.missing)
        read.read_rest(posts)
        self.sources_read, self.style, self.blogs = read, read.style, read.blogs
        self.opml = read.opml_path(is_first=self._is_mine("", ""))
        self.text = PageText(
            library, self.blog, self.custom, self._report, self._is_mine, self.is_serve
        )
        self.listings = self.text.listings
        return files

    def _is_mine(self, named: str, path: str) -> bool:
        """Whether a listing is this blog's: the one it names, else its page's, else the first."""
        blogs = [each for each in self.built.plugins.values() if isinstance(each, BlogPlugin)]
        if named:
            chosen = [each for each in blogs if each.root == named.strip("/").removeprefix(".")]
        else:
            chosen = [each for each in blogs if each.root and path.startswith(f"{each.root}/")]
        return (chosen or blogs)[0] is self

    # Late again: plugins that arrange the navigation (awesome-nav, literate-nav) hand over theirs
    # first, and posts are hung into what stands. The host sets "previous" and "next" before this
    # event and never after, so they can be set here.
    # https://www.mkdocs.org/dev-guide/plugins/#on_nav
    @event_priority(LATE)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Hang posts and views under the blog's index, with previous and next by age."""
        if self.config.enabled:
            self.all_files = files
            Hanger(self.blog, nav, files, config).hang()
            self.order = {each.file.src_uri: at for at, each in enumerate(nav.pages)}
        return nav

    # --- Pages ---

    # Twice in one event. What an author wrote is noted behind Material's meta plugin (50), which
    # brings front matter for whole folders, and before those that add HTML of their own. The text
    # is changed late: other plugins' variables and snippets may make a listing or a separator.
    # Material's theme reads `page.meta.template` when the page is rendered, so here is in time.
    # https://www.mkdocs.org/dev-guide/plugins/#on_page_markdown
    @event_priority(BEFORE_OTHERS)
    def _note_texts(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Note what the author wrote, before other plugins add to it."""
        self.texts.note(page)

    @event_priority(LATE)
    def _choose(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """Choose templates, lift listings out, give further pages of a listing their heading."""
        return self.text.changed(markdown, page, files) if self.config.enabled else None

    on_page_markdown = CombinedEvent(_note_texts, _choose)

    def heading_id(self, title: str) -> str:
        """The id that the site's Markdown gives a heading."""
        toc: Any = self.built.mdx_configs.get("toc") or {}
        return str((toc.get("slugify") or slugify)(title, toc.get("separator") or "-"))

    # Late, so that the excerpt is cut from the HTML that other plugins have finished. At -75
    # mkdocs-rss-plugin reads `page.meta["authors"]` and takes ids for names: it asks Material's
    # blog for the names, and ours is not that. So names stand there around its turn, and no longer.
    # https://www.mkdocs.org/dev-guide/plugins/#on_page_content
    # https://guts.github.io/mkdocs-rss-plugin/
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

    on_page_content = CombinedEvent(_take, _name_authors, _authors_again)

    def _kept(self, page: Page, path: str) -> str:
        """What stands above the first page of a listing, for a further page."""
        first = page_of(self.all_files, path)
        if path in self.listings:
            self.listings[page.file.src_uri] = self.listings[path]
        page.toc = deepcopy(first.toc)
        return rebased(first.content or "", first.url, page.url)

    # Every page is converted by now, and no template is rendered yet: the one moment at which
    # titles and addresses of all pages are known and globals can still be given. Front matter is
    # made printable before Material's tags plugin fills its listings in this event, at 100. The
    # rest is late, so that filters which other plugins set (`date`) are ours where posts show.
    # https://www.mkdocs.org/dev-guide/plugins/#on_env
    @event_priority(AT_ENV)
    def _show_texts(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Let front matter be printed as text, by every template from here on."""
        self.texts.show(config.plugins.values())

    @event_priority(LATE)
    def _dressed(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Know each post's references, the feeds, and which template each page has."""
        if not self.config.enabled:
            return env
        check = next(iter(offered(ChecksSources, config.plugins.values())), None)
        for post in self.library.posts:
            said = partial(check.has_judged, post.path) if check else lambda target: False
            made = references(post, self.blog, files, self._report, said)
            self.library.context(post).references = made
        self.is_first = "playbook_posts" not in env.globals
        self.update_env(env)
        self.feeds = self._feeds(config)
        pages = [file.page for file in files.documentation_pages() if file.page]
        self.pages = {p.file.src_uri: str(p.meta.get("template", "main.html")) for p in pages}
        self.own_templates = OwnTemplates(self.custom, set(self.pages.values()))
        self.library.plays = site_plays(self.text.plays, pages, self.order)
        return env

    on_env = CombinedEvent(_show_texts, _dressed)

    def _date_filter(self) -> Any:
        """`date` as the page's own blog writes it; as this one on pages of no blog."""
        usual = self.config.post_date_format

        @pass_context
        def date(context: Context, moment: datetime) -> str:
            form = context.get("playbook_date_format") or usual
            return self.library.addresses.date(moment, form)

        return date

    # Late, so that a page's content is filled when others have changed it. The host hands the
    # same page object to the template, and `page.content` is printed from it: what is written
    # here is what readers see, and what the next event cannot take back.
    # https://www.mkdocs.org/dev-guide/plugins/#on_page_context
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

    # The head is added to the finished page, since a site's own `main.html` may replace any block
    # of Material's. Late: Material's `social` has written its card by now (at 50), and of two
    # cards a chat would take one by chance.
    # https://www.mkdocs.org/dev-guide/plugins/#on_post_page
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
        if path in self.text.plays or shows_plays(self.listings.get(path, ())):
            head += style_link(self.relative(self.sources_read.plays_style, page.url))
        return output.replace("</head>", f"{head}</head>", 1) if head else output

    # --- After the pages ---

    # All pages are written, so what stands at each address is known, and a page that leads on
    # never takes another's place. The usual place in the order: `playbook/publish` is last, and
    # makes the finished folder live.
    # https://www.mkdocs.org/dev-guide/plugins/#on_post_build
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write feeds, the blogroll, and the pages that lead on from former addresses."""
        if not self.config.enabled:
            return
        folder = Path(config.site_dir)
        taken = {file.dest_uri for file in self.all_files} | {*self.write_file_jobs(folder)}
        made = []
        if self.blogs:
            newest = self.sources_read.newest
            made.append((self.opml, opml_text(str(config.site_name), self.blogs, newest)))
            taken.add(self.opml)
        posts = self.library.urls
        pages = [each for each in self.all_files.documentation_pages() if each.src_uri not in posts]
        moved = moved_pages((each.src_uri, each.url, each.content_string) for each in pages)
        made += redirects(self.library, moved, taken, self.blog.shown, self._report)
        write_files(folder, ((path, text.encode()) for path, text in made))

    def file_jobs(self) -> Iterable[FileJob]:
        """The feeds."""
        return self.feeds.jobs() if self.config.enabled and self.feeds else ()

    # The preview's server watches docs folder, theme and configuration: not a plugin's templates,
    # nor a ledger that stands elsewhere. A path that is not there would stop its observer.
    # https://www.mkdocs.org/dev-guide/plugins/#on_serve
    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> None:
        """Follow our templates and the ledger, too, while writing."""
        server.watch(str(TEMPLATES))
        for path in self.sources_read.watched() if self.config.enabled else ():
            if path.exists():
                server.watch(str(path))
