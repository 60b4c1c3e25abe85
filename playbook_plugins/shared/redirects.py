"""Pages that lead on: an address that once meant something keeps leading to where it went.

Plain files, so that any host can serve them. Standard library only.
"""

from __future__ import annotations

import html
import re
from posixpath import relpath
from urllib.parse import unquote

LONGEST_NAME = 200
"""Bytes of one part of an address: file systems take 255, and some of that is spent elsewhere."""


def former_file(address: str) -> str:
    """The file that a host serves at a former `address`: `/2011/05/first.html`, `/old/`, `/old`.

    Empty for what is no address on this site or could not be a file on every system: one that
    leads out of the site, names a drive or another host, or holds signs that nobody can see.
    """
    path = unquote(address.partition("?")[0].partition("#")[0])
    parts = [part for part in path.split("/") if part]
    odd = re.search(r"[\x00-\x1f\x7f\\\\:*\"<>|]", path)
    if not path.startswith("/") or path.startswith("//") or not parts or odd:
        return ""
    if any(part in {".", ".."} or len(part.encode()) > LONGEST_NAME for part in parts):
        return ""
    named = "/".join(parts)
    return named if named.endswith((".html", ".htm")) else f"{named}/index.html"


def from_address(address: str, target: str) -> str:
    """The link from the page at `address` to `target`, both paths from the site's root."""
    page, sign, fragment = target.partition("#")
    if page.startswith(("https://", "http://")):
        return target
    there = relpath(page or ".", address)
    return f"{there}{'/' if not page or page.endswith('/') else ''}{sign}{fragment}"


def redirect_page(title: str, link: str, language: str = "en", words: str = "Go to") -> str:
    """A page that leads to `link`: at once where script runs, carrying what stands behind the #."""
    safe, shown = html.escape(link), html.escape(title)
    return (
        f'<!doctype html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{shown}</title>\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{safe}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        # A copy in a link stands behind the #, which the plain redirect below would drop; a mail
        # program may have written it out, and behind a "?" this page is found all the same.
        "<script>(h=>h[1]&&location.replace("
        "document.querySelector('link[rel=canonical]').href.split('#')[0]+h))(location.hash||'#'+("
        "(/%(?:25)*23(pb\\d+\\.[\\w.-]+)/.exec(location.search)||[])[1]||''))</script>\n"
        f'<meta http-equiv="refresh" content="0; url={safe}">\n</head>\n<body>\n'
        f'<p>{html.escape(words)} <a href="{safe}">{shown}</a></p>\n</body>\n</html>\n'
    )
