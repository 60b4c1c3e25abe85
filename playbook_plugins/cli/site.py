"""What the commands need to know of a site, read from mkdocs.yml without running anything in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from playbook_plugins.problems import shown_path


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml; tags such as `!ENV` or `!!python/name:` are passed over."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


@dataclass(frozen=True)
class Site:
    """A site's folders and the options that the checks depend on."""

    root: Path
    docs: Path
    blog_dir: str = "blog"
    authors_file: str = ".authors.yml"
    categories: tuple[str, ...] = ()
    has_blog: bool = False

    def shown(self, path: Path) -> str:
        """A path as the author knows it: from the folder of mkdocs.yml."""
        return shown_path(path, self.root)


def read_site(file: str) -> Site:
    """The site that `file` describes. Ends the command with a sentence when it cannot be read."""
    path = Path(file)
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError:
        raise click.ClickException(
            f"{file} is not here. Run this in the folder that holds it."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read: {error}") from None
    values: dict[str, Any] = loaded if isinstance(loaded, dict) else {}
    root = path.resolve().parent
    blog = _plugin(values.get("plugins"), "playbook/blog")
    return Site(
        root=root,
        docs=root / str(values.get("docs_dir") or "docs"),
        blog_dir=str((blog or {}).get("blog_dir") or "blog"),
        categories=tuple((blog or {}).get("categories_allowed") or ()),
        has_blog=blog is not None,
    )


def _plugin(plugins: Any, name: str) -> dict[str, Any] | None:
    """The options of a plugin, in either form that mkdocs.yml allows; None when it is not there."""
    if isinstance(plugins, dict):
        return (plugins.get(name) or {}) if name in plugins else None
    for entry in plugins or ():
        if entry == name:
            return {}
        if isinstance(entry, dict) and name in entry:
            return dict(entry[name] or {})
    return None
