"""Feeds: valid whatever they hold, the ledger's numbers, ids that outlive every edit."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from random import Random

import feedparser
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from playbook_plugins.blog.feeds import addresses, ids
from playbook_plugins.blog.feeds.atom import atom
from playbook_plugins.blog.feeds.content import absolute
from playbook_plugins.blog.feeds.entries import (
    Around,
    ThreadAround,
    TipAround,
    comment_entries,
    post_entry,
    tip_entry,
    written,
)
from playbook_plugins.blog.feeds.json_feed import json_feed
from playbook_plugins.blog.feeds.model import Answered, Discussion, Entry, Feed, Person
from playbook_plugins.blog.feeds.order import newest
from playbook_plugins.blog.feeds.rss import rss
from playbook_plugins.blog.model import Post, PostDate
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.thread import body_html

TIMES = int(os.environ.get("PLAYBOOK_TIMES", "1"))
"""How many times as long the generated tests run."""
HERE = Path(__file__).parent
GRAMMAR = etree.RelaxNG(etree.parse(HERE / "test_feeds_atom.rng"))
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((HERE / "test_feeds_json.schema.json").read_text(encoding="utf-8"))
)
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "thr": "http://purl.org/syndication/thread/1.0",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
SITE = "https://coach.example/"
AUTHORITY = ids.authority_from(SITE)
PATHS = addresses.feed_paths("blog", addresses.BLOG)
FEED = Feed(
    ids.feed_id(AUTHORITY, "blog", "blog"),
    "Playbook",
    f"{SITE}blog/",
    addresses.addresses(SITE, PATHS),
    language="en",
    icon=f"{SITE}assets/icon.png",
)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entry(name: str = "first", **values) -> Entry:
    given = {"title": "First", "url": f"{SITE}blog/{name}/", "published": NOON, **values}
    return Entry(ids.post_id(AUTHORITY, name), **given)


def check_atom(text: str):
    """The parsed feed; fails where RFC 4287 or feedparser has something to say."""
    tree = etree.fromstring(text.encode())
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    assert tree.findall("atom:author", NAMES), "an entry may lack an author of its own"
    found = [each.text for each in tree.iterfind(".//atom:id", NAMES)]
    assert len(found) == len(set(found))
    for each in tree.iterfind("atom:entry", NAMES):
        assert len(each.findall("atom:link[@rel='alternate']", NAMES)) == 1
    parse(text, "application/atom+xml", "atom10")
    return tree


def check_rss(text: str):
    """The parsed feed; fails where the rules of RSS 2.0 are broken."""
    tree = etree.fromstring(text.encode())
    assert tree.tag == "rss" and tree.get("version") == "2.0" and len(tree) == 1
    channel = tree[0]
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1 and channel.findtext(name)
    items = channel.findall("item")
    for item in items:
        plain = [
            each.tag for each in item if each.tag not in {"category", f"{{{NAMES['dc']}}}creator"}
        ]
        assert len(plain) == len(set(plain))
        assert item.find("title") is not None or item.find("description") is not None
        assert item.find("guid").get("isPermaLink") == "false"
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        for name in ("link", "comments"):
            assert re.match(r"https?://\S+$", item.findtext(name) or SITE)
    guids = [item.findtext("guid") for item in items]
    assert len(guids) == len(set(guids))
    own = channel.find("atom:link", NAMES)
    assert own is None or own.get("rel") == "self"
    parse(text, "application/rss+xml", "rss20")
    return channel


def check_json(text: str) -> dict:
    made = json.loads(text)
    SCHEMA.validate(made)
    text.encode()
    return made


def parse(text: str, media: str, version: str):
    headers = {"content-type": f"{media}; charset=utf-8"}
    found = feedparser.parse(text.encode(), response_headers=headers)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == version
    return found


# --- What a feed says ---


def full_entry() -> Entry:
    feeds = {each: f"{SITE}blog/feeds/thread/first/{each}" for each in ("atom", "rss", "json")}
    return entry(
        updated=NOON + timedelta(days=1),
        authors=(Person("Mara Okell", f"{SITE}about/"), Person("Tomas")),
        categories=("Plans", "Talent & more"),
        summary="Start small.",
        html=f'<p>Start <a href="{SITE}x/">small</a>.</p>',
        image=f"{SITE}card.png",
        discussion=Discussion(f"{SITE}blog/first/#comments", 3, NOON + timedelta(days=2), feeds),
    )


def test_atom_carries_the_whole_post_and_its_discussion():
    tree = check_atom(atom(FEED, [full_entry()]))
    [post] = tree.iterfind("atom:entry", NAMES)
    assert post.findtext("atom:content", namespaces=NAMES) == full_entry().html
    assert [each.get("term") for each in post.iterfind("atom:category", NAMES)] == [
        "Plans",
        "Talent & more",
    ]
    assert post.findtext("thr:total", namespaces=NAMES) == "3"
    thr = f"{{{NAMES['thr']}}}"
    replies = {
        each.get("type"): (each.get("href"), each.get(f"{thr}count"), each.get(f"{thr}updated"))
        for each in post.iterfind("atom:link[@rel='replies']", NAMES)
    }
    assert replies == {
        "text/html": (f"{SITE}blog/first/#comments", "3", "2026-11-26T12:00:00Z"),
        "application/atom+xml": (
            f"{SITE}blog/feeds/thread/first/atom",
            "3",
            "2026-11-26T12:00:00Z",
        ),
    }
    own = tree.find("atom:link[@rel='self']", NAMES)
    assert own.get("href") == f"{SITE}blog/atom.xml"


def test_rss_carries_the_whole_post_and_its_discussion():
    channel = check_rss(rss(FEED, [full_entry()]))
    [item] = channel.findall("item")
    assert item.findtext("content:encoded", namespaces=NAMES) == full_entry().html
    assert item.findtext("slash:comments", namespaces=NAMES) == "3"
    assert item.findtext("comments") == f"{SITE}blog/first/#comments"
    assert item.findtext("wfw:commentRss", namespaces=NAMES).endswith("/first/rss")
    assert [each.text for each in item.iterfind("dc:creator", NAMES)] == ["Mara Okell", "Tomas"]
    assert item.findtext("pubDate") == "Tue, 24 Nov 2026 12:00:00 GMT"
    assert channel.find("image").findtext("url") == FEED.icon
    [seen] = parse(rss(FEED, [full_entry()]), "application/rss+xml", "rss20").entries
    assert seen.slash_comments == "3" and seen.wfw_commentrss and seen.comments


def test_json_carries_the_whole_post_and_its_discussion():
    made = check_json(json_feed(FEED, [full_entry()]))
    [item] = made["items"]
    assert item["content_html"] == full_entry().html and item["tags"] == ["Plans", "Talent & more"]
    assert item["_playbook"] == {
        "comments": 3,
        "comments_url": f"{SITE}blog/first/#comments",
        "comments_feed": f"{SITE}blog/feeds/thread/first/json",
        "last_comment": "2026-11-26T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0"), (7, "7"), (None, None)], ids=["none", "seven", "unknown"]
)
def test_no_comments_is_not_the_same_as_a_count_that_nobody_knows(count, said):
    post = entry(discussion=Discussion(f"{SITE}blog/first/#comments", count))
    tree = check_atom(atom(FEED, [post]))
    assert tree.findtext(".//thr:total", namespaces=NAMES) == said
    assert check_rss(rss(FEED, [post])).findtext(".//slash:comments", namespaces=NAMES) == said
    [item] = check_json(json_feed(FEED, [post]))["items"]
    assert item["_playbook"].get("comments") == count


def test_an_empty_feed_is_valid_and_has_a_date_without_a_clock():
    for feed in (FEED, replace(FEED, title="", updated=NOON)):
        check_atom(atom(feed, []))
        check_rss(rss(feed, []))
        check_json(json_feed(feed, []))
    assert "1970-01-01T00:00:00Z" in atom(FEED, [])
    assert "2026-11-24T12:00:00Z" in atom(replace(FEED, updated=NOON), [])


def test_a_feed_changes_with_its_newest_entry_and_never_by_itself():
    posts = [entry("old"), entry("mended", updated=NOON + timedelta(days=9))]
    tree = check_atom(atom(FEED, posts))
    assert tree.findtext("atom:updated", namespaces=NAMES) == "2026-12-03T12:00:00Z"
    assert atom(FEED, posts) == atom(FEED, posts)


def test_the_newest_are_taken_in_an_order_that_does_not_depend_on_how_they_came():
    posts = [entry(f"p{n}", published=NOON + timedelta(days=n // 2)) for n in range(50)]
    expected = newest(posts)
    assert len(expected) == 20 and expected[0].id.endswith("post/p49")
    for seed in range(20):
        mixed = posts[:]
        Random(seed).shuffle(mixed)
        assert newest(mixed) == expected
    assert len(newest(posts, 0)) == 50 and len(newest([*posts, *posts], 0)) == 50


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 1),
        datetime(2026, 1, 1, 0, 0, 0, 999, tzinfo=timezone(timedelta(hours=14))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
        datetime(1890, 4, 1, tzinfo=timezone(timedelta(minutes=53, seconds=28))),
    ],
)
def test_every_date_that_a_post_may_have_can_be_written(moment):
    post = entry(published=moment)
    etree.fromstring(atom(FEED, [post]).encode())
    check_rss(rss(FEED, [post]))
    check_json(json_feed(FEED, [post]))


# --- Ids ---


def test_a_posts_id_stays_when_the_post_is_renamed_moved_and_redated():
    post = Post("blog/posts/a.md", "first-five", "First five", PostDate(NOON))
    moved = replace(
        post,
        path="blog/posts/2027/b.md",
        title="Other words",
        slug="other",
        date=PostDate(NOON + timedelta(days=400)),
    )
    here = post_entry(post, AUTHORITY, Around(f"{SITE}blog/2026/11/24/first-five/", "<p>x</p>"))
    there = post_entry(moved, AUTHORITY, Around(f"{SITE}blog/2027/12/29/other/", "<p>x</p>"))
    assert here.id == there.id == "tag:coach.example,2026:post/first-five"
    assert addresses.feed_paths("blog", addresses.THREAD, "first-five") == {
        "atom": "blog/feeds/thread/first-five/atom.xml",
        "rss": "blog/feeds/thread/first-five/rss.xml",
        "json": "blog/feeds/thread/first-five/feed.json",
    }


@pytest.mark.parametrize(
    ("site", "chosen", "authority"),
    [
        ("https://Coach.Example:8443/team/", "", "coach.example,2026"),
        ("https://new.example/", "old.example", "old.example,2026"),
        ("https://new.example/", "old.example,2024-05-01", "old.example,2024-05-01"),
        ("https://bücher.example/", "", "xn--bcher-kva.example,2026"),
        ("https://BÜCHER.example./", "", "xn--bcher-kva.example,2026"),
        ("https://Coach.Example./", "", "coach.example,2026"),
        (f"https://{'a' * 63}.example/", "", f"{'a' * 63}.example,2026"),
        (f"https://{'a' * 64}.example/", "", ""),
        (f"https://coach..{'a' * 64}.example/", "", ""),
        ("http://localhost:8000/", "", "localhost,2026"),
        ("https://new.example/", "not a name", ""),
        ("https://new.example/", "old.example,yesterday", ""),
        ("", "", ""),
        ("http://[::1", "", ""),
    ],
)
def test_a_site_vouches_for_its_ids_by_its_name(site, chosen, authority):
    assert ids.authority_from(site, chosen) == authority


@pytest.mark.slow
@given(st.text())
def test_any_category_makes_a_tag_uri(name):
    made = ids.feed_id(AUTHORITY, "category", name)
    assert re.fullmatch(r"tag:coach\.example,2026:[!-~]+", made)


# --- Threads ---


def thread() -> Thread:
    return Thread(
        "first",
        (
            Comment("c1", "Ines", NOON, "Does it work on the telephone?"),
            Comment("c2", "Mara", NOON + timedelta(hours=1), "I make it three.", "c1", by="mara"),
            Comment("c3", "Spam", NOON + timedelta(hours=2), "Buy", state="spam"),
            Comment("c4", "Tom", NOON + timedelta(hours=3), "To a hidden one", "c3"),
        ),
    )


def entries_of(given: Thread) -> list[Entry]:
    around = ThreadAround(
        given.uid, "First five", f"{SITE}blog/first/", by={"c2": Person("Mara", f"{SITE}mara/")}
    )
    bodies = [
        (comment, absolute(body_html(comment), around.url, SITE)) for comment in given.approved
    ]
    return comment_entries(bodies, AUTHORITY, around)


def test_a_threads_feed_says_what_each_comment_answers():
    post = Answered(ids.post_id(AUTHORITY, "first"), f"{SITE}blog/first/")
    feed = replace(FEED, answers=post)
    tree = check_atom(atom(feed, newest(entries_of(thread()))))
    answers = {
        each.findtext("atom:id", namespaces=NAMES).rpartition("/")[2]: [
            one.get("ref").partition(":first")[0].rpartition(":")[2]
            for one in each.iterfind("thr:in-reply-to", NAMES)
        ]
        for each in tree.iterfind("atom:entry", NAMES)
    }
    assert answers == {
        "c1": ["post/first"],
        "c2": ["comment/first/c1", "post/first"],
        "c4": ["post/first"],
    }
    assert tree.find("thr:in-reply-to", NAMES).get("href") == f"{SITE}blog/first/"
    assert tree.findtext("atom:entry/atom:title", namespaces=NAMES) == "Tom on First five"
    check_rss(rss(feed, entries_of(thread())))
    made = check_json(json_feed(feed, entries_of(thread())))
    assert made["items"][1]["authors"] == [{"name": "Mara", "url": f"{SITE}mara/"}]


def test_a_readers_name_cannot_stand_in_for_the_title():
    around = ThreadAround("first", "Secret", f"{SITE}blog/first/")
    comment = Comment("c1", "{title}", NOON, "x")
    [made] = comment_entries([(comment, "<p>x</p>")], AUTHORITY, around)
    assert made.title == "{title} on Secret"


def test_counts_in_every_format_are_the_ledgers():
    random = Random(4)
    threads = {}
    for n in range(40):
        comments = tuple(
            Comment(
                f"c{i}",
                "A",
                NOON + timedelta(minutes=i),
                "x",
                parent=f"c{random.randrange(i)}" if i and random.random() < 0.5 else "",
                state=random.choice(["approved", "approved", "pending", "spam", "rejected"]),
            )
            for i in range(random.randrange(30))
        )
        threads[f"p{n}"] = Thread(f"p{n}", comments, closed=n % 7 == 0)
    posts = [
        entry(uid, discussion=Discussion(f"{SITE}blog/{uid}/#comments", each.count))
        for uid, each in threads.items()
    ]
    truth = {ids.post_id(AUTHORITY, uid): each.count for uid, each in threads.items()}
    seen = parse(atom(FEED, posts), "application/atom+xml", "atom10").entries
    assert {each.id: int(each.thr_total) for each in seen} == truth
    seen = parse(rss(FEED, posts), "application/rss+xml", "rss20").entries
    assert {each.id: int(each.slash_comments) for each in seen} == truth
    items = json.loads(json_feed(FEED, posts))["items"]
    assert {each["id"]: each["_playbook"]["comments"] for each in items} == truth
    every = [each for one in threads.values() for each in entries_of(one)]
    assert len(newest(every, 0)) == sum(truth.values())
    for uid, one in threads.items():
        assert len(entries_of(one)) == truth[ids.post_id(AUTHORITY, uid)]


# --- Tips, files, links ---


def test_a_tip_is_an_entry_that_leads_to_itself():
    tip = TipAround("one-region", "Start with one region", f"{SITE}x/#one-region", NOON, "<p>x</p>")
    made = tip_entry(replace(tip, labels=("Plans",)), AUTHORITY)
    check_atom(atom(FEED, [made]))
    assert made.id == "tag:coach.example,2026:tip/one-region" and made.url.endswith("#one-region")
    assert tip_entry(replace(tip, url=f"{SITE}y/#one-region"), AUTHORITY).id == made.id


def test_files_are_written_for_the_formats_that_were_chosen():
    paths = addresses.feed_paths(".", addresses.CATEGORY, "plans", ["rss", "atom"])
    made = written(FEED, [entry()], paths)
    assert list(made) == ["feeds/category/plans/atom.xml", "feeds/category/plans/rss.xml"]
    assert made["feeds/category/plans/rss.xml"].startswith("<?xml")


def test_pages_tell_readers_where_feeds_are():
    there = addresses.addresses("https://coach.example/team", PATHS)
    assert there["atom"] == "https://coach.example/team/blog/atom.xml"
    found = addresses.discovery([("Playbook", there)])
    assert [(each.rel, each.type, each.title) for each in found] == [
        ("alternate", "application/atom+xml", "Playbook (Atom)"),
        ("alternate", "application/rss+xml", "Playbook (RSS)"),
        ("alternate", "application/feed+json", "Playbook (JSON Feed)"),
    ]


# --- Hostile texts ---

HOSTILE = [
    "]]><!-- -- <script>alert(1)</script> --> &amp; &bogus; \" ' <",
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ud800\udfff\ufffe\uffff",
    "\u202e\u2028\u2029\ufeff\U0010ffff",
    '"><entry xmlns="http://www.w3.org/2005/Atom">',
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>",
    "",
    "   \r\n\t ",
]
ANY = st.text(st.characters()) | st.text("<>&\"'[]!-?/= ax\x00\ud800", max_size=40)


def check_all(text: str) -> None:
    post = entry(
        title=text,
        url=f"{SITE}{text}",
        authors=(Person(text, f"{SITE}{text}", f"{SITE}{text}"), Person("")),
        categories=(text, "x"),
        summary=text,
        html=absolute(f"<p title='{text}'>{text}</p><a href='{text}'>x</a>", text, SITE),
        image=f"{SITE}{text}",
        discussion=Discussion(f"{SITE}{text}#comments", 1, NOON, {"atom": f"{SITE}{text}"}),
        answers=(Answered(ids.post_id(AUTHORITY, text), f"{SITE}{text}"),),
    )
    feed = replace(FEED, title=text, description=text, language=text, authors=(Person(text),))
    title = " ".join(
        re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text).split()
    )
    tree = check_atom(atom(feed, [post]))
    assert (tree.findtext("atom:entry/atom:title", namespaces=NAMES) or "") == title
    channel = check_rss(rss(feed, [post]))
    assert (channel.findtext("item/title") or "") == title
    [item] = check_json(json_feed(feed, [post]))["items"]
    assert item.get("title", "") == title
    html = tree.findtext("atom:entry/atom:content", namespaces=NAMES)
    assert (html or "") == item["content_html"]


@pytest.mark.parametrize("text", HOSTILE)
def test_named_hostile_texts_leave_feeds_valid(text):
    check_all(text)


@pytest.mark.slow
@settings(max_examples=60 * TIMES, deadline=None)
@given(ANY)
def test_any_text_leaves_feeds_valid(text):
    check_all(text)


def test_a_title_with_signs_of_markup_is_read_as_it_was_written():
    title = 'Why 1 < 2 && "quotes" <b>matter</b> ]]>'
    [seen] = parse(atom(FEED, [entry(title=title)]), "application/atom+xml", "atom10").entries
    assert seen.title == title
