"""The list, its cache and OPML: mistakes named with their line, hostile files without harm."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from playbook_plugins.blogroll.cache import cache_from, cache_text
from playbook_plugins.blogroll.feed import newest_in
from playbook_plugins.blogroll.listing import blog_list, blogroll_link
from playbook_plugins.blogroll.model import FeedError, FollowedBlog, Newest
from playbook_plugins.blogroll.opml import opml_text, parse_opml
from playbook_plugins.blogroll.reader import BlogrollReader, read_blogroll
from playbook_plugins.cli.blogroll import blogroll

from .serving import reply, serving
from .test_refresh import rss

TIMES = int(os.environ.get("PLAYBOOK_TIMES", "1"))
"""How many times as long the generated tests run."""
NOW = datetime(2026, 11, 25, tzinfo=UTC)
FEED = "https://blog.example/feed.xml"


def read(text: str) -> tuple[list[FollowedBlog], list[str]]:
    problems = []
    return BlogrollReader("blogroll.yml", problems.append).read(text), [str(p) for p in problems]


# --- The list ---


def test_a_list_is_read_in_its_order():
    blogs, problems = read(
        "# ours\n- title: Sales Notes\n  url: https://notes.example/\n  feed: https://notes.example/atom\n"
        "- title: 2026\n  feed: https://b.example/rss\n- {title: Only linked, url: 'https://c.example'}\n"
    )
    assert problems == []
    assert blogs == [
        FollowedBlog("Sales Notes", "https://notes.example/atom", "https://notes.example/"),
        FollowedBlog("2026", "https://b.example/rss"),
        FollowedBlog("Only linked", "", "https://c.example"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title: x",
            "blogroll.yml:1:1: the blogroll is not a list. Begin each blog with: - title: …",
        ),
        (
            "- title: x\n  fed: https://a.example/",
            'blogroll.yml:2:3: unknown key "fed". Did you mean',
        ),
        ("- just words", "blogroll.yml:1:3: this is no blog."),
        ("- feed: https://a.example/", "blogroll.yml:1:3: this blog has no title."),
        ("- title: x", 'blogroll.yml:1:3: "x" has no feed and no address.'),
        (
            "\n- title: x\n  feed: javascript:alert(1)",
            'blogroll.yml:3:9: "javascript:alert(1)" is no',
        ),
        ("- title: x\n  feed: feed.xml", 'blogroll.yml:2:9: "feed.xml" is no address on the web.'),
        ("- title: x\n  feed: [a]", "blogroll.yml:2:9: the feed is not one line of text."),
        ("- title: a: b", "blogroll.yml:1:11: this cannot be read"),
        (
            f"- title: x\n  feed: {FEED}\n- title: y\n  feed: {FEED}",
            'blogroll.yml:3:3: "y" is here already.',
        ),
        ("[" * 5000, "blogroll.yml:1: this is nested too deeply."),
        ("- &a [x]\n- *a", "blogroll.yml:1:3: this is no blog."),
        ("- title: \x00", "blogroll.yml:1: this cannot be read: odd characters."),
        ("#" * 1024**2 + "#", "blogroll.yml: this file is larger than 1 MiB."),
    ],
)
def test_a_mistake_in_the_list_is_named_with_its_line(text, said):
    blogs, problems = read(text)
    assert problems and problems[0].startswith(said), problems
    assert len(blogs) <= 1


def test_a_list_has_an_end():
    text = "".join(f"- {{title: b{n}, feed: 'https://b{n}.example/'}}\n" for n in range(600))
    blogs, problems = read(text)
    assert len(blogs) == 500 and problems == [
        "blogroll.yml:501:3: more than 500 blogs. Leave the others out."
    ]


def test_a_list_that_is_not_there_or_not_text_does_no_harm(tmp_path):
    problems = []
    assert read_blogroll(tmp_path / "none.yml", "none.yml", problems.append) == []
    (tmp_path / "latin.yml").write_bytes(b"- title: x\n- title: Caf\xe9")
    assert read_blogroll(tmp_path / "latin.yml", "latin.yml", problems.append) == []
    assert [str(p) for p in problems] == [
        "latin.yml:2: this file is not UTF-8 text. Save it as UTF-8."
    ]


def test_the_blog_with_the_newest_post_is_first_and_blogs_without_dates_are_last():
    day = timedelta(days=1)
    cache = {
        "https://a.example/f": Newest("Old", "https://a.example/1", NOW - 9 * day),
        "https://b.example/f": Newest(
            "New", "https://b.example/1", NOW, site="https://b.example/b/"
        ),
        "https://c.example/f": Newest("", "https://c.example/1", NOW - 2 * day),
    }
    blogs = [
        FollowedBlog("Zeta", "https://z.example/feeds/x"),
        *(FollowedBlog(x.upper(), f"https://{x}.example/f") for x in "abc"),
        FollowedBlog("Alpha", "", "https://alpha.example/"),
    ]
    found = blog_list(blogs, cache)
    assert [each.title for each in found] == ["B", "C", "A", "Alpha", "Zeta"]
    assert found[0].url == "https://b.example/b/" and found[0].newest_title == "New"
    assert found[0].newest_time == NOW and found[1].newest_title == "c.example/1"
    assert found[4].url == "https://z.example/" and found[4].newest_time is None
    assert blog_list(reversed(blogs), cache) == found


# --- The cache ---

WORDS = st.text(max_size=40)


@settings(max_examples=60 * TIMES, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS, st.datetimes() | st.none()), max_size=4))
def test_the_cache_reads_back_what_it_wrote(given):
    cache = {}
    for n, (title, link, etag, time) in enumerate(given):
        text = cache_text(
            {
                f"https://{n}.example/": Newest(
                    title, link, time and time.replace(tzinfo=UTC), etag=etag
                )
            }
        )
        problems = []
        cache |= cache_from(text, "cache.yml", problems.append)
        assert problems == []
    again = cache_text(cache)
    assert cache_text(cache_from(again, "cache.yml", problems_none)) == again
    assert len(cache) == len(given)


def problems_none(problem):
    raise AssertionError(problem)


@pytest.mark.parametrize(
    "text", ["- a", "a: b", "https://a.example/: [x]", "{", "[" * 3000, "javascript:1: {title: x}"]
)
def test_a_cache_that_no_refresh_wrote_is_named_and_forgotten(text):
    problems = []
    assert cache_from(text, "cache.yml", problems.append) == {}
    assert problems


def test_a_hostile_cache_cannot_bring_in_addresses_or_signs():
    values = '  title: "a\\u202eb\\x07"\n  link: javascript:alert(1)\n  etag: "a\\nB: c"\n'
    text = f"https://a.example/:\n{values}"
    [found] = cache_from(text, "cache.yml", problems_none).values()
    assert (found.title, found.link, found.etag) == ("ab", "", "")


# --- Feeds ---

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/x/">
<link rel="self" href="feed"/><link href="../"/>
<entry><title>Older</title><link href="1"/><published>2026-01-01T00:00:00Z</published>
<updated>2026-11-20T00:00:00Z</updated></entry>
<entry><title type="html">New &lt;b&gt;&amp;amp; bold&lt;/b&gt;</title>
<link rel="replies" href="r"/><link href="2"/>
<published>2026-11-01T12:00:00+02:00</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><link>https://blog.example/</link></channel>
<item><title>One</title><link>https://blog.example/1</link><dc:date>2026-11-02</dc:date></item></rdf:RDF>"""
RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title>
<atom:link href="https://blog.example/self"/><link>https://blog.example/</link>
<item><description>&lt;p&gt;No title, only   words&lt;/p&gt;</description><guid>https://blog.example/g</guid>
<pubDate>Mon, 02 Nov 2026 10:00:00 +0100</pubDate></item></channel></rss>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "B",
"home_page_url": "https://blog.example/", "items": [{"id": "1", "url": "https://blog.example/j",
"title": "Jay", "date_published": "2026-11-03T00:00:00Z"}, 7]}"""


@pytest.mark.parametrize(
    ("content", "title", "link", "day"),
    [
        (ATOM, "New & bold", "https://blog.example/x/2", "2026-11-01 10"),
        (RDF, "One", "https://blog.example/1", "2026-11-02 00"),
        (RSS, "No title, only words", "https://blog.example/g", "2026-11-02 09"),
        (JSON, "Jay", "https://blog.example/j", "2026-11-03 00"),
    ],
    ids=["atom", "rdf", "rss", "json"],
)
def test_the_newest_post_is_found_in_every_kind_of_feed(content, title, link, day):
    found = newest_in(content.encode(), FEED, NOW)
    assert (found.title, found.link) == (title, link)
    assert f"{found.time:%Y-%m-%d %H}" == day and found.site == "https://blog.example/"


def test_a_date_in_the_future_does_not_stay_on_top():
    text = rss("Tomorrow never").decode().replace("2026", "2099")
    found = newest_in(text.encode(), FEED, NOW)
    assert found.title == "Tomorrow never" and found.time is None


@pytest.mark.parametrize(
    ("encoding", "charset"), [("utf-8", ""), ("utf-16", ""), ("iso-8859-1", "iso-8859-1")]
)
def test_feeds_in_other_encodings_are_read(encoding, charset):
    content = rss("Café").decode().encode(encoding)
    assert newest_in(content, FEED, NOW, charset).title == "Café"
    named = b"<?xml version='1.0' encoding='windows-1252'?>" + rss("Caf\xe9").decode().encode(
        "cp1252"
    )
    assert newest_in(b"\n" + named, FEED, NOW, "utf-8").title == "Café"


HOSTILE = {
    "empty": b"",
    "words": b"hello",
    "html": b"<!doctype html><html></html>",
    "laughs": b"<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss>&b;</rss>",
    "deep": b"<a>" * 5000,
    "wide": b"<rss><channel>" + b"<a/>" * 200_000,
    "large": b" " * (2 * 1024**2 + 1),
    "unknown encoding": b"<?xml version='1.0' encoding='nonsense'?><rss/>",
    "deep json": b'{"a":' * 100_000,
    "deep items": b'{"version":"jsonfeed.org","items":' + b"[" * 100_000,
    "long number": b'{"items":' + b"9" * 100_000 + b"}",
    "list json": b'{"version": "https://jsonfeed.org/version/1", "items": {}}',
    "other version": b'{"version": [[[]]], "items": []}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_feed_is_refused_in_words(name):
    with pytest.raises(FeedError):
        newest_in(HOSTILE[name], FEED, NOW)


@pytest.mark.parametrize(
    "content", [b"<a>" * 101 + b"</a>" * 101, b"<rss>" + b"<a/>" * 100_000 + b"</rss>"]
)
def test_a_feed_that_is_too_deep_or_too_wide_is_refused_while_it_is_read(content):
    with pytest.raises(FeedError, match="nested too deeply or holds too many"):
        newest_in(content, FEED, NOW)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x y",
        'https://a.example/"x',
        "https://a.example/<x>",
        "https://a.example/\\x",
        "https://a.example/\u202ex",
        f"https://a.example/{'x' * 2000}",
        "https://user:secret@a.example/",
        "https://a.example:x/",
        "https://[a/",
        "ftp://a.example/",
    ],
)
def test_an_odd_address_is_no_address(address):
    assert read(f"- {{title: x, feed: {json.dumps(address)}}}")[0] == []
    assert newest_in(json_with(address), FEED, NOW).link == ""


def json_with(address: str) -> bytes:
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "items": [{"url": address}]}).encode()


@settings(max_examples=100 * TIMES, deadline=None)
@given(st.data())
def test_a_damaged_feed_is_read_or_refused(data):
    content = bytearray(data.draw(st.sampled_from([ATOM, RDF, RSS, JSON])).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content)))
        end = at + data.draw(st.integers(0, 8))
        content[at:end] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"&#0;", b"<x>", b'"', b"[["])
        )
    try:
        found = newest_in(
            bytes(content), FEED, NOW, data.draw(st.sampled_from(["", "utf-8", "x", "utf-7"]))
        )
    except FeedError:
        return
    assert not found.link or found.link.startswith(("http://", "https://"))
    assert "\n" not in found.title and len(found.title) <= 200


def test_a_feed_brings_in_no_script_and_no_second_line():
    text = rss(
        "A\u202e&lt;script&gt;alert(1)&lt;/script&gt;\n b" + "x" * 999, "javascript:alert(1)"
    )
    found = newest_in(text, FEED, NOW)
    assert found.link == "" and found.title.startswith("A alert(1) b") and len(found.title) == 200


# --- OPML ---


def test_an_opml_list_holds_every_blog_and_reads_back():
    blogs = [
        FollowedBlog('A & <b> "q" \x07', "https://a.example/f?x=1&y=2", "https://a.example/"),
        FollowedBlog("B", "https://b.example/f"),
        FollowedBlog("C", "", "https://c.example/"),
    ]
    text = opml_text(
        "Ours & theirs", blogs, {"https://b.example/f": Newest(site="https://b.example/")}
    )
    tree = etree.fromstring(text.encode())
    assert tree.get("version") == "2.0" and tree.findtext("head/title") == "Ours & theirs"
    assert [each.get("xmlUrl") for each in tree.iter("outline")] == [
        "https://a.example/f?x=1&y=2",
        "https://b.example/f",
        None,
    ]
    assert all(each.get("text") for each in tree.iter("outline"))
    back = parse_opml(text.encode())
    assert [(each.feed, each.url) for each in back] == [
        ("https://a.example/f?x=1&y=2", "https://a.example/"),
        ("https://b.example/f", "https://b.example/"),
        ("", "https://c.example/"),
    ]


def test_folders_are_opened_and_odd_entries_left_out():
    found = parse_opml(
        b"<OPML><body><outline text='Folder'><outline TEXT='A' XMLURL='https://a.example/f'/>"
        b"<outline text='again' xmlUrl='https://a.example/f'/></outline>"
        b"<outline text='bad' xmlUrl='javascript:1'/><outline text='file' xmlUrl='file:///etc/passwd'/>"
        b"<outline xmlUrl='https://b.example/f'/></body></OPML>"
    )
    assert found == [
        FollowedBlog("A", "https://a.example/f"),
        FollowedBlog("https://b.example/f", "https://b.example/f"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"<rss/>", b"<opml/>", b"<!DOCTYPE x><opml><body/></opml>", b"<opml>" * 200, b"\xff" * 9],
)
def test_a_hostile_opml_list_is_refused(content):
    with pytest.raises(FeedError):
        parse_opml(content)


def test_pages_tell_readers_where_the_list_is():
    link = blogroll_link("https://coach.example/blogroll.opml", "My Blog List")
    assert (link.rel, link.type) == ("blogroll", "text/x-opml")


# --- The command ---


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [playbook/blog]\n")
    (tmp_path / "docs" / "blog").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "docs" / "blog"


def run(*words: str):
    return CliRunner().invoke(blogroll, words)


def test_a_refresh_writes_the_cache_once_and_says_what_is_new(site):
    with serving() as server:
        good, bad = server.feed("/good", reply(rss())), server.url("/bad")
        (site / ".blogroll.yml").write_text(f"- {{title: Good, feed: '{good}'}}\n")
        done = run("refresh", "--private")
        assert done.exit_code == 0 and "Good: Newest (2026-11-24)" in done.output
        first = (site / ".blogroll-cache.yml").read_bytes()
        assert "1 blog: 0 new, 1 unchanged, 0 failed." in run("refresh", "--private").output
        assert (site / ".blogroll-cache.yml").read_bytes() == first
        (site / ".blogroll.yml").write_text(
            f"- {{title: Good, feed: '{good}'}}\n- {{title: Bad, feed: '{bad}'}}\n"
        )
        done = run("refresh", "--private")
        assert done.exit_code == 1
        assert "Bad: failed: the server answered 404." in done.output
        assert "2 blogs: 0 new, 1 unchanged, 1 failed." in done.output
        server.answers.clear()
        done = run("refresh", "--private")
        assert "Good: failed: the server answered 404. Its old entry stays." in done.output
        assert (site / ".blogroll-cache.yml").read_bytes() == first
    assert sorted(each.name for each in site.iterdir()) == [".blogroll-cache.yml", ".blogroll.yml"]


def test_a_refresh_asks_nobody_on_a_private_network_unless_told(site):
    with serving() as server:
        (site / ".blogroll.yml").write_text(f"- {{title: G, feed: '{server.feed('/g', rss())}'}}\n")
        done = run("refresh")
        assert done.exit_code == 1 and "private network" in done.output and server.asked == []


def test_a_missing_or_wrong_list_is_said(site):
    done = run("refresh")
    assert done.exit_code == 1 and "docs/blog/.blogroll.yml is not here." in done.output
    assert "bring one in: playbook import opml FILE" in done.output
    (site / ".blogroll.yml").write_text("- title: x\n")
    done = run("refresh")
    assert done.exit_code == 1 and "docs/blog/.blogroll.yml:1:3:" in done.output


def test_the_list_is_handed_out_as_opml(site, tmp_path):
    (site / ".blogroll.yml").write_text(f"- {{title: Good, feed: '{FEED}'}}\n")
    done = run("export", "out.opml", "--title", "Ours")
    assert done.exit_code == 0
    assert parse_opml((tmp_path / "out.opml").read_bytes()) == [FollowedBlog("Good", FEED)]
    assert run("export").output.startswith("<?xml")
