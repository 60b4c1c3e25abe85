"""The cache and the fast path in the course of one build: opened, used, written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel
from mkdocs.theme import Theme

from playbook_plugins.digests import digest
from playbook_plugins.memory import Memory, remember_in
from playbook_plugins.publish.config import PublishConfig
from playbook_plugins.publish.stage.publication import Publication

from .ahead import Ahead, keep_memory, kept_memory
from .collecting import collect_as_before, collect_rarely
from .compiling import COMPILED, compiled_ahead
from .host import FastPath, knows_host
from .inputs import (
    SHIPPED,
    canonical,
    code_of,
    own_templates,
    reads_other_pages,
    templates,
    versions,
)
from .parallel import Missing, aside
from .partials import shipped_folders
from .purity import (
    KNOWN_PLUGINS,
    PAGE_EVENTS,
    Reason,
    functions,
    is_known_extension,
    reaching,
    reasons,
    strangers,
)
from .store import Store

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

    def start(self, config: MkDocsConfig, serving: bool, publication: Publication) -> None:
        """Step into the host's build, once all files and pages are known."""
        assert self.options
        self.reasons = slow_because(config, self.options.pure)
        if not self.options.fast:
            return
        for reason in self.reasons:
            log.info("Every page is made anew: %s", reason)
        if self.reasons:
            return
        self.store.links = not writes_at_the_end(config)
        included = InclusionLevel.is_in_serve if serving else InclusionLevel.is_included
        ahead = Ahead(self.store, self.memory)
        common = common_inputs(config)
        self.fast = FastPath(config, self.store, common, included, publication, ahead)
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
    """The digest of what every page depends on: versions, configuration, templates."""
    passed = {"plugins", "hooks", "site_dir", "docs_dir", "config_file_path", "theme", "nav"}
    passed |= {"dev_addr", "watch", "strict", "mdx_configs"}
    values = {key: value for key, value in config.items() if key not in passed}
    plugins = {name: dict(getattr(each, "config", {})) for name, each in config.plugins.items()}
    theme = config.theme
    code = (code_of(_modules(config)), *_hooks(config))
    settings = (
        canonical(values),
        canonical(config.mdx_configs),
        canonical(plugins),
        canonical(dict(theme)),
    )
    return digest(
        versions(), *code, repr(settings), templates(str(theme.name), theme.dirs, shipped(theme))
    )


def as_read(content: bytes) -> str:
    """A source's text as the host reads it: no byte order mark, lines end in line feeds."""
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _modules(config: MkDocsConfig) -> Iterator[str]:
    """The modules of plugins, and of what the site brings for Markdown."""
    for plugin in config.plugins.values():
        yield type(plugin).__module__
    for module, _ in functions(config.mdx_configs):
        yield module
    for extension in config.markdown_extensions:
        if isinstance(extension, str) and not is_known_extension(extension):
            yield type(Markdown().build_extension(extension, {})).__module__


def _hooks(config: MkDocsConfig) -> list[bytes]:
    """What the site's hook files say."""
    files = [getattr(config.plugins.get(name), "__file__", None) for name in config.hooks]
    return [Path(file).read_bytes() for file in files if file]
