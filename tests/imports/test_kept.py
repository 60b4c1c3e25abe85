"""What an old blog brings along: dates, labels, drafts, pages, threads, addresses."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import yaml

from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.shared.front_matter import read

from .bringing import EXPORTS, Site, entry, feed, remark


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def head(text: str) -> dict:
    return read(text).values


def threads(site: Site) -> dict:
    problems: list = []
    found = read_ledger(site.folder / "docs/blog/.comments", "comments", problems.append)
    assert problems == []
    return found


def test_a_classic_export_keeps_what_the_blog_was(site):
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 0, said.text
    assert said.table == {
        "posts": [2, 2, 0, 0],
        "pages": [1, 1, 0, 0],
        "drafts": [1, 1, 0, 0],
        "comments": [4, 4, 0, 0],
    }
    text = site.post("ask-for-smallest-crane")
    front = head(text)
    assert front["title"] == "Ask for the smallest crane"
    assert front["date"].isoformat() == "2011-05-04T09:30:00-05:00"
    assert front["categories"] == ["Small starts", "Listening"]
    assert front["authors"] == ["ines-varga"]
    assert front["redirect_from"] == ["/2011/05/ask-for-smallest-crane.html"]
    assert "I offered **one**.\n\n<!-- more -->\n\nThe harbour master" in text
    assert "[the second quay](second-quay.md)" in text
    assert "![](http://1.bp.blogspot.com/-x/s1600/crane.jpg)" in text
    assert "steal" not in text and "pixel.example" not in text


def test_drafts_stay_drafts_and_pages_stay_pages(site):
    site.bring("blogger", EXPORTS / "classic.xml")
    draft, page = head(site.post("post")), site.sources()["pages/about-me.md"]
    assert draft["draft"] is True and "redirect_from" not in draft
    assert "[this](../blog/posts/ask-for-smallest-crane.md)" in page
    assert head(page)["redirect_from"] == ["/p/about-me.html"]


def test_comments_stay_threaded_and_keep_their_anchor(site):
    site.bring("blogger", EXPORTS / "classic.xml")
    found = {c.id: c for c in threads(site)["ask-for-smallest-crane"].comments}
    assert {id: c.parent for id, c in found.items()} == {
        "501": "",
        "502": "501",
        "503": "502",
        "504": "",
    }
    assert found["502"].by == "ines-varga" and found["501"].by == ""
    assert found["502"].body == "With a pen in my hand.\n\nAlways."
    assert (found["501"].format, found["501"].body) == ("html", "How did you <b>ask</b>?<br>")
    assert found["504"].author == "Anonymous"


def test_labels_that_differ_by_a_capital_are_one_category(site):
    site.bring("blogger", EXPORTS / "classic.xml")
    assert head(site.post("second-quay"))["categories"] == ["Small starts"]


def test_labels_that_the_blog_does_not_allow_become_tags(tmp_path):
    config = Site.config.replace(
        b"playbook/blog]", b"playbook/blog: {categories_allowed: [listening]}]"
    )
    site = Site(tmp_path, config)
    said = site.bring("blogger", EXPORTS / "classic.xml")
    front = head(site.post("ask-for-smallest-crane"))
    assert front["categories"] == ["listening"] and front["tags"] == ["Small starts"]
    assert "Small starts" in said.text


def test_no_address_of_a_person_and_no_setting_is_written(site):
    for kind, name in (("blogger", "classic.xml"), ("wxr", "wordpress.xml")):
        said = site.bring(kind, EXPORTS / name)
        written = "".join(site.sources().values()) + said.text
        for word in ("@", "203.0.113", "secret", "tomato", "noreply"):
            assert word not in written, word


def test_a_takeout_feed_and_its_zip_give_the_same(site, tmp_path):
    said = site.bring("blogger", EXPORTS / "feed.atom")
    assert said.table["posts"] == [3, 2, 0, 1] and said.table["comments"] == [3, 2, 0, 1]
    assert "post “Thrown away”: it was in the trash" in said.left_out
    assert "[Write it down](write-it-down.md)" in site.post("call-before-nine")
    found = {c.id: c.parent for c in threads(site)["call-before-nine"].comments}
    assert found == {"21": "", "22": "21"}
    assert head(site.post("call-before-nine"))["redirect_from"] == [
        "/2026/06/call-before-nine.html"
    ]
    archive = tmp_path / "takeout.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("__MACOSX/Takeout/Blogger/Blogs/Desk/._feed.atom", b"\0\5\26\7")
        made.writestr("Takeout/archive_browser.html", b"<html>")
        made.write(EXPORTS / "feed.atom", "Takeout/Blogger/Blogs/Desk/feed.atom")
    other = Site(tmp_path / "other")
    assert other.bring("blogger", archive).code == 0
    assert other.sources() == site.sources()


def test_a_zip_with_two_blogs_asks_which(site, tmp_path):
    archive = tmp_path / "takeout.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("One", "Two"):
            made.write(EXPORTS / "feed.atom", f"Takeout/Blogger/Blogs/{name}/feed.atom")
    said = site.bring("blogger", archive)
    assert said.code == 1 and "Blogs/One/feed.atom" in said.text and "--only" in said.text
    assert site.sources() == {}
    assert site.bring("blogger", archive, "--only", "Two").table["posts"][1] == 2


def test_wordpress_keeps_zone_lines_parents_and_what_waits(site):
    said = site.bring("wxr", EXPORTS / "wordpress.xml")
    assert said.code == 0 and said.table["comments"] == [4, 3, 0, 1]
    text = site.post("metrics-on-one-page")
    front = head(text)
    assert front["date"].isoformat() == "2019-03-04T09:15:00+01:00"
    assert (front["categories"], front["tags"]) == (["Metrics"], ["paper"])
    assert "Agree on **two** numbers.<br>\nWrite both down.\n\n<!-- more -->\n\n" in text
    assert "![One page](https://depot-notes.example/up/page.png)" in text and "caption" not in text
    thread = threads(site)["metrics-on-one-page"]
    assert thread.closed
    assert [(c.id, c.parent, c.by, c.state) for c in thread.comments] == [
        ("7", "", "", "approved"),
        ("8", "7", "jonas-adeyemi", "approved"),
        ("10", "", "", "pending"),
    ]
    assert head(site.post("unwritten"))["draft"] is True


def test_an_opml_list_comes_in_by_either_command(tmp_path):
    opml = b"""<?xml version="1.0"?><opml version="2.0"><body>
    <outline text="One" xmlUrl="https://one.example/feed"/></body></opml>"""
    site = Site(tmp_path)
    said = site.bring("opml", opml)
    assert said.code == 0 and "1 added" in said.text
    assert "https://one.example/feed" in site.sources()["blog/.blogroll.yml"]


def test_comments_that_do_not_add_up_end_with_status_1(site):
    more = "<thr:total>3</thr:total>"
    said = site.bring("blogger", feed(entry(more=more), remark(2), remark(3)))
    assert said.code == 1 and "“A post”: 2 of 3" in said.text
    assert said.table["comments"] == [2, 2, 0, 0], "what is there is written all the same"


def test_the_words_of_the_link_to_comments_are_a_count_too(site):
    more = "<link rel='replies' type='text/html' title='2 Comments'/>"
    assert site.bring("blogger", feed(entry(more=more), remark(2))).code == 1
    assert site.bring("blogger", feed(entry(more=more), remark(2), remark(3))).code == 0


def test_a_comment_without_a_text_is_named_and_does_not_add_up(site):
    more = "<thr:total>1</thr:total>"
    said = site.bring("blogger", feed(entry(more=more), remark(2, html="<script>x</script>")))
    assert said.code == 1 and said.left_out == ["comment “2”: it has no text"]


def test_a_dry_run_tells_the_same_and_writes_nothing(site):
    said = site.bring("blogger", EXPORTS / "classic.xml", "--dry-run")
    assert said.code == 0 and said.table["comments"] == [4, 4, 0, 0]
    assert site.sources() == {} and "dry run" in said.text


def test_names_that_meet_or_mean_something_are_changed(site):
    paths = [
        "/2011/05/deal.html",
        "/2012/05/DEAL.html",
        "/2011/05/CON.html",
        "/a/index.html",
        "/a/..%2F..%2Fpasswd.html",
        "/a/README.html",
        "/a/%E2%98%83.html",
        "/x/com1.html",
    ]
    site.bring("blogger", feed(*(entry(n, f"T{n}", path=p) for n, p in enumerate(paths, 1))))
    names = sorted(Path(each).stem for each in site.sources() if each.endswith(".md"))
    assert names == [
        "deal",
        "deal-2",
        "passwd",
        "post-com1",
        "post-con",
        "post-index",
        "post-readme",
        "t7",
    ]
    assert not {"..", "/"} & set("".join(names))


def test_two_posts_with_one_old_address_both_come_and_one_leads_on(site):
    said = site.bring(
        "blogger",
        feed(entry(1, "One"), entry(2, "Two"), entry(3, "In", path="/2011/05/a-post.html/x")),
    )
    assert said.table["posts"] == [3, 3, 0, 0]
    assert sum("redirect_from" in text for text in site.sources().values()) == 1
    assert said.text.count("cannot lead on") == 2


def test_an_author_who_is_here_already_is_the_same(tmp_path):
    here = b"# Ours\nauthors:\n  ina:\n    name: Ines Varga\n    description: Sells\n"
    site = Site(tmp_path, files={"docs/blog/.authors.yml": here})
    site.bring("blogger", EXPORTS / "classic.xml")
    assert site.sources()["blog/.authors.yml"] == here.decode()
    assert head(site.post("second-quay"))["authors"] == ["ina"]
    site.bring("wxr", EXPORTS / "wordpress.xml")
    assert site.sources()["blog/.authors.yml"].startswith(here.decode())
    assert set(yaml.safe_load(site.sources()["blog/.authors.yml"])["authors"]) == {
        "ina",
        "jonas-adeyemi",
    }


def test_an_authors_file_that_cannot_be_added_to_stops_before_anything_is_written(tmp_path):
    here = b"authors: {ina: {name: Ina}}\n"
    site = Site(tmp_path, files={"docs/blog/.authors.yml": here})
    said = site.bring("blogger", EXPORTS / "classic.xml")
    assert said.code == 1 and "Ines Varga" in said.text
    assert list(site.sources()) == ["blog/.authors.yml"]
