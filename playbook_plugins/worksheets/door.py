"""The door, `/go/in/`: the page that opens whatever links and files bring, on any page's behalf.

Each page of a site with sheets has one line in its head that takes a link's fragment out of the
address. A page with a use for it keeps it; any other sends it on to the door. The page for unknown
addresses mends links whose `#` was written out on their way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from playbook_plugins.shared.bundle import STATIC
from playbook_plugins.worksheets.addresses import SHORT

TEMPLATES = Path(__file__).parents[1] / "templates" / "door"
NAME = "in"
FILE = f"{SHORT}/{NAME}/index.html"
"""Where it stands, and the name of its template."""
DOOR_SCRIPT = "playbook-door.js"
NOT_FOUND = "404.html"
_MEND_SCRIPT = "playbook-mend-link.js"

_OURS = "/^#pb\\d{1,3}\\./.test(location.hash)"

# A link may carry a reader's answers behind the #. They are taken out of the address before any
# other script of the page can read it, so this line stands in the page and waits for nothing.
_TAKE = (
    f"{_OURS}&&(playbookFragment=location.hash,"
    "history.replaceState(history.state,'',location.pathname+location.search))"
)
_SEND = f"{_OURS}&&location.replace(document.currentScript.dataset.pbIn+location.hash)"

_HEAD = re.compile(r"<head\b[^>]*>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)


def take_line(door: str) -> str:
    """The line of a page that has a use for what a link brings; `door` is the way to the door."""
    return f'<script data-pb-in="{escape(door)}">{_TAKE}</script>\n'


def send_line(door: str) -> str:
    """The line of any other page: it sends on what it has no use for."""
    return f'<script data-pb-in="{escape(door)}">{_SEND}</script>\n'


def with_send_line(output: str, door: str) -> str:
    """A finished page with that line in its head."""
    return _at_head(output, send_line(door).rstrip())


def without_door(output: str, door: str) -> str:
    """A page of the loop as its site has no sheets: it keeps what a link brings, or lets it be."""
    kept = take_line(door).replace(f' data-pb-in="{escape(door)}"', "", 1)
    return output.replace(send_line(door), "").replace(take_line(door), kept)


def with_mending(output: str, door: str) -> str:
    """The page for unknown addresses, with the script that mends links."""
    script = (STATIC / _MEND_SCRIPT).read_text("utf-8").strip()
    return _at_head(output, f'<script data-pb-in="{escape(door)}">{script}</script>')


def _at_head(output: str, script: str) -> str:
    head = _HEAD.search(output)
    return f"{output[: head.end()]}{script}{output[head.end() :]}" if head else output


def door_from(root: str, directories: bool) -> str:
    """The way to the door, where `root` leads to the site's root (`../..`, `.` or `/sub`)."""
    # A site that is opened from a disk has no server that would find the file of a folder.
    return f"{root.rstrip('/')}/{FILE if not directories else FILE.removesuffix('index.html')}"


def without_index(output: str) -> str:
    """The door's own page, which search engines shall not list."""
    return output.replace("</head>", '<meta name="robots" content="noindex">\n</head>', 1)


def door_content(site: str, links: str, pages: Mapping[str, str], words: str) -> str:
    """The element, with `links` to the site's sheets: all that it is without script.

    `pages` are the addresses of what else the door leads to, by name (`team`, `mine`); `words`
    say what to do without script.
    """
    others = "".join(f' {name}="{escape(url)}"' for name, url in sorted(pages.items()))
    return (
        f'<playbook-door site="{escape(site)}"{others}><noscript><p>{escape(words)}</p></noscript>'
        f"{links}</playbook-door>"
    )
