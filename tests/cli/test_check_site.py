"""`playbook check` on whole sites: what several files say together, and every blog of a site."""

from __future__ import annotations

import json
import os
import pickle

import pytest
from click.testing import CliRunner

from playbook_plugins.blog.reader import PostRules
from playbook_plugins.checks.rules import PageRules
from playbook_plugins.checks.site import check_site
from playbook_plugins.checks.source import check_source as checked
from playbook_plugins.cli import main
from playbook_plugins.cli.site_rules import rules_of
from tests.build.building import build, write_site

POST = b"---\ndate: 2026-01-01\nuid: %s\n%s\n---\n\n# %s\n"


def post(uid: str, more: str = "x: y", title: str = "") -> bytes:
    return POST % (uid.encode(), more.encode(), (title or uid).encode())


def said(folder, files: dict[str, bytes], *words: str) -> list[str]:
    """What the command prints about a site, without its last line."""
    write_site(folder, files)
    done = CliRunner().invoke(main, ["check", "-f", str(folder / "mkdocs.yml"), *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output.strip().splitlines()[:-1]


def config(*plugins: str, more: str = "") -> bytes:
    lines = "".join(f"  - {each}\n" for each in plugins)
    return f"site_name: S\ntheme: material\nplugins:\n{lines}{more}".encode()


def test_two_sources_with_one_address(tmp_path):
    files = {
        "docs/a.md": b"# A\n",
        "docs/a/index.md": b"# B\n",
        "docs/b.md": b"# B\n",
        "docs/B.md": b"# B\n",
        "docs/c.md": b"# C\n",
        "docs/c/index.html": b"own",
    }
    found = said(tmp_path, files)
    assert 'docs/a/index.md:1: this page and docs/a.md have one address, "/a/".' in found[0]
    assert any("differs from the address of docs/B.md in capitals only" in line for line in found)
    assert any('docs/c/index.html have one address, "/c/"' in line for line in found)


def test_a_post_a_page_and_a_former_address_at_one_place(tmp_path):
    files = {
        "docs/blog/posts/one.md": post("one", "redirect_from: [/old/]"),
        "docs/blog/posts/two.md": post("two", "redirect_from: [/old/, /page/]"),
        "docs/blog/2026/01/01/one.md": b"# Same\n",
        "docs/page.md": b"# Page\n",
    }
    found = "\n".join(said(tmp_path, files))
    assert "one.md:1: this page and docs/blog/2026/01/01/one.md have one address" in found
    assert 'two.md:4:1: "/old/" is taken by docs/blog/posts/one.md.' in found
    assert 'two.md:4:1: "/page/" is taken by the site itself.' in found


def test_every_blog_of_a_site_is_checked_with_its_own_options(tmp_path):
    blogs = (
        "playbook/blog: {categories_allowed: [Plans]}",
        "playbook/blog: {blog_dir: news, post_dir: '{blog}/items', authors: false}",
        "playbook/blog: {blog_dir: closed, enabled: false}",
    )
    files = {
        "mkdocs.yml": config(*blogs),
        "docs/blog/posts/a.md": post("a", "categories: [Plan]"),
        "docs/news/items/b.md": b"---\ntitle: B\n---\n",
        "docs/news/items/c.md": post("c", "categories: [Any]\nauthors: [nobody]"),
        "docs/news/.comments/lost.yml": b"comments: []\n",
        "docs/closed/posts/d.md": b"# No post\n",
    }
    files["docs/news/items/b.md"] = b"---\ndate: soon\nuid: b\n---\n"
    found = said(tmp_path, files)
    assert found[0].startswith('docs/blog/posts/a.md:4:1: unknown category "Plan".')
    assert found[1].startswith('docs/news/items/b.md:2:1: "soon" is not a date.')
    assert len(found) == 2
    (tmp_path / "docs/news/items/b.md").write_bytes(post("b"))
    assert said(tmp_path, {"mkdocs.yml": config(*blogs)})[-1].startswith(
        'docs/news/.comments/lost.yml:1: no post has the uid "lost".'
    )


def test_a_blog_in_the_docs_folder_itself(tmp_path):
    files = {
        "mkdocs.yml": config("playbook/blog: {blog_dir: .}"),
        "docs/posts/a.md": b"---\ndate: soon\n---\n",
        "docs/.comments/x.yml": b"threed: x\n",
    }
    found = said(tmp_path, files)
    assert [line.split(": ")[0] for line in found] == [
        "docs/.comments/x.yml:1:1",
        "docs/posts/a.md:2:1",
    ]


def test_left_out_and_draft_pages(tmp_path):
    more = "exclude_docs: /private/\ndraft_docs: /later.md\nnot_in_nav: /hidden.md\n"
    files = {
        "mkdocs.yml": config("playbook/blog", more=more),
        "docs/private/x.md": b"---\ntitle: Q3: x\n---\n",
        "docs/later.md": b"[x](nowhere.md)\n",
        "docs/hidden.md": b"# Hidden\n",
        "docs/own.md": b"---\ndraft: true\n---\n",
        "docs/index.md": b"[a](private/x.md) [b](later.md) [c](hidden.md) [d](own.md)\n",
    }
    found = "\n".join(said(tmp_path, files))
    assert '"private/x.md" leads to a page that the site leaves out' in found
    assert '"later.md" leads to a draft' in found and '"own.md" leads to a draft' in found
    assert "hidden.md" not in found and "docs/private" not in found


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_that_bring_in_files_from_elsewhere(tmp_path):
    site = tmp_path / "site"
    write_site(site, {"docs/a.md": b"# A\n"})
    (tmp_path / "secret.md").write_text("# Secret\n")
    (site / "docs/b.md").symlink_to(tmp_path / "secret.md")
    (site / "docs/c.md").symlink_to(tmp_path / "nowhere.md")
    (site / "docs/loop").symlink_to(site / "docs")
    found = said(site, {})
    assert [line.split(": ")[0] for line in found] == ["docs/b.md", "docs/c.md", "docs/loop"]
    assert "outside of the project" in found[0]


def test_only_what_lies_under_the_given_paths(tmp_path):
    files = {"docs/a.md": b"[x](no.md)\n", "docs/b/c.md": b"[x](../a.md#no)\n"}
    write_site(tmp_path, files)
    found = said(tmp_path, {}, str(tmp_path / "docs/b"))
    assert len(found) == 1 and found[0].startswith('docs/b/c.md:1:5: "../a.md" has no place')


def test_all_formats_say_the_same(tmp_path):
    write_site(tmp_path, {"docs/a.md": b"[x](no,thing.md)\n"})
    words = ["check", "-f", str(tmp_path / "mkdocs.yml"), "--format"]
    [one] = json.loads(CliRunner().invoke(main, [*words, "json"]).output)
    assert (one["path"], one["line"], one["column"]) == ("docs/a.md", 1, 5)
    line = CliRunner().invoke(main, [*words, "github"]).output
    assert line.startswith("::error file=docs/a.md,line=1,col=5::the page")


def test_what_other_plugins_make_is_left_to_the_build(tmp_path):
    files = {
        "mkdocs.yml": config("playbook/blog", "gen-files"),
        "docs/a.md": b"[x](made.md) ![y](no.png) [z](blog/category/plans.md)\n",
    }
    assert len(found := said(tmp_path, files)) == 1 and "no.png" in found[0]


def test_headings_make_places_as_the_build_makes_them(tmp_path):
    page = (
        "# One & two\n\n## Größe: `code` *mark*\n\n## Same\n\n## Same\n\nUnder\n-----\n\n"
        '## Named {#own}\n\n<a id="raw"></a>\n\n### [Link](#own) it\n\n'
        "[1](#one-two) [2](#groe-code-mark) [3](#same_1) [4](#under)\n"
        "[5](#own) [6](#raw) [7](#link-it)\n"
    )
    assert said(tmp_path, {"docs/a.md": page.encode()}) == []


def test_the_first_thing_that_stops_a_page_is_what_its_note_says(tmp_path):
    page = b"---\ndescripton: x\ndrafts: true\n---\n\n# Page\n"
    write_site(tmp_path, {"docs/a.md": page})
    verdict = check_site(rules_of(str(tmp_path / "mkdocs.yml")))
    assert len(verdict.problems) == 2
    assert "would be published" in str(verdict.broken["a.md"])


def test_what_a_file_says_can_be_kept(tmp_path):
    """The check of one file depends on nothing else, and what it finds survives a file."""
    rules = PageRules(posts=(PostRules("blog/posts", {}, ("Plans",), ""),))
    page = post("a", "categories: [Plan]") + b"\n[x](y.md#z) ![p](p.png)\n\n## Place\n"
    found = checked(page, "blog/posts/a.md", rules)
    kept = pickle.loads(pickle.dumps(found))
    assert kept == found == checked(page, "blog/posts/a.md", rules)
    assert [each.target for each in kept.references] == ["y.md#z", "p.png"]
    assert {"a", "place"} <= kept.anchors and len(kept.problems) == 1


@pytest.mark.slow
def test_a_site_with_hooks_and_two_blogs_builds(tmp_path):
    """A hook stands among the plugins and has no options; a second blog has a name of its own."""
    plugins = ("playbook/publish", "playbook/blog", "playbook/blog: {blog_dir: news}")
    files = {
        "mkdocs.yml": config(*plugins, more="hooks: [hook.py]\n"),
        "hook.py": b"def on_page_markdown(markdown, **kwargs):\n    return markdown\n",
        "docs/news/posts/a.md": b"---\ndate: soon\n---\n\n# A\n",
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert built.code != 0, "nobody publishes a blog that lacks a post by mistake"
    [line] = [each for each in built.output.splitlines() if "soon" in each]
    assert 'docs/news/posts/a.md:2:1: "soon" is not a date.' in line
    (tmp_path / "docs/news/posts/a.md").write_bytes(b"---\ndate: 2026-11-30\n---\n\n# A\n")
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"site_name: S\ntheme:\n\tname: material\n", "mkdocs.yml:3:1: a tab where spaces belong."),
        (b"site_name: a: b\n", "mkdocs.yml:1:13: a colon inside a value. Put the value in quotes"),
        (b"site_name: \xff\n", "mkdocs.yml:1: this file is not UTF-8 text. Save it again"),
        (b"- site_name: S\n", "mkdocs.yml:1: this is not made of keys and values."),
        (b"site_name: a\0b\n", "mkdocs.yml: a character that no text may hold."),
        (b"INHERIT: gone.yml\n", 'mkdocs.yml: this inherits from "gone.yml", which is not here.'),
        (b"INHERIT: base.yml\n", "base.yml:1: a bracket that is never closed. Close it"),
    ],
)
def test_a_site_file_that_cannot_be_read_is_named_with_its_cure(tmp_path, monkeypatch, text, said):
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_bytes(text)
    (tmp_path / "base.yml").write_text("nav: [a\n")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert done.output.removeprefix("Error: ").startswith(said), done.output
    assert "Traceback" not in done.output
