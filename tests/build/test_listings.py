"""Listings in any page, series, related posts, badges, feeds: what a reader finds on the site."""

from __future__ import annotations

import json
import re

import pytest

from .building import CONFIG, build, write_site

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
    built = build(tmp_path, strict=False)
    assert "No tips yet." in built.page("page/index.html")
    assert len(built.problems) == 1 and 'no tip has the label "Nothing"' in built.problems[0]


PLAY = """---
title: {title}
play:
  moment: "{moment}"
  role: coach
  minutes: 20
  sheet: {sheet}
  group: {group}
---

# {title}

Steps.
"""


def test_plays_make_their_own_index_and_are_found_by_their_moment(tmp_path):
    def page(title: str, group: str, sheet: str = "land") -> bytes:
        moment = f"It is {title} <now>"
        return PLAY.format(title=title, moment=moment, sheet=sheet, group=group).encode()

    files = page_with(
        "/// plays | Plays\n///\n\n/// plays\n    group: Keep\n    layout: compact\n///"
    )
    files |= {"docs/first.md": page("One", "Win"), "docs/second.md": page("Two", "Keep")}
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    html = built.page("page/index.html").partition("<article")[2]
    assert titles(html)[:2] == ["One", "Two"] and titles(html)[2:] == ["Two"]
    assert 'href="#plays-win"' in html and 'id="plays-win"' in html
    assert "It is One &lt;now&gt;" in html and "<now>" not in html
    assert 'href="../blog/2026/01/03/post-3/#land">Land</a>' in html
    own = built.page("first/index.html")
    assert own.index("It is One") > own.index("<h1") and ".pb-play-head{" in own
    assert ".pb-play" not in built.page("index.html"), "other pages load nothing for plays"
    again = build(tmp_path, strict=True)
    assert again.page("page/index.html") == built.page("page/index.html")
    write_site(tmp_path, {"docs/second.md": page("Three", "Keep")})
    assert titles(build(tmp_path, strict=True).page("page/index.html"))[-1] == "Three"


def test_a_play_that_names_no_sheet_of_the_site_and_a_group_that_nobody_has_are_named(tmp_path):
    files = page_with("/// plays\n    group: Kepe\n///")
    text = PLAY.format(title="One", moment="Now", sheet="lnad", group="Keep").encode()
    write_site(tmp_path, {**files, "docs/one.md": text})
    sheet, group = sorted(build(tmp_path, strict=False).problems)
    assert sheet.startswith("docs/one.md:7:") and 'Did you mean "land"?' in sheet
    assert group.startswith("docs/page.md:4:") and 'Did you mean "Keep"?' in group


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


@pytest.mark.parametrize(
    "address",
    [
        "/../../etc/x.html",
        "/%2e%2e/x.html",
        "//evil.example/x",
        "/a\\\\b",
        "/C:/x",
        "/a\\0b",
        "/" + "x" * 300,
    ],
)
def test_an_address_that_leads_out_is_named_and_writes_nothing(tmp_path, address):
    front = f'redirect_from: ["{address}"]\n'
    write_site(tmp_path / "in" / "ner", {"docs/blog/posts/p04.md": post(4, front)})
    before = sorted(tmp_path.glob("*"))
    built = build(tmp_path / "in" / "ner", strict=False)
    assert built.code == 0 and "Traceback" not in built.output
    assert any("docs/blog/posts/p04.md" in each for each in built.problems)
    assert sorted(tmp_path.glob("*")) == before and not list(tmp_path.rglob("x.html"))


def test_a_former_address_that_is_taken_is_named(tmp_path):
    front = "redirect_from: [/index.html, /index.html/x, /same/]\n"
    files = {"docs/blog/posts/p04.md": post(4, front)}
    files["docs/blog/posts/p05.md"] = post(5, "redirect_from: [/same, /caf%C3%A9.html]\n")
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert "Traceback" not in built.output
    assert [each.split(": ")[1].split(". ")[0] for each in built.problems] == [
        '"/index.html" is taken by the site itself',
        '"/index.html/x" is taken by the site itself',
        '"/same" is taken by docs/blog/posts/p04.md',
    ]
    assert "Post 5" in built.page("café.html") and "Home" in built.page("index.html")


def test_two_blogs_fill_their_own_listings(tmp_path):
    config = (
        b"site_name: S\nsite_url: https://s.example/\ntheme: {name: material, font: false}\n"
        b"plugins:\n  - playbook/blog\n  - playbook/blog: {blog_dir: news}\n"
    )
    page = b"""# Page

/// posts
    blog: news
    layout: compact
///

/// posts
    layout: compact
///

<div class="pb-place" data-blog="news" data-place="7"></div>
"""
    roll = b"- {title: Other, url: 'https://other.example/'}\n"
    files = {
        "mkdocs.yml": config,
        "docs/page.md": page,
        "docs/blog/posts/p01.md": post(1),
        "docs/news/posts/p02.md": post(2),
        "docs/blog/.blogroll.yml": roll,
        "docs/news/.blogroll.yml": roll,
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert titles(built.page("page/index.html")) == ["Post 2", "Post 1"]
    assert built.page("blogroll.opml") and built.page("news/blogroll.opml")


def test_an_excerpt_with_a_tip_brings_its_style(tmp_path):
    config = CONFIG.replace(b": {categories_allowed: [Plans, Talent]}", b"")
    write_site(tmp_path, {**site(), "mkdocs.yml": config})
    built = build(tmp_path, strict=True)
    style = r'<link rel="stylesheet" href="[^"]*assets/playbook/playbook-tip\.[0-9a-f]{8}\.css">'
    assert 'class="pb-tip"' in built.page("blog/index.html")
    assert len(re.findall(style, built.page("blog/index.html"))) == 1
    assert not re.search(style, built.page("blog/category/talent/index.html"))


def test_a_long_thread_folds_the_oldest_and_shows_the_true_count(tmp_path):
    comments = "".join(
        f"  - {{id: c{n}, author: Ana, date: 2026-02-{n:02}, body: No {n}.}}\n" for n in range(1, 8)
    )
    config = CONFIG.replace(b"categories_allowed: [Plans, Talent]", b"comments_shown: 3")
    files = {"mkdocs.yml": config, "docs/blog/posts/p01.md": post(1)}
    files["docs/blog/.comments/p01.yml"] = f"thread: p01\ncomments:\n{comments}".encode()
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    html = built.page("blog/2026/01/01/post-1/index.html")
    fold, open_ones = re.search(r"(?s)<details[^>]*>(.*)</details>(.*)", html).groups()
    for part, ids in ((fold, ["c1", "c2", "c3", "c4"]), (open_ones, ["c5", "c6", "c7"])):
        assert re.findall(r'class="pb-comment" id="c(c\d)"', part) == ids
    assert "4 earlier comments</summary>" in fold and ">7 comments<" in html
    assert "7 comments<" in built.page("blog/index.html")


def test_a_capped_site_shows_fewer_says_so_and_counts_all(tmp_path):
    config = CONFIG.replace(b"categories_allowed: [Plans, Talent]", b"comments_shown_on_site: 6")
    files = {"mkdocs.yml": config}
    for number, count in ((1, 1), (2, 7), (3, 5)):
        said = "".join(
            f"  - {{id: c{n}, author: Ana, date: 2026-02-{n:02}, body: No {n}.}}\n"
            for n in range(1, count + 1)
        )
        files[f"docs/blog/posts/p0{number}.md"] = post(number)
        ledger = f"thread: p0{number}\ncomments:\n{said}".encode()
        files[f"docs/blog/.comments/p0{number}.yml"] = ledger
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert "13 comments are more than comments_shown_on_site (6)" in built.output
    for number, count, shown in ((1, 1, ["c1"]), (2, 7, ["c6", "c7"]), (3, 5, ["c4", "c5"])):
        html = built.page(f"blog/2026/01/0{number}/post-{number}/index.html")
        assert re.findall(r'class="pb-comment" id="c(c\d)"', html) == shown
        left_out = [f"c{n}" for n in range(1, count + 1) if f"c{n}" not in shown]
        assert re.findall(r'<span id="c(c\d)"', html) == left_out, "their addresses lead here"
        line = "1 comment<" if count == 1 else f"{count} comments<"
        assert f">{line}" in html and line in built.page("blog/index.html")
    assert (tmp_path / "docs/blog/.comments/p02.yml").read_bytes().count(b"id: c") == 7


def test_strange_threads_are_named_and_the_site_stands(tmp_path):
    """A text of 10 MB, a thousand threads of no post, and ids that meet after a rename."""
    long = "x " * 5_000_000
    said = f"  - {{id: c1, author: A, date: 2026-02-01, body: {long}}}\n"
    fine = "  - {id: c2, author: B, date: 2026-02-02, body: Fine.}\n"
    again = "  - {id: c2, author: C, date: 2026-02-03, body: Again.}\n"
    files = {
        f"docs/blog/.comments/gone-{n}.yml": f"thread: gone-{n}\ncomments:\n{fine}".encode()
        for n in range(1000)
    }
    files["docs/blog/posts/p01.md"] = post(1)
    files["docs/blog/posts/p02.md"] = post(2)
    files["docs/blog/.comments/p01.yml"] = f"thread: p01\ncomments:\n{said}{fine}{again}".encode()
    files["docs/blog/.comments/p02.yml"] = f"thread: p01\ncomments:\n{fine}".encode()
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert built.code == 0 and "Traceback" not in built.output
    lost = [each for each in built.problems if "no post has the uid" in each]
    assert len(lost) == 20, "a thousand lines would bury the others"
    said = [each.split(". ")[0] for each in built.problems if each not in lost]
    assert "docs/blog/.comments: 980 more threads belong to no post" in said
    assert sorted(said)[:-1] == [
        "docs/blog/.comments/p01.yml:3:49: this comment is longer than 200,000 characters",
        'docs/blog/.comments/p01.yml:5:5: two comments share the id "c2"',
        'docs/blog/.comments/p02.yml:1:9: this file is named for "p02", but its thread is "p01"',
    ]
    html = built.page("blog/2026/01/01/post-1/index.html")
    assert re.findall(r'class="pb-comment" id="c(c\d)"', html) == ["c2"]
    assert "x x x x" not in html


def test_a_count_that_nobody_knows_is_no_zero(tmp_path):
    config = (
        b"site_name: S\nsite_url: https://s.example/\ntheme: {name: material, font: false}\n"
        b"plugins:\n  - playbook/blog:\n      comments_provider: giscus\n"
        b"      comments_provider_settings: {repo: a/b, repo_id: r, category: c, category_id: d}\n"
    )
    counts = b"p02: {count: 4, provider: giscus}\n"
    files = {"mkdocs.yml": config, "docs/blog/.comments/.counts.yml": counts}
    files |= {f"docs/blog/posts/p0{n}.md": post(n) for n in (1, 2)}
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    lines = re.findall(r'class="pb-comments-line"[^>]*>([^<]*)<', built.page("blog/index.html"))
    assert lines == ["4 comments", "Comments"]


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


def test_a_view_tells_its_number_its_author_and_its_feeds_and_an_author_may_introduce_it(tmp_path):
    config = CONFIG.replace(
        b"categories_allowed: [Plans, Talent]",
        b"categories_allowed: [Plans, Talent], authors_profiles: true",
    )
    by = "authors: [mara]\ncategories: [Plans]\n"
    files = site(
        **{
            "mkdocs.yml": config,
            "docs/blog/posts/p01.md": post(1, by),
            "docs/blog/.authors.yml": b"authors:\n  mara: {name: Mara, description: Writes <b>}\n",
            "docs/blog/category/plans.md": b"# Plans\n\nTwo plans for everyone.\n",
        }
    )
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    plans = built.page("blog/category/plans/index.html")
    assert "<p>Two plans for everyone.</p>" in plans and "<span>2 posts</span>" in plans
    assert 'href="../../feeds/category/plans/atom.xml">Atom</a>' in plans
    assert '<a href="../../">' in plans
    author = built.page("blog/author/mara/index.html")
    assert "<p>Writes &lt;b&gt;</p>" in author and "<span>1 post</span>" in author
    assert 'href="../../rss.xml">RSS</a>' in author
    assert "<span>3 posts</span>" in built.page("blog/index.html")
    unfed = config.replace(b"site_url: https://small.example/\n", b"")
    write_site(tmp_path, {"mkdocs.yml": unfed})
    assert "Feeds:" not in build(tmp_path, strict=False).page("blog/category/plans/index.html")
