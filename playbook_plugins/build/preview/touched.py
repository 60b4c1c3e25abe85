"""The pages that a save touches, and no others: found, read again, written.

`builder` calls the three in this order; the first that cannot be sure gives the save to a whole
build.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.commands import build as host_build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from playbook_plugins.build.fast_path import FastPath
from playbook_plugins.build.tags import lists_tags
from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.steps import PageSteps

PASSED = (".swp", ".swx", ".tmp", "~")
"""Ends of the names that editors write while they save."""

Text = tuple[Page, str]
"""A page, and what its source says now."""


def new_texts(config: MkDocsConfig, fast: FastPath, changed: Iterable[Path]) -> list[Text] | None:
    """The new texts of the pages that changed; None when something else did."""
    docs = Path(config.docs_dir)
    found: list[Text] = []
    for path in changed:
        name = path.relative_to(docs).as_posix() if path.is_relative_to(docs) else ""
        page = fast.page_at(name)
        if page is None:
            if path.exists() and not path.name.endswith(PASSED):
                return None
            continue  # an editor's own file, gone already
        text = _text_of(path)
        before = page.file.content_string
        if text is None or not _same_head(before, text) or lists_tags(config, page, (before, text)):
            return None
        if text != before:
            found.append((page, text))
    return found


def read_again(config: MkDocsConfig, fast: FastPath, texts: list[Text]) -> list[Page] | None:
    """Convert the pages again; all pages that must be written, None where nobody can tell."""
    plugins = [each for each in config.plugins.values() if isinstance(each, PageSteps)]
    if not all(plugin.is_body_change(page, text) for plugin in plugins for page, text in texts):
        return None
    titles = [page.title for page, _ in texts]
    for page, text in texts:
        for plugin in plugins:
            plugin.forget(page)
        page.file._content = text
    pages = [page for page, _ in texts]
    fast.read_again(pages)
    if [page.title for page in pages] != titles:
        return None
    touched: dict[str, Page] = {page.file.src_uri: page for page in pages}
    paths = set(touched)
    for plugin in plugins:
        more = plugin.affected_pages(paths)
        if more is None:
            return None
        for name in more:
            page_there = fast.page_at(name)
            if page_there is not None:
                touched.setdefault(name, page_there)
    for plugin in plugins:
        plugin.update_env(fast.env)
    return list(touched.values())


def write(config: MkDocsConfig, fast: FastPath, site: Path, pages: Iterable[Page]) -> None:
    """Write `pages` into the folder `site` that is being served, each at once."""
    for page in pages:
        target = site / page.file.dest_uri
        staged = target.with_name(f".{target.name}.new")
        page.file.abs_dest_path = str(staged)
        host_build._build_page(page, config, fast.doc_files, fast.nav, fast.env)
        if staged.is_file():
            staged.replace(target)


def _text_of(path: Path) -> str | None:
    """What a source says now; None where it cannot be read (a whole build says why)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _same_head(before: str, after: str) -> bool:
    """Whether two texts have the same front matter, and one that can be read."""
    try:
        old, new = read(before), read(after)
    except FrontMatterError:
        return False
    return old.values == new.values and old.height == new.height and new.plain
