"""A site that opens from a folder: no server, no addresses that need one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.build.building import build, write_site

from .conftest import saved

CONFIG = b"""site_name: Small
use_directory_urls: false
theme: {name: material, font: false}
plugins:
  - offline
  - search
  - playbook/publish: {content_security_policy: true, offline: true}
  - playbook/worksheets: {site_id: small}
  - playbook/blog: {comments_post_to: 'mailto:coach@small.example'}
markdown_extensions: [attr_list, tables]
"""
SHEET = b"# Land\n\n/// checklist | Land\n    id: land\n\n- [ ] One region {#one}\n///\n"
POST = b"""---
date: 2026-03-02
uid: first
---

# First post

Words about the pump house.

<!-- more -->

More words.
"""
THREAD = b"""thread: first
comments:
  - id: one
    author: Ana
    date: 2026-03-03T08:00:00Z
    state: approved
    body: We did that.
"""


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disk")
    write_site(
        folder,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": b"# Home\n\n[The sheet](land.md)\n",
            "docs/land.md": SHEET,
            "docs/blog/index.md": b"# Blog\n",
            "docs/blog/posts/first.md": POST,
            "docs/blog/.comments/first.yml": THREAD,
        },
    )
    built = build(folder, strict=True)
    assert built.code == 0, built.output
    return built.folder


def test_a_sheet_saves_and_its_short_address_leads_there(page, disk):
    page.goto((disk / "index.html").as_uri())
    page.click("article >> text=The sheet")
    page.wait_for_selector("playbook-worksheet[ready]")
    box = page.locator('playbook-worksheet input[type="checkbox"]').first
    box.check()
    saved(page)
    page.reload()
    page.wait_for_selector("playbook-worksheet[ready]")
    assert box.is_checked()
    page.click(".pb-out")
    page.wait_for_selector("dialog[open] .pb-sees")
    page.keyboard.press("Escape")
    page.goto((disk / "go" / "land" / "index.html").as_uri())
    page.wait_for_url("**/land.html#land")


def test_the_comments_line_leads_to_the_thread(page, disk):
    page.goto((disk / "blog" / "index.html").as_uri())
    page.click("text=1 comment")
    page.wait_for_url("**.html#comments")
    assert page.locator("#comments").get_by_text("We did that.").is_visible()


def test_every_link_of_every_page_is_a_file(page, disk):
    lost = []
    pages = [
        file
        for file in sorted(disk.rglob("*.html"))
        if file.name not in {"404.html", "503.html"}
        and 'http-equiv="refresh"' not in file.read_text("utf-8")  # gone before one can look
    ]
    for file in pages:
        page.goto(file.as_uri())
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        for link in links:
            path = Path(unquote(link.partition("#")[0].removeprefix("file://")))
            if link.startswith("file:") and not path.is_file():
                lost.append((file.relative_to(disk).as_posix(), path.as_posix()))
    assert lost == []
