"""What other plugins, hooks and Markdown extensions may do to a site, as far as names show it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.shared.records import record

HARMLESS_PLUGINS = frozenset(
    {"search", "meta", "privacy", "offline", "minify", "redirects", "awesome-nav", "awesome-pages"}
    | {"glightbox", "macros", "print-site", "social", "optimize", "typeset", "info", "group"}
    | {"git-revision-date-localized", "git-revision-date", "git-authors", "git-committers"}
    | {"rss", "exclude", "exclude-search", "mkdocs-video", "table-reader", "charts"}
)
"""Plugins that add no pages to which a source could link by its path."""


def languages_in(options: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that the options of mkdocs-static-i18n name, without the first."""
    given = options.get("languages") or ()
    named = (each for each in given if isinstance(each, Mapping) and not each.get("default"))
    return tuple(str(each.get("locale")) for each in named)


def adds_pages(plugin: str) -> bool:
    """Whether a plugin of this name may add pages."""
    name = plugin.removeprefix("material/")
    return name not in HARMLESS_PLUGINS and not name.startswith("playbook/")


ADDING_PAGES = frozenset({"on_config", "on_pre_build", "on_files", "on_nav"})
WRITING = ADDING_PAGES | {
    *("on_page_read_source", "on_page_markdown", "on_page_content", "on_page_context"),
    "on_post_page",
}
"""Events at which a hook may change what pages hold."""

KNOWN_EXTENSIONS = frozenset(
    {"abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"}
    | {"footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"}
    | {"smarty", "tables", "toc", "mdx_truly_sane_lists", "playbook_worksheets"}
)
KNOWN_FAMILIES = ("pymdownx.", "markdown.extensions.", "material.extensions.")


def hook_events(paths: Iterable[Path]) -> frozenset[str]:
    """The events for which a site's hooks wait; all of them where one cannot be read."""
    found: set[str] = set()
    for path in paths:
        try:
            tree = ast.parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, SyntaxError, RecursionError):
            return WRITING
        found |= {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        found |= {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
        found |= {
            name.asname or name.name
            for each in ast.walk(tree)
            if isinstance(each, ast.ImportFrom)
            for name in each.names
        }
    return frozenset(found)


def writes_places(extension: str) -> bool:
    """Whether a Markdown extension of this name may write places or links into pages."""
    return extension not in KNOWN_EXTENSIONS and not extension.startswith(KNOWN_FAMILIES)


BLOCKS = "pymdownx.blocks."
"""Extensions whose blocks may have the names of ours."""


def others_blocks(extensions: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Of a site's Markdown extensions with their options, those that bring blocks of their own,
    with the names that the site gives these."""
    return {
        name: {"types": options["types"]} if options and options.get("types") else {}
        for name, options in extensions.items()
        if name.startswith(BLOCKS)
    }


@record
class Knowledge:
    """How much of a site its sources show, with these plugins, hooks and Markdown extensions."""

    plugins: frozenset[str]
    """Names as mkdocs.yml has them; hooks stand apart."""
    events: frozenset[str]
    """The events for which hooks wait."""
    extensions: Mapping[str, Mapping[str, Any]]
    """Markdown extensions with their options."""

    @property
    def all_known(self) -> bool:
        """Whether nothing but the sources brings pages."""
        return not (any(map(adds_pages, self.plugins)) or self.events & ADDING_PAGES)

    @property
    def places_known(self) -> bool:
        """Whether nothing else writes places and links into pages."""
        written = self.events & WRITING or any(map(writes_places, self.extensions))
        return not (any(map(adds_pages, self.plugins)) or written)

    @property
    def names_known(self) -> bool:
        """Whether no text is put below every page, which may define names of links."""
        snippets = self.extensions.get("pymdownx.snippets") or {}
        return self.places_known and not snippets.get("auto_append")

    @property
    def own_slugs(self) -> bool:
        """Whether headings get their places by a rule of the site's."""
        toc = self.extensions.get("toc") or {}
        return "slugify" in toc or str(toc.get("separator", "-")) != "-"

    @property
    def lists_tags(self) -> bool:
        """Whether the theme lists the tags of pages."""
        return bool({"tags", "material/tags"} & self.plugins)
