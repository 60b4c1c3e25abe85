"""The MkDocs plugin `playbook/publish`: a wrong source never reaches a page."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.theme import Theme

from playbook_plugins.config import ClearOptions
from playbook_plugins.problems import Problem

from .checks.rules import Verdict
from .checks.site import check_site
from .config import PublishConfig
from .files import rules_from
from .host import FastPath, knows_host
from .inputs import SHIPPED, canonical, templates, versions
from .purity import Reason, reasons
from .saying import SaidAlready
from .store import Store, digest

log = logging.getLogger("mkdocs.plugins.playbook")

FIRST = 100
"""Before any plugin reads a page."""
LAST = -1000
"""After every other plugin."""


class PublishPlugin(ClearOptions, BasePlugin[PublishConfig]):  # type: ignore[no-untyped-call]
    """Checks every source in one go, before MkDocs empties the old site."""

    feature = "publish"
    is_serve = False
    fast: FastPath | None = None
    """The build on the fast path, while there is one."""

    def __init__(self) -> None:
        self.broken: dict[str, Problem] = {}
        """Sources that cannot be built, by path in the docs folder."""
        self.drafts: set[str] = set()
        """Pages that say of themselves that they are drafts, and are no posts."""
        self.said = SaidAlready()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: there the other pages go on."""
        self.is_serve = command == "serve"

    @event_priority(FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check all sources; a build with an unreadable one stops here, with the old site whole."""
        self.broken, self.drafts = {}, set()
        self.said.leave()
        if not self.config.enabled:
            return
        rules = rules_from(config)
        verdict = check_site(rules)
        posts = {name for name in verdict.drafts if any(blog.holds(name) for blog in rules.blogs)}
        self.broken, self.drafts = verdict.broken, verdict.drafts - posts
        self._say(verdict, config.strict)

    def _say(self, verdict: Verdict, strict: bool) -> None:
        """Report everything once, and stop where nothing may be written."""
        for problem in verdict.problems:
            log.warning("%s", problem)
        self.said.start(verdict.problems, verdict.links)
        self.said.listen()
        if self.is_serve:
            return
        if self.broken:
            count = len(self.broken)
            pages = "1 page" if count == 1 else f"{count} pages"
            raise PluginError(f"Nothing was built: {pages} cannot be published, see above.")
        if strict and verdict.problems:
            count = len(verdict.problems)
            said = "1 problem" if count == 1 else f"{count} problems"
            raise PluginError(f"Nothing was built: {said} in a strict build, see above.")

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Drafts are shown while writing only; a page that cannot be read becomes a note."""
        for name, problem in self.broken.items():
            file = files.get_file_from_path(name)
            if file is not None:
                file.content_string = placeholder(problem)
        for name in self.drafts:
            file = files.get_file_from_path(name)
            if file is not None:
                file.inclusion = InclusionLevel.DRAFT
        return files

    # --- The fast path ---

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Step into the host's build, now that all files and pages are known."""
        self.step_out()
        self.reasons = self.slow_because(config)
        if self.reasons or not (self.config.enabled and self.config.fast):
            return
        root = Path(config.config_file_path or "mkdocs.yml").parent
        self.store = Store(root / self.config.cache_dir if self.config.cache else None)
        included = InclusionLevel.is_in_serve if self.is_serve else InclusionLevel.is_included
        self.fast = FastPath(config, self.store, common_inputs(config), included)
        self.fast.step_in()

    def slow_because(self, config: MkDocsConfig) -> list[Reason]:
        """What keeps this site from the fast path; nothing when it may take it."""
        if not knows_host():
            return [Reason("this is not the MkDocs that we know.", "Use MkDocs 1.6.1.")]
        hooks = set(config.hooks)
        plugins = {
            name: [event[3:] for event in dir(plugin) if event.startswith("on_")]
            for name, plugin in config.plugins.items()
            if name not in hooks
        }
        return reasons(
            plugins, config.markdown_extensions, self.config.pure, sorted(map(str, hooks))
        )

    def step_out(self) -> None:
        """Leave the host's build as it was."""
        if self.fast:
            self.fast.step_out()
            self.fast = None

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the cache; other builds of this process speak for themselves."""
        self.said.leave()
        if self.fast:
            self.step_out()
            self.store.write()

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the host's build as it was."""
        self.said.leave()
        self.step_out()


def common_inputs(config: MkDocsConfig) -> bytes:
    """The digest of what every page depends on: versions, configuration, templates."""
    passed = {"plugins", "hooks", "site_dir", "docs_dir", "config_file_path", "theme", "nav"}
    passed |= {"dev_addr", "watch", "strict", "mdx_configs"}
    values = {key: value for key, value in config.items() if key not in passed}
    options = {
        name: {key: each for key, each in given.items() if not callable(each)}
        for name, given in config.mdx_configs.items()
    }
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    theme = config.theme
    shipped = [each for name in SHIPPED & {theme.name} for each in Theme(name=name).dirs]
    settings = (canonical(values), canonical(options), canonical(plugins), canonical(dict(theme)))
    return digest(versions(), repr(settings), templates(str(theme.name), theme.dirs, shipped))


def placeholder(problem: Problem) -> str:
    """A page in place of one that cannot be read: the problem, and not a word of the source."""
    said = html.escape(re.sub(r"([\\`*_{}\[\]<>#|~])", r" ", str(problem)))
    return (
        "---\ntitle: This page cannot be read yet\nsearch: {exclude: true}\n---\n\n"
        f"# This page cannot be read yet\n\n{said}\n"
    )
