"""The MkDocs plugin `playbook/publish`: a wrong source never reaches a page."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.theme import Theme

from playbook_plugins.bundle import STATIC
from playbook_plugins.problems import Problem, shown_path

from .config import PublishConfig
from .finishing import Wishes, finish
from .host import FastPath, knows_host
from .inputs import SHIPPED, canonical, templates, versions
from .offline import OTHERWISE
from .precompress import MissingError, check_ways
from .purity import Reason, reasons
from .sources import check_source
from .store import Store, digest
from .words import words_for

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

log = logging.getLogger("mkdocs.plugins.playbook")

FIRST = 100
"""Before any plugin reads a page."""
LAST = -100_000
"""After every other plugin, those too that still write into the site's folder."""

OFFLINE_TEMPLATES = Path(__file__).parents[1] / "templates" / "offline"
LATE_SITEMAP = "playbook-late-sitemap.js"


class PublishPlugin(BasePlugin[PublishConfig]):  # type: ignore[no-untyped-call]
    """Checks every source in one go, before MkDocs empties the old site."""

    broken: dict[str, Problem]
    """Sources that cannot be built, by path in the docs folder."""

    fast: FastPath | None = None
    """The build on the fast path, while there is one."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is `serve`: there the other pages go on."""
        self.is_serve = command == "serve"

    def on_config(self, config: MkDocsConfig) -> None:
        """Refuse what cannot be had here, and add the page for what is not kept offline."""
        try:
            check_ways(self.config.precompress)
        except MissingError as error:
            raise PluginError(str(Problem("mkdocs.yml", 0, 0, error.what, error.cure))) from None
        if self._is_offline():
            config.theme.dirs.append(str(OFFLINE_TEMPLATES))
            config.theme.static_templates.add(OTHERWISE)

    def _is_offline(self) -> bool:
        """Whether readers keep pages: never those of a preview, which change under their hands."""
        return self.config.enabled and self.config.offline and not self.is_serve

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give the page for what is not kept its words."""
        if template_name == OTHERWISE:
            words = words_for(str(config.theme.get("language") or "en"))
            context["playbook_offline_words"] = words  # type: ignore[typeddict-unknown-key]

    @event_priority(LAST)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Let instant navigation ask for the map of the whole site when a reader first stirs."""
        features = config.theme.get("features") or []
        if not self.config.enabled or "navigation.instant" not in features:
            return output
        script = (STATIC / LATE_SITEMAP).read_text("utf-8").strip()
        return output.replace("</head>", f"<script>{script}</script>\n</head>", 1)

    def _finish(self, config: MkDocsConfig) -> None:
        o, root = self.config, Path(config.config_file_path or "mkdocs.yml").parent
        wishes = Wishes(
            base=urlsplit(config.site_url or "/").path or "/",
            offline=self._is_offline(),
            offline_keep=o.offline_keep,
            offline_most=int(o.offline_most * 1024 * 1024),
            # The preview writes a script of its own into every page, and sends files as they are.
            policy=o.content_security_policy and not self.is_serve and not from_disk(config),
            ways=[] if self.is_serve else o.precompress,
            cache=root / o.cache_dir / "compressed" if o.cache else None,
        )
        done = finish(Path(config.site_dir), wishes)
        for what, cure in done.warnings:
            log.warning("%s", Problem("mkdocs.yml", 0, 0, what, cure))

    @event_priority(FIRST)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check all sources; a build with an unreadable one stops here, with the old site whole."""
        self.broken = {}
        if not self.config.enabled:
            return
        problems: list[Problem] = []
        for source, name in self._sources(config):
            checked = check_source(source.read_bytes(), self._shown(source, config))
            problems += checked.problems
            if not checked.readable:
                self.broken[name] = checked.problems[0]
        for problem in sorted(problems):
            log.warning("%s", problem)
        if self.broken and not self.is_serve:
            count = len(self.broken)
            pages = "1 page" if count == 1 else f"{count} pages"
            raise PluginError(f"Nothing was built: {pages} cannot be read, see above.")

    def _sources(self, config: MkDocsConfig) -> list[tuple[Path, str]]:
        """Every Markdown file that MkDocs would publish, with its path in the docs folder."""
        docs = Path(config.docs_dir)
        found = []
        for path in sorted(docs.rglob("*.md")):
            name = path.relative_to(docs).as_posix()
            hidden = any(part.startswith(".") for part in name.split("/"))
            excluded = config.exclude_docs is not None and config.exclude_docs.match_file(name)
            if path.is_file() and not hidden and not excluded:
                found.append((path, name))
        return found

    def _shown(self, source: Path, config: MkDocsConfig) -> str:
        return shown_path(source, Path(config.config_file_path or "mkdocs.yml").parent)

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """In `serve`, a page that cannot be read becomes a note that says what to mend."""
        for name, problem in self.broken.items():
            file = files.get_file_from_path(name)
            if file is not None:
                file.content_string = placeholder(problem)
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
        """Write the cache, and do to the finished site what it asks for."""
        if self.fast:
            self.step_out()
            self.store.write()
        if self.config.enabled:
            self._finish(config)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the host's build as it was."""
        self.step_out()


def from_disk(config: MkDocsConfig) -> bool:
    """Whether the site opens from a folder: the theme's search runs in a frame of its own there."""
    plugin = config.plugins.get("material/offline")
    return plugin is not None and bool(plugin.config.get("enabled", True))


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
