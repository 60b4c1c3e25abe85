"""The MkDocs plugin `playbook/publish`: what a build does, event by event, from top to bottom.

Each event says why it is here and why it has its priority (the host's events and their order:
https://www.mkdocs.org/dev-guide/plugins/#events; a higher number comes first). The work itself is
done by `sources` (what the check found), `fast_path` (pages), `search` and `pages` (what is put
into finished pages) and `stage` (from the new tree to the live one).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_build_date

from playbook_plugins.pages.host_finishing import FinishedPages
from playbook_plugins.search.door import set_door
from playbook_plugins.search.plugin import Search
from playbook_plugins.shared.config import ClearOptions
from playbook_plugins.shared.contracts import ChecksSources
from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.parallel import cores
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import PageSteps
from playbook_plugins.shared.template_escaping import AT_ENV, BEFORE_OTHERS, Texts
from playbook_plugins.shared.theme import script_in

from .cache_key import mentions, shipped_folders
from .config import PublishConfig
from .dates import build_time, content_date, page_date, source_date_epoch
from .fast_path import FastPath
from .preview.builder import LastBuild, Preview
from .preview.watch_list import WatchList, watch_list
from .probe import FastSteps, Step
from .purity import may_save_quickly
from .running import builds_running
from .site_rules import rules_from
from .sources import Sources
from .stage.publication import Publication, system_error, what_visitors_see
from .stage.staging import LeftError, StagingError
from .tags import list_in_order, may_leave_pages

log = logging.getLogger("mkdocs.plugins.playbook")

FIRST = 100
"""Before any plugin reads a page."""
LAST = -100_000
"""After every other plugin, those included that still write into the site's folder."""


class PublishPlugin(  # type: ignore[no-untyped-call]
    ClearOptions, PageSteps, BasePlugin[PublishConfig], ChecksSources
):
    """Checks every source in one go, builds fast, and makes a whole site live or nothing."""

    feature = "publish"
    is_serve = False
    is_dirty = False
    built_at: datetime | None = None
    shows_built_at = False

    def __init__(self) -> None:
        self.publication = Publication()
        self.fast_steps = FastSteps()
        self.fast_path = FastPath()
        self.sources = Sources()
        self.front = Texts()
        self.last_build: LastBuild | None = None
        self.preview: Preview | None = None
        """The builder of the preview, while somebody writes."""

    # --- Before the first source is read ---

    # The host keeps a plugin that asks for this event for as long as its process lives
    # (https://www.mkdocs.org/dev-guide/plugins/#on_startup): one may have served before, and knows
    # only from here that it serves now. While somebody writes, a broken page stops no other.
    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`."""
        self.preview = self.last_build = None
        self.publication.is_preview = self.is_serve = command == "serve"
        self.is_dirty = dirty

    # First, since plugins remember `site_dir` here and read from it at the end. Who asks for the
    # configuration alone (mike, a script that deploys) calls this event, too, and must be told
    # where the site is: nothing is turned unless a build runs.
    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Turn the build to a folder beside the live one, once no other build is at it."""
        self.host = config
        self.front = Texts()
        self.today = get_build_date()
        self.finished_pages = FinishedPages(self.config, config, self.is_serve)
        self.is_staged = False
        if builds_running():
            self._stage(config)

    def _stage(self, config: MkDocsConfig) -> None:
        """Begin a build. A dirty one works on what is there: it is left alone."""
        if self.is_staged or self.is_dirty or not (self.config.enabled and self.config.staging):
            return
        self.is_staged = True
        self._settle(self.publication.begin, config, inside=builds_running() > 1)

    def _settle(self, where: Callable[..., None], config: MkDocsConfig, **more: bool) -> None:
        try:
            where(config, self.config.staging_wait, log.info, **more)
        except StagingError as error:
            raise PluginError(f"Nothing was built: {error}") from None

    # First: a build with an unreadable source stops here, before the host empties `site_dir`, which
    # it does right after this event. All plugins are configured by now, so their options are final.
    @event_priority(FIRST)
    def _begin(self, *, config: MkDocsConfig) -> None:
        """Check all sources."""
        self._stage(config)  # in a host that we do not know the build begins here
        self.fast_steps = FastSteps(is_strict=config.strict)
        self.search = Search(config, wanted=False)
        if self.config.search and "material/search" in config.plugins:
            self.fast_steps.attempt(Step.SEARCH, partial(self._replace_search, config))
        self.sources.said.leave()
        self.sources = Sources()
        # The host keeps some plugins for the next build of this process, which may be a slow one.
        for each in config.plugins.values():
            if isinstance(each, PageSteps):
                each.written_files = None
        if not self.config.enabled:
            return
        self.fast_path = FastPath(self.config, config, self.fast_steps)
        self.fast_steps.attempt(Step.TAGS, partial(list_in_order, config))
        self.sources.check(config, is_serve=self.is_serve)

    def _replace_search(self, config: MkDocsConfig) -> None:
        self.search = Search(config, wanted=True)

    # Last of the same event: another plugin may have turned the build to a folder of its own
    # (a language of mkdocs-static-i18n, a version of mike), and the host empties it next.
    @event_priority(LAST)
    def _follow(self, *, config: MkDocsConfig) -> None:
        """Go along where another plugin has turned the build."""
        self._settle(self.publication.follow, config)

    on_pre_build = CombinedEvent(_begin, _follow)

    # --- Sources ---

    # First: plugins that look at files find drafts marked, and nothing that is withheld.
    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Hand the host what is known of its files."""
        keep_texts = bool(self.sources.texts) and self.fast_steps.may(Step.SOURCES)
        self.sources.hand_to(files, keep_texts=keep_texts)
        self.search.add_files(files, config)
        return files

    # Last: the next thing that the host does is to read the first page. All files, pages and
    # plugins' changes to the navigation are known, and the cache key holds them.
    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Step into the host's build."""
        if self.config.enabled:
            self.fast_path.start(config, self.is_serve)

    # Behind Material's meta plugin (50), which brings what an author wrote for whole folders, and
    # before plugins that add HTML of their own to front matter.
    @event_priority(BEFORE_OTHERS)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Note what the author wrote, before other plugins add to it."""
        self.front.note(page)

    # Last: the content is what the page will hold, listings aside, which repeat other pages.
    @event_priority(LAST)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Hand each page to search."""
        self.search.take(page, html, config)
        if self.config.enabled:
            self.finished_pages.note_diagrams(page.file.src_uri, html)
        return html

    # --- Pages ---

    # Before Material's tags plugin (100) prints front matter into its listings.
    @event_priority(AT_ENV)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Take every date that the site shows about itself from its content, not from the clock.

        A date that another plugin gave a page stays.
        """
        self.built_at = None
        self.update_env(env)
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        self.finished_pages.share.know(pages)
        if not self.config.enabled or self.config.build_date == "clock":
            return
        fixed = source_date_epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
        own = [content_date(page.meta) for page in pages]
        self.built_at = build_time(own, fixed)
        theme = config.theme
        known = shipped_folders("material") if theme.name == "material" else ()
        self.shows_built_at = mentions("build_date_utc", theme.dirs, known)
        for page, day in zip(pages, own, strict=True):
            if page.update_date in {self.today, get_build_date()}:
                page.update_date = page_date(day, fixed)

    # First: who adds to a context finds the date that the page will show.
    @event_priority(FIRST)
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: object
    ) -> None:
        """Give a page's template the build date that does not depend on the day."""
        self._date(context)

    # First, for the same reason. These are the site map, the page for wrong addresses and the like.
    @event_priority(FIRST)
    def on_template_context(
        self, context: Any, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give the other templates the same, and the page for what is not kept its words."""
        self._date(context)
        self.finished_pages.add_words(context, template_name, config)

    def _date(self, context: Any) -> None:
        if self.built_at is not None:
            context["build_date_utc"] = self.built_at

    # Last: what is put in stands in the finished page, whatever minifies or rewrites it before.
    @event_priority(LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put what opens search into each page, and let what nobody waits for come later."""
        return self._finished(output, page)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for pages such as the one for wrong addresses."""
        return self._finished(output)

    def _finished(self, output: str, page: Page | None = None) -> str:
        edits, script = Edits(output), script_in(output)
        set_door(edits, script, self.search.door)
        self.finished_pages.improve(edits, script, page)
        return edits.made()

    # --- From the new tree to the public ---

    # Last: every plugin has written its files. The host counts a strict build's warnings only after
    # this event (https://github.com/mkdocs/mkdocs/blob/1.6.1/mkdocs/commands/build.py), so
    # `will_abort` asks its counter here.
    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index and the cache; make the new site live, unless it is about to fail."""
        self.sources.said.leave()
        is_whole = self.fast_path.is_whole()
        self.search.gather(self.fast_path.store, cores())
        self.finished_pages.share.write(Path(config.site_dir), self.fast_path.store, cores())
        self.fast_path.finish()
        if not self.is_serve and not self.publication.inner:
            self.sources = Sources()
            self.fast_path.let_go()  # the index takes as much memory again
        self.search.lay_out(Path(config.site_dir))
        if self.config.enabled:
            self.finished_pages.tell_diagrams(config)
            self.finished_pages.finish_site(config)
        self._publish(config)
        if self.is_serve and is_whole and not self.is_dirty and self._may_save_quickly(config):
            self.last_build = LastBuild(config, self.fast_path, Path(config.site_dir))
            if self.preview:
                self.preview.last_build = self.last_build

    def _may_save_quickly(self, config: MkDocsConfig) -> bool:
        """Whether a save can be built alone: no page shows what others say but by us."""
        ours = self.search_is_ours(config) and may_save_quickly(config.plugins)
        return ours and may_leave_pages(config)

    def _publish(self, config: MkDocsConfig) -> None:
        """Make the new site live."""
        publication = self.publication
        if publication.end_inner() or not publication.stage or will_abort(config):
            return
        try:
            site = publication.publish()
        except StagingError as error:
            raise Abort(f"Nothing was published: {error}") from None
        except LeftError as error:
            raise Abort(f"Published, but for files that are as they were: {error}") from None
        if site and not publication.is_preview:
            log.info("Published in %s", site)

    # Last: other plugins clear up after a failed build before its folder goes.
    @event_priority(LAST)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave the live site as it is, and say so; a full disk is a sentence, not a traceback."""
        self.sources.said.leave()
        self.fast_path.stop()
        if self.publication.end_inner():
            return
        stage = self.publication.give_up()
        if stage is None:
            return
        if said := system_error(error, stage):
            raise Abort(f"Nothing was published: {said} {what_visitors_see(stage)}") from None
        log.error("Nothing was published. %s", what_visitors_see(stage))

    # --- The preview ---

    # The first build is done and the server not yet at work: its builder and its watcher can be
    # replaced (https://www.mkdocs.org/dev-guide/plugins/#on_serve).
    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: object) -> None:
        """Know the preview's server, to have it go on after a failed build; build what changes."""
        self.publication.is_preview = True
        if self.config.enabled and self.fast_steps.may(Step.SAVES):
            file = Path(config.config_file_path) if config.config_file_path else None
            self.preview = Preview(server, self._later, self._watch_list, file)
            self.preview.last_build, self.last_build = self.last_build, None

    def _watch_list(self) -> WatchList:
        """What the last build read outside of the docs folder."""
        return watch_list(self.host, rules_from(self.host).snippets, self.sources.included())

    def _later(self) -> None:
        """What a preview makes when the author pauses."""
        if self.preview and self.preview.last_build:
            self.search.write(self.preview.last_build.site, self.fast_path.store)

    # Last: the process ends, whatever ended it; nothing is left beside the site's folder.
    @event_priority(LAST)
    def on_shutdown(self) -> None:
        """End what an interrupted build began."""
        if self.preview:
            self.preview.close()
        self.publication.give_up()

    # --- What the fast path and other plugins ask ---

    def update_env(self, env: Any) -> None:
        """Let front matter be printed as text."""
        self.front.show(self.host.plugins.values())

    def render_inputs(self, page: Any) -> Any:
        """The build date, where the templates show it: a newer post then changes every page."""
        built = str(self.built_at) if self.built_at is not None and self.shows_built_at else None
        return built, self.search.door, self.finished_pages.share.of(page)

    def extra_work(self) -> Sequence[Callable[[], Any]]:
        """Search reads the pages while they are written."""
        return self.search.extra_work(self.fast_path.store)

    def take_extra(self, results: Sequence[Any]) -> None:
        """Take what it read."""
        self.search.take_extra(results, self.fast_path.store)

    def is_body_change(self, page: Any, text: str) -> bool:
        """Whether a page that now says `text` is as right or wrong as before, links included."""
        return self.sources.is_body_change(page, text)

    def search_is_ours(self, config: MkDocsConfig) -> bool:
        """Whether no index of the theme's own reads every page of a build."""
        return self.search.is_on or not {"search", "material/search"} & config.plugins.keys()

    @property
    def broken(self) -> Mapping[str, Problem]:
        """Sources that cannot be built, by path in the docs folder."""
        return self.sources.broken

    def post_in(self, path: str, text: str, rules: Any) -> tuple[Any, tuple[int, int]] | None:
        """The post that the check has read in a source, by these `rules`."""
        return self.sources.post_in(path, text, rules)

    def has_judged(self, path: str, target: str) -> bool:
        """Whether all is said of a link in a source's front matter."""
        return self.sources.has_judged(path, target)


def will_abort(config: MkDocsConfig) -> bool:
    """Whether the host will end this strict build as failed: it counts after its last event.

    The host's own counters are asked, so that we can never disagree with it.
    """
    counters = [
        counter
        for name in ("mkdocs", "properdocs")
        for counter in logging.getLogger(name).handlers
        if isinstance(counter, CountHandler)
    ]
    return bool(config.strict) and any(counter.get_counts() for counter in counters)
