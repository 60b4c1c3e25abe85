"""The lines in each page that keep the theme from fetching an index, and open ours when wanted."""

from __future__ import annotations

import json
from pathlib import Path

from playbook_plugins.theme import script_in
from playbook_plugins.words import Vocabulary

ENGLISH = {"failed": "There is no network right now, and search needs one."}


def door_script(source: Path, script: str, language: str) -> str:
    """The script element for all pages of a site: the same text everywhere, so that one hash in a
    content policy allows it. `script` is the address of the search script from the site's root.
    """
    text = source.read_text(encoding="utf-8").strip()
    failed = Vocabulary("search", language, ENGLISH)["failed"]
    for place, value in (("PLAYBOOK_SEARCH_SCRIPT", script), ("PLAYBOOK_SEARCH_FAILED", failed)):
        text = text.replace(f'"{place}"', _inline(value))
    return f"<script>{text}</script>"


def _inline(text: str) -> str:
    """Text as a script's string that cannot end the script element."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\u003c")


def with_door(html: str, door: str) -> str:
    """A finished page with the door before the theme's bundle, if there are both."""
    if not door:
        return html
    found = script_in(html)
    if found is None or html.rfind('id="__config"') < 0:
        return html
    return f"{html[: found.start()]}{door}{html[found.start() :]}"
