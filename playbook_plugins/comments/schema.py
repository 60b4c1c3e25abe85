"""The JSON Schema of a thread's file, for editors: it says what `LedgerReader` takes.

Three things a schema cannot say: the file is named for its thread, ids are not shared, and a
parent is there.
"""

from __future__ import annotations

from typing import Any

from playbook_plugins.shared.ids import ID

from .ledger import COMMENT_ID, COMMENT_KEYS, OF_ERASED, PERSONAL, REQUIRED, THREAD_KEYS
from .model import ERASED, STATES

_DATE = (
    r"^[0-9]{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12][0-9]|3[01])"
    r"(([Tt]|[ \t]+)([01]?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]*)?"
    r"([ \t]*(Z|[-+][0-9][0-9]?(:[0-9][0-9])?))?)?$"
)
_WORD = {"type": ["string", "number"]}
_SOME = {**_WORD, "minLength": 1}
_COMMENT_SHAPES: dict[str, dict[str, Any]] = {
    "id": {
        "description": "The comment stands at #c and its id for good.",
        "type": ["string", "integer"],
        "pattern": f"^{COMMENT_ID.pattern}$",
        "minimum": 0,
    },
    "parent": {
        "description": "The id of the comment that it answers.",
        "type": ["string", "integer", "null"],
    },
    "author": {"description": "The name that readers see.", **_SOME},
    "by": {
        "description": "The id of the site's author who wrote it.",
        "type": ["string", "number", "null"],
    },
    "url": {
        "description": "The writer's own address; only http and https become a link.",
        "type": ["string", "number", "null"],
    },
    "date": {"description": "2026-11-24T09:30:00Z", "type": "string", "pattern": _DATE},
    "body": {"description": "The text; an empty line makes a paragraph.", **_SOME},
    "state": {
        "description": "Only approved comments are shown.",
        "enum": [*STATES, ERASED, None, ""],
    },
    "origin": {
        "description": "Where it came from; sample is shown as a sample.",
        "type": ["string", "number", "null"],
    },
    "format": {
        "description": "html is cleaned before it is shown.",
        "enum": ["text", "html", None],
    },
    "answered": {
        "description": "yes: nothing is owed to it any more; the thread does not wait for it.",
        "enum": ["yes", "no", True, False, None],
    },
    "mark": {
        "description": "By this an erased comment is known again. A command writes it.",
        "type": ["string", "null"],
    },
}
_THREAD_SHAPES: dict[str, dict[str, Any]] = {
    "thread": {
        "description": "The post's uid; the file has the same name.",
        "type": ["string", "null"],
        "pattern": f"^{ID.pattern}$",
    },
    "state": {"description": "closed: what is there stays.", "enum": ["open", "closed", None]},
    "comments": {"type": ["array", "null"], "items": {"$ref": "#/$defs/comment"}},
}


def schema() -> dict[str, Any]:
    """The schema of one thread's file."""
    comment = {
        "type": "object",
        "properties": {name: _COMMENT_SHAPES[name] for name in COMMENT_KEYS},
        "additionalProperties": False,
        "if": {"properties": {"state": {"const": ERASED}}, "required": ["state"]},
        "then": {
            "required": list(OF_ERASED),
            "not": {"anyOf": [{"required": [name]} for name in PERSONAL]},
        },
        "else": {"required": list(REQUIRED)},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The comments of one post",
        "type": "object",
        "properties": {name: _THREAD_SHAPES[name] for name in THREAD_KEYS},
        "additionalProperties": False,
        "$defs": {"comment": comment},
    }
