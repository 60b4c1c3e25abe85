"""The small pages that lead on: former addresses of pages, and short ones of each sheet and tip."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from playbook_plugins.forms.model import Block
from playbook_plugins.shared.redirects import former_file, from_address, redirect_page
from playbook_plugins.shared.steps import FileJob

from .addresses import addresses, moved_pages
from .lock import Lock, Pages
from .words import words_for


class Leading:
    """What leads on, on one site."""

    def __init__(
        self,
        config: MkDocsConfig,
        homes: Mapping[str, str],
        blocks: Sequence[Block],
        lock: Lock,
        stands: Mapping[str, str],
        taken: Collection[str],
    ) -> None:
        """`homes` are the addresses of pages by the id of what stands there, `stands` those of
        all pages by source, and `taken` the files that the site has of its own."""
        self._config, self._homes, self._blocks, self._lock = config, homes, blocks, lock
        self._stands, self._taken = stands, taken
        self._titles = {block.id: block.title for block in blocks}
        self._words = words_for(str(config.theme.get("language") or "en"))

    def short_jobs(self) -> Iterable[FileJob]:
        """The short addresses of each sheet and tip."""
        made = addresses(self._homes, self._blocks, self._lock)
        named = groupby(sorted(made.items()), key=lambda pair: pair[0].split("/")[1])
        for name, group in named:
            leads = [pair for pair in group if f"{pair[0]}index.html" not in self._taken]
            yield self._job(leads, name)

    def moved_jobs(self) -> Iterable[FileJob]:
        """The former addresses of pages that hold sheets or tips, where nothing else stands now."""
        pages = Pages(self._stands, partial(_former, self._config))
        for address, target in sorted(moved_pages(self._homes, self._lock, pages).items()):
            file = former_file(f"/{address}")
            if file and file not in self._taken:
                yield self._job([(address, target)], target.partition("#")[2])

    def _job(self, leads: list[tuple[str, str]], name: str) -> FileJob:
        title = self._titles.get(name, self._config.site_name)
        said = (title, self._words.language, self._words["go-to"])
        return FileJob((leads, said), partial(_address_pages, leads, said))


def _former(config: MkDocsConfig, page: str) -> str:
    """The address that a page had whose file is gone."""
    return File(page, config.docs_dir, config.site_dir, config.use_directory_urls).url


def _address_pages(
    leads: list[tuple[str, str]], said: tuple[str, str, str]
) -> Iterator[tuple[str, str]]:
    """The pages at some short addresses; `said` are title, language and the words that lead on."""
    title, language, words = said
    for address, target in leads:
        folder = address if address.endswith("/") else posixpath.dirname(address)
        html = redirect_page(title, from_address(folder or ".", target), language, words)
        yield former_file(f"/{address}"), html
