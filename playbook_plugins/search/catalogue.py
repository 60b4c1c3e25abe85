"""The pages of a site as search knows them, and the index made from them when it is wanted."""

from __future__ import annotations

from .index import Index, build_index
from .model import PageEntry


class Catalogue:
    """Entries by page. A page costs nothing here; the index is made when it is asked for."""

    def __init__(self) -> None:
        self._entries: dict[str, PageEntry] = {}
        self._index: Index | None = None

    def put(self, entry: PageEntry) -> bool:
        """Take a page, in place of what its address had before; whether it says something else."""
        if self._entries.get(entry.url) == entry:
            return False
        self._entries[entry.url] = entry
        self._index = None
        return True

    def drop(self, url: str) -> None:
        """Forget a page."""
        if self._entries.pop(url, None) is not None:
            self._index = None

    def files(self) -> dict[str, str]:
        """The index's files by path; kept until a page changes."""
        if self._index is None:
            self._index = build_index(self._entries.values())
        return self._index.files
