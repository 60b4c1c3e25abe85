"""The door, `/go/in/`, on small sites: which have one, and what their pages say of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .building import Built, build, write_site
from .test_worksheets_build import CONFIG, SHEET

TEAM = b"# Team\n\n/// team\n///\n"
DESK = b"# Mine\n\n/// desk\n///\n"
PLAIN = b"# Plain\n\nWords.\n"
BARE = b"""<!doctype html>
<html><head><title>{{ page.title }}</title></head><body>{{ page.content }}</body></html>
"""
"""A whole theme: no page for unknown addresses, no script, no blocks."""


def made(folder: Path, config: bytes, **pages: bytes) -> Built:
    write_site(
        folder,
        {"mkdocs.yml": config, **{f"docs/{name}.md": text for name, text in pages.items()}},
    )
    built = build(folder, strict=True)
    assert built.code == 0, built.output
    return built


def leads(built: Built, page: str) -> tuple[Path, str]:
    """The file that the line in the head of `page` leads to, and that line's script."""
    found = re.search(r'<script data-pb-in="([^"]*)">(.*?)</script>', built.page(page), re.DOTALL)
    assert found, page
    return ((built.folder / page).parent / found[1]).resolve(), found[2]


def to_mine(built: Built, page: str) -> Path:
    """Where the header of `page` leads to."""
    header = re.search(r"<header.*?</header>", built.page(page), re.DOTALL)
    assert header, page
    [(way, title)] = re.findall(r'pb-to-mine" href="([^"]*)" title="([^"]*)"', header[0])
    assert title == "Mine"
    return ((built.folder / page).parent / way).resolve()


def test_every_header_of_material_leads_to_my_worksheets_where_the_site_has_them(tmp_path):
    config = CONFIG + b"theme: {name: material}\n"
    pages = {"deep/sheet": SHEET, "mine": DESK, "plain": PLAIN}
    built = made(tmp_path / "one", config, **pages)
    mine = (built.folder / "mine").resolve()
    for name in (*pages, "go/in"):
        assert to_mine(built, f"{name}/index.html") == mine
    assert 'href="/Team/mine/"' in built.page("404.html"), "which stands at any depth"
    built = made(tmp_path / "two", config, **{"deep/sheet": SHEET})
    assert "pb-to-mine" not in built.page("deep/sheet/index.html")


@pytest.mark.parametrize("directories", [True, False])
def test_every_page_leads_to_the_door_and_the_door_to_every_sheet(tmp_path, directories):
    config = CONFIG + (b"" if directories else b"use_directory_urls: false\n")
    pages = {"deep/sheet": SHEET, "team": TEAM, "mine": DESK, "plain": PLAIN}
    built = made(tmp_path, config, **pages)
    door = (built.folder / "go/in/index.html").resolve()
    for name in [*pages, "index"]:
        file = f"{name}/index.html" if directories and name != "index" else f"{name}.html"
        target, script = leads(built, file)
        # A file is named as one where no server finds the file of a folder.
        assert (target / "index.html" if directories else target) == door, file
        assert ("location.replace" in script) == (name not in ("deep/sheet", "team")), file
    address = "/Team/go/in/" if directories else "/Team/go/in/index.html"
    assert f'<script data-pb-in="{address}">' in built.page("404.html")
    assert "location.replace" in leads(built, "404.html")[1], "it mends links"

    html = built.page("go/in/index.html")
    assert '<meta name="robots" content="noindex">' in html
    element = re.search(r"<playbook-door ([^>]*)>(.*?)</playbook-door>", html, re.DOTALL)
    attributes = dict(re.findall(r'(\w+)="([^"]*)"', element[1]))
    [sheet] = re.findall(r'<li data-sheet="land"[^>]*><a href="([^"]*)#land"', element[2])
    assert attributes.keys() == {"site", "team", "mine"}
    for way in (sheet, attributes["team"], attributes["mine"]):
        there = (door.parent / way).resolve()
        assert (there / "index.html" if directories else there).is_file(), way
    for way in re.findall(r'(?:href|src)="([^"]*assets/playbook/[^"]+)"', html):
        assert (door.parent / way).resolve().is_file(), way
    assert "playbook-door." in html and "playbook.css" not in html.partition("<body")[0]
    listed = (built.folder / "sitemap.xml").read_text("utf-8")
    assert "go/in" not in listed


def test_a_site_without_sheets_has_no_door_and_no_word_of_one(tmp_path):
    built = made(tmp_path, CONFIG, mine=DESK, plain=PLAIN, team=TEAM)
    assert not (built.folder / "go").exists()
    pages = {path: path.read_text("utf-8") for path in built.folder.rglob("*.html")}
    assert len(pages) == 5
    for path, html in pages.items():
        assert "data-pb-in" not in html and "playbook-door" not in html, path
        assert "location.replace" not in html, path
        # What is given back may still be opened there, and no other script shall read it.
        assert ("playbookFragment=location.hash" in html) == (path.parent.name == "team"), path


def test_a_theme_without_a_page_for_unknown_addresses_has_a_door_all_the_same(tmp_path):
    config = CONFIG.replace(b"{name: mkdocs}", b"{name: null, custom_dir: bare}")
    write_site(tmp_path, {"bare/main.html": BARE})
    built = made(tmp_path, config, sheet=SHEET, plain=PLAIN)
    assert not (built.folder / "404.html").exists()
    for page in ("sheet/index.html", "plain/index.html"):
        assert leads(built, page)[0] == (built.folder / "go/in").resolve()
    html = built.page("go/in/index.html")
    assert '<a href="../../sheet/#land">Land</a></li>' in html and "noindex" in html


def test_a_site_without_the_loop_still_opens_what_arrives(tmp_path):
    plugins = b"plugins:\n  - playbook/worksheets:\n      coaching: {enabled: false}\n"
    config = CONFIG.replace(b"plugins: [playbook/worksheets]\n", plugins)
    built = made(tmp_path, config, sheet=SHEET, plain=PLAIN, team=TEAM)
    html = built.page("go/in/index.html")
    assert '<li data-sheet="land" ' in html, "a copy opens as its sheet"
    assert " team=" not in html, "there is no page for what is given back"
    assert leads(built, "team/index.html")[0] == (built.folder / "go/in").resolve()
    assert "location.replace" in leads(built, "team/index.html")[1], "it has no use for a link"
