"""What the commands need to know of a site, read from mkdocs.yml without running anything in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

import click
import yaml

from playbook_plugins.checks.other_plugins import others_blocks
from playbook_plugins.shared.mkdocs_yml import unreadable
from playbook_plugins.shared.problems import Problem, shown_path
from playbook_plugins.shared.records import record
from playbook_plugins.shared.writing import write_text


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; tags such as `!ENV` or `!!python/name:` are passed over."""


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """`!ENV NAME` or `!ENV [NAME, usual]`, as the host reads it."""
    if isinstance(node, yaml.SequenceNode):
        values = loader.construct_sequence(node)
        named = [os.environ[each] for each in values[:-1] if str(each) in os.environ]
        return named[0] if named else values[-1] if values else None
    return os.environ.get(str(node.value))


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)
_Loader.add_constructor("!ENV", _environment)


@record
class Site:
    """A site's folders and the options that the checks depend on."""

    root: Path
    docs: Path
    blog_dir: str = "blog"
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Markdown extensions that bring blocks of their own."""

    def shown(self, path: Path) -> str:
        """A path as the author knows it: from the folder of mkdocs.yml."""
        return shown_path(path, self.root)


def read_site(file: str) -> Site:
    """The site that `file` describes. Ends the command with a sentence when it cannot be read."""
    root, values = read_config(file)
    blogs = options_of(values, "playbook/blog")
    blog = blogs[0] if blogs else {}
    return Site(
        root=root,
        docs=docs_of(root, values),
        blog_dir=str(blog.get("blog_dir") or "blog"),
        others=others_blocks(extensions_of(values)),
    )


def read_config(file: str, above: tuple[Path, ...] = ()) -> tuple[Path, dict[str, Any]]:
    """The folder of `file` and what it says. Ends the command when it cannot be read."""
    path = Path(file)
    if wrong := unreadable(path):
        raise ConfigError(wrong)
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    except (ValueError, yaml.YAMLError):
        cure = "Mend the value that means nothing, such as a day that does not exist."
        raise ConfigError(Problem(path.name, 0, 0, "this file cannot be read.", cure)) from None
    values: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
    parent = values.pop("INHERIT", None)
    if isinstance(parent, str):
        if path.resolve() in above:
            raise click.ClickException(f"{file} inherits from itself.")
        inherited = read_config(str(path.parent / parent), (*above, path.resolve()))[1]
        values = _merged(inherited, values)
    return path.resolve().parent, values


class ConfigError(click.ClickException):
    """mkdocs.yml cannot be read."""

    def __init__(self, problem: Problem) -> None:
        """`problem` is what its author reads."""
        super().__init__(str(problem))
        self.problem = problem


def _merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`over` upon `under`, keys of keys too, as the host merges INHERIT."""
    made = dict(under)
    for key, value in over.items():
        below = made.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            made[key] = _merged(below, value)
        else:
            made[key] = value
    return made


def docs_of(root: Path, values: Mapping[str, Any]) -> Path:
    """The docs folder of a site."""
    return root / str(values.get("docs_dir") or "docs")


def options_of(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The options of every instance of a plugin, in either form that mkdocs.yml allows."""
    plugins = values.get("plugins")
    if isinstance(plugins, dict):
        pairs = list(plugins.items())
    else:
        pairs = [
            pair
            for entry in (plugins if isinstance(plugins, list) else ())
            for pair in (entry.items() if isinstance(entry, dict) else [(entry, {})])
        ]
    return [each if isinstance(each, dict) else {} for named, each in pairs if named == name]


def extensions_of(values: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Markdown extensions with their options, in either form that mkdocs.yml allows."""
    written = values.get("markdown_extensions")
    if isinstance(written, dict):
        written = [{name: options} for name, options in written.items()]
    found: dict[str, Mapping[str, Any]] = {}
    for each in written if isinstance(written, list) else ():
        pairs = each.items() if isinstance(each, dict) else [(each, {})]
        found |= {
            str(name): options if isinstance(options, dict) else {} for name, options in pairs
        }
    return found


def nav_indent(file: Path) -> str:
    """What stands before the entries of `nav` in `file`: a line that is pasted among them must
    stand as they do. Two spaces where it has none of its own."""
    node = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == "nav" and isinstance(value, yaml.SequenceNode) and not value.flow_style:
            return " " * value.start_mark.column
    return "  "


def hand_out(text: str, file: Path | None) -> None:
    """Write `text` to `file`, or print it. Ends the command with a sentence when it cannot."""
    if not file:
        click.echo(text, nl=False)
        return
    try:
        write_text(file, text)
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from None
