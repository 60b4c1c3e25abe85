"""The host's navigation: posts and views hang under the blog's index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from playbook_plugins.shared.problems import Problem, Report, did_you_mean
from playbook_plugins.shared.template_escaping import Shown, plain

from .host_files import BlogFiles
from .listings.order import by_age
from .model import Link as Reference
from .model import Post
from .reader import HEADING, without_marks


def page_of(files: Files, path: str) -> Page:
    """The page made from a source path, which must be there."""
    file = files.get_file_from_path(path)
    assert file is not None and isinstance(file.page, Page)
    return file.page


def written_title(page: Page, usual: str) -> str:
    """A listing's title as its source says it: known before any page is converted.

    `usual` is the title where the source says nothing.
    """
    given = vars(page).get("title") or (page.meta or {}).get("title")
    if given:
        return str(given)
    heading = HEADING.search(page.markdown or page.file.content_string)
    return without_marks(heading["title"]) if heading else usual


Complain = Callable[[str, str, str], None]
"""Told a reference, what is wrong with it, and what to do."""


def references(
    post: Post, blog: BlogFiles, files: Files, report: Report, said: Callable[[str], bool]
) -> list[Link | Section]:
    """A post's links as parts of a navigation, for templates; call once all pages are converted.

    Paths of pages become their addresses and titles, an anchor's title stands below the page's.
    `said` tells whether somebody has named what is wrong with a target.
    """

    def complain(target: str, what: str, cure: str) -> None:
        if said(target):
            return
        place = blog.places.get(post.path, (1, 0))
        report(Problem(blog.shown(post.path), *place, what, cure))

    return _references(post.links, files, complain)


def _references(
    links: Sequence[Reference], files: Files, complain: Complain
) -> list[Link | Section]:
    made: list[Link | Section] = []
    for link in links:
        if link.inner or not link.target:
            made.append(Section(Shown(link.title), list(_references(link.inner, files, complain))))
            continue
        reference: Any = Link(Shown(link.title or link.target), link.target)
        reference.meta = {}
        parts = urlsplit(link.target)
        if not (parts.scheme or parts.netloc):
            _point(reference, link, files, complain)
        made.append(reference)
    return made


def _point(reference: Any, link: Reference, files: Files, complain: Complain) -> None:
    """Let a reference to a file of the site lead there."""
    path, _, anchor = link.target.partition("#")
    file = files.get_file_from_path(unquote(path))
    if file is None:
        known = [each.src_uri for each in files.documentation_pages()]
        near = did_you_mean(path, known)
        cure = near if near.startswith("Did") else "Write the path from the docs folder."
        complain(link.target, f'"links" leads to "{path}", which is no file here.', cure)
        return
    reference.url = file.url
    if not isinstance(file.page, Page):
        return
    reference.title = Shown(link.title or plain(file.page.title))
    reference.meta = dict(file.page.meta or {})
    if anchor:
        reference.url = f"{file.url}#{anchor}"
        found = _heading(file.page.toc, anchor)
        if found:
            reference.meta["subtitle"] = found.title
        else:
            cure = "Write the id of a heading, or leave out what begins with #."
            complain(
                link.target, f'"links" leads to "#{anchor}", which is no heading of "{path}".', cure
            )


def _heading(toc: TableOfContents | list[AnchorLink], id: str) -> AnchorLink | None:
    for link in toc:
        found = link if link.id == id else _heading(link.children, id)
        if found:
            return found
    return None


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
        # At the top of the navigation the blog has no section that its views could join.
        in_nav = self._index.parent is not None or not self._blog.library.addresses.root
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
                self._attach(section, pages)
        for path, (view, number) in self._blog.views.items():
            page = page_of(self._files, path)
            first_page = page_of(self._files, view.path)
            if number > 1:
                page.parent = cast(Any, first_page)
                page.previous_page = first_page.previous_page
                page.next_page = first_page.next_page
                if self._blog.has_toc(view.kind):
                    # The theme shows contents below the open page's entry, and finds that by these.
                    files = self._blog.view_files[view.path]
                    vars(first_page)["pages"] = [each.page for each in files]
            # A title that `nav` gives stays, and so does that of a page written by hand.
            if number > 1 or (self._blog.is_made(path) and "title" not in vars(page)):
                page.title = Markup.escape(view.title or self._index_title())

    def _index_title(self) -> str:
        return written_title(self._index, self._blog.library.words["blog"])

    def _attach(self, section: Section, pages: list[Page]) -> None:
        """Put a section beside the blog's index, its pages behind the last page there."""
        parent = self._index.parent
        section.parent = parent
        siblings = parent.children if isinstance(parent, Section) else self._nav.items
        siblings.append(section)
        before = next((each for each in reversed(siblings) if isinstance(each, Page)), None)
        pages = [page for page in pages if page not in self._nav.pages]  # some stand there by hand
        row = [before, *pages, before.next_page if before else None]
        self._nav.pages.extend(pages)
        for earlier, later in pairwise(row):
            if earlier:
                earlier.next_page = later
            if later:
                later.previous_page = earlier

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
