"""A page's Markdown before it is converted: its template, its heading, and its listings lifted."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

from markupsafe import Markup
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.template_escaping import Literal

from .addresses import heading
from .excerpt import NO_END, end_of_excerpt
from .host_files import BlogFiles
from .host_navigation import page_of, written_title
from .library import Library
from .listings.blocks import Lifter, Listing
from .model import Post
from .own_templates import brings
from .plays import PlayFacts, facts_in, with_head


class PageText:
    """Changes the Markdown of a build's pages, one after the other."""

    def __init__(
        self,
        library: Library,
        blog: BlogFiles,
        custom: str,
        report: Report,
        is_mine: Callable[[str, str], bool],
        serving: bool,
    ) -> None:
        """`custom` is the folder of the site's own templates, empty without one.

        `is_mine` says whether a listing is this blog's: the name it gives, and its page's path.
        """
        self.listings: dict[str, list[Listing]] = {}
        """The listings of each page, by its source path."""
        self.plays: dict[str, PlayFacts] = {}
        """What the front matter of each play says, by its source path."""
        self._library = library
        self._blog = blog
        self._custom = custom
        self._report = report
        self._is_mine = is_mine
        self._serving = serving

    def changed(self, markdown: str, page: Page, files: Files) -> str:
        """The text of `page` to be converted; its template is noted in its front matter."""
        path = page.file.src_uri
        post = self._library.post_at(path)
        if post:
            return self._of_post(post, markdown, page)
        view, number = self._blog.views.get(path, (None, 0))
        if view is None:
            return self._lifted(markdown, page)
        page.meta.setdefault("template", "blog.html")
        if view.kind != "index" or number > 1:
            page.meta.setdefault("search", {"exclude": True})
            if isinstance(page.title, Markup):  # we named it
                # Else the theme takes tags out of the escaped title, and the escaping with them.
                page.meta["title"] = page.title
        if number == 1:
            return self._lifted(markdown, page)
        written = written_title(page_of(files, view.path), self._library.words["blog"])
        named = self._library.words.filled("page-title", title=unescape(written), n=number)
        page.title = page.meta["title"] = Markup.escape(named)
        return heading(named)

    def _of_post(self, post: Post, markdown: str, page: Page) -> str:
        page.meta.setdefault("template", "blog-post.html")
        page.meta["title"] = Literal(post.title)
        if isinstance(vars(page).get("title"), str) and "{" in post.heading:
            page.title = page.meta["title"]  # as macros made it, to be printed as it is
        if brings(self._custom, "blog-post.html"):
            _hide_navigation(page)
        if self._library.options.post_excerpt == "required":
            self._require_separator(post, markdown)
        return self._lifted(markdown, page)

    def _require_separator(self, post: Post, markdown: str) -> None:
        separator = self._library.options.post_excerpt_separator
        if not end_of_excerpt(separator, markdown):
            what, cure = NO_END
            problem = Problem(self._blog.shown(post.path), 1, 0, what, cure.format(separator))
            if not self._serving:
                raise PluginError(str(problem))  # as Material's blog does
            self._report(problem)

    def _lifted(self, markdown: str, page: Page) -> str:
        """The page's text without its listings, which are filled in once every page is there."""
        path = page.file.src_uri
        source = "" if page.file.generated_by else page.file.content_string
        height = source.count("\n") - markdown.count("\n") if source.endswith(markdown) else 0
        root = self._blog.settings.root
        lifter = Lifter(self._blog.shown(path), height, self._report, root)
        made = lifter.run(markdown, lambda blog: self._is_mine(blog, path))
        if lifter.listings:
            self.listings[path] = lifter.listings
        play = facts_in(page.meta)
        if play is None:
            return made
        self.plays[path] = play
        # Of several blogs one writes the head; all may list the play.
        return with_head(made, play, self._library.words) if self._is_mine("", path) else made


def _hide_navigation(page: Page) -> None:
    """Make room: a site's own `blog-post.html`, like Material's, brings a column of its own."""
    hidden = page.meta.get("hide") or []
    parts = hidden if isinstance(hidden, list) else [hidden]
    page.meta["hide"] = list(dict.fromkeys([*map(str, parts), "navigation"]))
