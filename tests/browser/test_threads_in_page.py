"""Threads as readers meet them: one truth with live counts, nothing twice, every address opens."""

from __future__ import annotations

import random
import re

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.build.building import CONFIG, build, write_site

from .firefox import until
from .serving import Server
from .test_live_comments import LOAD, Host, standing
from .test_other_browsers import browser

__all__ = ["browser"]

POST = "---\ntitle: {0}\nuid: {0}\ndate: 2026-11-{1}\n---\n\nText.\n"
KNOWN = """thread: known
comments:
  - {id: isso-1, author: Ana, date: 2026-11-25, body: One., origin: "isso:1"}
  - {id: own, parent: isso-1, author: Mara, date: 2026-11-26, body: Two., by: mara}
  - {id: isso-3, author: Bo, date: 2026-11-27, body: Three., origin: "isso:3"}
"""
AUTHORS = "authors:\n  mara: {name: Mara Okell, description: Coach}\n"
SAID = (
    "we tried it on tuesday client asked price meeting before call why because pipeline "
    "manager region pilot team quarter renewal listen question answer minutes number"
)
WORDS = SAID.split()


def long_thread(count: int) -> str:
    """Comments of some forty words; every third answers the one before, some deeply."""
    rng = random.Random(5)
    lines = ["thread: long", "comments:"]
    for n in range(count):
        said = " ".join(rng.choice(WORDS) + rng.choice(["", "", f" {n}"]) for _ in range(40))
        parent = f", parent: n{n - 1}" if n % 7 > 1 else ""
        date = f"2026-{1 + n // 200:02}-{1 + n % 200 // 24:02}T{n % 24:02}:00:00Z"
        entry = f"id: n{n}{parent}, author: Person {n % 90}, date: {date}, body: {said}."
        lines.append(f"  - {{{entry}}}")
    return "\n".join([*lines, ""])


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    """A built site whose comments live at a stub of Isso, too."""
    folder = tmp_path_factory.mktemp("talk")
    host = Host()
    options = (
        f"{{comments_provider: isso, comments_provider_url: '{host.url}', comments_live: true, "
        "comments_post_to: 'mailto:coach@example.org'}"
    ).encode()
    posts = {"known": 24, "new": 25, "long": 23}
    files = {f"docs/blog/posts/{n}.md": POST.format(n, day).encode() for n, day in posts.items()}
    files["docs/blog/.comments/known.yml"] = KNOWN.encode()
    files["docs/blog/.comments/long.yml"] = long_thread(620).encode()
    files["docs/blog/.authors.yml"] = AUTHORS.encode()
    config = CONFIG.replace(b"{categories_allowed: [Plans, Talent]}", options)
    write_site(folder, {**files, "mkdocs.yml": config})
    built = build(folder, strict=False)
    assert built.code == 0, built.output
    server = Server(folder / "site")
    server.host, server.built = host, built
    server.post = lambda uid: f"{server.url}/blog/2026/11/{posts[uid]}/{uid}/"
    yield server
    server.close()
    host.close()


def counted(page) -> list[str]:
    page.wait_for_selector("playbook-live-counts[asked]", state="attached")
    lines = page.locator("[data-comments-key]").all_inner_texts()
    return [re.sub(r"\s+on .*", "", line.strip()) for line in lines]


def test_listing_and_post_say_one_number(talk, page):
    talk.host.counts = [1, 2, 0]  # of new, known, long: at the provider
    page.goto(f"{talk.url}/blog/")
    assert counted(page) == ["1 comment", "3 comments", "620 comments"]
    for uid, there, said in (("new", 1, "1 comment"), ("known", 2, "3 comments")):
        talk.host.counts = [there]
        page.goto(talk.post(uid))
        assert set(counted(page)) == {said} and len(counted(page)) == 2, uid


def test_what_the_provider_shows_steps_back_while_it_shows_it(talk, page):
    talk.host.counts = [2]
    page.goto(talk.post("known"))
    assert page.locator(".pb-comment:visible").count() == 3
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loaded")
    left = page.locator(".pb-comment:visible")
    assert left.count() == 1 and left.first.get_attribute("id") == "cown", "it is only here"
    assert left.locator(".pb-comment-answers").inner_text() == "to Ana"
    assert Axe().run(page).response["violations"] == []
    page.goto("about:blank")
    page.goto(f"{talk.post('known')}#cisso-3")
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loaded")
    assert page.locator("#cisso-3").is_visible(), "an address keeps what it leads to"
    assert not page.locator("#cisso-1").is_visible()


def test_a_failed_discussion_leaves_the_thread_and_leads_nowhere_twice(talk, page):
    page.goto(talk.post("known"))
    talk.host.fault = "404"
    try:
        page.get_by_role("button", name=LOAD).click()
        standing(page, "failed")
    finally:
        talk.host.fault = ""
    assert page.locator(".pb-comment:visible").count() == 3
    assert page.locator("playbook-live-comments a").count() == 0, "Isso has no page but this one"
    assert "Discuss at" not in talk.built.page("blog/2026/11/24/known/index.html")


def test_every_comment_of_a_long_thread_opens_by_its_address(talk, page):
    page.set_viewport_size({"width": 390, "height": 800})
    for id in ("cn0", "cn60", "cn619"):
        page.goto("about:blank")
        page.goto(f"{talk.post('long')}#{id}")
        page.locator(f"#{id} .pb-comment-body").wait_for()
        seen = f"""() => {{ const box = document.getElementById('{id}').getBoundingClientRect();
            return box.top >= 0 && box.top < innerHeight; }}"""
        page.wait_for_function(seen)
    assert page.locator("details.pb-comments-earlier").first.get_attribute("open") is None


def test_the_button_is_two_steps_away_on_a_phone(talk, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(talk.post("long"))
    page.locator(".pb-post-comments a").click()
    page.locator(".pb-comments-post a", has_text="Post a comment").first.click()
    button = page.locator(".pb-comments-post a.md-button")
    button.wait_for()
    page.wait_for_function("""() => {
        const box = document.querySelector('.pb-comments-post a.md-button').getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight;
    }""")


def test_depth_four_says_whom_it_answers_and_feeds_are_found_from_the_button(talk, page):
    page.goto(talk.post("long"))
    deep = page.locator("#cn615")
    assert deep.get_attribute("data-depth") == "4"
    link = deep.locator(".pb-comment-answers")
    assert link.inner_text() == f"to Person {614 % 90}" and link.get_attribute("href") == "#cn614"
    feed = page.locator(".pb-comments-feed").last
    assert page.request.get(feed.evaluate("e => e.href")).ok


def test_five_hundred_comments_load_in_90_kb_newest_first_if_wanted(tmp_path):
    config = CONFIG.replace(b"categories_allowed: [Plans, Talent]", b"comments_order: newest")
    write_site(
        tmp_path,
        {
            "mkdocs.yml": config,
            "docs/blog/posts/long.md": POST.format("long", 23).encode(),
            "docs/blog/.comments/long.yml": long_thread(500).encode(),
        },
    )
    page = build(tmp_path, strict=True).page("blog/2026/11/23/long/index.html")
    found = re.findall(r'class="pb-comment" id="cn(\d+)"', page)
    assert len(found) == 500 and found[:3] == ["498", "499", "497"], "499 answers 498"
    assert len(brotli.compress(page.encode(), quality=5)) <= 90_000


def test_folds_open_and_threads_step_back_in_other_browsers_too(talk, browser):
    browser.open(f"{talk.post('long')}#cn0")
    box = "document.getElementById('cn0').getBoundingClientRect()"
    until(browser, f"{box}.height > 0 && {box}.top >= 0 && {box}.top < innerHeight", True)
    talk.host.counts = [2]
    browser.open(talk.post("known"))
    heading = "document.getElementById('comments.title').textContent.trim()"
    until(browser, heading, "3 comments")
    browser.click(".pb-live-desk button")
    until(browser, "document.querySelector('playbook-live-comments').dataset.standing", "loaded")
    seen = (
        "[...document.querySelectorAll('.pb-comment')].filter(e => e.offsetHeight).map(e => e.id)"
    )
    assert browser.run(seen) == ["cown"]
