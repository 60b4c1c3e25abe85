"""What all pages of a site depend on, as digests: options, templates, versions, our own code."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.shared.digests import digest
from playbook_plugins.shared.versions import PACKAGE, files_below, files_in

from .compare import UnknownError

SHIPPED = frozenset({"material", "mkdocs", "readthedocs"})
"""Themes whose files are known by their package's version."""


VERSIONED = frozenset(
    {"playbook_plugins", "mkdocs", "properdocs", "material", "markdown", "pymdownx"}
)
"""Packages whose code is known by their version, or by `versions`."""


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
