"""The cache key: what all pages of a site depend on, as one digest.

Versions, our own code, options, hooks, templates, files that extensions read. What one page
depends on besides, `convert.py` and `render.py` add. Imports no host, since `playbook check` asks
here about templates.
"""

from __future__ import annotations

import re
import sys
from collections import UserDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markdown import Markdown

from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.versions import PACKAGE, files_below, files_in, versions

from .plain_values import Compared, UnknownError
from .purity import is_known_extension

SHIPPED = frozenset({"material", "mkdocs", "readthedocs"})
"""Themes whose files are known by their package's version."""

NOT_SHOWN = frozenset(
    {"plugins", "hooks", "site_dir", "docs_dir", "config_file_path", "theme", "nav"}
    | {"dev_addr", "watch", "strict", "mdx_configs"}
    | {"exclude_docs", "draft_docs", "not_in_nav"}  # each page says what these make of it
)
"""Options that are compared in another way, or that no page depends on."""

VERSIONED = frozenset(
    {"playbook_plugins", "mkdocs", "properdocs", "material", "markdown", "pymdownx"}
)
"""Packages whose code is known by their version, or by `versions`."""


@cache
def shipped_folders(theme: str | None) -> tuple[str, ...]:
    """The folders of a theme's files as packages ship them; with None the host's own alone.

    Raises `ValidationError` where no such theme is installed.
    """
    from mkdocs.theme import Theme  # a command asks other things of this module

    return tuple(Theme(name=theme).dirs)


def shipped(theme: Any) -> list[str]:
    """The folders of a host's `theme` whose files are known by their package's version."""
    return [each for name in SHIPPED & {theme.name} for each in shipped_folders(name)]


def common_inputs(config: Any) -> bytes:
    """The digest of what every page of a host's `config` depends on.

    Raises `UnknownError` where something in it cannot be compared from build to build.
    """
    compared = Compared()
    shown: list[str] = []

    def compare(what: str, values: Iterable[tuple[Any, Any]]) -> None:
        for key, value in values:
            try:
                shown.append(f"{what}{key} {compared.plain(value)}")
            except UnknownError as error:
                raise UnknownError(f"{what}{key} ({error})") from None

    compare("the option ", ((k, each) for k, each in config.items() if k not in NOT_SHOWN))
    compare("the theme's option ", dict(config.theme).items())
    compare("an option of the extension ", config.mdx_configs.items())
    for name, plugin in config.plugins.items():
        if name not in config.hooks:
            compared.modules.add(type(plugin).__module__)
            options = getattr(plugin, "config", None)
            pairs = options.items() if isinstance(options, UserDict) else [("config", options)]
            compare(f"an option of the plugin {name}, ", pairs)
    code = code_of({*compared.modules, *_strange_extensions(config)})
    theme = config.theme
    own = templates(str(theme.name), theme.dirs, shipped(theme))
    return digest(versions(), code, *_hooks(config), "\n".join(shown), own)


def _strange_extensions(config: Any) -> Iterator[str]:
    """The modules of what the site brings for Markdown and names by a word."""
    for extension in config.markdown_extensions:
        if isinstance(extension, str) and not is_known_extension(extension):
            options = config.mdx_configs.get(extension, {})
            yield type(Markdown().build_extension(extension, options)).__module__


def _hooks(config: Any) -> list[bytes]:
    """What the site's hook files say. Raises `UnknownError` for one that is no file."""
    found = []
    for name in config.hooks:
        try:
            found.append(Path(str(vars(config.plugins[str(name)])["__file__"])).read_bytes())
        except (OSError, KeyError, TypeError):
            raise UnknownError(f"the hook {name}") from None
    return found


def code_of(modules: Iterable[str]) -> bytes:
    """The digest of the code behind plugins, hooks and functions, by the names of their modules.

    Raises `UnknownError` where some of it stands in no file.
    """
    parts: list[bytes | str] = []
    for name in sorted(set(modules)):
        top = name.partition(".")[0]
        if top in VERSIONED or top in sys.stdlib_module_names:
            continue
        file: Any = getattr(sys.modules.get(name), "__file__", None)
        try:
            home = Path(getattr(sys.modules.get(top), "__file__", None) or file)
            if home.name == "__init__.py":
                parts += [name, files_in(home.parent, {".py", ".html", ".tpl", ".j2"})]
            else:
                parts += [name, Path(file).read_bytes()]
        except (OSError, TypeError):  # it has no file, or one that is inside another
            raise UnknownError(name) from None
    return digest(*parts)


def templates(theme: str, folders: Iterable[str], shipped: Iterable[str]) -> bytes:
    """The digest of a theme's `folders`; those of `shipped` themes are known by their version."""
    known = {str(Path(each)) for each in shipped}
    own = [Path(each) for each in folders if str(Path(each)) not in known]
    return digest(theme, *(files_in(each, set()) for each in own if each.is_dir()))


SNIPPETS = ("--8<--", "-8<-")
"""A text with one of these takes in other files."""


def read_by_extensions(options: Mapping[str, Any]) -> tuple[Path, ...]:
    """Files and folders that Markdown extensions read into every page, there or not there yet.

    `options` are those of all extensions. Of the known ones two read files: icons of the site's
    own, and the snippets that are put below every page. This is the one list of them.
    """
    found = [
        Path(str(each)) for each in _listed(options, "pymdownx.emoji", "options", "custom_icons")
    ]
    bases = _listed(options, "pymdownx.snippets", "base_path") or ["."]
    for named in _listed(options, "pymdownx.snippets", "auto_append"):
        name = str(named).partition(":")[0]  # lines or a section may be named behind it
        for base in map(Path, map(str, bases)):
            found += [base / name, base.parent / name]  # the base may be the very file
    return tuple(found)


def _listed(options: Mapping[str, Any], *keys: str) -> list[Any]:
    """What stands under `keys`, one below the other: a list, or one entry of it."""
    found: Any = options
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return list(found) if isinstance(found, list | tuple) else [found] if found else []


def taken_in(options: Mapping[str, Any]) -> bytes | None:
    """The digest of what stands in the files that extensions read; None where nobody knows them."""
    parts: list[bytes | str] = []
    for path in read_by_extensions(options):
        parts.append(str(path))
        if path.is_dir():
            parts.append(files_in(path, {".svg"}))
        elif path.is_file():
            content = path.read_bytes()
            if any(sign.encode() in content for sign in SNIPPETS):
                return None  # it takes in others
            parts.append(content)
    fetched = any("://" in str(e) for e in _listed(options, "pymdownx.snippets", "auto_append"))
    return None if fetched else digest(*parts)


TEMPLATES = PACKAGE / "templates"
TEMPLATE_ENDINGS = (".html", ".xml", ".j2", ".jinja", ".jinja2", ".txt", ".md")
PAGES = re.compile(rb"\bpages\b")
"""How a template comes to pages that the navigation may not show."""
_WAYS = re.compile(rb"\b(?:nav|pages|children|parent|ancestors|homepage|(?:next|previous)_page)\b")
_CONTENT = rb"content|markdown|toc|content_string"
_OTHERS = re.compile(
    rb"(?<![^\w.]page)(?<![^\w.]post)\.(?:%b)\b|[\[=]\s*[\"'](?:%b)[\"']" % (_CONTENT, _CONTENT)
)


def own_templates(folders: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The templates in a theme's `folders`, by name; neither ours nor those in the `known` ones."""
    passed = {str(Path(each)) for each in known}
    for each in folders:
        folder = Path(each)
        if str(folder) in passed or TEMPLATES in (folder, *folder.parents) or not folder.is_dir():
            continue
        for name in sorted(files_below(str(folder), frozenset(), frozenset())):
            if name.endswith(TEMPLATE_ENDINGS):
                yield name, (folder / name).read_bytes()


def reads_other_pages(template: bytes) -> bool:
    """Whether a page's template may show the text of other pages."""
    return bool(_WAYS.search(template) and _OTHERS.search(template))


def mentions(word: str, folders: Iterable[str], known: Iterable[str]) -> bool:
    """Whether a template in a theme's `folders` uses `word`; those `known` not to are passed."""
    return any(word.encode() in text for _, text in own_templates(folders, known))
