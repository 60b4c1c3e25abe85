"""Short permanent addresses: `/go/<sheet>/`, `/go/<sheet>/<item>/`, `/go/<tip>/`.

A page may move and be renamed; ids stay. Each address is a small page that leads on, so that
any host can serve it. Knows no host and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from playbook_plugins.forms.model import Block
from playbook_plugins.forms.questions import questions
from playbook_plugins.worksheets.lock import Lock, Pages

SHORT = "go"


def moved_pages(homes: Mapping[str, str], lock: Lock, pages: Pages) -> dict[str, str]:
    """Former address of a page → the sheet or tip that stood there, as it stands now.

    `homes` are the addresses of pages by the id of what stands there. What was moved and is not
    written to the lock file yet is known as well, since the file holds where it was.
    """
    made: dict[str, str] = {}
    for name, locked in lock.blocks.items():
        was = pages.left(locked)
        if was and name in homes and homes[name] != was:
            made.setdefault(was, f"{homes[name]}#{name}")
    for address, name in lock.moved.items():
        heir = name if name in homes else lock.gone.get(name, "")
        target = f"{homes[heir]}#{heir}" if heir in homes else heir
        if target:
            made.setdefault(address, target)
    return made


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
