"""Around the pages: an unknown address leads on, lists say whose they are, devices find icons,
and every page has a picture for those who are sent its link."""

from __future__ import annotations

import json
import re
import struct
from html import unescape
from urllib.parse import urljoin, urlsplit

from .conftest import until

SHARE = re.compile(r'<meta property="og:image" content="([^"]*)">')
TITLE = re.compile(r'<meta property="og:title" content="([^"]*)">')


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def file_at(site, url: str):
    return site.folder / urlsplit(url).path.lstrip("/")


def test_an_unknown_address_says_so_and_leads_on(page, site):
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(f"{site.url}/blog/2019/a-post-that-has-gone/")
    assert page.locator("h1").inner_text() == "This page is not here"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ways = page.locator(".site-ways a")
    assert ways.evaluate_all("all => all.map(a => a.querySelector('b').textContent)") == [
        *("Plays", "Sheets", "Posts", "Guide")
    ]
    for way in ways.evaluate_all("all => all.map(a => a.href)"):
        assert page.request.get(way).ok, way
    page.get_by_label("Search for your moment").fill("price")
    page.get_by_label("Search for your moment").press("Enter")
    until(page, "document.querySelectorAll('.md-search-result__item').length > 0")
    assert page.locator(".md-search__input").input_value() == "price"


def test_without_script_no_search_is_promised(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/no-such-page/")
    assert not page.locator(".site-find").is_visible()
    assert page.locator(".site-ways").is_visible()
    context.close()


def test_a_list_says_how_much_there_is_whose_it_is_and_where_it_is_fed(page, site):
    page.goto(f"{site.url}/blog/author/mara/")
    head = page.locator(".pb-view")
    assert "An invented coach" in head.inner_text() and "8 posts" in head.inner_text()
    assert head.get_by_role("link").evaluate_all("all => all.map(a => a.textContent)") == [
        *("All posts", "Atom", "RSS", "JSON Feed")
    ]
    page.goto(f"{site.url}/blog/category/price/")
    assert "Say the number" in page.locator("header.md-typeset").inner_text()
    for link in head.get_by_role("link").evaluate_all("all => all.map(a => a.href)"):
        assert page.request.get(link).ok, link
    assert "/feeds/category/price/" in head.get_by_role("link", name="Atom").get_attribute("href")
    tabs = page.locator(".md-tabs__link").evaluate_all("all => all.map(a => a.innerText.trim())")
    assert tabs == ["Home", "Blog", "Playbook", "Guide", "About"]
    assert page.locator(".md-copyright").get_by_role("link", name="Contribute").is_visible()


def test_devices_find_icons_of_the_size_that_is_promised(site):
    head = (site.folder / "playbook/index.html").read_text(encoding="utf-8")
    manifest_url = urljoin("/playbook/", re.search(r'rel="manifest" href="([^"]*)"', head)[1])
    manifest = json.loads(file_at(site, manifest_url).read_text(encoding="utf-8"))
    assert urljoin(manifest_url, manifest["start_url"]) == "/"
    assert {each.get("purpose", "any") for each in manifest["icons"]} == {"any", "maskable"}
    for each in manifest["icons"]:
        content = file_at(site, urljoin(manifest_url, each["src"])).read_bytes()
        assert "{}x{}".format(*size_of(content)) == each["sizes"] and len(content) < 8000
    for rel, size in (("icon", 32), ("apple-touch-icon", 180)):
        icon = re.search(rf'rel="{rel}" href="([^"]*\.png)"', head)[1]
        assert size_of(file_at(site, urljoin("/playbook/", icon)).read_bytes()) == (size, size)


def test_every_page_has_a_picture_of_its_own_that_a_chat_can_show(site):
    """All pages of the site: their files are read, nothing is painted again."""
    seen: dict[str, set[str]] = {}
    for path in site.folder.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text or path.is_relative_to(site.folder / "go"):
            continue
        pictures = SHARE.findall(text)
        assert len(pictures) == 1 and pictures[0].startswith(site.url), path
        content = file_at(site, pictures[0]).read_bytes()
        assert size_of(content) == (1200, 630) and len(content) <= 60_000, path
        seen.setdefault(pictures[0], set()).add(unescape(TITLE.findall(text)[0]))
    assert len(seen) > 100
    assert all(len(titles) == 1 for titles in seen.values()), "a title, a picture"
    assert "Home" not in set().union(*seen.values())
