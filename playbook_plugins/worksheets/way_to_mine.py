"""The way to "My worksheets" in the header of every page. Knows the header of the theme Material.

Another theme's pages stay as they are. Nothing is loaded for it: it wears the theme's own classes.
"""

from __future__ import annotations

import re
from html import escape

_HEADER = re.compile(r"<header\b[^>]*\bmd-header\b[^>]*>.*?</header>", re.DOTALL)
_SEARCH = re.compile(r'<label\b[^>]*\bfor="?__search\b')
_INNER_END = re.compile(r"</nav>")
_CLASS = "pb-to-mine"
_SHEET = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M4 2h11l5 5v15H4zm2 2v16h12V8h-4V4zm2 8.3 1.3-1.3 1.9 1.9 3.8-3.8 1.3 1.3-5.1 5.1z'
    'M8 16.6h8v1.6H8z"/></svg>'
)
"""A sheet with a tick, our own drawing."""

# Instant navigation keeps the header of the page that was opened first, and a relative way would
# then start from another page: it is made a whole address at once.
_WHOLE = "<script>document.currentScript.previousElementSibling.href+=''</script>"


def with_way_to_mine(output: str, href: str, title: str, instant: bool) -> str:
    """A finished page with the link in its header; `instant`: the theme follows links itself."""
    header = _HEADER.search(output)
    if header is None or _CLASS in header[0]:
        return output
    place = _SEARCH.search(header[0]) or _INNER_END.search(header[0])
    if place is None:
        return output
    link = (
        f'<a class="md-header__button md-icon {_CLASS}" href="{escape(href)}" '
        f'title="{escape(title)}" aria-label="{escape(title)}">{_SHEET}</a>'
        f"{_WHOLE if instant else ''}"
    )
    at = header.start() + place.start()
    return f"{output[:at]}{link}{output[at:]}"
