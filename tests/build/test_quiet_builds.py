"""A quiet build says what it leaves out, and ends as Material's blog would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .building import write_site
from .test_all_or_nothing import QUIET

CONFIG = b"""site_name: Quiet
site_url: https://quiet.example/
theme: {name: material, font: false}
plugins:
%s  - playbook/blog: {categories_allowed: [Plans]%s}
"""
RIGHT = b"---\ndate: 2026-11-01\n---\n\n# Right\n\nText.\n\n<!-- more -->\n"


def said(
    folder: Path, post: bytes, quiet: str, publish: bool, more: bytes = b""
) -> tuple[int, str]:
    """Exit code and words of a build of a blog with one right post and `post`."""
    with_publish = b"  - playbook/publish: {fast: false}\n" if publish else b""
    posts = {"docs/blog/posts/right.md": RIGHT, "docs/blog/posts/wrong.md": post}
    write_site(folder, {"mkdocs.yml": CONFIG % (with_publish, more), **posts})
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", quiet],
        cwd=folder,
        env=QUIET,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize(
    ("front", "what"),
    [
        (b"date: never", '"never" is not a date'),
        (b"date: 2026-11-02\ncategories: [Plains]", 'unknown category "Plains"'),
        (b"date: [2026-11-02", "a bracket that is never closed"),
    ],
)
def test_a_post_that_material_stops_at_stops_a_quiet_build(tmp_path, front, what, publish):
    code, words = said(tmp_path, b"---\n%s\n---\n\n# Wrong\n" % front, "-q", publish)
    assert code == 1, words
    assert words.count(what) == 1, words
    assert "docs/blog/posts/wrong.md:" in words
    assert "1 post cannot be published" in words or "1 page cannot be published" in words
    assert "Traceback" not in words
    assert not (tmp_path / "site" / "blog" / "index.html").exists()


@pytest.mark.parametrize("publish", [True, False])
def test_a_post_that_only_we_leave_out_is_named_in_the_quietest_build(tmp_path, publish):
    front = b"---\ndate: 2026-11-02\nslug: ../../out\n---\n\n# Wrong\n"
    code, words = said(tmp_path, front, "-qq", publish)
    assert code == 0, words
    assert words.count("docs/blog/posts/wrong.md:3:1: the slug cannot be part of") == 1, words
    assert "Right" in (tmp_path / "site/blog/2026/11/01/right/index.html").read_text()


def test_a_draft_with_a_mistake_stops_nothing(tmp_path):
    front = b"---\ndate: 2026-11-02\ndraft: true\ncategories: [Plains]\n---\n\n# Wrong\n"
    code, words = said(tmp_path, front, "-q", True)
    assert (code, words) == (0, "")


def test_a_post_without_the_separator_that_a_blog_requires_stops_a_quiet_build(tmp_path):
    post = b"---\ndate: 2026-11-02\n---\n\n# Wrong\n\nNo end.\n"
    for publish in (True, False):
        code, words = said(tmp_path, post, "-q", publish, b", post_excerpt: required")
        assert code == 1, words
        assert "this post does not say where its excerpt ends" in words


def test_a_post_that_is_no_text_is_named(tmp_path):
    code, words = said(tmp_path, b"---\ndate: 2026-11-02\n---\n\n# Wr\xf6ng\n", "-q", False)
    assert code == 1, words
    assert "docs/blog/posts/wrong.md: this file is not UTF-8 text. Save it again" in words


def test_a_page_that_would_be_copied_as_it_stands_is_left_out_aloud(tmp_path):
    write_site(tmp_path, {"docs/Second.MD": b"---\ntitle: Second\ndraft: true\n---\n\nSecret.\n"})
    code, words = said(tmp_path, RIGHT, "-q", True)
    assert code == 0, words
    assert words.count("docs/Second.MD") == 1, words
    assert not list((tmp_path / "site").rglob("Second*"))
