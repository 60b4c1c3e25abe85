"""Search in the theme's own box: nothing before it is opened, parts of the index after."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.build.building import build, write_site
from tests.search.test_index import SYLLABLES
from tests.test_client import CLIENT, compile_scripts

from .conftest import FAILED_PICTURE, absent, quiet, until
from .firefox import Firefox
from .firefox import until as until_in
from .serving import Server

RESULT = ".md-search-result__list > li"
META = ".md-search-result__meta"
EVIL = "<img src=x onerror=window.hit=1>"
PUMPS = "Start small: one pump house opened nine plants"
CONFIG = """site_name: Small
site_url: http://small.example/
theme:
  name: material
  font: false
  features: [search.highlight, search.suggest]
plugins:
  - search: {{lang: en}}
  - playbook/publish{more}
  - playbook/worksheets: {{site_id: small}}
  - playbook/blog
markdown_extensions: [attr_list, pymdownx.superfences]
nav: [index.md, blog/index.md]
"""


def parts(paths: list[str]) -> list[str]:
    """What of search was asked for."""
    return [path for path in paths if "search" in path or "worker" in path]


def grown(folder: Path, posts: int, more: str = "") -> Path:
    """A site of so many posts, built."""
    chance = random.Random(posts)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(4000)]
    files = {
        "mkdocs.yml": CONFIG.format(more=more).encode(),
        "docs/blog/index.md": b"# Blog\n",
        "docs/blog/posts/draft.md": b"---\ndate: 2026-01-01\ndraft: true\n---\n# Xylophone\n",
        "docs/hidden.md": b"---\nsearch: {exclude: true}\n---\n# Xylophone, too\n",
        "docs/evil.md": f"---\ntitle: '{EVIL} marimba'\ntags: ['{EVIL}']\n---\n\n"
        f"Marimba `{EVIL}` text\n\n## marimba `{EVIL}` {{ #sec }}\n\nmarimba\n".encode(),
        "docs/blog/.comments/post-1.yml": f"thread: post-1\nstate: open\ncomments:\n  - id: m1\n"
        f"    author: '{EVIL}'\n    date: 2026-10-21T12:00:00Z\n    state: approved\n"
        f"    body: 'A glockenspiel {EVIL}'\n".encode(),
    }
    for number in range(posts):
        text = " ".join(chance.choices(words, k=150))
        front = f"---\ndate: 2026-01-{number % 28 + 1:02}\nuid: post-{number}\n---\n"
        post = f"{front}# Post number {number}\n\nEverywhere accordion {text}\n"
        files[f"docs/blog/posts/{number}.md"] = post.encode()
    write_site(folder, files)
    made = build(folder, strict=False)
    assert made.code == 0, made.output
    return made.folder


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = grown(tmp_path_factory.mktemp("small"), 4)
    server = Server(folder)
    server.folder = folder
    yield server
    server.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    folder = grown(tmp_path_factory.mktemp("large"), 60)
    server = Server(folder)
    server.folder = folder
    yield server
    server.close()


def opened(page: Page, url: str) -> Page:
    """A page with its search open and ready."""
    page.goto(url)
    page.keyboard.press("/")
    expect(page.locator(META)).to_have_text("Type to start searching")
    return page


def test_nothing_is_asked_for_before_search_is_opened_then_only_what_a_query_needs(page, large):
    large.paths.clear()
    page.goto(f"{large.url}/")
    quiet(page)
    assert parts(large.paths) == []
    page.keyboard.press("/")
    expect(page.locator(META)).to_have_text("Type to start searching")
    first, second = parts(large.paths)
    assert first.startswith("/assets/playbook/playbook-search.")
    assert second == "/search/index.js"
    large.paths.clear()
    page.keyboard.type("accordion")
    expect(page.locator(META)).to_have_text("60 matching documents")
    asked = parts(large.paths)
    assert len([path for path in asked if "/terms/" in path]) == 1
    assert len([path for path in asked if "/pages/" in path]) <= 14
    assert len(list((large.folder / "search/terms").iterdir())) > 1


def test_a_page_weighs_the_same_whatever_the_number_of_posts(context, small, large):
    weights = []
    for server in (small, large):
        server.paths.clear()
        page = context.new_page()
        page.goto(f"{server.url}/hidden/")
        quiet(page)
        page.close()
        asked = {path for path in server.paths if "favicon" not in path}
        asked.discard("/sitemap.xml")  # the theme's own, with or without search
        files = [server.folder / path.strip("/") for path in asked]
        sizes = [(path / "index.html" if path.is_dir() else path).stat().st_size for path in files]
        weights.append((sorted(asked), sum(sizes)))
    assert weights[0] == weights[1]
    assert len(weights[0][0]) == 3  # the page, the theme's style and its script


def test_further_results_come_as_the_reader_scrolls(page, large):
    opened(page, f"{large.url}/")
    page.keyboard.type("accordion")
    expect(page.locator(META)).to_have_text("60 matching documents")
    drawn = page.locator(RESULT).count()
    large.paths.clear()
    # Up and down again: the theme draws more when the end comes into sight, and not when a slow
    # machine has scrolled from one end to the next between two frames.
    wrap = "document.querySelector('.md-search__scrollwrap')"
    scroll = f"{wrap}.scrollTo(0, {wrap}.scrollTop ? 0 : {wrap}.scrollHeight)"
    until(page, f"({scroll}, document.querySelectorAll('{RESULT}').length >= {drawn + 12})")
    until(page, f"![...document.querySelectorAll('{RESULT} h1')].some(e => e.innerText === '…')")
    titles = page.locator(f"{RESULT} h1").all_inner_texts()
    assert len(set(titles)) == len(titles)
    assert "…" not in titles
    assert parts(large.paths)


def test_drafts_and_excluded_pages_are_not_found(page, small):
    opened(page, f"{small.url}/")
    page.keyboard.type("xylophone")
    expect(page.locator(META)).to_have_text("No matching documents")


def test_what_a_title_tag_text_or_comment_holds_is_text_in_a_result(page, small):
    opened(page, f"{small.url}/")
    page.keyboard.type("marimba")
    expect(page.locator(META)).to_have_text("1 matching document")
    assert page.locator(f"{RESULT} h1").inner_text() == f"{EVIL} marimba"
    assert page.locator(f"{RESULT} .md-tag").all_inner_texts() == [EVIL]
    page.locator(".md-search__input").fill("")
    page.keyboard.type("glockenspiel")
    expect(page.locator(f"{RESULT} h2")).to_have_text(EVIL)
    expect(page.locator(f"{RESULT} a[href*='glockenspiel']").first).to_be_attached()
    page.keyboard.press("Enter")
    page.wait_for_url("**/post-number-1/?h=glockenspiel#cm1")
    expect(page.locator("#cm1 mark[data-md-highlight]")).to_have_text("glockenspiel")
    page.goto(f"{small.url}/?q={EVIL}&h={EVIL}")
    expect(page.locator(META)).to_contain_text("matching document")
    page.evaluate(FAILED_PICTURE)
    assert page.evaluate("window.hit") is None


def test_arrows_enter_and_escape_work_as_in_the_theme(page, site):
    opened(page, f"{site.url}/blog/")
    page.keyboard.type("pump house")
    expect(page.locator(f"{RESULT} h1").first).to_have_text(PUMPS)
    expect(page.locator(f"{RESULT} h1 mark").first).to_have_text("pump")
    page.keyboard.press("ArrowDown")
    assert "start-small-one-pump-house" in page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url("**/start-small-one-pump-house-opened-nine-plants/?h=pump+house")
    expect(page.locator(".md-content h1")).to_have_text(PUMPS)
    assert page.locator("mark[data-md-highlight]").count() > 2
    is_open = page.locator("#__search").is_checked
    while not is_open():  # the theme follows the reader to a heading, and closes search then
        page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_comments_tips_and_items_of_sheets_are_found_where_they_stand(page, site):
    for words, anchor in (
        (
            "counted my own sentences",
            "/coaching-sticks-in-the-second-talk-two-weeks-later/?h=counted+my+own+sentences#cthursday-1",
        ),
        ("coach one item", "/playbook/land-and-expand/?h=coach+one+item#coach-one-item"),
        ("pick one region", "#land-and-expand--one-region"),
    ):
        page.goto(f"{site.url}/?q={words}")
        links = page.locator(f'{RESULT} a[href$="{anchor}"]')
        expect(links.first).to_be_attached()
        page.evaluate("url => location.href = url", links.first.get_attribute("href"))
        name = anchor.partition("#")[2]
        page.wait_for_url(f"**#{name}")
        expect(page.locator(f"[id='{name}']")).to_be_in_viewport()


def test_a_shared_query_opens_search_and_a_beginning_or_ending_too_much_is_forgiven(page, site):
    page.goto(f"{site.url}/?q=pump+houses")
    expect(page.locator(f"{RESULT} h1").first).to_have_text(PUMPS)
    page.goto(f"{site.url}/?q=PÜMP+hou")
    expect(page.locator(f"{RESULT} h1").first).to_have_text(PUMPS)
    page.goto(f"{site.url}/?q=pump+qqqqq")
    expect(page.locator(f"{RESULT} .md-search-result__terms").first).to_contain_text("qqqqq")


def test_without_a_network_search_says_so_and_works_again_with_one(page, context, small):
    page.goto(f"{small.url}/")
    context.set_offline(True)
    page.keyboard.press("/")
    expect(page.locator(META)).to_contain_text("There is no network right now")
    context.set_offline(False)
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("marimba")
    expect(page.locator(META)).to_have_text("1 matching document")


def test_a_new_edition_of_the_site_is_read_by_a_page_that_is_still_open(page, small, tmp_path):
    folder = shutil.copytree(small.folder, tmp_path / "site")
    server = Server(folder)
    opened(page, f"{server.url}/")
    shard = next((folder / "search/terms").iterdir())
    shard.rename(shard.with_name("11111111.js"))
    text = shard.with_name("11111111.js").read_text().replace(shard.stem, "11111111")
    shard.with_name("11111111.js").write_text(text)
    start = folder / "search/index.js"
    start.write_text(start.read_text().replace(shard.stem, "11111111"))
    page.keyboard.type("accordion")
    expect(page.locator(META)).to_have_text("4 matching documents")
    server.close()


def test_search_works_from_a_folder(page, tmp_path):
    folder = grown(tmp_path, 3, "\n  - offline")
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert "https://" not in html.replace("https://squidfunk.github.io/mkdocs-material/", "")
    opened(page, (folder / "index.html").as_uri())
    page.keyboard.type("glockenspiel")
    expect(page.locator(f"{RESULT} h2")).to_have_text(EVIL)
    expect(page.locator(f"{RESULT} a[href*='glockenspiel']").first).to_be_attached()
    page.keyboard.press("Enter")
    page.wait_for_url("**/post-number-1.html?h=glockenspiel#cm1")
    expect(page.locator("#cm1 mark[data-md-highlight]")).to_have_text("glockenspiel")


def test_firefox_searches_too(small):
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        absent("Firefox is not here (Debian: sudo apt install firefox-esr)")
    browser = Firefox(path)
    try:
        browser.open(f"{small.url}/?q=marimba")
        found = f"document.querySelector('{RESULT} h1')?.textContent"
        until_in(browser, f"!!{found}")
        assert browser.run(found) == f"{EVIL} marimba"
    finally:
        browser.close()


MOMENTS = {
    "price": "playbook/price/",
    "objection": "playbook/objections/",
    "first call": "playbook/first-call/",
    "renewal": "playbook/renewal/",
    "who decides": "playbook/who-decides/",
    "ride-along": "playbook/ride-along/",
    "forecast": "playbook/pipeline-monday/",
    "one-to-one": "playbook/one-to-one-review/",
    "referral": "playbook/referral-ask/",
    "handover": "playbook/handover/",
    "new manager": "playbook/new-manager/",
    "demo": "playbook/discovery/",
}


@pytest.mark.node
def test_the_first_hit_answers_what_somebody_types_in_the_moment(site):
    compile_scripts()
    words = ["node", "build/search.mjs", str(site.folder), *MOMENTS]
    done = subprocess.run(words, cwd=CLIENT, capture_output=True, text=True, check=True)
    answers = [json.loads(line)["items"][0][0]["location"] for line in done.stdout.splitlines()]
    first = {asked: at.removeprefix("./") for asked, at in zip(MOMENTS, answers, strict=True)}
    assert first == MOMENTS
