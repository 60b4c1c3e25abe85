"""The host's navigation: posts and views hang under the blog's index."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from .context import CategoryLink
from .files import BlogFiles
from .listing import by_age
from .model import Post
from .reader import HEADING


def page_of(files: Files, path: str) -> Page:
    """The page made from a source path, which must be there."""
    file = files.get_file_from_path(path)
    assert file is not None and isinstance(file.page, Page)
    return file.page


def references(post: Post, files: Files) -> list[CategoryLink]:
    """A post's links: paths of pages become their addresses and titles."""
    made = []
    for link in post.links:
        file = files.get_file_from_path(link.target)
        page = file.page if file and isinstance(file.page, Page) else None
        url = file.url if file else link.target
        made.append(CategoryLink(link.title or str(page.title if page else link.target), url))
    return made


class Hanger:
    """Gives posts and views their parents, neighbours and titles."""

    def __init__(
        self, blog: BlogFiles, nav: Navigation, files: Files, config: MkDocsConfig
    ) -> None:
        """`files` hold every page by now."""
        self._blog, self._nav, self._files, self._config = blog, nav, files, config
        self._index = page_of(files, blog.index_path)

    def hang(self) -> None:
        """Hang everything."""
        self._hang_posts()
        self._hang_views()

    def _hang_posts(self) -> None:
        """The entry point is the active page for each post; older and newer are neighbours."""
        pages = []
        for post in by_age(self._blog.library.posts):
            page = page_of(self._files, post.path)
            page.parent = cast(Any, self._index)  # a page may be a parent, too
            page.previous_page = page.next_page = None
            pages.append(page)
        for older, newer in pairwise(pages):
            older.next_page, newer.previous_page = newer, older

    def _hang_views(self) -> None:
        in_nav = self._index in self._nav.pages
        options = self._blog.options
        names = {
            "archive": options.archive_name,
            "category": options.categories_name,
            "author": options.authors_profiles_name,
            "series": options.series_name,
        }
        for kind, name in names.items():
            first = [p for p, (view, n) in self._blog.views.items() if view.kind == kind and n == 1]
            pages = [page_of(self._files, path) for path in first]
            if not pages:
                continue
            section = Section(self._translated(name), list(pages))
            for page in pages:
                page.parent = cast(Any, section if in_nav else self._index)
            if in_nav:
                self._attach(section)
        for path, (view, number) in self._blog.views.items():
            page = page_of(self._files, path)
            if number > 1:
                parent = self._index if view.kind == "index" else page_of(self._files, view.path)
                page.parent = cast(Any, parent)
            if view.kind != "index" or number > 1:
                page.title = Markup.escape(view.title or self._index_title())

    def _index_title(self) -> str:
        """The blog's title as its index page gives it; its text is not converted yet."""
        if self._index.title:
            return str(self._index.title)
        heading = HEADING.search(self._index.file.content_string)
        return heading["title"] if heading else self._blog.library.words["blog"]

    def _attach(self, section: Section) -> None:
        section.parent = self._index.parent
        parent = self._index.parent
        siblings = parent.children if isinstance(parent, Section) else self._nav.items
        siblings.append(section)

    def _translated(self, name: str) -> str:
        """A name such as `blog.archive` in the site's language; other names as they are."""
        if name == "blog.series":
            return self._blog.library.words["series"]
        if not name.startswith("blog."):
            return name
        template = self._config.theme.get_env().get_template(
            "partials/language.html", globals={"config": self._config}
        )
        return str(template.module.t(name))  # type: ignore[attr-defined]
