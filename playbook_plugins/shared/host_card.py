"""What chats show of a page, by its front matter and the site's settings."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from .open_graph import Card, first_words, shortened
from .template_escaping import plain


def title_of(page: Page, config: MkDocsConfig) -> str:
    """What a page is called away from its site: "Home" names nothing there."""
    own = page.meta.get("title")
    if isinstance(own, str) and own.strip():
        return plain(own)
    return config.site_name if page.is_homepage else plain(page.title or config.site_name)


def card_of(page: Page, config: MkDocsConfig, image_of_site: str = "") -> Card:
    """The card of a page; `image_of_site` is its picture where it names none."""
    described = plain(page.meta.get("description") or "")
    base = (config.site_url or "").rstrip("/") + "/" if config.site_url else ""
    own = page.meta.get("image")
    named = own if isinstance(own, str) else ""  # else it is a key of the site's own
    image = str(named or image_of_site).lstrip("/")
    if image and not image.startswith(("https://", "http://")):
        image = f"{base}{image}" if base else ""
    return Card(
        title=title_of(page, config),
        description=shortened(described) or first_words(page.content or ""),
        url=page.canonical_url or "",
        image=image,
        site=config.site_name,
        kind="article" if page.meta.get("date") else "website",
    )
