"""Share pictures in real builds: named in each page, kept, and made anew for what changed."""

from __future__ import annotations

import re

from .building import CONFIG, build, write_site

SHARING = CONFIG.replace(
    b"  - playbook/publish\n", b"  - playbook/publish: {share_pictures: true}\n"
)
PAGES = {
    "mkdocs.yml": SHARING,
    "docs/price.md": b"# The price question\n\nSay the number.\n",
    "docs/own.md": b"---\nimage: assets/own.png\n---\n# With a picture of its own\n",
    "docs/quiet.md": b"---\nsocial: false\n---\n# Not to be shown\n",
    "docs/blog/posts/one.md": b"---\ndate: 2026-11-30\n---\n# A post\n\nText.\n",
}
IMAGE = re.compile(r'<meta property="og:image" content="https://small\.example/([^"]*)">')


def test_each_page_names_its_picture_and_an_edit_makes_one_anew(tmp_path):
    write_site(tmp_path, PAGES)
    first = build(tmp_path, strict=True)
    assert first.code == 0, first.output
    page = first.page("price/index.html")
    for line in (
        'property="og:image:width" content="1200"',
        'property="og:image:height" content="630"',
        'property="og:image:alt" content="The price question"',
        'name="twitter:card" content="summary_large_image"',
    ):
        assert page.count(line) == 1
    assert 'content="summary"' not in page
    named = IMAGE.findall(page)
    assert len(named) == 1 and (tmp_path / "site" / named[0]).is_file()
    assert IMAGE.findall(first.page("blog/2026/11/30/a-post/index.html"))
    assert 'og:title" content="Small"' in first.page("index.html"), "Home names nothing in a chat"
    assert IMAGE.findall(first.page("own/index.html")) == ["assets/own.png"]
    assert not IMAGE.findall(first.page("quiet/index.html"))
    assert not IMAGE.findall(first.page("404.html"))

    files = pictures(tmp_path)
    (tmp_path / "docs/price.md").write_bytes(b"# The price, once more\n\nSay the number.\n")
    assert build(tmp_path, strict=True).code == 0
    later = pictures(tmp_path)
    assert len(files.keys() - later.keys()) == len(later.keys() - files.keys()) == 1
    same = files.keys() & later.keys()
    assert {files[name] for name in same} == {later[name] for name in same}, "kept, not painted"


def test_a_site_without_an_address_is_told_and_built(tmp_path):
    unknown = re.sub(rb"site_url: .*\n", b"", SHARING)
    write_site(tmp_path, {**PAGES, "mkdocs.yml": unknown})
    built = build(tmp_path, strict=False)
    assert built.code == 0 and "share_pictures needs site_url" in built.output
    assert "og:image:width" not in built.page("price/index.html")


def test_without_the_cards_of_sheets_a_page_still_has_a_whole_card(tmp_path):
    alone = SHARING.replace(b"  - playbook/worksheets: {site_id: small}\n", b"")
    write_site(tmp_path, {**PAGES, "mkdocs.yml": alone})
    page = build(tmp_path, strict=True).page("price/index.html")
    assert 'og:title" content="The price question"' in page and IMAGE.findall(page)
    assert page.count("twitter:card") == 1 and "summary_large_image" in page


def pictures(folder):
    """Each picture's place on the disk, by its name: one that was kept is the cache's own file."""
    return {each.name: each.stat().st_ino for each in (folder / "site/assets/share").iterdir()}
