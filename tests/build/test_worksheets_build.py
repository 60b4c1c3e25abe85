"""The plugin on small sites: who gets script and style, where problems point, what strict does."""

from __future__ import annotations

import json
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
        up + "playbook-tip.css",
        up + "playbook-tip.js",
    ]
    assert assets(site, "plain/index.html") == assets(site, "index.html") == []


def test_the_pages_of_the_loop_know_the_site_s_sheets_and_what_is_set(tmp_path):
    plugins = b"plugins:\n  - playbook/worksheets:\n      coaching: {least: 7, keep: 0}\n"
    preset = b"/// assignment | Soon\n    id: soon\n    sheet: land\n    due: +4d\n///\n"
    files = {
        "mkdocs.yml": CONFIG.replace(b"plugins: [playbook/worksheets]\n", plugins),
        "docs/deep/sheet.md": SHEET,
        "docs/team.md": b"# Team\n\n/// team\n///\n\n" + preset,
        "docs/mine.md": b"# Mine\n\n<playbook-desk></playbook-desk>\n\n/// coaching-notice\n///\n",
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    team, mine = built.page("team/index.html"), built.page("mine/index.html")
    assert re.search(r'<playbook-team[^>]* least="7"', team)
    assert re.search(r'<playbook-team keep="0"', team)
    for page in (team, mine):
        [listed] = json.loads(re.search(r"data-pb-sheets[^>]*>(.*?)</template>", page)[1])
        assert (listed["id"], listed["url"]) == ("land", "../deep/sheet/#land")
    assert '<a data-sheet-link="land" href="../deep/sheet/#land">Open the sheet</a>' in team
    assert re.search(
        r'<playbook-mine site="coach.example/team"><ul class="pb-mine-sheets"><li', mine
    )
    assert "of at least 7 people" in mine and "After the talk a return" in mine
    assert not (tmp_path / "site/go/soon").exists()  # a request is no address
    assert '"soon"' not in built.page("go/land/index.html")


def test_a_site_without_the_loop_asks_for_nothing(tmp_path):
    plugins = b"plugins:\n  - playbook/worksheets:\n      coaching: {enabled: false}\n"
    files = {
        "mkdocs.yml": CONFIG.replace(b"plugins: [playbook/worksheets]\n", plugins),
        "docs/sheet.md": SHEET + b"\n/// desk\n///\n",
        "docs/team.md": b"# Team\n\n/// team\n///\n",
    }
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    page = built.page("sheet/index.html")
    assert '<playbook-worksheet kind="checklist" return="never"' in page
    assert '"return":"never"' in page
    assert "<playbook-team" not in built.page("team/index.html")
    assert "no sheets are asked for" in built.page("team/index.html")


def test_a_sheet_to_begin_with_that_nobody_wrote_is_named_at_its_word(tmp_path):
    desk = b"# Mine\n\n/// desk\n    first: lamd, land\n///\n"
    write_site(tmp_path, {"mkdocs.yml": CONFIG, "docs/sheet.md": SHEET, "docs/mine.md": desk})
    built = build(tmp_path, strict=False)
    assert 'docs/mine.md:4:12: desk: there is no sheet "lamd".' in built.output
    assert '<playbook-mine data-first="lamd land"' in built.page("mine/index.html")


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
