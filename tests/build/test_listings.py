"""Listings in any page, series, related posts, badges, feeds: what a reader finds on the site."""

from __future__ import annotations

import json
import re

from .building import build, write_site

THREAD = b"""thread: p02
comments:
  - {id: c1, author: Ana, date: 2026-03-01T09:00:00Z, body: "Does it work by phone?"}
"""
ANSWERED = b"""thread: p01
comments:
  - {id: c1, author: Ana, date: 2026-02-01T09:00:00Z, body: "And then?"}
  - {id: c2, parent: c1, author: "<b>Mara</b>", by: mara, date: 2026-02-02T09:00:00Z, body: "Ask."}
"""
AUTHORS = b"authors:\n  mara: {name: Mara Okell, description: Writes}\n"


def post(number: int, more: str = "", body: str = "Opening.") -> bytes:
    head = f"title: Post {number}\nuid: p{number:02}\ndate: 2026-01-{number:02}\n{more}"
    return f"---\n{head}---\n\n{body}\n\n<!-- more -->\n\nRest.\n".encode()


def site(**files: bytes) -> dict[str, bytes]:
    tip = "/// tip | Ask first\n    id: ask-first\n    labels: [Calls]\n\nAsk, then tell.\n///\n"
    sheet = "/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n- [ ] Two {#two}\n///\n"
    return {
        "docs/blog/posts/p01.md": post(1, "series: First calls\ncategories: [Plans]\n"),
        "docs/blog/posts/p02.md": post(2, "series: First calls\ncategories: [Plans]\n", tip),
        "docs/blog/posts/p03.md": post(
            3, "categories: [Talent]\nredirect_from: [/2011/05/old.html, /was/]\n", sheet
        ),
        "docs/blog/.comments/p01.yml": ANSWERED,
        "docs/blog/.comments/p02.yml": THREAD,
        "docs/blog/.authors.yml": AUTHORS,
        **files,
    }


def page_with(block: str) -> dict[str, bytes]:
    return site(**{"docs/page.md": f"# Page\n\n{block}\n".encode()})


def made(tmp_path, block: str) -> str:
    write_site(tmp_path, page_with(block))
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    return built.page("page/index.html").partition("<article")[2]


def titles(html: str) -> list[str]:
    return re.findall(r'class="pb-(?:card|compact)-title"[^>]*>(?:<a[^>]*>)?([^<]*)', html)


def test_posts_by_label_oldest_first_with_their_counts(tmp_path):
    block = "/// posts | Plans\n    label: Plans\n    sort: oldest\n    layout: compact\n///"
    html = made(tmp_path, block)
    assert titles(html) == ["Post 1", "Post 2"]
    assert "2 comments<" in html and "1 comment<" in html
    assert 'href="../blog/2026/01/01/post-1/#comments"' in html


def test_most_discussed_and_unanswered(tmp_path):
    blocks = (
        "/// posts\n    sort: most-discussed\n    layout: compact\n///\n\n"
        "/// posts\n    unanswered: true\n    layout: dated\n///\n\n/// comments\n///"
    )
    html = made(tmp_path, blocks)
    assert titles(html)[:3] == ["Post 1", "Post 2", "Post 2"], "an author answered under post 1"
    assert html.count('class="pb-day"') == 1
    assert html.count("waits for an answer") == 1
    assert "<b>Mara" not in html


def test_tips_are_gathered_and_lead_to_their_place(tmp_path):
    html = made(tmp_path, "/// tips\n    label: Calls\n///")
    assert 'href="../blog/2026/01/02/post-2/#ask-first"' in html and "Ask, then tell." in html
    write_site(tmp_path, page_with("/// tips\n    label: Nothing\n///"))
    assert "No tips yet." in build(tmp_path, strict=True).page("page/index.html")


def test_a_wrong_listing_is_named_with_its_line_and_never_printed_raw(tmp_path):
    block = "/// posts\n    sorted: newest\n    limit: many\n///\n\n/// post\n    limit: 3\n///"
    write_site(tmp_path, page_with(block))
    problems = build(tmp_path, strict=False).problems
    assert [each.split(": ", 1)[0] for each in problems] == [
        "docs/page.md:4",
        "docs/page.md:5",
        "docs/page.md:8",
    ]
    assert 'Did you mean "sort"?' in problems[0] and 'Did you mean "posts"?' in problems[2]


def test_a_listing_inside_code_stays_code(tmp_path):
    html = made(tmp_path, "```\n/// posts\n///\n```")
    assert "/// posts" in html and "pb-listing-block" not in html


def test_a_post_shows_series_related_badges_and_authors_badge(tmp_path):
    write_site(tmp_path, site())
    built = build(tmp_path, strict=True)
    first = built.page("blog/2026/01/01/post-1/index.html")
    assert "Part 1 of 2 of the series" in first and "Related posts" in first
    assert first.count('class="pb-comment-badge"') == 1 and "Mara Okell" in first
    assert titles_of_series(built.page("blog/series/first-calls/index.html")) == [
        "Post 1",
        "Post 2",
    ]
    listing = built.page("blog/index.html")
    assert re.search(r'class="pb-badge"[^>]*#land"[^>]*>.*?Checklist · 2 items', listing)


def titles_of_series(html: str) -> list[str]:
    return re.findall(r'<h2 class="pb-post-title"><a[^>]*>([^<]*)', html)


def test_former_addresses_lead_on(tmp_path):
    write_site(tmp_path, site())
    built = build(tmp_path, strict=True)
    assert 'url=../../blog/2026/01/03/post-3/"' in built.page("2011/05/old.html")
    assert 'url=../blog/2026/01/03/post-3/"' in built.page("was/index.html")
    write_site(
        tmp_path, {"docs/blog/posts/p04.md": post(4, "redirect_from: [/../../etc/x.html]\n")}
    )
    said = build(tmp_path, strict=False)
    assert any("is no address on this site" in each for each in said.problems)
    assert not (tmp_path.parent / "etc").exists()


def test_feeds_and_machines_are_told_the_same_count(tmp_path):
    write_site(tmp_path, site())
    built = build(tmp_path, strict=True)
    feed = json.loads(built.page("blog/feed.json"))
    counts = {item["title"]: item["_playbook"]["comments"] for item in feed["items"]}
    assert counts == {"Post 1": 2, "Post 2": 1, "Post 3": 0}
    html = built.page("blog/2026/01/01/post-1/index.html")
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert said["commentCount"] == 2 and said["headline"] == "Post 1"
    assert 'href="https://small.example/blog/feeds/thread/p01/atom.xml"' in html
    assert "<thr:total>2</thr:total>" in built.page("blog/atom.xml")


def test_a_provider_shows_a_button_and_asks_nobody(tmp_path):
    config = (
        b"site_name: S\nsite_url: https://small.example/\ntheme: {name: material, font: false}\n"
        b"plugins:\n  - playbook/blog:\n      comments_provider: isso\n      comments_live: true\n"
        b"      comments_provider_url: https://talk.example\n"
    )
    write_site(tmp_path, {**site(), "mkdocs.yml": config})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    html = built.page("blog/2026/01/01/post-1/index.html")
    assert '<playbook-live-comments site="small.example" host="talk.example"' in html
    assert 'src="https://talk.example' not in html
    listing = built.page("blog/index.html")
    assert listing.count("<playbook-live-counts") == 1 and "data-comments-key=" in listing


def test_a_blogroll_shows_what_the_last_refresh_found(tmp_path):
    roll = b"- title: Other\n  url: https://other.example/\n  feed: https://other.example/feed\n"
    files = page_with("/// blogroll\n///") | {"docs/blog/.blogroll.yml": roll}
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert 'href="https://other.example/"' in built.page("page/index.html")
    assert "https://other.example/feed" in built.page("blogroll.opml")
