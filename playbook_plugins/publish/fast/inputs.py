"""What all pages of a site depend on, as digests: options, templates, versions, our own code."""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from playbook_plugins.digests import digest

PACKAGE = Path(__file__).parents[2]
MADE_WITH: tuple[str, ...] = (
    "mkdocs",
    "properdocs",
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Jinja2",
)
MADE_WITH += ("Pygments", "PyYAML", "Babel", "nh3", "MarkupSafe")
MADE_WITH += ("mkdocs-minify-plugin", "htmlmin2", "mkdocs-glightbox", "selectolax")
SHIPPED = frozenset({"material", "mkdocs", "readthedocs"})
"""Themes whose files are known by their package's version."""


def canonical(value: Any) -> Any:
    """`value` as plain things whose `repr` says the same in every process."""
    if isinstance(value, Enum):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | bytes):
        return value
    if isinstance(value, Mapping):
        return sorted((str(key), repr(canonical(each))) for key, each in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(canonical(each)) for each in value)
    if isinstance(value, functools.partial):
        return (canonical(value.func), canonical(value.args), canonical(value.keywords))
    if callable(value):
        return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value))}"
    if isinstance(value, Iterable):
        return [canonical(each) for each in value]
    shown = repr(value)
    return type(value).__qualname__ if " at 0x" in shown else shown


@functools.cache
def versions() -> bytes:
    """The digest of what pages are made with, our own code included."""
    found = [sys.version]
    for name in MADE_WITH:
        try:  # as text: to find the one line in it takes ten times as long
            found.append(distribution(name).read_text("METADATA") or version(name))
        except PackageNotFoundError:
            found.append("")
    return digest(
        *found, files_in(PACKAGE, {".py", ".html", ".json", ".js", ".css"}, frozenset({"client"}))
    )


VERSIONED = frozenset(
    {"playbook_plugins", "mkdocs", "properdocs", "material", "markdown", "pymdownx"}
)
"""Packages whose code is known by their version, or by `versions`."""


def code_of(modules: Iterable[str]) -> bytes:
    """The digest of the code behind plugins, hooks and functions, by the names of their modules."""
    parts: list[bytes | str] = []
    for name in sorted(set(modules)):
        top = name.partition(".")[0]
        module = sys.modules.get(name)
        file = getattr(module, "__file__", None)
        if top in VERSIONED or not file:
            continue
        home = getattr(sys.modules.get(top), "__file__", None) or file
        if Path(home).name == "__init__.py":
            parts += [name, files_in(Path(home).parent, {".py", ".html", ".tpl", ".j2"})]
        else:
            parts += [name, Path(file).read_bytes()]
    return digest(*parts)


def files_in(folder: Path, endings: set[str], passed: frozenset[str] = frozenset()) -> bytes:
    """The digest of the files below `folder` with one of `endings`; any ending when it is empty."""
    parts: list[bytes | str] = []
    for name in sorted(_below(str(folder), passed | {"__pycache__"}, frozenset())):
        if not endings or os.path.splitext(name)[1] in endings:  # noqa: PTH122 three times as fast
            parts += [name, Path(folder, name).read_bytes()]
    return digest(*parts)


def _below(
    folder: str, passed: frozenset[str], seen: frozenset[str], inside: str = ""
) -> Iterator[str]:
    """The files below `folder`, by path from there, also where a link leads, but nowhere twice."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in passed:
                continue
            if entry.is_dir():
                yield from _below(entry.path, passed, seen | {real}, f"{inside}{entry.name}/")
            elif entry.is_file():
                yield f"{inside}{entry.name}"


def templates(theme: str, folders: Iterable[str], shipped: Iterable[str]) -> bytes:
    """The digest of a theme's `folders`; those of `shipped` themes are known by their version."""
    known = {str(Path(each)) for each in shipped}
    own = [Path(each) for each in folders if str(Path(each)) not in known]
    return digest(theme, *(files_in(each, set()) for each in own if each.is_dir()))


SNIPPETS = ("--8<--", "-8<-")
"""A text with one of these takes in other files."""


def read_by_extensions(options: Mapping[str, Any]) -> bytes | None:
    """The digest of the files that Markdown extensions read into every page; None if unknown.

    `options` are those of all extensions. Of the known ones two read files: icons of the site's
    own, and the snippet that is put below every page.
    """
    parts: list[bytes | str] = []
    for icons in (options.get("pymdownx.emoji", {}).get("options") or {}).get("custom_icons", ()):
        parts += [str(icons), files_in(Path(icons), {".svg"}) if Path(icons).is_dir() else b""]
    given = options.get("pymdownx.snippets", {})
    bases = given.get("base_path") or ["."]
    for named in given.get("auto_append") or ():
        name = str(named).partition(":")[0]  # lines or a section may be named behind it
        found = [Path(base, name) for base in ([bases] if isinstance(bases, str) else bases)]
        for path in found:
            content = path.read_bytes() if path.is_file() else b""
            if any(sign.encode() in content for sign in SNIPPETS) or "://" in str(named):
                return None
            parts += [str(named), content]
    return digest(*parts)


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
        for name in sorted(_below(str(folder), frozenset(), frozenset())):
            if name.endswith(TEMPLATE_ENDINGS):
                yield name, (folder / name).read_bytes()


def reads_other_pages(template: bytes) -> bool:
    """Whether a page's template may show the text of other pages."""
    return bool(_WAYS.search(template) and _OTHERS.search(template))


def mentions(word: str, folders: Iterable[str], known: Iterable[str]) -> bool:
    """Whether a template in a theme's `folders` uses `word`; those `known` not to are passed."""
    return any(word.encode() in text for _, text in own_templates(folders, known))
