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

    short_addresses = c.Type(bool, default=True)
    """Write a short permanent address for every sheet, question and tip: `/go/<id>/`. They lead
    to the page on which it stands now, and `playbook.lock.json` keeps them alive."""

    cards = c.Type(bool, default=True)
    """Give every page the title, description and picture that chats show of a link (Open Graph)."""

    card_image = c.Type(str, default="")
    """The picture of pages that name none in their front matter (`image:`): a PNG or JPEG in the
    docs folder, 1200 by 630 pixels. Needs `site_url`."""

    coaching = c.Type(dict, default={})
    """What a coach may do here. `enabled: false` takes the loop away: nothing is asked for or given
    back. `coaches: [Marta Lind]` are named on the fact sheet. `least: 5` (3 to 50) is how many
    people there must be before anything is said of a team; `keep: 13` is after how many months
    returns are offered for deletion, `0` after the talk."""
