"""Namespaces of exports by one short name each, whatever scheme, version or prefix they come in."""

from __future__ import annotations

import re

from playbook_plugins.shared.xml_gate import UNBOUND

WP, EXCERPT, CONTENT, CREATOR, COUNTED = "wp", "excerpt", "content", "dc", "slash"
ATOM, APP, THREAD, TAKEOUT = "atom", "app", "thr", "blogger"

_KNOWN = {
    r"wordpress\.org/export/[\d.]{1,8}": WP,
    r"wordpress\.org/export/[\d.]{1,8}/excerpt": EXCERPT,
    r"purl\.org/rss/1\.0/modules/content": CONTENT,
    r"purl\.org/dc/elements/1\.1": CREATOR,
    r"purl\.org/rss/1\.0/modules/slash": COUNTED,
    r"w3\.org/2005/atom": ATOM,
    r"purl\.org/atom/app#": APP,
    r"w3\.org/2007/app": APP,
    r"purl\.org/syndication/thread/1\.0": THREAD,
    r"schemas\.google\.com/blogger/2018": TAKEOUT,
}
_ANY = re.compile("|".join(f"({each})" for each in _KNOWN))
_NAMES = tuple(_KNOWN.values())


def vocabulary(space: str) -> str:
    """The short name of a namespace; a namespace of nobody known stays as it is.

    Exports were seen with `https://`, and with prefixes that nothing declares: those mean what
    everybody means by them.
    """
    if space.endswith(UNBOUND):
        prefix = space.removesuffix(UNBOUND).lower()
        return prefix if prefix in _NAMES else space
    plain = re.sub(r"^https?://(?:www\.)?", "", space.strip().lower()).rstrip("/")
    found = _ANY.fullmatch(plain)
    return _NAMES[(found.lastindex or 1) - 1] if found else space
