"""What a preview watches beside the docs folder: all that a page may be made of."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playbook_plugins.build.cache_key import read_by_extensions
from playbook_plugins.checks.includes import Snippets, candidates
from playbook_plugins.checks.link_scan import Scan
from playbook_plugins.shared.mkdocs_yml import inherited
from playbook_plugins.shared.records import record
from playbook_plugins.shared.steps import PageSteps


@record
class WatchList:
    """Files and folders; those that are not there yet as well, since an author may add them."""

    files: frozenset[Path]
    folders: frozenset[Path]


def watch_list(config: Any, snippets: Snippets | None, included: Iterable[str]) -> WatchList:
    """All that a build by the host's `config` reads outside of its docs folder, the theme's own
    files aside. `included` are the snippets that pages name.
    """
    site_file = Path(config.config_file_path) if config.config_file_path else None
    root, options = site_file.parent if site_file else Path.cwd(), config.mdx_configs
    hooks = [getattr(config.plugins.get(name), "__file__", None) for name in config.hooks]
    files = {Path(file) for file in hooks if file} | {*(inherited(site_file) if site_file else ())}
    folders = {Path(config.theme.custom_dir)} if config.theme.custom_dir else set()
    folders |= {*_bases(options, root)}
    for path in read_by_extensions(options):
        # One that is not there yet: a file has an ending, a folder of icons has none.
        (files if path.is_file() or (path.suffix and not path.is_dir()) else folders).add(path)
    ours = [plugin for plugin in config.plugins.values() if isinstance(plugin, PageSteps)]
    for each in (path for plugin in ours for path in plugin.watched_paths()):
        (folders if each.is_dir() else files).add(each)
    if snippets:
        appended = options.get("pymdownx.snippets", {}).get("auto_append") or ()
        files |= {*_included([*included, *map(_without_lines, appended)], snippets)}
    return WatchList(frozenset(map(_absolute, files)), frozenset(map(_absolute, folders)))


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 a link stays the name that the author knows


def _without_lines(name: Any) -> str:
    """A snippet's file, without the lines or the section that may be named behind it."""
    return str(name).partition(":")[0]


def _bases(options: Mapping[str, Any], root: Path) -> Iterator[Path]:
    """Folders that extensions are told to begin from.

    Not the project itself: it holds what builds write, too.
    """
    for given in options.values():
        bases = given.get("base_path", ()) if isinstance(given, Mapping) else ()
        for base in [bases] if isinstance(bases, str | os.PathLike) else bases or ():
            with suppress(Exception):  # one that follows the page cannot be asked outside of it
                folder = _absolute(root / os.fspath(base))
                if not root.is_relative_to(folder) and folder.is_dir():
                    yield folder


def _included(names: Collection[str], snippets: Snippets) -> Iterator[Path]:
    """Every place where a snippet of these names may stand, and those that snippets take in."""
    waiting, seen = [*names], set(names)
    while waiting:
        for path in candidates(waiting.pop(), snippets):
            yield path
            text = ""
            with suppress(OSError, ValueError):
                text = path.read_text(encoding="utf-8") if path.is_file() else ""
            more = {each.target for each in Scan(text, 0).includes} if "8<-" in text else set()
            waiting += more - seen
            seen |= more
