"""The blogs of a site, as the commands need them: folders, posts, provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from playbook_plugins.blog.authors import read_authors
from playbook_plugins.blog.listings.order import named_apart
from playbook_plugins.blog.model import Author, Post
from playbook_plugins.blog.reader import PostReader, PostRules
from playbook_plugins.blog.settings import BlogSettings, settings_of
from playbook_plugins.comments.providers import Provider, Topic, provider_of
from playbook_plugins.comments.providers.http import Fetcher
from playbook_plugins.shared.problems import shown_path
from playbook_plugins.shared.records import record

from .site_options import docs_of, options_of, read_config


@record
class SiteBlog:
    """One blog of the site: its posts, its comments and its provider."""

    root: Path
    docs: Path
    options: Mapping[str, Any]
    site_url: str

    @cached_property
    def settings(self) -> BlogSettings:
        """What its options mean for its posts."""
        return settings_of(self.options)

    @property
    def ledger(self) -> Path:
        """The folder of its threads."""
        return self.docs / self.settings.comments_dir

    @property
    def folder(self) -> Path:
        """The blog's own."""
        return self.docs / self.settings.root

    @property
    def post_folder(self) -> Path:
        """The folder of its posts."""
        return self.docs / self.settings.folder

    @property
    def authors_file(self) -> Path:
        """Where its authors stand."""
        return self.docs / self.settings.authors_file

    def authors(self) -> Mapping[str, Author]:
        """Its authors, by id; none where the file cannot be read."""
        path = self.authors_file
        text = path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
        return read_authors(text, self.shown(path), lambda problem: None)

    def shown(self, path: Path) -> str:
        """A path as the author knows it."""
        return shown_path(path, self.root)

    def provider(self, timeout: float) -> Provider | None:
        """Its provider, or None. Raises `SettingsError`."""
        values = self.options.get("comments_provider_settings")
        return provider_of(
            str(self.options.get("comments_provider") or ""),
            str(self.options.get("comments_provider_url") or ""),
            values if isinstance(values, dict) else {},
            self.site_url,
            Fetcher(timeout=timeout, total=timeout * 3),
        )

    def posts(self) -> Iterator[Post]:
        """Every post that readers see, or will see on its day.

        One that cannot be read is for `playbook check` to name.
        """
        return iter(named_apart(self._posts()))

    def _posts(self) -> Iterator[Post]:
        for path in sorted(self.post_folder.rglob("*.md")):
            try:
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue
            inside = path.relative_to(self.docs).as_posix()
            reader = PostReader(inside, self.shown(path), PostRules(), lambda problem: None)
            post = reader.read(text)
            if post and not self.settings.hides(post):
                yield post

    def topics(self) -> Iterator[Topic]:
        """Every post that can have comments."""
        return (Topic(post.uid, post.title) for post in self.posts() if post.comments)


def blogs_of(file: str) -> list[SiteBlog]:
    """The blogs that `file` configures. Ends the command with a sentence when it cannot be read."""
    root, values = read_config(file)
    site_url = str(values.get("site_url") or "")
    docs = docs_of(root, values)
    return [SiteBlog(root, docs, each, site_url) for each in options_of(values, "playbook/blog")]
