"""Options of the plugin `playbook/publish`."""

from __future__ import annotations

from mkdocs.config import base
from mkdocs.config import config_options as c


class PublishConfig(base.Config):  # type: ignore[no-untyped-call]
    """What a site sets under `playbook/publish:` in mkdocs.yml."""

    enabled = c.Type(bool, default=True)
    """Switch the source check off without taking it out."""
