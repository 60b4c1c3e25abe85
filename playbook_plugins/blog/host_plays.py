"""The plays of a site, gathered from the host's pages once all are converted."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence

from mkdocs.structure.pages import Page

from playbook_plugins.shared.template_escaping import plain

from .badges import badges_in
from .listings.blocks import Listing
from .plays import Play, PlayFacts


def site_plays(
    facts: Mapping[str, PlayFacts], pages: Sequence[Page], order: Mapping[str, int]
) -> list[Play]:
    """The site's plays in the order of its navigation, each with the sheet that it names.

    `facts` are what front matter says, by source path; `order` numbers the paths of the navigation.
    """
    if not facts:
        return []
    found = [page for page in pages if page.file.src_uri in facts]
    found.sort(key=lambda page: (order.get(page.file.src_uri, len(order)), page.file.src_uri))
    wanted = {each.sheet for each in facts.values()}
    sheets = {
        badge.id: (badge, f"{page.url}#{badge.id}")
        for page in reversed(pages)  # of two pages with one sheet, the first leads there
        for badge in badges_in(page.content or "")
        if badge.id in wanted
    }
    made = []
    for page in found:
        its = facts[page.file.src_uri]
        sheet, url = sheets.get(its.sheet, (None, ""))
        texts = plain(page.title or ""), plain(page.meta.get("description") or "")
        made.append(Play(its, *texts, page.url, sheet, url))
    return made


def shows_plays(listings: Iterable[Listing]) -> bool:
    """Whether one of a page's listings shows plays."""
    return any(each.kind == "plays" for each in listings)


def style_link(address: str) -> str:
    """The element by which a page asks for the style of plays."""
    return f'<link rel="stylesheet" href="{html.escape(address)}">'
