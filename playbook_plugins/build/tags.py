"""Material's tags plugin beside a build that makes a few pages and leaves the rest.

It notes the tags and the listings of each page as its source is read, fills the listings once all
are read, and tells each page's template where its tags are listed. A text that changes below its
front matter changes none of that, unless a listing of tags stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from .purity import are_known

TAGGING = ("tags", "material/tags")
"""What the plugin is called in a site's configuration."""


class InOrder(dict[Any, None]):
    """Listings in the order of their pages, where the plugin keeps them in a set.

    Of two listings equally near to a page, its tags lead to the first; a set's order is chance.
    """

    def add(self, listing: Any) -> None:
        """Keep `listing` behind the others."""
        self[listing] = None


def _named(config: MkDocsConfig) -> Iterator[Any]:
    return (each for name, each in config.plugins.items() if name.partition(" #")[0] in TAGGING)


def instances(config: MkDocsConfig) -> Iterator[Any]:
    """The site's tags plugins of Material's that are at work; a site may have several."""
    return (each for each in _named(config) if is_materials(each) and each.config["enabled"])


def is_materials(plugin: Any) -> bool:
    """Whether this is Material's plugin: another package has one of the same name."""
    return {"listings", "mappings"} <= getattr(plugin, "__dict__", {}).keys()


def list_in_order(config: MkDocsConfig) -> None:
    """Have every build link a page's tags alike. To be called before sources are read."""
    for plugin in instances(config):
        if plugin.listings is not None and type(plugin.listings.data) is set:
            plugin.listings.data = InOrder()


def may_leave_pages(config: MkDocsConfig) -> bool:
    """Whether the listings stay as they are while no title and no front matter changes.

    A function of the site's own may sort them by whatever it likes.
    """
    others = not all(map(is_materials, _named(config)))
    return not others and all(are_known(plugin.config) for plugin in instances(config))


def lists_tags(config: MkDocsConfig, page: Page, texts: Iterable[str]) -> bool:
    """Whether `page` holds a listing of tags where its source says one of `texts`."""
    for plugin in instances(config):
        options, path = plugin.config, page.file.src_uri
        if path == options["tags_file"] or path in (options["tags_extra_files"] or ()):
            return True
        if any(re.search(options["listings_directive"], text, re.I) for text in texts):
            return True
    return False
