"""Options of the plugin `playbook/worksheets`."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config


class WorksheetsConfig(Config):  # type: ignore[no-untyped-call]
    """What a site sets under `playbook/worksheets:` in mkdocs.yml."""

    site_id = c.Optional(c.Type(str))
    """Separates this site's answers from those of other sites on the same web address.
    Never change it once readers have filled in sheets: their answers are kept under it.
    Default: host and path of `site_url`, as in `coach.example/team`; `site` without one."""
