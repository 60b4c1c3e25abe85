"""`playbook options`: the reference of every plugin option, from where it is declared."""

from __future__ import annotations

import ast
import inspect
import json
from pathlib import Path

import click

from playbook_plugins.pages.offline import USUAL
from playbook_plugins.shared.options import CONFIGS
from playbook_plugins.shared.records import record

from .site_options import hand_out

FEATURES = tuple(CONFIGS)

NAMED = {
    "LOWER": "small letters, hyphens",
    "view_name": "by title",
    "list(USUAL)": json.dumps(USUAL),
}
"""What the reference says of a default that is declared by name."""
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


@record
class Declared:
    """One option as its config class declares it."""

    name: str
    default: str
    meaning: str


def declared(feature: str) -> list[Declared]:
    """The options in `feature`'s config.py, in order; read as text, so that no host is needed."""
    tree = ast.parse(CONFIGS[feature].read_text(encoding="utf-8"))
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
    keywords = value.keywords if isinstance(value, ast.Call) else []
    given = next((keyword.value for keyword in keywords if keyword.arg == "default"), None)
    if given is None:
        return ""
    written = ast.unparse(given)
    if written in NAMED:
        return NAMED[written]
    made = ast.literal_eval(given)
    return json.dumps(made) if made == "" or isinstance(made, bool) else str(made)


def reference() -> str:
    """The reference page as Markdown."""
    parts = [HEAD]
    for feature in FEATURES:
        parts.append(f"\n## playbook/{feature}\n")
        for option in declared(feature):
            default = f" · default `{option.default}`" if option.default else ""
            parts.append(f"\n`{option.name}`{default}\n:   {' '.join(option.meaning.split())}\n")
    return "".join(parts)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def options(file: Path | None) -> None:
    """Write the reference of all plugin options to FILE, or print it."""
    hand_out(reference(), file)
