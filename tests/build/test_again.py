"""A site built again with what the last build kept is the site built for the first time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .building import build, write_site

CONFIG = b"""site_name: S
site_url: https://s.example/
theme: {name: material, font: false, custom_dir: theme}
plugins:
  - playbook/publish
  - playbook/worksheets
  - playbook/blog: {authors_profiles: true, pagination_per_page: 2}
markdown_extensions: [attr_list, toc]
"""
NAMED = CONFIG + b"nav: [index.md, {Renamed: tips.md}, talk.md, blog/index.md]\n"
PRINTS_ALL = {
    "theme/blog.html": b'{% extends "main.html" %}'
    b'{% block content %}{% include "partials/listed.html" %}{% endblock %}',
    "theme/partials/listed.html": b"{% for post in posts %}"
    b"<section>{{ post.content }}{{ post.more }}</section>{% endfor %}",
}


def post(day: int, front: str = "", rest: str = "Rest.") -> bytes:
    head = f"date: 2026-01-{day:02}\n{front}"
    return f"---\n{head}---\n\nOpening.\n\n## Part\n\n<!-- more -->\n\n{rest}\n".encode()


SITE = {
    "mkdocs.yml": CONFIG + b"nav: [index.md, tips.md, talk.md, blog/index.md]\n",
    **PRINTS_ALL,
    "docs/tips.md": b"# Tips\n\n/// tip | Ask first\n    date: 2026-01-01\n\nAsk.\n///\n",
    "docs/talk.md": b"# Talk\n\n/// tips\n///\n\n/// posts\n///\n",
    "docs/blog/.authors.yml": b"authors:\n  mara: {name: Mara, description: D}\n",
    "docs/blog/posts/b/hello.md": post(1, "title: Hello B\ncategories: ['C#']\nauthors: [mara]\n"),
    "docs/blog/posts/other.md": post(2, "title: Other\ncategories: [Plans]\nlinks: [tips.md]\n"),
    "docs/blog/posts/third.md": post(3, "title: Third\ncategories: [Plans]\n"),
}
THIRD = "title: Third\ncategories: [Plans]\n"
CHANGES = {
    "posts come that take a uid and a slug": {
        "docs/blog/posts/a/hello.md": post(4, "title: Hello A\n"),
        "docs/blog/posts/c.md": post(4, "title: New\ncategories: [C]\n"),
    },
    "titles and authors change, in the navigation, too": {
        "mkdocs.yml": NAMED,
        "docs/talk.md": b"# Said\n\n/// tips\n///\n\n/// posts\n///\n",
        "docs/blog/posts/other.md": post(
            2, "title: Other\ncategories: [Plans]\nlinks: [talk.md]\n"
        ),
        "docs/blog/.authors.yml": b"authors: {mara: {name: Mara, description: D, avatar: x.png}}\n",
    },
    "one post is discussed, one is silent": {
        "docs/blog/posts/third.md": post(3, f"{THIRD}comments: false\n"),
        "docs/blog/comments/other.yml": b"thread: other\ncomments:\n"
        b"  - {id: c1, author: A, date: 2026-02-01, body: Said}\n",
    },
    "the rest of a post is another": {"docs/blog/posts/third.md": post(3, THIRD, "Another.")},
}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A site with its cache. Its own templates print all of a post in a list."""
    folder = tmp_path_factory.mktemp("built")
    write_site(folder, SITE)
    first = build(folder, strict=False)
    assert first.code == 0, first.output
    return folder


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_second_build_is_as_the_first_would_be(change, built, tmp_path):
    shutil.copytree(built, tmp_path / "again")
    write_site(tmp_path / "again", {**SITE, **change})
    write_site(tmp_path / "fresh", {**SITE, **change})
    for name in ("again", "fresh"):
        made = build(tmp_path / name, strict=False)
        assert made.code == 0, made.output
    again, fresh = files_of(tmp_path / "again/site"), files_of(tmp_path / "fresh/site")
    assert [name for name in fresh if again.get(name) != fresh[name]] == []
    assert again.keys() == fresh.keys()
