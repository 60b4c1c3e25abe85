"""Elements that belong together by name, in a text that stands on a page beside others like it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Attributes = Sequence[tuple[str, str | None]]

REFERENCES = frozenset(
    {"for", "headers", "list", "form", "popovertarget", "commandfor", "itemref"}
    | {"aria-activedescendant", "aria-controls", "aria-describedby", "aria-details"}
    | {"aria-errormessage", "aria-flowto", "aria-labelledby", "aria-owns"}
)
"""Attributes that name elements by their ids; some name several."""
NAMING = frozenset({"details", "map", "a"})
"""Elements whose `name` others share or lead to; so is a radio button's."""
LINKS = frozenset({"a", "area"})
"""Elements that lead a reader to a place: from a listing, to that place in the post."""
_ADDRESSES = frozenset({"href", "xlink:href", "usemap"})
_PAINT = re.compile(r"(url\(\s*[\"']?#)")


def distinct(tag: str, attributes: Attributes, prefix: str) -> list[tuple[str, str | None]]:
    """`attributes` of an element so that it belongs to none but those with the same `prefix`."""
    named = tag in NAMING or (tag == "input" and _is_radio(attributes))
    return [
        (name, _distinct(tag, name, value, named, prefix) if value else value)
        for name, value in attributes
    ]


def _is_radio(attributes: Attributes) -> bool:
    return any(name == "type" and (value or "").lower() == "radio" for name, value in attributes)


def _distinct(tag: str, name: str, value: str, named: bool, prefix: str) -> str:
    if name == "id" or (name == "name" and named):
        return f"{prefix}--{value}"
    if name in REFERENCES:
        return " ".join(f"{prefix}--{word}" for word in value.split())
    if name in _ADDRESSES and tag not in LINKS and value.startswith("#"):
        return f"#{prefix}--{value[1:]}"
    return _PAINT.sub(rf"\g<1>{prefix}--", value) if "url(" in value else value


_TAG = re.compile(r"<[a-zA-Z][^<>]*>")


def marked(content: str, prefix: str, mark: str) -> str:
    """`content`, made distinct by `prefix` before, for one of several places on a page."""
    if not mark:
        return content
    return _TAG.sub(lambda tag: tag[0].replace(f"{prefix}--", f"{prefix}--{mark}--"), content)
