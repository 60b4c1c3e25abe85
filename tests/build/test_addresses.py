"""Short permanent addresses, link cards, and the page of one's own sheets, in real builds."""

from __future__ import annotations

from .building import build, write_site

LAND = b"""---
description: One line for a chat & more.
---
# Land

/// checklist | Land "and" <expand>
    id: land

- [ ] One {#one was=first}
///

/// tip | Ask
    id: ask-first

Ask.
///
"""
LOCK = b"""{"format": "playbook-lock", "formatVersion": 1, "blocks": {"land": {"kind": "checklist",
"page": "land.md", "title": "Land", "version": 1, "ids": {"one": "check"},
"retired": {"old": "check"}, "was": {}}}, "gone": {"left": "https://else.example/"}}"""


def test_addresses_follow_a_page_that_moved(tmp_path):
    write_site(tmp_path, {"docs/land.md": LAND, "playbook.lock.json": LOCK})
    first = build(tmp_path, strict=True)
    assert first.code == 0, first.output
    assert 'url=../../land/#land"' in first.page("go/land/index.html")
    assert 'url=../../../land/#land--one"' in first.page("go/land/one/index.html")
    assert 'url=../../../land/#land--one"' in first.page("go/land/first/index.html")
    assert 'url=../../../land/#land"' in first.page("go/land/old/index.html"), "retired"
    assert 'url=../../land/#ask-first"' in first.page("go/ask-first/index.html")
    assert 'url=https://else.example/"' in first.page("go/left/index.html")
    (tmp_path / "docs/sales").mkdir()
    (tmp_path / "docs/land.md").rename(tmp_path / "docs/sales/new-name.md")
    moved = build(tmp_path, strict=True)
    assert 'url=../../sales/new-name/#land"' in moved.page("go/land/index.html")


def test_an_address_page_works_without_script_and_escapes_titles(tmp_path):
    write_site(tmp_path, {"docs/land.md": LAND})
    page = build(tmp_path, strict=True).page("go/land/index.html")
    assert "<title>Land &quot;and&quot; &lt;expand&gt;</title>" in page
    assert '<a href="../../land/#land">' in page and "noindex" in page
    assert "go/" not in (tmp_path / "site/sitemap.xml").read_text()


def test_sheets_and_tips_know_their_address(tmp_path):
    write_site(tmp_path, {"docs/land.md": LAND})
    page = build(tmp_path, strict=True).page("land/index.html")
    assert 'worksheet-id="land" data-go="../go/land/"' in page
    assert 'id="ask-first" data-go="../go/ask-first/"' in page


def test_a_page_of_the_site_is_never_overwritten(tmp_path):
    write_site(tmp_path, {"docs/land.md": LAND, "docs/go/land.md": b"# Mine\n"})
    assert "Mine" in build(tmp_path, strict=True).page("go/land/index.html")


def test_addresses_and_cards_can_be_turned_off(tmp_path):
    config = (
        b"site_name: Small\ntheme: {name: material, font: false}\nplugins:\n"
        b"  - playbook/worksheets: {short_addresses: false, cards: false}\n"
    )
    write_site(tmp_path, {"docs/land.md": LAND, "mkdocs.yml": config})
    built = build(tmp_path, strict=True)
    assert [path.name for path in (built.folder / "go").iterdir()] == ["in"]  # the door alone
    assert "data-go" not in built.page("land/index.html")
    assert "og:title" not in built.page("land/index.html")


def test_a_pasted_link_explains_itself(tmp_path):
    write_site(tmp_path, {"docs/land.md": LAND})
    page = build(tmp_path, strict=True).page("land/index.html")
    assert '<meta property="og:title" content="Land">' in page
    assert '<meta property="og:description" content="One line for a chat &amp; more.">' in page
    assert '<meta property="og:url" content="https://small.example/land/">' in page
    home = build(tmp_path, strict=True).page("index.html")
    assert '<meta property="og:title" content="Small">' in home


def test_the_same_sheet_on_two_pages_is_one_sheet(tmp_path):
    sheet = b'--8<-- "sheets/land.txt"\n'
    config = (
        b"site_name: Small\nsite_url: https://small.example/\n"
        b"theme: {name: material, font: false}\nplugins: [playbook/worksheets]\n"
        b"markdown_extensions:\n  - attr_list\n  - pymdownx.snippets: {base_path: [.]}\n"
    )
    files = {
        "mkdocs.yml": config,
        "sheets/land.txt": LAND.split(b"\n", 4)[4].split(b"\n/// tip")[0],
        "docs/one.md": b"# One\n\n" + sheet,
        "docs/two.md": b"# Two\n\n" + sheet,
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    ids = [built.page(f"{name}/index.html").count('worksheet-id="land"') for name in ("one", "two")]
    assert ids == [1, 1], "answers are kept by the id, so both pages show the same copies"
