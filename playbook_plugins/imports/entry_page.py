"""An entry's page: its text in Markdown, with what an old blog kept beside the text."""

from __future__ import annotations

import html
from dataclasses import replace

from .cleaning import web
from .html_inline import Target
from .html_to_markdown import Converted, convert
from .model import Entry
from .shortcodes import MediaLibrary
from .wordpress import Expanded, expanded


def page_of(
    entry: Entry, library: MediaLibrary, link: Target, image: Target = web, base: str = ""
) -> tuple[Converted, list[str]]:
    """The page's Markdown, and words in brackets that may be a plugin's.

    The picture above a WordPress post stands above its text, recordings below it.
    """
    if not entry.coded:
        return convert(entry.html, link, image, base), []
    number = entry.id.rpartition(":")[2]
    made = expanded(entry.html, library, number, entry.encoded, entry.notes)
    text = _picture(entry, library, made.html) + made.html + _sounds(entry, made)
    converted = convert(text, link, image, base)
    return replace(converted, lost=[*made.lost, *converted.lost]), made.kept


def _picture(entry: Entry, library: MediaLibrary, text: str) -> str:
    """The picture that stood above a post, unless its text shows it again."""
    picture = library.picture(entry.picture) if entry.picture else None
    if picture is None or picture.url in text or html.escape(picture.url) in text:
        return ""
    alt = html.escape(picture.alt or picture.caption)
    return f'<p><img src="{html.escape(picture.url)}" alt="{alt}"></p>'


def _sounds(entry: Entry, made: Expanded) -> str:
    safe = [html.escape(each) for each in entry.sounds]
    return "".join(f'<p><a href="{each}">{each}</a></p>' for each in safe if each not in made.html)
