"""Plugins of others that look at every file of a site: ours are among them."""

from __future__ import annotations

import pytest
import yaml
from lxml import html

from .building import build, write_site
from .test_blog_build import post

LANGUAGES = [
    {"locale": "en", "name": "English", "default": True, "build": True},
    {"locale": "de", "name": "Deutsch", "build": True},
]
AUTHORS = b"authors:\n  mara: {name: Mara Stern, description: Coach, avatar: mara.png}\n"
FILES = {
    "docs/sheet.md": b"# Sheet\n\n## Top\n",
    "docs/index.md": b"# Home\n",
    "docs/index.de.md": b"# Start\n",
    "docs/guide/door.md": b"# Door\n",
    "docs/blog/index.md": b"# Blog\n",
    "docs/blog/.authors.yml": AUTHORS,
    "docs/blog/posts/one.md": post("one", "2026-01-02", category="Plans"),
    "docs/blog/posts/two.md": b"---\ndate: 2026-01-03\nauthors: [mara]\n---\n\n# Two\n\nText.\n",
}


def config(*plugins: object, **more: object) -> bytes:
    ours = ["playbook/publish", "playbook/worksheets", "playbook/blog"]
    return yaml.safe_dump(
        {
            "site_name": "Beside",
            "site_url": "https://beside.example/",
            "theme": {"name": "material", "font": False},
            "plugins": ["search", *ours, *plugins],
            **more,
        },
        sort_keys=False,
    ).encode()


def links(page: str, where: str) -> list[tuple[str, str]]:
    found = html.fromstring(page).xpath(f"{where}//a")
    return [(each.text_content(), each.get("href")) for each in found]


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Autolinks look at where every file is; rss names who wrote what."""
    folder = tmp_path_factory.mktemp("beside")
    rss = {"rss": {"use_git": False, "date_from_meta": {"as_creation": "date"}}}
    files = {**FILES, "docs/index.md": b"# Home\n\n[The door](door.md)\n"}
    write_site(folder, {**files, "mkdocs.yml": config("autolinks", rss)})
    return build(folder, strict=False)


def test_a_link_is_completed_beside_pages_that_nobody_wrote(beside):
    assert beside.code == 0, beside.output
    assert 'href="guide/door/"' in beside.page("index.html")
    assert "Post one" in beside.page("blog/category/plans/index.html")


def test_another_plugin_s_feed_names_who_wrote_a_post(beside):
    feed = beside.page("feed_rss_created.xml")
    assert "Mara Stern" in feed
    assert "<author>mara<" not in feed


@pytest.fixture(scope="module")
def languages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    german = FILES["docs/blog/posts/one.md"].replace(b"Post one", b"Eins")
    files = {**FILES, "docs/blog/posts/one.de.md": german}
    i18n = {"i18n": {"languages": LANGUAGES}}
    write_site(folder, {**files, "mkdocs.yml": config(i18n)})
    return build(folder, strict=True)


def test_a_blog_in_two_languages_has_posts_and_views_in_both(languages):
    assert languages.code == 0, languages.output
    assert links(languages.page("blog/category/plans/index.html"), "//h2") == [
        ("Post one", "../../2026/01/02/post-one/")
    ]
    assert links(languages.page("de/blog/category/plans/index.html"), "//h2") == [
        ("Eins", "../../2026/01/02/eins/")
    ]
    for path in ("blog/2026/01/02/post-one", "de/blog/2026/01/02/eins", "de/blog/2026/01/03/two"):
        assert (languages.folder / path / "index.html").is_file()
    assert not (languages.folder / "blog/2026/01/02/eins").exists()


def test_feeds_hold_the_posts_of_the_first_language(languages):
    assert "2026/01/02/post-one/" in languages.page("blog/feed.json")
    assert "/de/" not in languages.page("blog/feed.json")
