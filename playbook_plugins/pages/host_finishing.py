"""What is done to each finished page and to the finished site, at the host's events."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.parallel import cores
from playbook_plugins.shared.problems import Problem

from .accessibility import name_boxes, name_search
from .after_build import Wishes, finish_site
from .host_share import SharePictures
from .loading import SmallStyles, late_sitemap, send_later
from .page_summary import OTHERWISE
from .policy import OWN_COPY, fetched, has_diagrams
from .precompress import MissingError, ways_of
from .words import words_for

log = logging.getLogger("mkdocs.plugins.playbook")

OFFLINE_TEMPLATES = Path(__file__).parents[1] / "templates" / "offline"


class Options(Protocol):
    """What a site sets of `playbook/publish` that concerns finished pages."""

    enabled: bool
    offline: bool
    offline_keep: list[str]
    offline_most: float
    precompress: list[str]
    content_security_policy: bool
    share_pictures: bool
    share_colors: dict[str, str]
    share_font: str


class FinishedPages:
    """The finished pages of one build."""

    def __init__(self, options: Options, config: MkDocsConfig, serving: bool) -> None:
        """Refuse what cannot be had here, and add the page for what is not kept offline.

        Readers never keep the pages of a preview, which change under their hands.
        """
        self._options, self._serving = options, serving
        self._offline = options.enabled and options.offline and not serving
        self._script = ""
        self._styles = SmallStyles()
        self._diagrams: set[str] = set()
        self.share = SharePictures(options, config, serving)
        """What a chat shows of a link."""
        self._words = words_for(str(config.theme.get("language") or "en"))
        try:
            ways_of(options.precompress)
        except MissingError as error:
            raise PluginError(str(Problem("mkdocs.yml", 0, 0, *error.args))) from None
        if self._offline:
            config.theme.dirs.append(str(OFFLINE_TEMPLATES))
            config.theme.static_templates.add(OTHERWISE)
        if options.enabled and "navigation.instant" in (config.theme.get("features") or []):
            self._script = late_sitemap()

    def add_words(self, context: Any, template: str, config: MkDocsConfig) -> None:
        """Give the page for what is not kept its words."""
        if template == OTHERWISE:
            context["playbook_offline_words"] = self._words

    def improve(
        self, page: Edits, script: re.Match[str] | None, host_page: Page | None = None
    ) -> None:
        """Give search and the boxes of task lists a name, bring small styles along, ask for the
        theme's `script` after the others, and for the site's map late.

        Instant navigation reads that map: it may when a reader first stirs.
        """
        if self._options.enabled:
            name_search(page)
            name_boxes(page, self._words["box-done"], self._words["box-open"])
            send_later(page, script)
            self._end_head(page)
        if host_page is not None:
            self.share.put_into(page, host_page)

    def _end_head(self, page: Edits) -> None:
        head = page.text.find("</head>")
        if head < 0:
            return
        self._styles.write_into(page, head)
        if self._script:
            page.put(head, head, self._script)

    def _wishes(self, config: MkDocsConfig) -> Wishes:
        o = self._options
        return Wishes(
            base=urlsplit(config.site_url or "/").path or "/",
            offline=self._offline,
            offline_keep=o.offline_keep,
            offline_most=int(o.offline_most * 1024 * 1024),
            # The preview writes a script of its own into every page, and sends files as they are.
            policy=o.content_security_policy and not self._serving and not from_disk(config),
            ways=[] if self._serving else o.precompress,
        )

    def note_diagrams(self, page: str, content: str) -> None:
        """Note a page for whose diagrams the theme would ask another host."""
        if has_diagrams(content):
            self._diagrams.add(page)

    def tell_diagrams(self, config: MkDocsConfig) -> None:
        """Say what leaves the site by the theme's own doing; under a policy it would not work."""
        own = any("mermaid" in str(each) for each in config.extra_javascript)
        policy = self._options.content_security_policy and not self._serving
        if self._diagrams and config.theme.name == "material" and not own and not policy:
            what = f"{fetched(self._diagrams)}: every reader of such a page asks that host."
            log.info("%s", Problem("mkdocs.yml", 0, 0, what, OWN_COPY))

    def finish_site(self, config: MkDocsConfig) -> None:
        """Do to the finished site what it asks for: after every plugin, before it is public."""
        done = finish_site(Path(config.site_dir), self._wishes(config), cores())
        for what, cure in done.warnings:
            log.warning("%s", Problem("mkdocs.yml", 0, 0, what, cure))


def from_disk(config: MkDocsConfig) -> bool:
    """Whether the site opens from a folder: the theme's search runs in a frame of its own there."""
    plugin = config.plugins.get("material/offline")
    return plugin is not None and bool(plugin.config.get("enabled", True))
