"""Search on the host's side: in place of the theme's own index, behind the theme's own box.

Not a plugin of its own: `playbook/publish` calls it at the events of a build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed
from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.contracts import ShowsComments, offered
from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.host_generated_files import made_file
from playbook_plugins.shared.parallel import Missing, share
from playbook_plugins.shared.versions import versions
from playbook_plugins.shared.writing import write_files

from .catalogue import Catalogue
from .door import door_script
from .entry import kept_entry, plain_title, read_entry, source_entry
from .model import PageEntry, SearchComment, Source

SCRIPT, DOOR = "playbook-search.js", "playbook-search-door.js"
KIND = "search"
"""What the cache calls entries."""
SETTINGS = ("lang", "separator", "pipeline", "fields")
LARGEST_BOOST = 100.0
MARK = "data-search-"
"""How the marks begin by which an author tells the theme's index what to leave out."""


Made = tuple[bytes, PageEntry, bytes | None]
"""A page read: its key, its entry, and the entry as the cache keeps it where that is new."""
Work = Callable[[], Made]


class EmptyIndex:
    """What the theme's plugin has for an index in our stead: it reads no page and writes no text.

    The file `search/search_index.json` stays, empty, for whoever still asks for it.
    """

    takes_pages = False
    """No page need be handed to it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.entries: list[Any] = []
        self._settings = {name: settings[name] for name in SETTINGS if name in settings}

    def add_entry_from_context(self, page: Page) -> None:
        """Take a page: ours is the index that does."""

    def generate_search_index(self, prev: object = None) -> str:
        """An index without a page."""
        empty = {"config": self._settings, "docs": []}
        return json.dumps(empty, separators=(",", ":"), default=str)


class Search:
    """One build's search. Off where the site shows no search box of the theme."""

    def __init__(self, config: MkDocsConfig, *, wanted: bool) -> None:
        """After every plugin has been configured: take the theme's place if that is `wanted`."""
        self.catalogue = Catalogue()
        self.door = ""
        self.capitals = False
        self._sources: dict[str, Source] = {}
        self._written: dict[str, bytes] = {}
        """Digests of the index's files as they were written last, by path from the site's root."""
        self._language = str(config.theme.get("language") or "en")
        theirs: Any = config.plugins.get("material/search")
        self.is_on = bool(wanted and theirs is not None and theirs.config.get("enabled", True))
        if not self.is_on:
            return
        # A separator that parts words at capitals wants `PlaybookForm` found by its parts.
        self.capitals = "[A-Z]" in str(theirs.config.get("separator") or "")
        theirs.search_index = EmptyIndex(theirs.config)
        steps = config.plugins.events["page_context"]
        steps[:] = [
            _where_marked(each) if each == theirs.on_page_context else each for each in steps
        ]
        # Material's `offline` brings a stand-in for workers from another host; ours needs none.
        polyfills = config.extra.get("polyfills")
        if isinstance(polyfills, list):
            polyfills[:] = [each for each in polyfills if "iframe-worker" not in str(each)]

    def add_files(self, files: Files, config: MkDocsConfig) -> None:
        """Add the script that answers the search box."""
        if not self.is_on:
            return
        content = (STATIC / SCRIPT).read_bytes()
        uri = f"{FOLDER}/{hashed(SCRIPT, content)}"
        files.append(made_file(config, uri, content))
        self.door = door_script(STATIC / DOOR, uri, self._language)

    def take(self, page: Page, html: str, config: MkDocsConfig) -> None:
        """Note a page before listings are filled in: those repeat other pages."""
        if self.is_on and not _is_excluded(page):
            self._sources[page.file.src_uri] = source_of(page, html, remarks_on(page, config))

    def write(self, site: Path, store: Store) -> None:
        """Write the index into a site that is being served, as far as pages say something else."""
        if self.gather(store, 1):
            self.lay_out(site)

    def gather(self, store: Store, processes: int) -> bool:
        """Read every page that was taken and not read yet; whether one says something else."""
        works = self.extra_work(store)
        made = share(len(works), lambda number: works[number](), processes)
        return self.take_extra(
            [w() if isinstance(m, Missing) else m for w, m in zip(works, made, strict=True)], store
        )

    def lay_out(self, site: Path) -> None:
        """Write the index of the pages that were gathered, as far as files say something else."""
        if not self.is_on:
            return
        made = {n: text.encode("utf-8", "replace") for n, text in self.catalogue.files().items()}
        written = {name: digest(raw) for name, raw in made.items()}
        for name in self._written.keys() - written.keys():  # a preview writes again and again
            (site / name).unlink(missing_ok=True)
        new = [name for name, sum in written.items() if self._written.get(name) != sum]
        write_files(site, ((name, made[name]) for name in new))
        self._written = written

    def extra_work(self, store: Store) -> list[Work]:
        """What it takes to read the pages that were taken: one call a page."""
        own = digest(versions(), repr(self.capitals))
        sources = list(self._sources.values())
        # Where nothing can be known, whoever makes an entry works out its key.
        keys = [b"" if store.is_empty else _key(own, source) for source in sources]
        known = store.load(KIND, [key for key in keys if key])
        return [
            partial(_entry, own, source, key, known.get(key), self.capitals)
            for source, key in zip(sources, keys, strict=True)
        ]

    def take_extra(self, made: Iterable[Made], store: Store) -> bool:
        """Take the pages that were read; whether one says something else than before."""
        self._sources = {}
        is_new = False
        for key, entry, kept in made:
            if kept is not None:
                store.keep(KIND, {key: kept})
            is_new |= self.catalogue.put(entry)
        return is_new


def _entry(own: bytes, source: Source, key: bytes, known: bytes | None, capitals: bool) -> Made:
    """A page's entry, by its key; as a cache keeps it, unless it was `known`."""
    entry = read_entry(known) if known is not None else None
    if entry:
        return key, entry, None
    entry = source_entry(source, capitals=capitals)
    return key or _key(own, source), entry, kept_entry(entry)


def _where_marked(look: Callable[..., None]) -> Callable[..., None]:
    """The theme's step that takes its marks out of a page's text, for pages that have some."""

    def looked(context: Any, *, page: Page, **rest: Any) -> None:
        if MARK in (page.content or ""):
            look(context, page=page, **rest)

    return looked


def _key(own: bytes, source: Source) -> bytes:
    """What an entry is made from; `own` is the digest of what makes it."""
    # The text as it is: to write it as Python does takes longer than the digest.
    return digest(own, source.content, repr(replace(source, content="")))


def _is_excluded(page: Page) -> bool:
    search = page.meta.get("search")
    return isinstance(search, Mapping) and bool(search.get("exclude"))


def source_of(page: Page, html: str, remarks: list[SearchComment]) -> Source:
    """A host's page as search takes it."""
    tags = page.meta.get("tags")
    return Source(
        page.url,
        plain_title(page.meta.get("title", page.title) or ""),
        html,
        tuple(str(tag) for tag in tags if tag or tag == 0) if isinstance(tags, list) else (),
        tuple(remarks),
        boost_of(page.meta.get("search")),
    )


def remarks_on(page: Page, config: MkDocsConfig) -> list[SearchComment]:
    """The comments under a page, from the blog that shows them."""
    for plugin in offered(ShowsComments, config.plugins.values()):
        said = plugin.page_comments(page)
        if said is not None:
            return [SearchComment(*each) for each in said]
    return []


def boost_of(search: object) -> float:
    """What a page's `search: {boost: 2}` asks for; 1 for anything else."""
    boost = search.get("boost", 1) if isinstance(search, Mapping) else 1
    if isinstance(boost, bool) or not isinstance(boost, int | float) or not boost > 0:
        return 1.0
    return min(float(boost), LARGEST_BOOST)
