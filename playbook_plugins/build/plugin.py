"""The MkDocs plugin `playbook/publish`: a wrong source never reaches a page."""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler, get_build_date

from playbook_plugins.checks.checked import Checked
from playbook_plugins.checks.rules import PageRules, Verdict
from playbook_plugins.checks.site import check_site
from playbook_plugins.checks.source import check_source, look_at
from playbook_plugins.pages.host_pages import Light
from playbook_plugins.search.door import set_door
from playbook_plugins.search.plugin import Search
from playbook_plugins.shared.config import ClearOptions
from playbook_plugins.shared.contracts import ChecksSources
from playbook_plugins.shared.memory import News, Task
from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.parallel import Missing, cores, share
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import PageSteps
from playbook_plugins.shared.template_escaping import AT_ENV, BEFORE_OTHERS, Texts
from playbook_plugins.shared.theme import script_in

from .asking import Asked
from .cache_inputs import mentions
from .config import PublishConfig
from .dates import build_time, content_date, page_date, source_date_epoch
from .ending import leave_lying
from .partials import shipped_folders
from .preview.following import Followed, followed
from .preview.serving import Preview, Standing
from .purity import may_save_quickly
from .running import builds_running
from .said_already import SaidAlready
from .site_rules import rules_from
from .speed import Speed
from .stage.publication import Publication, standing, system_error
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
    """Checks every source in one go, before MkDocs empties the old site."""

    feature = "publish"
    is_serve = False
    is_dirty = False
    built_at: datetime | None = None
    shows_built_at = False

    def __init__(self) -> None:
        self.publication = Publication()
        self.speed = Speed()
        self.broken: dict[str, Problem] = {}
        """Sources that cannot be built, by path in the docs folder."""
        self.texts: dict[str, str] = {}
        """What the readable sources say, by path in the docs folder."""
        self.found: dict[str, tuple[Checked, PageRules]] = {}
        """What each source was found to be, and by which rules."""
        self.drafts: set[str] = set()
        """Pages that say of themselves that they are drafts, and are no posts."""
        self.front = Texts()
        self.withheld: set[str] = set()
        """Files that are pages and would be copied as they stand."""
        self.said = SaidAlready()
        self.standing: Standing | None = None
        self.preview: Preview | None = None
        """The builder of the preview, while somebody writes."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: there the other pages go on.

        The host keeps plugins that ask for this event: one may have served in this process before.
        """
        self.preview = self.standing = None
        self.publication.is_preview = self.is_serve = command == "serve"
        self.is_dirty = dirty

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> None:
        """Turn the build to a folder beside the live one, once no other build is at it.

        From the first event on, since plugins remember the folder here and read from it at the
        end; but in a build only. Who asks for the configuration alone (mike, a script that
        deploys) is told where the site is, and nothing is turned.
        """
        self.host = config
        self.front = Texts()
        self.today = get_build_date()
        self.asked = Asked(config.theme)
        self.light = Light(self.config, config, self.is_serve)
        self.is_staged = False
        if not builds_running():
            return
        leave_lying(config)
        if self.config.enabled and self.config.fast:
            self.asked.compile_once()
        self._stage(config)

    def _stage(self, config: MkDocsConfig) -> None:
        """Begin a build. A dirty one works on what is there: it is left alone."""
        if self.is_staged or self.is_dirty or not (self.config.enabled and self.config.staging):
            return
        self.is_staged = True
        inside = builds_running() > 1
        self._settle(self.publication.begin, config, inside=inside)

    def _settle(self, where: Callable[..., None], config: MkDocsConfig, **more: bool) -> None:
        try:
            where(config, self.config.staging_wait, log.info, **more)
        except StagingError as error:
            raise PluginError(f"Nothing was built: {error}") from None

    @event_priority(FIRST)
    def _begin(self, *, config: MkDocsConfig) -> None:
        """Check all sources; a build with an unreadable one stops here, with the old site whole."""
        self._stage(config)  # in a host that we do not know the build begins here
        self.asked.step_out()
        self.search = Search(config, wanted=self.config.search)
        self.broken, self.texts, self.found = {}, {}, {}
        self.drafts, self.withheld = set(), set()
        self.said.leave()
        if not self.config.enabled:
            return
        self.speed = Speed(self.config, config)
        list_in_order(config)
        rules = rules_from(config)
        verdict = check_site(rules, self._looked, self._look_ahead)
        posts = {name for name in verdict.drafts if any(blog.holds(name) for blog in rules.blogs)}
        self.broken, self.drafts = verdict.broken, verdict.drafts - posts
        self.withheld = verdict.withheld
        self._say(verdict, f"{rules.shown(rules.docs)}/", config.strict)
        self.speed.compile_ahead(config.theme)
        if self.config.fast:
            self.asked.pass_by_icons()

    @event_priority(LAST)
    def _follow(self, *, config: MkDocsConfig) -> None:
        """Go along where another plugin has turned the build, before the host empties a folder."""
        self._settle(self.publication.follow, config)

    on_pre_build = CombinedEvent(_begin, _follow)

    def search_is_ours(self, config: MkDocsConfig) -> bool:
        """Whether no index of the theme's own reads every page of a build."""
        return self.search.is_on or not {"search", "material/search"} & config.plugins.keys()

    def _look_ahead(self, tasks: Iterable[Task]) -> None:
        """Work out what is not remembered, in several processes."""
        memory = self.speed.memory
        new = [task for task in tasks if memory.find(*task[:2]) is None]
        processes = cores() if self.config.fast else 1

        def work(number: int) -> list[News]:
            news: list[News] = []
            memory.news = news
            kind, text, make = new[number]
            memory.put(kind, text, make())
            return news

        for found in share(len(new), work, processes):
            memory.take(() if isinstance(found, Missing) else found)
        memory.news = None

    def _looked(self, content: bytes, name: str, rules: PageRules) -> Checked:
        """One source, whose text is kept: the host would read each file again."""
        page = look_at(content, name, rules)
        if page.readable:
            self.texts[name] = as_read(content)
        self.found[name] = page, rules
        return page

    def post_in(self, path: str, text: str, rules: Any) -> tuple[Any, tuple[int, int]] | None:
        """The post that the check has read in a source that says `text`, by these `rules`."""
        if self.texts.get(path) != text or path not in self.found:
            return None
        page, by = self.found[path]
        same = page.post is not None and by.post_rules(path) == rules and not by.defaults
        return (page.post, page.front.place("links")) if same else None

    def has_judged(self, path: str, target: str) -> bool:
        """Whether all is said of a link in a source's front matter: its place, and its file."""
        return path in self.found and ("#" in target or self.said.has_link(path, target))

    def stays(self, page: Any, text: str) -> bool:
        """Whether a page that now says `text` is as right or wrong as before, links included."""
        name = page.file.src_uri
        if name not in self.found:
            return bool(page.file.generated_by) or not page.file.abs_src_path
        before, rules = self.found[name]
        return before.stands_for(check_source(text.encode("utf-8", "surrogatepass"), name, rules))

    def _say(self, verdict: Verdict, prefix: str, strict: bool) -> None:
        """Report everything once, and stop where nothing may be written.

        What stops a build or stays out of the site is said in a quiet build as well. Paths are
        shown with `prefix`.
        """
        stops = self.broken.keys() | {name for name, stops in verdict.missing.items() if stops}
        aloud = {each.path for each in self.broken.values()}
        aloud |= {f"{prefix}{name}" for name in (*verdict.missing, *verdict.withheld)}
        for problem in verdict.problems:
            log.log(logging.ERROR if problem.path in aloud else logging.WARNING, "%s", problem)
        self.said.start(verdict.problems, verdict.links)
        self.said.listen()
        if self.is_serve:
            return
        if stops:
            count = len(stops)
            pages = "1 page" if count == 1 else f"{count} pages"
            raise PluginError(f"Nothing was built: {pages} cannot be published, see above.")
        if strict and verdict.problems:
            count = len(verdict.problems)
            said = "1 problem" if count == 1 else f"{count} problems"
            raise PluginError(f"Nothing was built: {said} in a strict build, see above.")

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Drafts are shown while writing only; a page that cannot be read becomes a note.

        The host reads a file whenever it is asked for its text; we have read them all.
        """
        self.asked.step_out()
        for name, text in self.texts.items():
            file = files.get_file_from_path(name)
            if file is not None and file._content is None:
                file._content = text
        for name, problem in self.broken.items():
            file = files.get_file_from_path(name)
            if file is not None:
                file.content_string = placeholder(problem)
        for name in self.withheld:
            file = files.get_file_from_path(name)
            if file is not None:
                files.remove(file)
        for name in self.drafts:
            file = files.get_file_from_path(name)
            if file is not None:
                file.inclusion = InclusionLevel.DRAFT
        self.search.add_files(files, config)
        return files

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Step into the host's build, now that all files and pages are known."""
        if self.config.enabled:
            self.speed.start(config, self.is_serve, self.publication)
        if not self.speed.fast:
            self.publication.drop_spare()

    # --- Front matter ---

    @event_priority(BEFORE_OTHERS)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Note what the author wrote, before other plugins add to it."""
        self.front.note(page)

    # --- Dates ---

    @event_priority(AT_ENV)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Take every date that the site shows about itself from its content, not from the clock.

        A date that another plugin gave a page stays.
        """
        self.built_at = None
        self.dress(env)
        if not self.config.enabled or self.config.build_date == "clock":
            return
        fixed = source_date_epoch(os.environ.get("SOURCE_DATE_EPOCH", ""))
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        own = [content_date(page.meta) for page in pages]
        self.built_at = build_time(own, fixed)
        theme = config.theme
        known = shipped_folders("material") if theme.name == "material" else ()
        self.shows_built_at = mentions("build_date_utc", theme.dirs, known)
        for page, day in zip(pages, own, strict=True):
            if page.update_date in {self.today, get_build_date()}:
                page.update_date = page_date(day, fixed)

    def dress(self, env: Any) -> None:
        """Let front matter be printed as text, and templates be compiled once for many builds."""
        self.front.show(self.host.plugins.values())
        self.speed.dress(env)

    @event_priority(FIRST)
    def on_page_context(
        self, context: Any, *, page: Page, config: MkDocsConfig, nav: object
    ) -> None:
        """Give a page's template the build date that does not depend on the day."""
        self._date(context)

    @event_priority(FIRST)
    def on_template_context(
        self, context: Any, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give the other templates the same, and the page for what is not kept its words."""
        self._date(context)
        self.light.add_words(context, template_name, config)

    def page_inputs(self, page: Any) -> Any:
        """The build date, where the templates show it: a newer post then changes every page."""
        built = str(self.built_at) if self.built_at is not None and self.shows_built_at else None
        return built, self.search.door

    def _date(self, context: Any) -> None:
        if self.built_at is not None:
            context["build_date_utc"] = self.built_at

    # --- Search ---

    def errands(self) -> Sequence[Callable[[], Any]]:
        """Search reads the pages while they are written."""
        return self.search.errands(self.speed.store)

    def errands_done(self, made: Sequence[Any]) -> None:
        """Take what it read."""
        self.search.errands_done(made, self.speed.store)

    @event_priority(LAST)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Hand each page to search, before the listings in it are filled."""
        self.search.take(page, html, config)
        if self.config.enabled:
            self.light.note_diagrams(page.file.src_uri, html)
        return html

    @event_priority(LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put what opens search into each page, and let what nobody waits for come later."""
        return self._finished(output)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for pages such as the one for wrong addresses."""
        return self._finished(output)

    def _finished(self, output: str) -> str:
        page, script = Edits(output), script_in(output)
        set_door(page, script, self.search.door)
        self.light.lighten(page, script)
        return page.made()

    # --- From the staging folder to the public ---

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the cache; make the new site live, unless its warnings are about to fail it."""
        self.said.leave()
        fast = self.speed.standing()
        self.search.gather(self.speed.store, cores())
        indexed = self.search.lay_out(Path(config.site_dir))
        try:
            self.speed.finish()
        finally:
            indexed()
        if self.config.enabled:
            self.light.tell_diagrams(config)
            self.light.finish(config)
        self._publish(config)
        if self.is_serve and fast and not self.is_dirty and self._may_save_quickly(config):
            self.standing = Standing(config, fast, self.speed, Path(config.site_dir))
            if self.preview:
                self.preview.standing = self.standing

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

    @event_priority(LAST)
    def on_build_error(self, *, error: Exception) -> None:
        """Leave the live site as it is, and say so; a full disk is a sentence, not a traceback."""
        self.said.leave()
        self.speed.stop()
        if self.publication.end_inner():
            return
        stage = self.publication.give_up()
        if stage is None:
            return
        if said := system_error(error, stage):
            raise Abort(f"Nothing was published: {said} {standing(stage)}") from None
        log.error("Nothing was published. %s", standing(stage))

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: object) -> None:
        """Know the preview's server, to have it go on after a failed build; build what changes."""
        self.publication.is_preview = True
        if self.config.enabled:
            file = Path(config.config_file_path) if config.config_file_path else None
            self.preview = Preview(server, self._later, self._followed, file)
            self.preview.standing, self.standing = self.standing, None

    def _followed(self) -> Followed:
        """What the last build read outside of the docs folder."""
        included = {each.target for page, _ in self.found.values() for each in page.includes}
        return followed(self.host, rules_from(self.host).snippets, included)

    def _later(self) -> None:
        """What a preview makes when the author pauses."""
        if self.preview and self.preview.standing:
            self.search.write(self.preview.standing.site, self.speed.store)

    @event_priority(LAST)
    def on_shutdown(self) -> None:
        """End what an interrupted build began; a preview leaves nothing beside its folder."""
        if self.preview:
            self.preview.close()
        self.publication.give_up()


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


def as_read(content: bytes) -> str:
    """A source's text as the host reads it: no byte order mark, lines end in line feeds."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def placeholder(problem: Problem) -> str:
    """A page in place of one that cannot be read: the problem, and not a word of the source."""
    said = html.escape(re.sub(r"([\\`*_{}\[\]<>#|~])", r" ", str(problem)))
    return (
        "---\ntitle: This page cannot be read yet\nsearch: {exclude: true}\n---\n\n"
        f"# This page cannot be read yet\n\n{said}\n"
    )
