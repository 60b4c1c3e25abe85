"""Small blogs, built for real."""

from __future__ import annotations

import re

import pytest

from .building import CONFIG, build, write_site

POST = """---
title: {title}
uid: {uid}
date: {date}
categories: [{category}]
{more}
---

Opening of {uid}, with a [sheet](../../sheet.md#top).

<!-- more -->

Rest of {uid}.
"""


def post(uid: str, date: str, title: str = "", category: str = "Plans", more: str = "") -> bytes:
    title = title or f"Post {uid}"
    return POST.format(uid=uid, date=date, title=title, category=category, more=more).encode()


def blog(count: int) -> dict[str, bytes]:
    files = {"docs/sheet.md": b"# Sheet\n\n## Top\n"}
    for n in range(1, count + 1):
        files[f"docs/blog/posts/p{n:02}.md"] = post(f"p{n:02}", f"2026-01-{n:02}")
    return files


def thread(uid: str, *states: str) -> bytes:
    lines = [f"thread: {uid}", "comments:"]
    for n, state in enumerate(states):
        lines.append(
            f"  - {{id: c{n}, author: A, date: 2026-02-0{n + 1}, body: Text, state: {state}}}"
        )
    return "\n".join(lines).encode()


def titles(html: str) -> list[str]:
    return re.findall(r'pb-post-title"><a href="[^"]*">([^<]*)', html)


def test_listings_split_into_pages_and_every_link_leads_somewhere(tmp_path):
    config = CONFIG.replace(b"categories_allowed", b"pagination_per_page: 5, categories_allowed")
    write_site(tmp_path, {"mkdocs.yml": config, **blog(12)})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert titles(built.page("blog/index.html")) == [f"Post p{n:02}" for n in (12, 11, 10, 9, 8)]
    third = built.page("blog/page/3/index.html")
    assert titles(third) == ["Post p02", "Post p01"]
    assert "Blog, page 3" in third
    assert 'href="../../../sheet/#top"' in third, "an excerpt's link, from the third page"
    for html, base in ((third, "blog/page/3"), (built.page("blog/index.html"), "blog")):
        for address in re.findall(r'<a [^>]*href="([^"#?]+)', html):
            if not re.match(r"[a-z]+:", address):
                target = (built.folder / base / address).resolve()
                assert (target / "index.html").is_file() or target.is_file(), address


def test_counts_are_approved_comments_and_stay_when_a_post_is_renamed_and_re_dated(tmp_path):
    files = blog(3)
    files["docs/blog/.comments/p02.yml"] = thread("p02", "approved", "pending", "approved")
    files["docs/blog/.comments/p03.yml"] = thread("p03", "approved")
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    lines = re.findall(
        r'pb-comments-line" href="[^"]*#comments">([^<]*)', built.page("blog/index.html")
    )
    assert lines == ["1 comment", "2 comments", "No comments"]
    (tmp_path / "docs/blog/posts/p02.md").unlink()
    moved = post("p02", "2026-03-01", title="Another title")
    (tmp_path / "docs/blog/posts/renamed.md").write_bytes(moved)
    again = build(tmp_path, strict=True)
    page = again.page("blog/2026/03/01/another-title/index.html")
    assert page.count('class="pb-comment"') == 2 and 'id="cc0"' in page
    assert not list(again.folder.rglob("*.yml")), "the ledger is not published"


def test_drafts_leak_nowhere(tmp_path):
    files = blog(2)
    files["docs/blog/posts/d.md"] = post("d", "2026-01-20", "Secret plan", more="draft: true")
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0
    assert not [page for page in built.pages() if "Secret plan" in page or "secret-plan" in page]


def test_hostile_titles_and_comments_are_text(tmp_path):
    hostile = '<script>alert(1)</script>"&'
    files = {
        "docs/blog/posts/a.md": post("a", "2026-01-01", title=f"'{hostile}'"),
        "docs/blog/.comments/a.yml": (
            "thread: a\ncomments:\n"
            f"  - {{id: c1, author: '{hostile}', date: 2026-01-02, body: '{hostile}',"
            " url: 'javascript:alert(1)'}\n"
        ).encode(),
        "docs/sheet.md": b"# Sheet\n\n## Top\n",
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    for page in built.pages():
        assert "<script>alert(1)" not in page.replace("<title>" + hostile, "")
        assert "javascript:alert" not in page


@pytest.mark.parametrize("directory_urls", [True, False])
def test_addresses_are_those_of_materials_blog(tmp_path, directory_urls):
    files = blog(3)
    files["docs/blog/.authors.yml"] = (
        b"authors:\n  mara: {name: Mara, description: D, avatar: a.png}\n"
    )
    files["docs/blog/index.md"] = b"# Blog\n"
    pages = {}
    for plugin in ("blog", "playbook/blog"):
        config = (
            f"site_name: S\nsite_url: https://s.example/\nuse_directory_urls: {directory_urls}\n"
            "theme: {name: material, font: false}\n"
            f"plugins:\n  - {plugin}: {{pagination_per_page: 2, authors_profiles: true}}\n"
        )
        folder = tmp_path / plugin.replace("/", "-")
        write_site(folder, {"mkdocs.yml": config.encode(), **files})
        built = build(folder, strict=False)
        assert built.code == 0, built.output
        pages[plugin] = {
            path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*.html")
        }
    assert pages["playbook/blog"] == pages["blog"]


def test_a_post_is_converted_once_however_many_views_list_it(tmp_path):
    files = blog(6)
    files["count.py"] = (
        b"import markdown\nreal = markdown.Markdown.convert\n"
        b"def convert(self, text):\n    print('CONVERTED', 'Opening of p03' in text)\n"
        b"    return real(self, text)\nmarkdown.Markdown.convert = convert\n"
    )
    files["mkdocs.yml"] = CONFIG + b"hooks: [count.py]\n"
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert built.output.count("CONVERTED True") == 1


def test_a_post_that_a_hook_writes_anew_is_listed_as_it_then_reads(tmp_path):
    """The check has read the file; the page is made from what the hook made of it."""
    files = blog(2)
    files["anew.py"] = (
        b"def on_files(files, config):\n    for file in files.documentation_pages():\n"
        b"        if 'posts/' in file.src_uri:\n"
        b"            said = file.content_string.replace('title: ', 'title: New ')\n"
        b"            file.content_string = said\n"
    )
    first = next(name for name in files if "posts/" in name)
    files[first] = b"---\ndate: 2026-01-02\ntitle: Plans\n---\nText.\n"
    files["mkdocs.yml"] = CONFIG + b"hooks: [anew.py]\n"
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert built.code == 0, built.output
    assert ">New Plans<" in built.page("blog/index.html")


def test_worksheet_pages_alone_load_the_script_and_names_carry_a_digest(tmp_path):
    sheet = b"# P\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n///\n"
    tip = b"# T\n\n/// tip | Start\n    id: start\n\nText.\n///\n"
    write_site(tmp_path, {"docs/a/sheet.md": sheet, "docs/tip.md": tip})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert re.search(
        r'<script src="\.\./\.\./assets/playbook/playbook\.[0-9a-f]{8}\.js" [^>]*defer',
        built.page("a/sheet/index.html"),
    )
    assert "playbook-tip." in built.page("tip/index.html")
    assert "playbook/playbook." not in built.page("index.html")


def test_two_builds_of_one_source_are_the_same_bytes(tmp_path):
    trees = []
    for name in ("one", "two"):
        write_site(tmp_path / name, blog(4))
        built = build(tmp_path / name, strict=True)
        trees.append(
            {
                path.relative_to(built.folder).as_posix(): path.read_bytes()
                for path in sorted(built.folder.rglob("*"))
                if path.is_file() and not path.name.startswith("sitemap")
            }
        )
    assert trees[0] == trees[1]
