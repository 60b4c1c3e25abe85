"""Files of ours among the host's: nobody wrote them, and other plugins look at them, too."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

AMONG_US = frozenset({"mkdocs", "material", "properdocs", "playbook_plugins"})
"""Packages whose plugins know that a file may have no place on the disk."""


def made_file(config: MkDocsConfig, uri: str, content: str | bytes) -> File:
    """A file of the site that is made by the build.

    Where plugins of others are at work it has a place on the disk, too, outside of the docs folder:
    many take for granted that every file has one.
    """
    file = File.generated(config, uri, content=content)
    if _has_strangers(config):
        place = Path(_folder().name, uri)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        file.abs_src_path = str(place)
    return file


def _has_strangers(config: MkDocsConfig) -> bool:
    kinds = (type(plugin).__module__ for plugin in config.plugins.values())
    return bool(config.hooks) or any(name.partition(".")[0] not in AMONG_US for name in kinds)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Where they are; it goes with the process."""
    return tempfile.TemporaryDirectory(prefix="playbook-made-")
