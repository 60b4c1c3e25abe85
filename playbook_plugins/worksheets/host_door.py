"""The door of one build: which pages have a use for what links bring, and its own page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import unescape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url

from playbook_plugins.worksheets.door import (
    FILE,
    NOT_FOUND,
    TEMPLATES,
    door_content,
    door_from,
    send_line,
    take_line,
    with_mending,
    with_send_line,
    without_door,
    without_index,
)
from playbook_plugins.worksheets.way_to_mine import with_way_to_mine

_SHEET = re.compile(r"<playbook-worksheet[\s>]")
_OTHERS = {
    "team": re.compile(r"<playbook-team[\s>]"),
    "mine": re.compile(r"<playbook-(?:mine|desk)[\s>]"),
}


def plain_title(page: Page) -> str:
    """The title of a page in words alone."""
    return unescape(re.sub(r"<[^>]*>", "", str(page.title or ""))).strip()


class Door:
    """Knows the pages that were read so far."""

    def __init__(self, config: MkDocsConfig) -> None:
        """Let the host find the template; whether it is wanted is known once all pages are."""
        self._config = config
        self._with_sheets: set[str] = set()
        self._others: dict[str, dict[str, str]] = {name: {} for name in _OTHERS}
        self._titles: dict[str, str] = {}
        if str(TEMPLATES) not in config.theme.dirs:
            config.theme.dirs.append(str(TEMPLATES))

    @property
    def is_there(self) -> bool:
        """Whether the site has a sheet; one without has no door."""
        return bool(self._with_sheets)

    def read(self, page: Page, html: str) -> str:
        """Note what the content of `page` holds; the line that it gets, empty for none."""
        name = page.file.src_uri
        is_sheet = _SHEET.search(html) is not None
        (self._with_sheets.add if is_sheet else self._with_sheets.discard)(name)
        found = {other for other, shape in _OTHERS.items() if shape.search(html)}
        for other, pages in self._others.items():
            pages.pop(name, None)
            if other in found:
                pages[name] = page.url
                self._titles[page.url] = plain_title(page)
        if is_sheet or "team" in found:
            return take_line(self._from(page))
        return send_line(self._from(page)) if found else ""

    def _from(self, page: Page) -> str:
        return door_from(get_relative_url(".", page.url), self._config.use_directory_urls)

    def first(self, name: str) -> str | None:
        """The address of the first page of the loop of that name; None for none."""
        return min(self._others[name].items())[1] if self._others[name] else None

    @property
    def mine(self) -> tuple[str, str] | None:
        """Address and title of "My worksheets", which every header leads to."""
        url = self.first("mine") if self.is_there else None
        return None if url is None else (url, self._titles[url])

    def _with_way(self, output: str, way: Callable[[str], str]) -> str:
        if self.mine is None:
            return output
        url, title = self.mine
        instant = "navigation.instant" in (self._config.theme.get("features") or ())
        return with_way_to_mine(output, way(url), title, instant)

    def finish(self, output: str, page: Page) -> str:
        """A finished page: with the way to "My worksheets", and the line that its content lacks."""
        if not self.is_there:
            return without_door(output, self._from(page))
        output = self._with_way(output, partial(get_relative_url, other=page.url))
        if "<script data-pb-in=" in output:
            return output
        if page.file.dest_uri == NOT_FOUND:
            return with_mending(output, self._from_root())
        return with_send_line(output, self._from(page))

    def finish_template(self, output: str, name: str) -> str:
        """The same for pages that are no documents: the one for unknown addresses, and the door."""
        if not self.is_there or not name.endswith(".html"):
            return output
        if name == FILE:
            here = FILE.removesuffix("index.html")
            return self._with_way(without_index(output), partial(get_relative_url, other=here))
        if name != NOT_FOUND:
            return output
        return self._with_way(with_mending(output, self._from_root()), self._root.__add__)

    @property
    def _root(self) -> str:
        """Where the site stands, for the page that a host sends at any depth."""
        path = re.sub(r"^[a-z]+://[^/]*", "", self._config.site_url or "/")
        return f"{path.rstrip('/')}/"

    def _from_root(self) -> str:
        return door_from(self._root, self._config.use_directory_urls)

    def page(
        self,
        site: str,
        links: Callable[[Callable[[str], str]], str],
        words: Callable[[str], str],
        scripts: Callable[..., str],
        style: Callable[[Page], str],
    ) -> Page:
        """Its page: `links` lists the site's sheets, by what leads there from the page.

        `scripts` gives the elements that load its script, `style` the way to the style sheet.
        """
        config = self._config
        file = File.generated(config, f"{FILE.removesuffix('.html')}.md", content="")
        page = Page(words("door"), file, config)
        here = page.url

        def way(url: str) -> str:
            return str(get_relative_url(url, here))

        first = {name: url for name in _OTHERS if (url := self.first(name)) is not None}
        page.meta = {
            "title": words("door"),
            "hide": ["navigation", "toc", "feedback"],
            "search": {"exclude": True},
        }
        page.markdown = ""
        page.toc = TableOfContents([])
        page.edit_url = None
        content = door_content(
            site,
            links(way),
            {name: way(url) for name, url in first.items()},
            words("door-plain"),
        )
        link = f'<link rel="stylesheet" href="{style(page)}">'
        head = f"{take_line(self._from(page))}{link}\n<h1>{words('door')}</h1>\n"
        page.content = f"{head}{content}{scripts(page=page)}\n"
        return page
