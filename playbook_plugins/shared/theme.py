"""What the theme left in a finished page, for whoever steps beside it."""

from __future__ import annotations

import re

_BUNDLE = "assets/javascripts/bundle."
_ELEMENT = re.compile(rf'<script src="[^"<>]*{re.escape(_BUNDLE)}[^"<>]*"></script>')
_LONGEST = 500
"""Signs before the script's name: the way to it from a page far below the root."""


def script_in(html: str) -> re.Match[str] | None:
    """The element of the theme's own script, which stands at the end of a page, as it ships it."""
    start = html.rfind(_BUNDLE)
    return _ELEMENT.search(html, max(0, start - _LONGEST)) if start >= 0 else None
