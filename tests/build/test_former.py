"""What `playbook check` says of former addresses is what a build says."""

from __future__ import annotations

import re

from click.testing import CliRunner

from playbook_plugins.cli import main

from .building import build, write_site

CONFIG = b"""site_name: Small
site_url: https://small.example/
theme: {name: material, font: false}
plugins:
  - playbook/publish
  - playbook/blog: {pagination_per_page: 1, authors_profiles: true}
"""
TAKEN = (
    "/blog/", "/blog/index.html", "/blog/archive/2026/", "/blog/category/plans/", "/blog/page/2/",
    "/blog/category/plans/page/2/", "/blog/author/ana/", "/blog/series/steps/", "/blog/atom.xml",
    "/about/", "/about/index.html", "/blog/2026/01/02/first/", "/picture.png", "/index.html",
)  # fmt: skip
FREE = (
    "/blog/archive/2025/", "/blog/category/", "/blog/page/9/", "/blog/old/", "/2011/05/first.html",
    "/blog/category/plans.html", "/author/ana/", "/blog/feed/",
)  # fmt: skip


def post(title: str, day: int, more: str = "") -> bytes:
    head = f"title: {title}\ndate: 2026-01-0{day}\nauthors: [ana]\ncategories: [Plans]\n"
    head += "series: Steps\n"
    return f"---\n{head}part: {day}\n{more}---\n\nText.\n".encode()


def taken(output: str) -> set[str]:
    return set(re.findall(r'"([^"]+)" is taken by', output))


def test_check_and_build_agree_on_who_has_an_address(tmp_path):
    every = [*TAKEN, *FREE]
    halves = ["".join(f"  - {each}\n" for each in every[at::2]) for at in (0, 1)]
    files = {
        "mkdocs.yml": CONFIG,
        "docs/blog/.authors.yml": b"authors:\n  ana: {name: Ana, description: Coach}\n",
        "docs/blog/posts/first.md": post("First", 2, f"redirect_from:\n{halves[0]}"),
        "docs/blog/posts/second.md": post("Second", 3),
        "docs/about.md": f"---\ntitle: About\nredirect_from:\n{halves[1]}---\n\nText.\n".encode(),
        "docs/picture.png": b"png",
    }
    write_site(tmp_path, files)
    checked = CliRunner().invoke(main, ["check", "-f", str(tmp_path / "mkdocs.yml")])
    assert taken(checked.output) == set(TAKEN), checked.output
    built = build(tmp_path, strict=False)
    assert built.code == 0, built.output
    assert taken(built.output) == set(TAKEN)
    for address in FREE:
        path = address.strip("/")
        path = path if path.endswith(".html") else f"{path}/index.html"
        assert "http-equiv" in built.page(path), address
