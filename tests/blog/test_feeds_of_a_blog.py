"""All feeds of a blog: the ledger's numbers everywhere, each post made whole once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from playbook_plugins.blog.addresses import Addresses
from playbook_plugins.blog.config import BlogConfig
from playbook_plugins.blog.feeds import gather, ids
from playbook_plugins.blog.feeds.addresses import feed_paths
from playbook_plugins.blog.feeds.gather import Feeds, FeedSettings
from playbook_plugins.blog.library import Library
from playbook_plugins.blog.listings.selection import PostQuery
from playbook_plugins.blog.model import Author, Post, PostDate
from playbook_plugins.blog.tips import tips_in
from playbook_plugins.comments.model import Comment, Thread

from .test_feeds import NAMES, check_atom, check_json, check_rss

START = datetime(2024, 1, 1, tzinfo=UTC)
WANTED = FeedSettings("https://coach.example/team/", "coach.example,2026", "Playbook")
TEXT = '<h1 id="t">T</h1><p>Read <a href="../other/">more</a>, <img src="a.png" alt="">.</p>'


def library(posts: int = 30, comments: int = 100, text: str = TEXT, together: int = 1) -> Library:
    """A blog; `together` comments at a time were written in the same minute."""
    random = Random(7)
    made = Library(BlogConfig(), Addresses("blog"))
    made.authors = {"mara": Author("mara", "Mara Okell", avatar="assets/m.png")}
    listed = [
        Post(
            f"blog/posts/p{n}.md",
            f"p{n}",
            f"Post {n}",
            PostDate(START + timedelta(hours=n)),
            authors=("mara",),
            categories=(f"Category {n % 5}",),
            tags=("Calls",),
            series="First calls" if n % 3 == 0 else "",
            pin=n == 0,
            comments=n % 10 != 9,
        )
        for n in range(posts)
    ]
    said: dict[str, list[Comment]] = {}
    for n in range(comments):
        thread = said.setdefault(f"p{random.randrange(posts)}", [])
        parent = random.choice(thread).id if thread and random.random() < 0.5 else ""
        state = random.choice(["approved"] * 6 + ["pending", "spam", "rejected"])
        when = START + timedelta(days=900, minutes=n // together * together)
        by = "mara" if random.random() < 0.2 else ""
        thread.append(Comment(f"c{n}", f"Reader {n}", when, "See *x*", parent, state=state, by=by))
    made.discussions.threads = {uid: Thread(uid, tuple(each)) for uid, each in said.items()}
    made.urls = {post.path: f"blog/{post.uid}/" for post in listed}
    made.view_urls = {("category", f"Category {n}"): f"blog/category/c{n}/" for n in range(4)}
    made.settle(listed)
    for post in listed:
        made.take_content(post, text)
    return made


def test_every_feed_is_valid_and_named_once():
    blog = library()
    made = list(Feeds(blog, WANTED).files())
    names = [path for path, _ in made]
    shown = [each for post in blog.posts if (each := blog.listed(post, "").comments)]
    spoken = sum(each.count > 0 for each in shown)
    assert 0 < spoken < len(shown), "some posts are silent: their feeds begin with a comment"
    assert len(names) == len(set(names)) == 3 * (1 + 5 + 1 + spoken + 1 + 1)
    own = set()
    for path, text in made:
        check = {"atom.xml": check_atom, "rss.xml": check_rss, "feed.json": check_json}
        found = check[path.rpartition("/")[2]](text)
        if path.endswith("atom.xml"):
            own.add(found.findtext("atom:id", namespaces=NAMES))
            way = found.find("atom:link[@rel='self']", NAMES).get("href")
            assert way == f"https://coach.example/team/{path}"
    assert len(own) == len(names) / 3
    assert "blog/feeds/category/c1/atom.xml" in names
    assert "blog/feeds/category/category-4/atom.xml" in names
    assert "blog/feeds/series/first-calls/feed.json" in names


@pytest.mark.slow
def test_counts_in_feeds_listings_and_ledger_agree_and_stay_when_posts_move():
    blog = library(500, 5000)
    everything = replace(WANTED, most=0, most_comments=0)
    files = dict(Feeds(blog, everything).files())
    ledger = {
        post.uid: blog.discussions.threads.get(post.uid, Thread("x")).count for post in blog.posts
    }
    listed = {post.uid: blog.listed(post, "").comments for post in blog.posts}
    counted = 0
    for item in json.loads(files["blog/feed.json"])["items"]:
        uid = item["id"].rpartition("/")[2]
        if listed[uid] is None:
            assert "_playbook" not in item
            continue
        path = f"blog/feeds/thread/{uid}/feed.json"
        thread = json.loads(files[path])["items"] if path in files else []
        assert ("comments_feed" in item["_playbook"]) == bool(thread), "no link to nowhere"
        assert item["_playbook"]["comments"] == listed[uid].count == ledger[uid] == len(thread)
        counted += ledger[uid]
    assert counted == len(json.loads(files["blog/feeds/comments/feed.json"])["items"]) > 2000
    tree = check_atom(files["blog/atom.xml"])
    totals = [int(each.text) for each in tree.iterfind(".//thr:total", NAMES)]
    assert sum(totals) == counted

    moved = library(500, 5000)
    moved.urls = {path: f"blog/elsewhere{url[4:]}" for path, url in moved.urls.items()}
    posts = [
        replace(each, title="New", date=PostDate(each.date.created + timedelta(days=9)))
        for each in moved.posts
    ]
    moved.settle(posts)
    again = dict(Feeds(moved, everything).files())
    assert again.keys() == files.keys()
    kept = {
        item["id"]: item["_playbook"].get("comments")
        for item in json.loads(again["blog/feed.json"])["items"]
        if "_playbook" in item
    }
    assert kept == {
        ids.post_id(WANTED.authority, uid): n for uid, n in ledger.items() if listed[uid]
    }


@pytest.mark.parametrize("moved", [False, True])
def test_widgets_say_what_the_ledger_says(moved):
    blog = library(500, 5000)
    if moved:
        blog.urls = {path: f"blog/elsewhere{url[4:]}" for path, url in blog.urls.items()}
        later = [
            replace(post, title="New", date=PostDate(post.date.created + timedelta(days=9)))
            for post in blog.posts
        ]
        blog.settle(later[::-1])
    ledger = {
        post.uid: [
            each for each in blog.discussions.threads[post.uid].comments if each.state == "approved"
        ]
        for post in blog.posts
        if post.comments and post.uid in blog.discussions.threads
    }
    remarks = blog.remarks(100_000)
    assert len(remarks) == sum(map(len, ledger.values())) > 2000
    assert all(each.url.startswith("blog/elsewhere/") == moved for each in remarks)
    ranked = blog.chosen(PostQuery(sort="most-discussed"), "")
    counts = [post.comments.count for post in ranked]
    assert counts == sorted((len(each) for each in ledger.values() if each), reverse=True)
    assert {post.uid: post.comments.count for post in ranked} == {
        uid: len(each) for uid, each in ledger.items() if each
    }
    threads = blog.discussions.threads
    waits = {uid: {c.id for c in each if _waits(c, threads[uid])} for uid, each in ledger.items()}
    waiting = {uid for uid, each in waits.items() if each}
    assert {post.uid for post in blog.chosen(PostQuery(unanswered=True), "")} == waiting
    shown = {(each.url.split("/")[-2], each.comment.id) for each in remarks if each.waiting}
    assert shown == {(uid, id) for uid, ids in waits.items() for id in ids}


def _waits(comment: Comment, thread: Thread) -> bool:
    """Whether nobody of the blog has spoken since, below the same comment or to all."""

    def top(id: str) -> str:
        parents = {each.id: each.parent for each in thread.comments}
        while parents[id]:
            id = parents[id]
        return id

    return not comment.by and not any(
        each.by
        and _age(each) > _age(comment)
        and (not each.parent or top(each.id) == top(comment.id))
        for each in thread.comments
        if each.state == "approved"
    )


def _age(comment: Comment) -> tuple[datetime, str]:
    return comment.date, comment.id


@pytest.mark.parametrize("together", [1, 7, 600], ids=["apart", "some at once", "all at once"])
def test_the_newest_comments_are_found_without_making_all_of_them(together, monkeypatch):
    blog = library(comments=400, together=together)
    made = dict(Feeds(blog, WANTED).files())
    monkeypatch.setattr(Feeds, "_lately", lambda self, discussed: list(discussed))
    assert made == dict(Feeds(blog, WANTED).files())


def test_only_posts_with_the_newest_comments_are_made_for_their_feed(monkeypatch):
    feeds = Feeds(library(posts=200, comments=400), WANTED)
    made = set()
    monkeypatch.setattr(gather, "comment_entries", lambda *given: made.add(given[2].uid) or [])
    job = next(job for job in feeds.jobs() if gather.COMMENTS in job.inputs)
    job.make()
    assert 0 < len(made) <= WANTED.most_comments


def test_posts_and_comments_are_whole():
    [post, *_] = json.loads(dict(Feeds(library(), WANTED).files())["blog/feed.json"])["items"]
    assert post["title"] == "Post 29" and post["url"] == "https://coach.example/team/blog/p29/"
    assert post["content_html"] == (
        '<p>Read <a href="https://coach.example/team/blog/other/">more</a>, '
        '<img src="https://coach.example/team/blog/p29/a.png" alt="">.</p>'
    )
    assert post["tags"] == ["Category 4", "Calls"]
    assert post["authors"][0]["avatar"] == "https://coach.example/team/assets/m.png"


def test_each_post_is_made_whole_once_and_only_when_a_feed_holds_it(monkeypatch):
    asked = []

    def counting(content, url, *rest):
        asked.append(url)
        return content

    monkeypatch.setattr(gather, "absolute", counting)
    blog = library(300, 0)
    list(Feeds(blog, WANTED).files())
    assert len(asked) == len(set(asked)) < 150


def test_only_tips_with_a_date_are_news():
    blog = library(1, 0)
    inside = '<p class="pb-tip-title">T</p><p>x</p></div>'
    dated = f'<div class="pb-tip" id="a" data-labels="Plans" data-date="2026-11-24">{inside}'
    both = f'{dated}<div class="pb-tip" id="b">{inside}'
    blog.take_tips(tips_in(both, "x/", "X"))
    items = json.loads(dict(Feeds(blog, WANTED).files())["blog/feeds/tips/feed.json"])["items"]
    assert [(each["url"], each["tags"]) for each in items] == [
        ("https://coach.example/team/x/#a", ["Plans"])
    ]


@pytest.mark.parametrize(
    ("page", "count", "last"),
    [
        (("", ""), 2, "Playbook: comments (Atom)"),
        (("category", "Category 1"), 3, "Playbook: Category 1 (Atom)"),
        (("thread", "p1"), 3, "Comments on Post 1 (Atom)"),
        (("thread", "p9"), 2, "Playbook: comments (Atom)"),
        (("category", "Unknown"), 2, "Playbook: comments (Atom)"),
        (("tips", ""), 3, "Playbook: tips (Atom)"),
    ],
)
def test_a_page_names_the_feeds_that_belong_to_it(page, count, last):
    feeds = Feeds(library(), replace(WANTED, formats=["atom"]))
    links = feeds.links(*page)
    assert len(links) == count and links[-1].title == last
    files = {f"https://coach.example/team/{path}" for path, _ in feeds.files()}
    assert {each.href for each in links} <= files


def test_categories_that_would_share_an_address_do_not():
    blog = library(2, 0)
    names = ("Land & expand", "Land, expand", "日本")
    blog.settle([replace(post, categories=names) for post in blog.posts])
    folders = {
        path.split("/")[3] for path, _ in Feeds(blog, WANTED).files() if "/category/" in path
    }
    assert folders == {"land-expand", "land-expand-2", "category"}


@pytest.mark.parametrize("name", ["../../secret", "..", "a/b"])
def test_no_name_leads_out_of_the_feeds_folder(name):
    for path in feed_paths("blog", "category", name).values():
        assert ".." not in path.split("/") and path.startswith("blog/feeds/category/")
        assert path.count("/") <= 4


def test_the_links_of_one_page_are_not_those_of_the_next():
    feeds = Feeds(library(), WANTED)
    pages = [("thread", "p1"), ("tips", ""), ("", ""), ("category", "Category 1"), ("tips", "x")]
    once = [Feeds(library(), WANTED).links(*page) for page in pages]
    feeds.links().clear()
    assert [feeds.links(*page) for page in pages] == once
    assert [feeds.links(*page) for page in pages] == once
    files = {f"https://coach.example/team/{path}" for path, _ in feeds.files()}
    assert {each.href for links in once for each in links} <= files
