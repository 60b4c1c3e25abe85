"""`playbook schema`: the JSON Schema of what front matter may say of worksheets, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from playbook_plugins.shared.ids import ID
from playbook_plugins.worksheets.options import OPTIONS, TYPES

from .site_options import hand_out

_ID = {"type": "string", "pattern": f"^{ID.pattern}$"}
_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": _TEXT}
_PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
_COLUMN = {
    "oneOf": [
        {"type": "string", "pattern": f"^({'|'.join(TYPES)})( *:.*)?$"},
        {
            "type": "object",
            "properties": {"type": {"enum": list(TYPES)}, "choices": _LIST, "unit": _TEXT},
            "additionalProperties": False,
        },
    ]
}
_TRAIT = {
    "oneOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {"name": _TEXT, "about": _TEXT, "prompts": _LIST},
            "additionalProperties": False,
        },
    ]
}
_BAND = {
    "type": "object",
    "properties": {
        "id": _ID,
        "from": _PERCENT,
        "to": _PERCENT,
        "name": _TEXT,
        "text": _TEXT,
        "traits": {"type": "object", "additionalProperties": _TEXT},
    },
    "required": ["from", "to", "name", "text"],
    "additionalProperties": False,
}

SHAPES: dict[str, dict[str, Any]] = {
    "version": {"type": "integer", "minimum": 1},
    "level": {"type": "integer", "minimum": 2, "maximum": 5},
    "retired": {"type": "array", "items": _ID},
    "columns": {"type": "object", "additionalProperties": _COLUMN},
    "private": {"type": "object", "additionalProperties": {"oneOf": [_TEXT, _LIST]}},
    "scale": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 11},
    "unsure": {"type": "boolean"},
    "traits": {"type": "object", "additionalProperties": _TRAIT},
    "bands": {"type": "array", "items": _BAND},
    "plan": _ID,
}
"""Option → its shape; `id` stands in the block and nowhere else."""


def schema() -> dict[str, Any]:
    """The schema of a page's front matter, as far as it is about worksheets."""
    meanings = {
        name: each.meaning for options in OPTIONS.values() for name, each in options.items()
    }
    options = {name: {**shape, "description": meanings[name]} for name, shape in SHAPES.items()}
    sheet = {"type": "object", "properties": options, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a page with worksheets",
        "type": "object",
        "properties": {
            "worksheets": {
                "description": "Definitions by the id of the sheet.",
                "type": "object",
                "propertyNames": _ID,
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
