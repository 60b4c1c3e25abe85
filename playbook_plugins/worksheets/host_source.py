"""The source of the page that is being read, as its author knows it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import YAML_RE, get_data

from playbook_plugins.shared.front_matter import FrontMatterError, read
from playbook_plugins.shared.problems import shown_path
from playbook_plugins.shared.records import record

from .definitions import KEY, front_lines


@record
class Source:
    """A page's file as the author knows it, and its front matter's height."""

    path: str = ""
    lines: int = 0
    front: tuple[str, ...] = ()
    """The lines of the front matter, as definitions want them."""


class Reading:
    """The page that Markdown reads now. Most pages have no sheet: nobody asks for their source."""

    def __init__(self) -> None:
        self.url = ""
        """The page's address."""
        self._file: File | None = None
        self._config: MkDocsConfig | None = None
        self._source: Source | None = None

    def begin(self, page: Page, config: MkDocsConfig) -> None:
        """From now on, `page` is read."""
        self.url, self._file, self._config, self._source = page.url, page.file, config, None

    @property
    def source(self) -> Source:
        """The page's source; one without a path while no page is read."""
        if self._source is None:
            known = self._file is not None and self._config is not None
            self._source = source_of(self._file, self._config) if known else Source()  # type: ignore[arg-type]
        return self._source

    def front(self) -> tuple[str, ...]:
        """The lines of the front matter, where they may define sheets."""
        return self.source.front if self._file and KEY in self._file.content_string else ()


def source_of(file: File, config: MkDocsConfig) -> Source:
    """The source of a page, with its path from the folder that holds mkdocs.yml."""
    there = "" if file.generated_by else file.abs_src_path
    source = Path(there or Path(config.docs_dir, file.src_uri))
    path = shown_path(source, Path(config.config_file_path or "mkdocs.yml").parent)
    text = file.content_string
    height = front_matter_height(text)
    return Source(path, height, front_lines(text, height))


def front_matter_height(text: str) -> int:
    """How many lines of a raw page MkDocs removes before Markdown sees it."""
    match = YAML_RE.match(text)
    if match:
        with suppress(FrontMatterError):
            front = read(text)
            if front.plain and front.height == match[0].count("\n"):
                rest = text[match.end() :]
                return front.height + len(rest) - len(rest.lstrip("\n"))
    return text.count("\n") - get_data(text)[0].count("\n")
