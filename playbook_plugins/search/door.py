"""The lines in each page that keep the theme from fetching an index, and open ours when wanted."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.words import Vocabulary

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


def set_door(page: Edits, script: re.Match[str] | None, door: str) -> None:
    """Set the door before the theme's `script` in a finished page, if there are both."""
    if door and script and page.text.rfind('id="__config"') >= 0:
        page.put(script.start(), script.start(), door)
