"""150 posts, 1,500 approved comments, built: every number that is written is the ledger's.

Posts are then renamed, moved to other folders and dated anew, and the site is built again: the
numbers stay, because a thread belongs to a post's uid.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from .building import Built, build, write_site

POSTS, APPROVED, HIDDEN, SILENT = 150, 1500, 180, 5
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "thr": "http://purl.org/syndication/thread/1.0",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
}
CONFIG = b"""site_name: Counted
site_url: https://counted.example/
theme: {name: material, font: false}
plugins:
  - playbook/publish
  - playbook/blog: {pagination_per_page: 50, feeds_most: 0, related: 0}
"""
PAGE = b"""# Talk

<div id="all"></div>

/// posts
    limit: 500
    layout: compact
///

<div id="most"></div>

/// posts | Most discussed
    sort: most-discussed
    limit: 500
    layout: compact
///

<div id="waiting"></div>

/// posts | Unanswered questions
    unanswered: true
    limit: 500
    layout: compact
///

<div id="recent"></div>

/// comments | Recent comments
    limit: 100
///

<div id="end"></div>
"""
START = datetime(2020, 1, 1, tzinfo=UTC)
LATER = START + timedelta(days=1500)
CARD = re.compile(
    r">Post (\d{3}) ?[^<]*</a>(?:(?!>Post \d{3}).)*?>(No comments|\d+ comments?)<", re.S
)


class Ledger:
    """What the threads hold, counted without our code."""

    def __init__(self) -> None:
        """Drawn once: who said what under which post, and in what state."""
        random = Random(11)
        self.threads: dict[str, list[dict[str, str]]] = {}
        states = ["approved"] * APPROVED + ["pending", "rejected", "spam"] * (HIDDEN // 3)
        random.shuffle(states)
        for n, state in enumerate(states):
            uid = f"p{random.randrange(SILENT, POSTS):03}"
            thread = self.threads.setdefault(uid, [])
            comment = {
                "id": f"c{n}",
                "author": f"Reader {n % 40}",
                "date": f"{LATER + timedelta(minutes=n):%Y-%m-%dT%H:%M:%SZ}",
                "state": state,
                "body": f"Remark {n}",
            }
            if thread and random.random() < 0.5:
                comment["parent"] = random.choice(thread)["id"]
            if random.random() < 0.2:
                comment["by"] = "mara"
            thread.append(comment)

    def seen(self, uid: str) -> list[dict[str, str]]:
        return [each for each in self.threads.get(uid, []) if each["state"] == "approved"]

    def newest(self, most: int) -> list[dict[str, str]]:
        every = (each for uid in self.threads for each in self.seen(uid))
        return sorted(every, key=lambda each: each["date"], reverse=True)[:most]

    @property
    def counts(self) -> dict[str, int]:
        return {f"{n:03}": len(self.seen(f"p{n:03}")) for n in range(POSTS)}

    @property
    def waiting(self) -> set[str]:
        of = {uid: map(partial(self.waits, uid), self.seen(uid)) for uid in self.threads}
        return {uid[1:] for uid, each in of.items() if any(each)}

    def waits(self, uid: str, comment: dict[str, str]) -> bool:
        """Nobody of the blog has spoken since, below the same comment or to all."""
        parents = {each["id"]: each.get("parent", "") for each in self.threads[uid]}

        def top(id: str) -> str:
            while parents[id]:
                id = parents[id]
            return id

        later = (each for each in self.seen(uid) if each["date"] > comment["date"])
        return "by" not in comment and not any(
            "by" in each and (not each.get("parent") or top(each["id"]) == top(comment["id"]))
            for each in later
        )

    def files(self) -> dict[str, bytes]:
        return {
            f"docs/blog/.comments/{uid}.yml": (
                f"thread: {uid}\ncomments:\n"
                + "".join(
                    f"  - {{{', '.join(f'{key}: {value}' for key, value in each.items())}}}\n"
                    for each in thread
                )
            ).encode()
            for uid, thread in self.threads.items()
        }


def post(n: int, moved: bool) -> tuple[str, bytes]:
    """A post's path and text; `moved` it has another name, folder, title and date."""
    date = START + timedelta(days=3 * n + 400 * (moved and n % 2), hours=n % 20)
    head = f"uid: p{n:03}\ndate: {date:%Y-%m-%dT%H:%M:%SZ}\ncategories: [Category {n % 5}]\n"
    title = f"Post {n:03}{' anew' if moved else ''}"
    folder = f"year-{n % 3}/" if moved else ""
    name = f"{folder}{'renamed' if moved else 'first'}-{n:03}.md"
    return f"docs/blog/posts/{name}", f"---\n{head}---\n# {title}\n\nText.\n".encode()


def cards(html: str) -> list[tuple[str, int]]:
    """Posts of a listing, each with the number beside it."""
    found = CARD.findall(html)
    return [(n, 0 if said == "No comments" else int(said.split()[0])) for n, said in found]


def listing(built: Built, pages: list[Path]) -> dict[str, int]:
    """What the pages of one listing say, each post once."""
    found = [each for path in pages for each in cards(path.read_text(encoding="utf-8"))]
    assert len(found) == len(dict(found)), "no post stands twice"
    return dict(found)


def between(html: str, start: str, end: str) -> str:
    return html.split(f'id="{start}"')[1].split(f'id="{end}"')[0]


def check_pages(built: Built, ledger: Ledger) -> None:
    counts = ledger.counts
    blog = built.folder / "blog"
    first = [blog / "index.html", *sorted((blog / "page").rglob("index.html"))]
    assert listing(built, first) == counts
    for kind, share in (("category", 5), ("archive", 2)):
        said: Counter[str] = Counter()
        for path in sorted((blog / kind).rglob("index.html")):
            found = dict(cards(path.read_text(encoding="utf-8")))
            assert not said.keys() & found.keys()
            said.update(found)
        assert len(list((blog / kind).iterdir())) >= share
        assert {n: said[n] for n in counts} == counts and said.keys() <= counts.keys(), kind


def check_threads(built: Built, ledger: Ledger) -> dict[str, Path]:
    """Each post's page shows what is approved, once, and says how many."""
    pages = {}
    for path in (built.folder / "blog").glob("2*/*/*/*/index.html"):
        html = path.read_text(encoding="utf-8")
        n = re.search(r"<h1[^>]*>Post (\d{3})", html)[1]
        ids = re.findall(r'id="(c\w+)"', html.partition('id="comments"')[2])
        assert sorted(f"c{each['id']}" for each in ledger.seen(f"p{n}")) == sorted(ids), n
        pages[n] = path
    assert len(pages) == POSTS
    return pages


def check_widgets(built: Built, ledger: Ledger) -> None:
    html, counts = built.page("talk/index.html"), ledger.counts
    assert dict(cards(between(html, "all", "most"))) == counts
    ranked = cards(between(html, "most", "waiting"))
    assert dict(ranked) == {n: count for n, count in counts.items() if count}
    assert [count for _, count in ranked] == sorted(dict(ranked).values(), reverse=True)
    assert {n: counts[n] for n in ledger.waiting} == dict(cards(between(html, "waiting", "recent")))
    recent = re.findall(r'href="[^"]*#(cc\d+)"', between(html, "recent", "end"))
    assert list(dict.fromkeys(recent)) == [f"c{each['id']}" for each in ledger.newest(100)]


def check_feeds(built: Built, ledger: Ledger, pages: dict[str, Path]) -> None:
    counts, blog = ledger.counts, built.folder / "blog"
    atom = ElementTree.parse(blog / "atom.xml")
    totals = {
        entry.findtext("atom:title", "", NAMES)[5:8]: int(entry.findtext("thr:total", "", NAMES))
        for entry in atom.iterfind("atom:entry", NAMES)
    }
    assert totals == counts
    replies = {
        entry.findtext("atom:title", "", NAMES)[5:8]: int(
            link.get(f"{{{NAMES['thr']}}}count", "-1")
        )
        for entry in atom.iterfind("atom:entry", NAMES)
        for link in entry.iterfind("atom:link[@rel='replies'][@type='application/atom+xml']", NAMES)
    }
    assert replies == {n: count for n, count in counts.items() if count}
    rss = ElementTree.parse(blog / "rss.xml")
    assert counts == {
        item.findtext("title", "")[5:8]: int(item.findtext("slash:comments", "", NAMES))
        for item in rss.iterfind(".//item")
    }
    items = json.loads((blog / "feed.json").read_text(encoding="utf-8"))["items"]
    assert {each["title"][5:8]: each["_playbook"]["comments"] for each in items} == counts
    every = json.loads((blog / "feeds/comments/feed.json").read_text(encoding="utf-8"))["items"]
    newest = [each["id"].rpartition("/")[2] for each in every]
    assert newest == [each["id"] for each in ledger.newest(50)], "a feed of comments is for news"
    threads = {
        path.parent.name[1:]: json.loads(path.read_text(encoding="utf-8"))["items"]
        for path in (blog / "feeds/thread").glob("*/feed.json")
    }
    assert {n: len(each) for n, each in threads.items()} == {n: c for n, c in counts.items() if c}
    for n, each in threads.items():
        home = f"https://counted.example/{pages[n].parent.relative_to(built.folder).as_posix()}/"
        assert {item["url"] for item in each} == {
            f"{home}#c{comment['id']}" for comment in ledger.seen(f"p{n}")
        }


def check(built: Built, ledger: Ledger) -> None:
    assert built.code == 0, built.output
    check_pages(built, ledger)
    pages = check_threads(built, ledger)
    check_widgets(built, ledger)
    check_feeds(built, ledger, pages)


def test_every_number_of_a_built_site_is_the_ledgers_and_stays_when_posts_move(tmp_path):
    ledger = Ledger()
    assert sum(ledger.counts.values()) == APPROVED and ledger.counts["000"] == 0
    posts = dict(post(n, moved=False) for n in range(POSTS))
    extra = {"mkdocs.yml": CONFIG, "docs/talk.md": PAGE, **ledger.files()}
    extra["docs/blog/.authors.yml"] = b"authors:\n  mara: {name: Mara Okell, description: Writes}\n"
    extra["docs/blog/index.md"] = b"# Blog\n"
    write_site(tmp_path, {**posts, **extra})
    check(build(tmp_path, strict=True), ledger)
    for path in posts:
        (tmp_path / path).unlink()
    write_site(tmp_path, {**dict(post(n, moved=True) for n in range(POSTS)), **extra})
    check(build(tmp_path, strict=True), ledger)
