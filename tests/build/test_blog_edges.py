"""Blogs at their edges: odd titles, odd addresses, several blogs, none or one post."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from .building import Built, build, write_site

SITE = """site_name: S
{site_url}
use_directory_urls: {folders}
theme: {{name: material, font: false}}
plugins:
  - playbook/blog: {{blog_toc: true, authors_profiles: true, pagination_per_page: 4}}
markdown_extensions: [attr_list, toc]
"""
LONG = "販売計画と生活計画を同時に作る方法について" * 6
AUTHORS = b"""authors:
  mara: {name: "Mara *O* <b>", description: D, url: "java\\tscript:alert(1)", slug: ../../../author}
  mar-a: {name: Mara Two, description: D, url: "https://mara.example/", slug: ../../../author}
"""


def post(title: str, **front: object) -> bytes:
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in {"title": title, **front}.items()
    ]
    return ("---\ndate: 2026-01-05\n" + "\n".join(lines) + "\n---\n\nText.\n").encode()


POSTS = {
    "party": post("🎉", categories=["C"]),
    "party-2": post("🎉🎉", categories=["C#", "!!"], authors=["mara"]),
    "long": post(LONG, authors=["mar-a"]),
    "out": post("Out", slug="../../../../../../out"),
    "sign": post("Sign", slug="what now, 100% &1"),
    "null": post("Null", slug="nu\0ll"),
    "scheme": post("Scheme", links=[{"Bad": "javascript:alert(1)"}, {"Good": "index.md"}]),
    "quoted": post('Q&A "now"', description='Say "yes" & <go>', author='"x" onload=y'),
    "silent": post("Silent", comments=False),
}
THREAD = (
    "thread: {uid}\ncomments:\n"
    "  - {{id: c1, author: A, date: 2026-02-01, body: B}}\n"
    "  - {{id: c2, author: A, date: 2026-02-02, body: B}}\n"
)
TALK = (
    b"# Talk\n\n/// posts\n    sort: most-discussed\n    layout: compact\n///\n"
    b"\n/// comments\n///\n"
)


def site(folders: bool, site_url: str = "site_url: https://s.example/team/") -> dict[str, bytes]:
    files = {f"docs/blog/posts/{name}.md": text for name, text in POSTS.items()}
    files["mkdocs.yml"] = SITE.format(folders=str(folders).lower(), site_url=site_url).encode()
    files["docs/blog/.authors.yml"] = AUTHORS
    files["docs/talk.md"] = TALK
    for uid in ("silent", "sign", "gone"):
        files[f"docs/blog/.comments/{uid}.yml"] = THREAD.format(uid=uid).encode()
    return files


def dead_links(built: Built) -> list[str]:
    """Every link and picture of every page that leads to no file of the site."""
    dead = []
    for path in built.folder.rglob("*.html"):
        if path.name == "404.html":
            continue
        for address in re.findall(r'(?:href|src)="([^"]*)"', path.read_text("utf-8")):
            plain = unquote(re.split("[?#]", address)[0])
            if not plain or re.match(r"[a-z]+:|//", address):
                continue
            target = (path.parent / plain).resolve()
            if not (target.is_file() or (target / "index.html").is_file()):
                dead.append(f"{path.relative_to(built.folder)}: {address}")
    return dead


@pytest.mark.parametrize(
    ("folders", "site_url"),
    [
        (True, "site_url: https://s.example/team/"),
        (False, "site_url: https://s.example/"),
        (True, ""),
    ],
)
def test_odd_posts_stand_where_their_links_say(tmp_path, folders, site_url):
    write_site(tmp_path / "in", site(folders, site_url))
    built = build(tmp_path / "in", strict=False)
    assert built.code == 0 and "Traceback" not in built.output, built.output[-2000:]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in"]
    assert sorted(each.name for each in (tmp_path / "in").iterdir()) == [
        "docs",
        "mkdocs.yml",
        "site",
    ]
    assert dead_links(built) == []
    pages = [path.as_posix() for path in built.folder.rglob("*.html")]
    for name in ("2026/01/05/party", "2026/01/05/party-2", "what now, 100% &1", "販売計画"):
        assert any(name in page for page in pages), name
    refused = [each for each in built.problems if "the slug cannot be part of an address" in each]
    assert [each.partition(":")[0] for each in refused] == [
        "docs/blog/posts/null.md",
        "docs/blog/posts/out.md",
    ]
    assert not any("same address" in each for each in built.problems)
    assert all(len(Path(page).name.encode()) < 256 for page in pages)


def test_groups_whose_names_make_one_slug_keep_their_own_pages(tmp_path):
    write_site(tmp_path, site(True))
    built = build(tmp_path, strict=False)
    shown = {
        path.parent.name: re.findall(r'pb-post-title"><a[^>]*>([^<]*)', path.read_text("utf-8"))
        for path in (built.folder / "blog" / "category").glob("*/index.html")
    }
    assert shown == {"c": ["🎉"], "c-2": ["🎉🎉"], "category": ["🎉🎉"]}
    profiles = [path for path in built.folder.rglob("*.html") if path.parent.name[:6] == "author"]
    assert sorted(path.parent.name for path in profiles) == ["author", "author-2"]
    shown_names = [re.findall(r"<h1[^>]*>(.*?)</h1>", path.read_text("utf-8")) for path in profiles]
    assert sorted(shown_names) == [["Mara *O* &lt;b&gt;"], ["Mara Two"]]


def test_what_front_matter_says_is_text_wherever_a_theme_prints_it(tmp_path):
    write_site(tmp_path, site(True))
    built = build(tmp_path, strict=False)
    page = built.page("blog/2026/01/05/qa-now/index.html")
    assert '<meta name="description" content="Say &#34;yes&#34; &amp; &lt;go&gt;">' in page
    assert 'content="&#34;x&#34; onload=y"' in page
    assert '<meta property="og:title" content="Q&amp;A &quot;now&quot;">' in page
    assert '<meta property="og:description" content="Say &quot;yes&quot; &amp; &lt;go&gt;">' in page
    assert not [text for text in built.pages() if 'href="java' in text]
    said = [each for each in built.problems if "cannot be linked" in each]
    assert len(said) == 2 and "scheme.md" in "".join(said) and ".authors.yml" in "".join(said)
    assert "https://s.example/" in built.page("blog/2026/01/05/scheme/index.html")
    assert 'href="../../../../../"' in built.page("blog/2026/01/05/scheme/index.html")


def test_a_post_without_comments_is_in_no_ranking_of_discussions(tmp_path):
    write_site(tmp_path, site(True))
    html = build(tmp_path, strict=False).page("talk/index.html")
    assert re.findall(r'pb-compact-title"[^>]*>([^<]*)', html) == ["Sign", "A on Sign", "A on Sign"]


def test_each_blog_of_a_site_has_its_own_provider_and_dates(tmp_path):
    config = b"""site_name: S
site_url: https://s.example/
theme: {name: material, font: false}
plugins:
  - playbook/blog:
      comments_live: true
      comments_provider: isso
      comments_provider_url: https://one.example
      post_date_format: yyyy
  - playbook/blog: {blog_dir: news}
  - playbook/blog:
      blog_dir: third
      comments_live: true
      comments_provider: isso
      comments_provider_url: https://three.example
"""
    files = {"mkdocs.yml": config}
    files |= {f"docs/{name}/posts/p.md": post("P") for name in ("blog", "news", "third")}
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    for name, host, date in (
        ("blog", "https://one.example", ">2026<"),
        ("news", "", ">January 5, 2026<"),
        ("third", "https://three.example", ">January 5, 2026<"),
    ):
        listing = built.page(f"{name}/index.html")
        assert (
            re.findall(r'<playbook-live-counts endpoint="([^"]*)"', listing) == [host][: bool(host)]
        )
        assert date in listing
        page = built.page(f"{name}/2026/01/05/p/index.html")
        assert (f'host="{host[8:]}"' in page) == bool(host)


def test_an_empty_blog_is_a_page_and_an_empty_feed(tmp_path):
    config = SITE.format(folders="true", site_url="site_url: https://s.example/")
    write_site(tmp_path, {"mkdocs.yml": config.encode()})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert "No posts yet." in built.page("blog/index.html")
    assert json.loads(built.page("blog/feed.json"))["items"] == []
