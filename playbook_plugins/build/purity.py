"""What keeps a site from the fast path. Plain values in, sentences out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from playbook_plugins.shared.records import record

from .plain_values import Compared, UnknownError

PAGE_EVENTS = frozenset(
    {"pre_page", "page_read_source", "page_markdown", "page_content"}
    | {"env", "page_context", "post_page"}
)
"""Events in which a plugin may change a page, or take something from it."""

KNOWN_PLUGINS = frozenset(
    {"playbook/publish", "playbook/worksheets", "playbook/blog"}
    | {"search", "material/search", "meta", "material/meta", "redirects", "awesome-nav"}
    | {
        "info",
        "material/info",
        "offline",
        "material/offline",
        "tags",
        "material/tags",
        "minify",
        "glightbox",
        "print-site",
    }
)
"""Plugins whose part in a page is a function of the page and the configuration, by reading them."""

GATHERING = frozenset({"print-site"})
"""Known plugins with pages that show the text of other pages: in the preview a save builds all."""

MARKDOWN = "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs"
MARKDOWN += " legacy_em md_in_html meta nl2br sane_lists smarty tables toc wikilinks"
KNOWN_EXTENSIONS = frozenset(
    {name for short in MARKDOWN.split() for name in (short, f"markdown.extensions.{short}")}
    | {"playbook_worksheets", "material.extensions.emoji"}
)
PYMDOWN = "pymdownx."
READING_FILES = frozenset({"pymdownx.b64", "pymdownx.pathconverter"})
"""Extensions of PyMdown that look at other files."""


@record
class Reason:
    """One thing that keeps a site from the fast path."""

    what: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.cure}".strip()


def reasons(
    plugins: Mapping[str, Collection[str]],
    extensions: Iterable[object],
    declared: Collection[str],
    hooks: Iterable[str] = (),
) -> list[Reason]:
    """Why a site cannot take the fast path; empty when it can.

    `plugins` are the events of each plugin by its name, `declared` the plugins and hooks that the
    site itself declares to be pure, `hooks` the site's own hook files.
    """
    found = []
    for name, events in plugins.items():
        base = name.partition(" #")[0]
        if base in KNOWN_PLUGINS or base in declared:
            continue
        if PAGE_EVENTS & set(events):
            what = f'the plugin "{base}" may change pages in ways that we do not know.'
            found.append(Reason(what, _declare(base)))
    found += [
        Reason(f'the hook "{hook}" may change pages in ways that we do not know.', _declare(hook))
        for hook in hooks
        if hook not in declared
    ]
    for extension in extensions:
        if not isinstance(extension, str):
            extension = type(extension).__module__
        if not (is_known_extension(extension) or extension in declared):
            what = f'the Markdown extension "{extension}" is not one that we know.'
            found.append(Reason(what, _declare(extension)))
    return found


def is_known_extension(name: str) -> bool:
    """Whether this Markdown extension looks at the text alone."""
    pymdown = name.startswith(PYMDOWN) and name not in READING_FILES
    return pymdown or name in KNOWN_EXTENSIONS


FUNCTIONS_OF = frozenset({"builtins", "functools", "markdown", "pymdownx", "material"})
FUNCTIONS_OF |= {"playbook_plugins", "materialx"}
"""Packages whose functions depend on what they are given alone, by reading them."""


def strangers(options: Mapping[str, Any], declared: Collection[str]) -> list[Reason]:
    """The functions among the `options` of Markdown extensions that we do not know."""
    names = {
        f"{module}.{name}" if name else module
        for each in options.values()
        for module, name in _unknown(each)
    }
    return [unknown_function(name) for name in sorted(names - set(declared))]


def are_known(options: Mapping[str, Any]) -> bool:
    """Whether all functions among a plugin's `options` are known."""
    return not any(_unknown(options))


def _unknown(value: Any) -> Iterator[tuple[str, str]]:
    return (each for each in functions(value) if each[0].partition(".")[0] not in FUNCTIONS_OF)


def unknown_function(name: str) -> Reason:
    """The reason that a function of somebody's gives."""
    return Reason(
        f'the function "{name}" among the options of an extension is unknown.', _declare(name)
    )


def functions(value: Any) -> set[tuple[str, str]]:
    """Module and name of every function in `value`, as far as it can be looked at."""
    compared = Compared()
    with suppress(UnknownError):
        compared.plain(value)
    return compared.functions


def reaching(template: str) -> Reason:
    """The reason that a `template` of the site's own gives."""
    return Reason(
        f'the template "{template}" shows the text of other pages than its own.',
        "A page then depends on pages that may not be finished. Show their titles instead.",
    )


def may_save_quickly(plugins: Iterable[str]) -> bool:
    """Whether nothing but our own plugins shows the text of one page on another.

    A save may build one page then. What tags show of pages stays while no front matter changes.
    """
    names = {name.partition(" #")[0] for name in plugins}
    return names <= KNOWN_PLUGINS - GATHERING


def unlike(what: str) -> Reason:
    """The reason that something in the configuration gives which may be another in each build."""
    return Reason(
        f"{what} cannot be compared with what it was in the build before.",
        "Write plain texts, numbers and lists where you can.",
    )


def _declare(name: str) -> str:
    return (
        "If what it does to a page depends on that page and on mkdocs.yml alone, say so: "
        f'playbook/publish: {{pure: ["{name}"]}}.'
    )
