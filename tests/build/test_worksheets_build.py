"""The plugin on small sites: who gets script and style, where problems point, what strict does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .building import Built, build, write_site

CONFIG = b"""site_name: Small
site_url: https://Coach.example/Team/
theme: {name: mkdocs}
plugins: [playbook/worksheets]
markdown_extensions: [tables, md_in_html]
"""
SHEET = b"# Page\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n///\n"
TIP = b"# Page\n\n/// tip | First\n    id: first\n\nText\n///\n"
HAND = b'# Page\n\n<playbook-worksheet worksheet-id="own" kind="checklist"></playbook-worksheet>\n'


def made(folder: Path, files: dict[str, bytes], *, strict: bool = True) -> Built:
    write_site(folder, {"mkdocs.yml": CONFIG, **files})
    return build(folder, strict=strict)


def assets(built: Built, page: str) -> list[str]:
    """Our files that a page asks for, hashes left out; each one has to be there."""
    found = re.findall(r'(?:href|src)="([^"]*assets/playbook/[^"]+)"', built.page(page))
    for address in found:
        assert ((built.folder / page).parent / address).resolve().is_file(), address
    return [re.sub(r"\.[0-9a-f]{8}\.", ".", address) for address in found]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Built:
    files = {
        "docs/sheet.md": SHEET,
        "docs/deep/er/tip.md": TIP,
        "docs/hand.md": HAND,
        "docs/plain.md": b"# Plain\n\n```\n/// checklist | Code\n///\n```\n",
    }
    return made(tmp_path_factory.mktemp("site"), files)


def test_a_page_loads_what_it_holds_and_nothing_else(site):
    assert site.code == 0, site.output
    style, script = "../assets/playbook/playbook.css", "../assets/playbook/playbook.js"
    assert assets(site, "sheet/index.html") == [style, script]
    assert assets(site, "hand/index.html") == [style, script]
    up = "../../../assets/playbook/"
    assert assets(site, "deep/er/tip/index.html") == [
        up + "playbook.css",
        up + "playbook-tip.js",
    ]
    assert assets(site, "plain/index.html") == assets(site, "index.html") == []


def test_style_and_script_stand_around_the_content(site):
    page = site.page("sheet/index.html")
    content = page.index("<playbook-worksheet")
    assert page.index("playbook.", page.index("<body")) < content
    assert page.index("<script", content) < page.index("</playbook-worksheet>") + 100


def test_the_site_is_named_by_its_address(site):
    assert 'site="coach.example/team"' in site.page("sheet/index.html")


def test_pages_without_folders_of_their_own_find_their_files(tmp_path):
    config = CONFIG + b"use_directory_urls: false\n"
    built = made(tmp_path, {"mkdocs.yml": config, "docs/deep/sheet.md": SHEET})
    assert assets(built, "deep/sheet.html") == [
        "../assets/playbook/playbook.css",
        "../assets/playbook/playbook.js",
    ]


@pytest.mark.parametrize(
    ("front", "line"),
    [
        (b"", 4),
        (b"---\ntitle: T\ntags:\n  - a\n---\n", 9),
        (b"---\r\ntitle: T\r\n---\r\n\r\n", 8),
        (b"\xef\xbb\xbf---\ntitle: T\n---\n\n\n", 9),
        (b"title: T\nauthor: A\n\n", 7),
        (b"---\nnot a mapping\n---\n\n", 8),
    ],
    ids=["none", "YAML", "CRLF", "BOM", "MultiMarkdown", "no mapping"],
)
def test_lines_count_from_the_top_of_the_file(tmp_path, front, line):
    wrong = SHEET.replace(b"id: land", b"idd: land")
    if b"\r\n" in front:
        wrong = wrong.replace(b"\n", b"\r\n")
    built = made(tmp_path, {"docs/sub/sheet.md": front + wrong}, strict=False)
    message = 'checklist "Land": unknown option "idd". Did you mean "id"?'
    assert built.problems == [f"docs/sub/sheet.md:{line}:5: {message}"]


def test_a_problem_warns_while_writing_and_fails_a_strict_build(tmp_path):
    wrong = {"docs/sheet.md": SHEET.replace(b"- [ ]", b"- [x]")}
    warned = made(tmp_path, wrong, strict=False)
    assert warned.code == 0
    assert len(warned.problems) == 1
    assert "playbook-worksheet" in warned.page("sheet/index.html")
    assert build(tmp_path, strict=True).code != 0


def test_the_same_sheet_may_stand_on_two_pages_another_one_may_not(tmp_path):
    two = {"docs/a.md": SHEET, "docs/b.md": b"Words first.\n\n" + SHEET}
    assert made(tmp_path, two).problems == []
    other = made(tmp_path, {"docs/b.md": b"\n" + SHEET.replace(b"One", b"Two")}, strict=False)
    assert len(other.problems) == 1
    assert other.problems[0].startswith(
        'docs/b.md:4:1: checklist "land": another one on docs/a.md:3'
    )


def test_a_site_may_name_the_extension_itself(tmp_path):
    config = CONFIG.replace(b"md_in_html]", b"md_in_html, playbook_worksheets: {site: own}]")
    built = made(tmp_path, {"mkdocs.yml": config, "docs/sheet.md": SHEET})
    assert built.code == 0, built.output
    assert built.page("sheet/index.html").count("<playbook-worksheet") == 1
    assert 'site="own"' in built.page("sheet/index.html")


def test_two_builds_are_the_same_to_the_byte(tmp_path):
    made(tmp_path, {"docs/sheet.md": SHEET, "docs/tip.md": TIP})
    pages = [tmp_path / "site" / name / "index.html" for name in ("sheet", "tip")]
    first = [page.read_bytes() for page in pages]
    build(tmp_path, strict=True)
    assert [page.read_bytes() for page in pages] == first
