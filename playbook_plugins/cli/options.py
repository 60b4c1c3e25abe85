"""`playbook options`: the reference of every plugin option, from where it is declared."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from pathlib import Path

import click

PACKAGE = Path(__file__).parents[1]
PLUGINS = {
    "playbook/worksheets": "worksheets",
    "playbook/blog": "blog",
    "playbook/publish": "publish",
}

HEAD = """---
title: Options
description: Every option of the three plugins, with meaning and default.
---

# Options

This page is written by `playbook options` from the lines that declare the options. What stands in
`mkdocs.yml` under `plugins:` looks like this:

```yaml
plugins:
  - search
  - playbook/publish
  - playbook/worksheets:
      site_id: coach-example
  - playbook/blog:
      pagination_per_page: 5
```
"""


@dataclass(frozen=True)
class Declared:
    """One option as its config class declares it."""

    name: str
    default: str
    meaning: str


def declared(feature: str) -> list[Declared]:
    """The options in `feature`'s config.py, in order; read as text, so that no host is needed."""
    tree = ast.parse((PACKAGE / feature / "config.py").read_text(encoding="utf-8"))
    [cls] = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    found: list[Declared] = []
    for node, after in zip(cls.body, [*cls.body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            meaning = str(after.value.value) if is_text else ""  # type: ignore[union-attr]
            found.append(
                Declared(node.targets[0].id, _default(node.value), inspect.cleandoc(meaning))
            )
    return found


def _default(value: ast.expr) -> str:
    if isinstance(value, ast.Call):
        for keyword in value.keywords:
            if keyword.arg == "default":
                if isinstance(keyword.value, ast.Constant | ast.List):
                    made = ast.literal_eval(keyword.value)
                    return (
                        {True: "true", False: "false"}.get(made, f"{made}") if made != "" else '""'
                    )
                return "small letters, hyphens"
    return ""


def reference() -> str:
    """The reference page as Markdown."""
    parts = [HEAD]
    for plugin, feature in PLUGINS.items():
        parts.append(f"\n## {plugin}\n")
        for option in declared(feature):
            default = f" · default `{option.default}`" if option.default else ""
            parts.append(f"\n`{option.name}`{default}\n:   {' '.join(option.meaning.split())}\n")
    return "".join(parts)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def options(file: Path | None) -> None:
    """Write the reference of all plugin options to FILE, or print it."""
    if file:
        file.write_text(reference(), encoding="utf-8")
    else:
        click.echo(reference(), nl=False)
