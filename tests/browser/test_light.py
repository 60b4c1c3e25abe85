"""What a page costs before anybody touches it, and the policy that it lives under."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.projects import ours

from .conftest import (
    CHECKLIST,
    FAILED_PICTURE,
    MAP_READ,
    PLAN,
    press,
    quiet,
    ready,
    rested,
    saved,
    searched,
    until,
)
from .serving import Server
from .test_pages import PAGES, POST

SEARCH_INDEX = re.compile(r"/search/")
"""What search asks for is search's own figure; its tests hold it to nothing before it is opened."""


@pytest.fixture(scope="module")
def host(site):
    """The site as a host with precompressed files would send it."""
    server = Server(site.folder, absent=("/playbook-offline.js",), compressed=True)
    yield server
    server.close()


def asked_for(context, url: str) -> dict[str, int]:
    """Every request of a page until it rests, with the bytes that came over the wire."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def sent(event: dict) -> None:
        address = event["request"]["url"]
        if event["type"] != "Fetch" or address != url:  # `quiet` asks for the page itself
            urls[event["requestId"]] = address

    session.on("Network.requestWillBeSent", sent)
    session.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.goto(url)
    quiet(page)
    page.close()
    made: dict[str, int] = {}
    for key, address in urls.items():
        if not address.startswith("data:"):
            made[address] = made.get(address, 0) + int(sizes.get(key, 0))
    return made


PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True}


@pytest.mark.parametrize(("path", "most"), [(POST, 75), ("/blog/", 70)])
def test_a_page_weighs_little_and_the_same_in_a_site_of_any_size(phone, host, path, most):
    context = phone.new_context(**PHONE)
    asked = asked_for(context, f"{host.url}{path}")
    context.close()
    weighed = {url: size for url, size in asked.items() if not SEARCH_INDEX.search(url)}
    assert 20 * 1024 < sum(weighed.values()) <= most * 1024, weighed
    # What grows with the site, or answers with "not found", is not asked for.
    assert [url for url in asked if url.endswith("sitemap.xml")] == []


def test_no_page_asks_another_host_for_anything(phone, host):
    context = phone.new_context(**PHONE)
    for path in (POST, "/blog/", CHECKLIST, "/"):
        asked = asked_for(context, f"{host.url}{path}")
        assert asked
        assert [url for url in asked if not url.startswith(f"{host.url}/")] == []
    context.close()


def plain_site(folder: Path, posts: int) -> tuple[Path, str]:
    """A site with our plugins, Material as it comes, and so many posts; a post in its middle.

    Both sites have the same post there: the others are the same short one under other names.
    """
    project = ours(Corpus(30, pages=2), folder)
    middle = sorted((folder / "docs/blog/posts").glob("*.md"))[15]
    for number in range(posts - 30):
        text = f"---\ndate: 2019-01-01\n---\n\n# One of many, {number:04}\n\nFew words.\n"
        (folder / f"docs/blog/posts/many-{number:04}.md").write_text(text, "utf-8")
    site = folder / "site"
    words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(site)]
    done = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(words, check=True, cwd=project.folder, env=done)
    found = next((site / "blog").glob(f"*/*/*/{middle.stem}/index.html"))
    return site, f"/{found.parent.relative_to(site).as_posix()}/"


def test_a_post_asks_for_the_same_in_a_small_site_and_a_large_one(phone, tmp_path):
    came = []
    for posts in (35, 100):
        folder, post = plain_site(tmp_path / str(posts), posts)
        server = Server(folder, compressed=True)
        context = phone.new_context(**PHONE)
        asked = asked_for(context, f"{server.url}{post}")
        context.close()
        server.close()
        # When the browser asks for the icon of a page is its own affair.
        of_page = {url: size for url, size in asked.items() if "favicon" not in url}
        came.append({url.removeprefix(server.url): size for url, size in of_page.items()})
    small, large = came
    assert set(small) == set(large)
    assert [path for path in small if "/search/" in path or "sitemap" in path] == []
    assert abs(sum(small.values()) - sum(large.values())) < 256, (small, large)
    assert 20 * 1024 < sum(large.values()) <= 75 * 1024, large


def test_the_map_of_the_site_comes_with_the_first_sign_of_a_reader(chromium, site):
    page = chromium.new_page()
    page.goto(f"{site.url}{POST}")
    quiet(page)
    with page.expect_request(re.compile(r"/sitemap\.xml$")):
        page.mouse.move(200, 200)
    until(page, MAP_READ)
    page.evaluate("window.stays = true")
    page.locator(".pb-post-around a").first.click()
    page.wait_for_url(lambda url: POST not in url)
    assert page.evaluate("window.stays") is True  # instant navigation kept the document
    page.close()


def test_a_small_style_comes_with_the_page_and_goes_with_it(chromium, site):
    """A page asks for no sheet of the blog's, and looks the same however a reader came to it."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    asked = asked_for(context, f"{site.url}{POST}")
    assert [url for url in asked if "playbook-blog." in url] == []
    page = context.new_page()
    page.goto(f"{site.url}/guide/")
    styles = "[...document.head.children].filter(e => e.textContent.includes('.pb-post-meta'))"
    assert page.evaluate(f"{styles}.length") == 0
    page.mouse.move(200, 200)
    until(page, MAP_READ)
    page.evaluate("window.stays = true")
    page.locator(".md-tabs a", has_text="Blog").click()
    page.wait_for_selector(".pb-listing")
    assert page.evaluate("window.stays") is True
    parts = "getComputedStyle(document.querySelector('.pb-post-meta')).display"
    assert page.evaluate(parts) == "flex"
    assert page.evaluate(f"{styles}.length") == 1
    page.locator(".md-tabs a", has_text="Guide").click()
    page.wait_for_selector(".pb-listing", state="detached")
    page.wait_for_function(f"!{styles}.length")
    context.close()


@pytest.mark.parametrize("path", [f"{POST.strip('/')}/index.html", "404.html"])
def test_the_themes_script_comes_last_and_its_search_has_a_name(site, path):
    text = (site.folder / path).read_text("utf-8")
    [script] = re.findall(r"<script[^>]*javascripts/bundle\.[^>]*>", text)
    assert 'fetchpriority="low"' in script
    assert re.search(r'data-md-component="search" role="dialog" aria-label="[^"]+"', text)


def test_no_script_of_ours_holds_up_a_page(site):
    for path in PAGES.values():
        file = site.folder / path.strip("/") / "index.html"
        if not file.is_file():
            continue
        text = file.read_text("utf-8")
        ours = re.findall(r"<script\b[^>]*\bsrc=\"[^\"]*assets/playbook/[^>]*>", text)
        assert [tag for tag in ours if not re.search(r"\s(defer|async)\b", tag)] == []


# --- Content-Security-Policy ---


NOTE = """addEventListener('securitypolicyviolation', event => console.error(
  `Content Security Policy: ${event.effectiveDirective} ${event.blockedURI}`))"""


def refusals(page) -> list[str]:
    """Start noting what the policy refuses, also on pages that come later."""
    found: list[str] = []

    def note(message) -> None:
        if "Content Security Policy" in message.text:
            found.append(message.text)

    page.on("console", note)
    page.context.add_init_script(NOTE)
    return found


def test_the_policy_refuses_nothing_on_any_page_type(chromium, site):
    page = chromium.new_page()
    found = refusals(page)
    for path in PAGES.values():
        page.goto(f"{site.url}{path}")
        rested(page)
        assert page.locator('head meta[http-equiv="Content-Security-Policy"]').count() == 1
    page.close()
    assert found == []


def test_the_policy_refuses_nothing_while_a_reader_works(chromium, site):
    """Instant navigation to a deeper page and back, a sheet, search, colours, dialogs, print."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = refusals(page)
    page.goto(f"{site.url}/")
    quiet(page)
    page.mouse.move(300, 300)
    until(page, MAP_READ)
    page.evaluate("window.stays = true")
    page.click(".home-sheet a")
    page.wait_for_selector("playbook-worksheet[ready]")
    assert page.evaluate("window.stays") is True
    page.locator('playbook-worksheet input[type="checkbox"]:not([disabled])').first.check()
    saved(page)
    for control in (".pb-out", ".pb-in"):
        page.click(control) if control == ".pb-out" else press(page, control)
        page.wait_for_selector("dialog[open]")
        page.keyboard.press("Escape")
    page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'))")
    page.click('.md-header label[for^="__palette"]:visible')
    page.click(".md-tabs__link >> text=Blog")
    page.wait_for_selector("h1 >> text=Blog")
    searched(page, "pilot")
    page.keyboard.press("Escape")
    page.goto(f"{site.url}{PLAN}#pb1.x")
    page.wait_for_selector("playbook-worksheet[ready]")
    assert "#pb1" not in page.url  # the line in the page that takes a reader's answers away ran
    page.goto(f"{site.url}/go/land-and-expand/")
    page.wait_for_url(f"**{CHECKLIST}**")
    context.close()
    assert found == []


def test_the_policy_lets_no_foreign_script_run(chromium, site):
    page = ready(chromium.new_page(), f"{site.url}{CHECKLIST}")
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.body.append(script);
          const box = document.createElement('div');
          box.innerHTML = '<img src="/none" onerror="window.ran = true">';
          document.body.append(box);
        }"""
    )
    page.evaluate(FAILED_PICTURE)
    assert page.evaluate("window.ran") is None
    page.close()
