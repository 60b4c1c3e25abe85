"""`playbook schema`: the JSON Schema of what front matter may say of worksheets, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from playbook_plugins.forms.options import ID_SHAPE
from playbook_plugins.kinds import KINDS

from .site_options import hand_out


def schema() -> dict[str, Any]:
    """The schema of a page's front matter, as far as it is about worksheets."""
    sheets = [kind for kind in KINDS.values() if kind.is_sheet]
    declared = {name: each for kind in sheets for name, each in kind.options.items()}
    del declared["id"]  # it stands in the block and nowhere else
    options = {name: {**each.shape, "description": each.meaning} for name, each in declared.items()}
    sheet = {"type": "object", "properties": options, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a page with worksheets",
        "type": "object",
        "properties": {
            "worksheets": {
                "description": "Definitions by the id of the sheet.",
                "type": "object",
                "propertyNames": ID_SHAPE,
                "additionalProperties": sheet,
            }
        },
    }


@click.command("schema")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def schema_command(file: Path | None) -> None:
    """Write the JSON Schema of worksheet definitions to FILE, or print it."""
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    hand_out(text, file)
