"""The MkDocs plugin `playbook/publish`: a wrong source never reaches a page."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files

from playbook_plugins.problems import Problem, shown_path

from .config import PublishConfig
from .sources import check_source

log = logging.getLogger("mkdocs.plugins.playbook")

FIRST = 100
"""Before any plugin reads a page."""


class PublishPlugin(BasePlugin[PublishConfig]):  # type: ignore[no-untyped-call]
    """Checks every source in one go, before MkDocs empties the old site."""

    broken: dict[str, Problem]
    """Sources that cannot be built, by path in the docs folder."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: there the other pages go on."""
        self.is_serve = command == "serve"

    @event_priority(FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check all sources; a build with an unreadable one stops here, with the old site whole."""
        self.broken = {}
        if not self.config.enabled:
            return
        problems: list[Problem] = []
        for source, name in self._sources(config):
            checked = check_source(source.read_bytes(), self._shown(source, config))
            problems += checked.problems
            if not checked.readable:
                self.broken[name] = checked.problems[0]
        for problem in sorted(problems):
            log.warning("%s", problem)
        if self.broken and not self.is_serve:
            count = len(self.broken)
            pages = "1 page" if count == 1 else f"{count} pages"
            raise PluginError(f"Nothing was built: {pages} cannot be read, see above.")

    def _sources(self, config: MkDocsConfig) -> list[tuple[Path, str]]:
        """Every Markdown file that MkDocs would publish, with its path in the docs folder."""
        docs = Path(config.docs_dir)
        found = []
        for path in sorted(docs.rglob("*.md")):
            name = path.relative_to(docs).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            excluded = config.exclude_docs is not None and config.exclude_docs.match_file(name)
            if path.is_file() and not hidden and not excluded:
                found.append((path, name))
        return found

    def _shown(self, source: Path, config: MkDocsConfig) -> str:
        return shown_path(source, Path(config.config_file_path or "mkdocs.yml").parent)

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """In `serve`, a page that cannot be read becomes a note that says what to mend."""
        for name, problem in self.broken.items():
            file = files.get_file_from_path(name)
            if file is not None:
                file.content_string = placeholder(problem)
        return files


def placeholder(problem: Problem) -> str:
    """A page in place of one that cannot be read: the problem, and not a word of the source."""
    said = html.escape(re.sub(r"([\\`*_{}\[\]<>#|~])", r" ", str(problem)))
    return (
        "---\ntitle: This page cannot be read yet\nsearch: {exclude: true}\n---\n\n"
        f"# This page cannot be read yet\n\n{said}\n"
    )
