"""Worksheets that a post holds, read from its finished page by the HTML contract."""

from __future__ import annotations

import html
import re

from playbook_plugins.shared.records import record

_SHEET = re.compile(r"<playbook-worksheet\b([^>]*)>(.*?)</playbook-worksheet>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\b([a-z-]+)="([^"]*)"')
_TITLE = re.compile(r'<h\d\b[^>]*\bclass="pb-title"[^>]*>(.*?)</h\d>', re.DOTALL)
_TAG = re.compile(r'<a class="headerlink".*?</a>|<[^>]*>', re.DOTALL)
"""Marks of a title, and the link to itself that a site may put behind it."""


@record
class Badge:
    """One worksheet of a post, in a few words."""

    id: str
    kind: str
    """`checklist`, `action-plan` …"""
    title: str
    items: int
    """Lines to do or answer; 0 where there are rows instead."""
    rows: int


def badges_in(content: str) -> list[Badge]:
    """The worksheets in a post's HTML `content`, in reading order."""
    if "<playbook-worksheet" not in content:
        return []
    found = []
    for sheet in _SHEET.finditer(content):
        named = dict(_ATTRIBUTE.findall(sheet[1]))
        title = _TITLE.search(sheet[2])
        found.append(
            Badge(
                id=html.unescape(named.get("worksheet-id", "")),
                kind=html.unescape(named.get("kind", "worksheet")),
                title=html.unescape(_TAG.sub("", title[1])).strip() if title else "",
                items=len(re.findall(r"\bdata-item=", sheet[2])),
                rows=len(re.findall(r'\bdata-row="(?!blank-)', sheet[2])),
            )
        )
    return found
