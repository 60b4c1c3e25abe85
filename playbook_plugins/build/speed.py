"""The cache and the fast path in the course of one build: opened, used, written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel
from mkdocs.theme import Theme

from playbook_plugins.shared.cache import Store
from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.memory import Memory, remember_in
from playbook_plugins.shared.parallel import Missing, aside
from playbook_plugins.shared.versions import versions

from .ahead import Ahead, keep_memory, kept_memory
from .cache_inputs import (
    SHIPPED,
    code_of,
    own_templates,
    reads_other_pages,
    templates,
)
from .collecting import collect_as_before, collect_rarely
from .compare import Compared, UnknownError
from .config import PublishConfig
from .host import FastPath, knows_host
from .partials import shipped_folders
from .purity import (
    KNOWN_PLUGINS,
    PAGE_EVENTS,
    Reason,
    is_known_extension,
    reaching,
    reasons,
    strangers,
    unlike,
)
from .templates import COMPILED, compiled_ahead

log = logging.getLogger("mkdocs.plugins.playbook")


class Speed:
    """What makes one build fast. Without options it does nothing."""

    def __init__(
        self, options: PublishConfig | None = None, config: MkDocsConfig | None = None
    ) -> None:
        """Take up what earlier builds of this site read from its sources."""
        self.options = options
        self.fast: FastPath | None = None
        """The build on the fast path, while there is one."""
        self.reasons: list[Reason] = []
        """What keeps the site from the fast path."""
        self.store = Store(None)
        self.memory = Memory()
        self._compiled: Callable[[], dict[str, bytes] | Missing] | None = None
        """Waits for the templates that are compiled beside this process."""
        if options and config:
            root = Path(config.config_file_path or "mkdocs.yml").parent
            self.store = Store(root / options.cache_dir if options.cache else None)
            collect_rarely()
            self.memory = Memory(partial(kept_memory, store=self.store))
            remember_in(self.memory)

    @property
    def is_wanted(self) -> bool:
        """Whether the site wants to be built fast."""
        return bool(self.options and self.options.enabled and self.options.fast)

    def compile_ahead(self, theme: Theme) -> None:
        """Begin to compile templates, while sources become pages; `dress` waits for them."""
        if self.is_wanted and not COMPILED:
            self._compiled = aside(partial(compiled_ahead, theme))

    def dress(self, env: Any) -> None:
        """Let the templates of `env` be compiled once for many builds of this process."""
        self._take_compiled()
        if self.is_wanted and env.bytecode_cache is None:
            env.bytecode_cache = COMPILED

    def _take_compiled(self) -> None:
        waiting, self._compiled = self._compiled, None
        found = waiting() if waiting else {}
        COMPILED.take({} if isinstance(found, Missing) else found)

    def start(self, config: MkDocsConfig, serving: bool) -> None:
        """Step into the host's build, once all files and pages are known."""
        assert self.options
        common = b""
        try:
            self.reasons = slow_because(config, self.options.pure)
            common = b"" if self.reasons else common_inputs(config)
        except UnknownError as error:
            self.reasons = [unlike(str(error))]
        except Exception as error:  # whatever it is, it is no reason to stop a build
            self.reasons = [unlike(f"something in the configuration ({type(error).__name__})")]
        if not self.options.fast:
            return
        for reason in self.reasons:
            log.info("Every page is made anew: %s", reason)
        if self.reasons:
            return
        self.store.links = not writes_at_the_end(config)
        included = InclusionLevel.is_in_serve if serving else InclusionLevel.is_included
        ahead = Ahead(self.store, self.memory)
        self.fast = FastPath(config, self.store, common, included, ahead)
        self.fast.step_in()

    def stop(self) -> None:
        """Leave the host's build as it was."""
        self._take_compiled()
        collect_as_before()
        remember_in(None)
        if self.fast:
            self.fast.step_out()
            self.fast = None

    def standing(self) -> FastPath | None:
        """The build on the fast path, to be gone on from."""
        return self.fast if self.fast and self.fast.is_whole() else None

    def finish(self) -> None:
        """Leave the host's build as it was, and write the cache."""
        self.stop()
        keep_memory(self.memory, self.store)
        self.store.write()


def slow_because(config: MkDocsConfig, pure: list[str]) -> list[Reason]:
    """What keeps a site from the fast path; nothing when it may take it."""
    if not knows_host():
        return [Reason("this is not the MkDocs that we know.", "Use MkDocs 1.6.1.")]
    hooks = {str(name) for name in config.hooks}
    plugins = {
        name: [event[3:] for event in dir(plugin) if event.startswith("on_")]
        for name, plugin in config.plugins.items()
        if name not in hooks
    }
    touching = {
        name
        for name in hooks
        if any(hasattr(config.plugins.get(name), f"on_{event}") for event in PAGE_EVENTS)
    }
    found = reasons(plugins, config.markdown_extensions, pure, sorted(touching))
    found += strangers(config.mdx_configs, pure)
    for name, text in own_templates(config.theme.dirs, shipped(config.theme)):
        if reads_other_pages(text):
            found.append(reaching(name))
    return found


def writes_at_the_end(config: MkDocsConfig) -> bool:
    """Whether some plugin or hook that we do not know may write into finished files."""
    return any(
        hasattr(plugin, "on_post_build") and name.partition(" #")[0] not in KNOWN_PLUGINS
        for name, plugin in config.plugins.items()
    )


def shipped(theme: Theme) -> list[str]:
    """The folders of a theme whose files are known by their package's version."""
    return [each for name in SHIPPED & {theme.name} for each in shipped_folders(name)]


def common_inputs(config: MkDocsConfig) -> bytes:
    """The digest of what every page depends on: versions, configuration, templates.

    Raises `UnknownError` where something in it cannot be compared from build to build.
    """
    passed = {"plugins", "hooks", "site_dir", "docs_dir", "config_file_path", "theme", "nav"}
    passed |= {"dev_addr", "watch", "strict", "mdx_configs"}
    passed |= {"exclude_docs", "draft_docs", "not_in_nav"}  # each page says what these make of it
    compared = Compared()
    shown: list[str] = []

    def compare(what: str, values: Iterable[tuple[Any, Any]]) -> None:
        for key, value in values:
            try:
                shown.append(f"{what}{key} {compared.plain(value)}")
            except UnknownError as error:
                raise UnknownError(f"{what}{key} ({error})") from None

    compare("the option ", ((k, each) for k, each in config.items() if k not in passed))
    compare("the theme's option ", dict(config.theme).items())
    compare("an option of the extension ", config.mdx_configs.items())
    for name, plugin in config.plugins.items():
        if name not in config.hooks:
            compared.modules.add(type(plugin).__module__)
            options = getattr(plugin, "config", None)
            pairs = options.items() if isinstance(options, Config) else [("config", options)]
            compare(f"an option of the plugin {name}, ", pairs)
    code = code_of({*compared.modules, *_strange_extensions(config)})
    theme = config.theme
    own = templates(str(theme.name), theme.dirs, shipped(theme))
    return digest(versions(), code, *_hooks(config), "\n".join(shown), own)


def _strange_extensions(config: MkDocsConfig) -> Iterator[str]:
    """The modules of what the site brings for Markdown and names by a word."""
    for extension in config.markdown_extensions:
        if isinstance(extension, str) and not is_known_extension(extension):
            options = config.mdx_configs.get(extension, {})
            yield type(Markdown().build_extension(extension, options)).__module__


def _hooks(config: MkDocsConfig) -> list[bytes]:
    """What the site's hook files say. Raises `UnknownError` for one that is no file."""
    found = []
    for name in config.hooks:
        try:
            found.append(Path(str(vars(config.plugins[str(name)])["__file__"])).read_bytes())
        except (OSError, KeyError, TypeError):
            raise UnknownError(f"the hook {name}") from None
    return found
