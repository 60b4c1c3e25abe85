"""Parts of Material's pages that say the same on many pages are made once for them all.

The navigation, the tabs, the search box: on a thousand posts they differ in nothing but what leads
back from the page's folder. Known are Material's own files, by their names; a part that a site has
put in place of one of them is made for every page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, TemplateNotFound
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ALIKE: tuple[str, ...] = (
    "nav",
    "tabs",
    "search",
    "palette",
    "logo",
    "copyright",
    "social",
    "source",
    "icons",
)
ALIKE += ("alternate", "javascripts/base", "javascripts/palette", "integrations/analytics")
"""Partials that read the configuration, the navigation, the active sections, and the page's place;
by reading them. `nav` also shows the contents of a page that is in it: not shared there."""

Key = tuple[int, str, tuple[int, ...]]


class Places:
    """Which pages stand alike to every page of the navigation."""

    def __init__(self, nav: Navigation) -> None:
        self._shown = {id(item) for item in _items(nav.items)}
        self._folders = {""}
        for item in _items(nav.items):
            folder = posixpath.dirname(getattr(item, "url", None) or "")
            while folder:
                self._folders.add(folder)
                folder = posixpath.dirname(folder)

    def key(self, page: Page | None) -> Key | None:
        """Equal for pages from which every link of the navigation reads the same and is as active.

        Links are written relative to the page: they depend on how deep it stands, and on the
        longest part of its folder that a page of the navigation shares. None for a page that the
        navigation shows itself.
        """
        if page is None or id(page) in self._shown:
            return None
        folder = posixpath.dirname(page.url)
        depth = len(folder.split("/")) if folder else 0
        while folder not in self._folders:
            folder = posixpath.dirname(folder)
        return (depth, folder, tuple(id(each) for each in page.ancestors))


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children or ())


def share_partials(env: Environment, nav: Navigation, shipped: Collection[str]) -> None:
    """Let `env` make each of the known partials once for pages that stand alike.

    `shipped` are the folders of the theme as its package ships it.
    """
    places = Places(nav)
    folders = tuple(str(Path(each, "partials")) for each in shipped)
    for name in ALIKE:
        try:
            template = env.get_template(f"partials/{name}.html")
        except TemplateNotFound:
            continue
        if template.filename and template.filename.startswith(folders):
            _share(template, places.key)


def _share(template: Template, key_of: Callable[[Page | None], Key | None]) -> None:
    plain = template.root_render_func
    made: dict[Key, str] = {}

    def root(context: Any, *rest: Any) -> Iterator[str]:
        key = key_of(context.get("page"))
        if key is None:
            yield from plain(context, *rest)
            return
        if key not in made:
            made[key] = "".join(plain(context, *rest))
        yield made[key]

    template.root_render_func = root
