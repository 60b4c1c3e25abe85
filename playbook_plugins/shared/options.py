"""Options of our plugins in mkdocs.yml: which there are, and what each may hold.

Read from the lines that declare them, so that commands need no host and nobody keeps two lists.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.dates import format_datetime

from .coaching import wrong_coaching
from .problems import Problem, did_you_mean
from .records import record

KINDS = {
    "bool": ("neither true nor false", "Write {name}: true or {name}: false."),
    "int": ("not a whole number", "Write {name}: 10."),
    "str": ("not plain text", 'Write it as {name}: "your text".'),
    "list": ("not a list", "Write it as {name}: [one, two]."),
    "dict": ("not made of keys and values", "Write the keys below it, set in."),
}
TYPES: Mapping[str, type] = {"bool": bool, "int": int, "str": str, "list": list, "dict": dict}

PLACES: Mapping[str, tuple[str, ...]] = {
    "post_url_format": ("date", "slug", "categories", "file"),
    "archive_url_format": ("date",),
    "categories_url_format": ("slug",),
    "authors_profiles_url_format": ("slug", "name"),
    "series_url_format": ("slug",),
    "pagination_url_format": ("page",),
}
"""What may stand in braces in an address; without any, all pages would have one."""

PACKAGE = Path(__file__).parents[1]
CONFIGS: Mapping[str, Path] = {
    "worksheets": PACKAGE / "worksheets/config.py",
    "blog": PACKAGE / "blog/config.py",
    "publish": PACKAGE / "build/config.py",
}
"""Where each plugin declares its options, by the name that a site gives it in `mkdocs.yml`."""

FOLDERS = ("blog_dir", "post_dir", "comments_dir", "authors_file")
COUNTS: Mapping[str, int] = {
    "pagination_per_page": 1,
    "post_readtime_words_per_minute": 1,
    "post_url_max_categories": 1,
}
"""The least that makes sense; other numbers begin at nothing."""

PATTERNS = (
    *("post_date_format", "post_url_date_format"),
    *("archive_date_format", "archive_url_date_format"),
)


@record
class Shape:
    """What one option may hold."""

    kind: str
    choices: tuple[str, ...] = ()
    optional: bool = False


@lru_cache
def shapes(feature: str) -> dict[str, Shape]:
    """The options of a feature, from its config.py."""
    path = CONFIGS[feature]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {
        line.targets[0].id: _shape(line.value)
        for each in classes
        for line in each.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
    }


def _shape(value: ast.expr) -> Shape:
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
        return Shape("")
    given = value.args[0] if value.args else None
    if value.func.attr == "Optional" and given is not None:
        return Shape(_shape(given).kind, _shape(given).choices, optional=True)
    if value.func.attr == "Type" and isinstance(given, ast.Name):
        return Shape(given.id if given.id in TYPES else "")
    if value.func.attr == "ListOfItems":
        return Shape("list")
    if value.func.attr == "Choice" and isinstance(given, ast.List | ast.Tuple):
        return Shape("choice", tuple(str(ast.literal_eval(each)) for each in given.elts))
    return Shape("")


def wrong_options(feature: str, given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, what is wrong, and the cure, for each option that cannot be meant."""
    known = shapes(feature)
    for name, value in given.items():
        if name not in known:
            yield str(name), f'playbook/{feature} has no option "{name}".', _near(str(name), known)
            continue
        wrong = _type(str(name), value, known[name]) or _value(str(name), value)
        if wrong:
            yield str(name), *wrong
        elif name == "coaching" and value:
            yield from wrong_coaching(value)


def _near(name: str, known: Mapping[str, Shape]) -> str:
    near = did_you_mean(name, known)
    return near if near.startswith("Did you mean") else "The guide lists all: Options."


def _type(name: str, value: Any, shape: Shape) -> tuple[str, str] | None:
    if value is None:
        return None  # the host takes the usual value
    if shape.kind == "choice":
        if value in shape.choices:
            return None
        return f'"{value}" is no {name}.', did_you_mean(str(value), shape.choices)
    kind = TYPES.get(shape.kind)
    fits = kind is None or (isinstance(value, kind) and (kind is bool) == isinstance(value, bool))
    if fits:
        return None
    what, cure = KINDS[shape.kind]
    return f'"{name}" is {what}.', cure.format(name=name)


def _value(name: str, value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    if name in PLACES:
        return _places(name, str(value))
    if name in FOLDERS:
        return _folder(name, str(value))
    if name in PATTERNS:
        return _pattern(name, str(value))
    if name == "site_id" and not re.fullmatch(r"[A-Za-z0-9._/-]+", value):
        cure = "Use letters, digits, hyphens and dots, for example coach-example."
        return f'"{value}" cannot be a site_id.', cure
    if name == "categories_allowed" and not all(isinstance(each, str) for each in value):
        return "a category is no word.", "Put it in quotes."
    if isinstance(value, int) and not isinstance(value, bool):
        least = next((n for key, n in COUNTS.items() if name.endswith(key)), 0)
        if not least <= value <= 100_000:
            return f"{name} cannot be {value}.", f"Write a number from {least} on."
    return None


def _places(name: str, value: str) -> tuple[str, str] | None:
    allowed = PLACES[name]
    say = ", ".join(f"{{{each}}}" for each in allowed)
    try:
        found = [field for _, field, _, _ in Formatter().parse(value) if field is not None]
    except ValueError:
        return f'a brace in "{value}" is not closed.', f"Use: {say}."
    for each in found:
        if each not in allowed:
            return f'"{{{each}}}" means nothing in {name}.', f"Use: {say}."
    if not found:
        return f"{name} gives every page one address.", f"Use: {say}."
    if ".." in value.split("/"):
        return f"{name} leads out of the blog.", "Take the dots out."
    return None


def _folder(name: str, value: str) -> tuple[str, str] | None:
    try:
        made = value.format(blog="blog")
    except (KeyError, ValueError, IndexError):
        return f'"{value}" holds braces that mean nothing.', "Only {blog} may stand in braces."
    if posixpath.isabs(made) or posixpath.normpath(made).startswith("..") or "\\" in made:
        return f'"{value}" leads out of the docs folder.', "Name a folder inside of it."
    return None


def _pattern(name: str, value: str) -> tuple[str, str] | None:
    try:
        format_datetime(datetime(2026, 1, 2), format=value, locale="en")
    except (ValueError, KeyError, AttributeError, LookupError):
        cure = "Use full, long, medium, short, or a pattern such as yyyy/MM/dd."
        return f'"{value}" is no way of writing a date.', cure
    return None


# --- Where they stand -------------------------------------------------------------


def two_blogs(
    ours: Iterable[Mapping[str, Any]], theirs: Iterable[Mapping[str, Any]], text: str, shown: str
) -> Problem | None:
    """What to say where Material's blog makes the pages that ours makes as well.

    Both sides are the options of each; `text` is mkdocs.yml, called `shown`.
    """
    folders = {_blog_folder(each) for each in ours}
    for each in theirs:
        folder = _blog_folder(each)
        if folder not in folders or not each.get("enabled", True):
            continue
        found = _BLOG_LINE.search(text)
        line = text.count("\n", 0, found.start("name")) + 1 if found else 0
        column = found.start("name") - text.rfind("\n", 0, found.start("name")) if found else 0
        what = f'"blog" and "playbook/blog" both make the pages of {folder or "the docs folder"}.'
        return Problem(shown, line, column, what, f"Take out blog: {SAME_OPTIONS}")
    return None


SAME_OPTIONS = "playbook/blog has the same options, so move them there."
_BLOG_LINE = re.compile(r"""(?m)^\s*-\s*["']?(?P<name>(?:material/)?blog)["']?\s*(?::|#|$)""")


def _blog_folder(options: Mapping[str, Any]) -> str:
    folder = posixpath.normpath(str(options.get("blog_dir") or "blog"))
    return folder.removeprefix(".").strip("/")


def option_problems(
    feature: str, given: Mapping[str, Any], text: str, shown: str
) -> list[tuple[str, Problem]]:
    """Every wrong option with its problem; `text` is that of mkdocs.yml."""
    places = _written(text, f"playbook/{feature}", given)
    return [
        (name, Problem(shown, *places.get(name, (0, 0)), what, cure))
        for name, what, cure in wrong_options(feature, given)
    ]


OUR_PLUGINS = ("playbook/worksheets", "playbook/blog", "playbook/publish")


def unknown_plugins(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Plugins with our name that there are not: line, column, what is wrong, and the cure."""
    for name in _entries(text):
        written = str(name.value)
        if written.lower().startswith("playbook") and written not in OUR_PLUGINS:
            mark = name.start_mark
            cure = did_you_mean(written, OUR_PLUGINS)
            yield mark.line + 1, mark.column + 1, f'there is no plugin "{written}".', cure


def _entries(text: str) -> Iterator[yaml.Node]:
    """The names of the plugins in mkdocs.yml, as they stand there."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return
    for key, plugins in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value != "plugins":
            continue
        if isinstance(plugins, yaml.MappingNode):
            yield from (name for name, _ in plugins.value)
        for entry in plugins.value if isinstance(plugins, yaml.SequenceNode) else ():
            yield from (
                (name for name, _ in entry.value)
                if isinstance(entry, yaml.MappingNode)
                else [entry]
            )


def _written(text: str, plugin: str, given: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Line and column of each option of the instance of a plugin that is written like `given`."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    for options in _instances(root, plugin):
        found = {str(key.value): _mark(key) for key, _ in options.value}
        if set(found) != {str(name) for name in given}:
            continue
        return found | {
            f"{key.value}.{inner.value}": _mark(inner)
            for key, value in options.value
            if isinstance(value, yaml.MappingNode)
            for inner, _ in value.value
        }
    return {}


def _mark(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _instances(root: yaml.Node | None, plugin: str) -> Iterator[yaml.MappingNode]:
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    for key, plugins in pairs:
        if key.value != "plugins":
            continue
        entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
        for entry in entries:
            for name, options in entry.value if isinstance(entry, yaml.MappingNode) else ():
                if name.value == plugin and isinstance(options, yaml.MappingNode):
                    yield options
