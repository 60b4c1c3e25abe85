"""Short permanent addresses: `/go/<sheet>/`, `/go/<sheet>/<item>/`, `/go/<tip>/`.

A page may move and be renamed; ids stay. Each address is a small page that leads on, so that
any host can serve it. Knows no host and writes nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from posixpath import relpath

from playbook_plugins.worksheets.lock import Lock
from playbook_plugins.worksheets.model import Block
from playbook_plugins.worksheets.published import questions

SHORT = "go"


def addresses(homes: Mapping[str, str], blocks: Iterable[Block], lock: Lock) -> dict[str, str]:
    """Address → target, both as paths from the site's root, `go/plan-90/` → `plans/#plan-90`.

    `homes` are the addresses of pages by the id of what stands there. Former ids lead to what
    took their place, retired questions to their sheet, and what left the site to its heir.
    """
    made: dict[str, str] = {}
    for block in blocks:
        if block.id not in homes:
            continue
        page = homes[block.id]
        made[f"{SHORT}/{block.id}/"] = f"{page}#{block.id}"
        asked = questions(block)
        anchors = {name: name for name, each in asked.items() if each.anchor}
        locked = lock.blocks.get(block.id)
        if locked:
            anchors |= {name: "" for name in locked.retired if "." not in name}
            anchors |= {old: new for old, new in locked.was.items() if new in anchors}
        anchors |= {old: name for name, each in asked.items() for old in each.was}
        for name, target in anchors.items():
            fragment = f"{block.id}--{target}" if target else block.id
            made[f"{SHORT}/{block.id}/{name}/"] = f"{page}#{fragment}"
    for name, heir in lock.gone.items():
        target = f"{homes[heir]}#{heir}" if heir in homes else heir
        made.setdefault(f"{SHORT}/{name}/", target)
    return made


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
        # A copy in a link stands behind the #, which the plain redirect below would drop.
        "<script>location.hash.length>1&&location.replace("
        "document.querySelector('link[rel=canonical]').href.split('#')[0]+location.hash)</script>\n"
        f'<meta http-equiv="refresh" content="0; url={safe}">\n</head>\n<body>\n'
        f'<p>{html.escape(words)} <a href="{safe}">{shown}</a></p>\n</body>\n</html>\n'
    )
