"""What a site allows, as the checks need it, read from the host's configuration."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from playbook_plugins.blog.config import BlogConfig
from playbook_plugins.blog.settings import BlogSettings, settings_of_plugin
from playbook_plugins.checks.includes import snippets_of
from playbook_plugins.checks.macros import read_by_macros
from playbook_plugins.checks.other_plugins import (
    Knowledge,
    hook_events,
    languages_in,
    others_blocks,
)
from playbook_plugins.checks.rules import SiteRules

from .config import PublishConfig

OUR_TEMPLATES = Path(__file__).parents[1] / "templates"
NEVER = "templates/"
SAID = 20
"""Below this level the host says nothing of a link."""


def rules_from(config: MkDocsConfig) -> SiteRules:
    """The rules of the site that is being built."""
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    links = config.validation.links
    from_docs = getattr(links.absolute_links, "name", "") == "RELATIVE_TO_DOCS"
    names = ("not_found", "anchors", *(() if from_docs else ("absolute_links",)))
    events = hook_events(root / str(each) for each in config.hooks)
    named = [each for each in config.markdown_extensions if isinstance(each, str)]
    extensions = {name: config.mdx_configs.get(name, {}) for name in named}
    plugins = frozenset(name for name in config.plugins if name not in config.hooks)
    known = Knowledge(plugins, events, extensions)
    return SiteRules(
        root=root,
        docs=Path(config.docs_dir),
        blogs=tuple(_blogs(config)),
        others=others_blocks(extensions),
        site_url=config.site_url or "",
        language=str(config.theme.get("language") or "en"),
        directory_urls=config.use_directory_urls,
        left_out=_left_out(config),
        drafted=lambda name: bool(config.draft_docs and config.draft_docs.match_file(name)),
        templates=tuple(
            Path(str(each)) for each in (*config.theme.dirs, OUR_TEMPLATES, OUR_TEMPLATES / "theme")
        ),
        snippets=snippets_of(extensions.get("pymdownx.snippets"), root),
        all_known=known.all_known,
        places_known=known.places_known,
        names_known=known.names_known,
        own_slugs=known.own_slugs,
        ignored=frozenset(name for name in names if links[name] < SAID),
        absolute_from_docs=from_docs,
        defaults_file=_defaults_file(config),
        languages=_languages(config),
        lists_tags=known.lists_tags,
        own_keys=_own_keys(config),
        macros=_macros(config),
    )


def _macros(config: MkDocsConfig) -> str:
    """Which pages mkdocs-macros-plugin reads, taking ids for comments."""
    plugin: Any = config.plugins.get("macros")
    return read_by_macros(plugin.config) if isinstance(plugin, BasePlugin) else ""


def _languages(config: MkDocsConfig) -> tuple[str, ...]:
    """The further languages of a site that mkdocs-static-i18n builds in several."""
    plugin: Any = config.plugins.get("i18n")
    return languages_in(plugin.config) if isinstance(plugin, BasePlugin) else ()


def _own_keys(config: MkDocsConfig) -> frozenset[str]:
    """The keys of front matter that the site names as its own."""
    plugins = (each for each in config.plugins.values() if isinstance(each, BasePlugin))
    ours = (each.config for each in plugins if isinstance(each.config, PublishConfig))
    return frozenset(str(key) for options in ours for key in options.own_keys)


def _defaults_file(config: MkDocsConfig) -> str:
    """What Material's meta plugin calls its files; empty without it."""
    plugin: Any = config.plugins.get("material/meta")
    return str(plugin.config.meta_file) if plugin and plugin.config.enabled else ""


def _left_out(config: MkDocsConfig) -> Callable[[str], bool]:
    """Whether MkDocs leaves a source out: by pattern, or since its name begins with a dot."""
    excluded = config.exclude_docs

    def left_out(name: str) -> bool:
        hidden = name.startswith((".", NEVER)) or "/." in name
        return hidden or bool(excluded and excluded.match_file(name))

    return left_out


def _blogs(config: MkDocsConfig) -> list[BlogSettings]:
    found = []
    for plugin in config.plugins.values():
        options = plugin.config if isinstance(plugin, BasePlugin) else None  # else it is a hook
        if isinstance(options, BlogConfig) and options.enabled:
            found.append(settings_of_plugin(options))
    return found
