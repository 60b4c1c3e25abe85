"""Markup that would cost the square of its size, and what is left of it: its words."""

from __future__ import annotations

import html
import re

DEEPEST = 300
"""Tags that may stand open at once in a text: cleaning costs the square of them."""
MOST_TAGS = 60_000
MOST_REFERENCES = 20_000

TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
"""A tag or a remark."""
_OPENS = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_CLOSED_BY_NEXT = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "dd",
        "dt",
        "embed",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "option",
        "p",
        "param",
        "source",
        "td",
        "th",
        "tr",
        "track",
        "wbr",
    }
)


def is_costly(markup: str) -> bool:
    """Whether there are more tags, or tags inside each other, than in anything a person wrote."""
    if markup.count("<") > MOST_TAGS or markup.count("&") + markup.count("\xa0") > MOST_REFERENCES:
        return True
    depth = deepest = 0
    for found in _OPENS.finditer(markup):
        if found[2].lower() not in _CLOSED_BY_NEXT:
            depth = max(0, depth - 1) if found[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest > DEEPEST


def words_of(markup: str) -> str:
    """Only the words of a markup that cannot be trusted with its tags, as HTML."""
    return html.escape(html.unescape(TAG.sub(" ", markup)))
