"""What a site allows, for the checks, read from mkdocs.yml without running anything in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pathspec.gitignore import GitIgnoreSpec
from pymdownx.slugs import slugify

from playbook_plugins.blog.settings import settings_of
from playbook_plugins.checks.includes import snippets_of
from playbook_plugins.checks.macros import read_by_macros
from playbook_plugins.checks.other_plugins import (
    Knowledge,
    hook_events,
    languages_in,
    others_blocks,
)
from playbook_plugins.checks.rules import SiteRules

from .site_options import docs_of, extensions_of, options_of, read_config

NEVER = (".*", "/templates/")
"""What MkDocs leaves out by itself."""

OUR_TEMPLATES = Path(__file__).parents[1] / "templates"


def rules_of(file: str) -> SiteRules:
    """The rules of the site that `file` describes."""
    root, values = read_config(file)
    theme = values.get("theme")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    extensions = extensions_of(values)
    validation = _mapping(values.get("validation"))
    links = {**validation, **_mapping(validation.get("links"))}
    hooks = values.get("hooks")
    events = hook_events(root / str(each) for each in (hooks if isinstance(hooks, list) else ()))
    known = Knowledge(frozenset(_plugins(values)), events, extensions)
    return SiteRules(
        root=root,
        docs=docs_of(root, values),
        blogs=tuple(
            settings_of(each, *_slugs(each))
            for each in options_of(values, "playbook/blog")
            if each.get("enabled", True)
        ),
        others=others_blocks(extensions),
        site_url=str(values.get("site_url") or ""),
        language=str(theme.get("language") or "en"),
        directory_urls=bool(values.get("use_directory_urls", True)),
        left_out=_matcher(values.get("exclude_docs"), NEVER),
        drafted=_matcher(values.get("draft_docs")),
        templates=_templates(root, theme),
        snippets=snippets_of(extensions.get("pymdownx.snippets"), root),
        all_known=known.all_known,
        places_known=known.places_known,
        names_known=known.names_known,
        own_slugs=known.own_slugs,
        ignored=frozenset(name for name, level in links.items() if level == "ignore"),
        absolute_from_docs=links.get("absolute_links") == "relative_to_docs",
        defaults_file=_defaults_file(values),
        macros="".join(map(read_by_macros, options_of(values, "macros")[:1])),
        languages=tuple(name for each in options_of(values, "i18n") for name in languages_in(each)),
        lists_tags=known.lists_tags,
        own_keys=_own_keys(values),
    )


def _own_keys(values: Mapping[str, Any]) -> frozenset[str]:
    """The keys of front matter that the site names as its own."""
    named = [each.get("own_keys") for each in options_of(values, "playbook/publish")]
    return frozenset(str(key) for keys in named if isinstance(keys, list) for key in keys)


def _defaults_file(values: Mapping[str, Any]) -> str:
    """What Material's meta plugin calls its files; empty without it."""
    given = [*options_of(values, "meta"), *options_of(values, "material/meta")]
    names = [
        str(each.get("meta_file") or ".meta.yml") for each in given if each.get("enabled", True)
    ]
    return names[0] if names else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _plugins(values: Mapping[str, Any]) -> list[str]:
    plugins = values.get("plugins") or ()
    return [str(name) for each in plugins for name in (each if isinstance(each, dict) else [each])]


def _slugs(options: Mapping[str, Any]) -> tuple[Callable[[str], str] | None, ...]:
    """How the blog makes slugs; None where mkdocs.yml names a function, which we do not run."""
    made: list[Callable[[str], str] | None] = []
    lower: Any = slugify(case="lower")  # type: ignore[no-untyped-call]
    for name in ("post_slugify", "categories_slugify"):
        separator = str(options.get(f"{name}_separator") or "-")
        made.append(None if name in options else partial(lower, sep=separator))
    return tuple(made)


def _matcher(patterns: Any, always: tuple[str, ...] = ()) -> Callable[[str], bool]:
    lines = [*always, *(patterns.splitlines() if isinstance(patterns, str) else ())]
    spec = GitIgnoreSpec.from_lines(lines)
    return lambda name: bool(spec.match_file(name))


def _templates(root: Path, theme: Mapping[str, Any]) -> tuple[Path, ...]:
    """Where templates may stand; nothing when the theme is not installed here."""
    folders = [root / str(theme["custom_dir"])] if theme.get("custom_dir") else []
    folders += [OUR_TEMPLATES, OUR_TEMPLATES / "theme"]
    for each in entry_points(group="mkdocs.themes", name=str(theme.get("name") or "mkdocs")):
        found = find_spec(each.value.partition(":")[0])
        if found and found.origin:
            return (*folders, Path(found.origin).parent)
    return ()
