"""The same sources give the same bytes, whatever machine, day or person builds them."""

from __future__ import annotations

import gzip
import os
import re

import pytest

from tests.campaigns import same_bytes

from .building import CONFIG, build, write_site
from .test_all_or_nothing import PLAIN, THEME
from .test_blog_build import post

pytestmark = pytest.mark.skipif(os.name != "posix", reason="umask and path are those of Unix")

PAGES = {
    "docs/Anger.md": "# Ärger\n\nWörter.\n".encode(),
    "docs/zebra.md": b"---\ntags: [Herd, Stripe]\n---\n# Zebra\n\n- [ ] not a sheet\n",
    **{f"docs/tags-{n}.md": b"# Tagged\n\n<!-- material/tags -->\n" for n in range(5)},
    "docs/sheet.md": b"# Sheet\n\n## Top\n\n/// checklist | Two\n    id: two\n- [ ] A {#a}\n///\n",
    "docs/blog/posts/a.md": post("a", "2026-01-03"),
    "docs/blog/posts/b.md": post("b", "2026-01-02", category="Talent"),
}


def test_zone_locale_umask_path_clock_seed_order_and_cores_do_not_matter(tmp_path):
    sources = tmp_path / "original"
    config = CONFIG.replace(b"plugins:", b"plugins:\n  - search\n  - tags")
    write_site(sources, {"mkdocs.yml": config, **PAGES})
    first = same_bytes.build(sources, tmp_path, same_bytes.FIRST)
    other = same_bytes.build(sources, tmp_path, same_bytes.all_at_once())
    assert len(first) > 30
    assert same_bytes.differing(first, other) == []


DATED = {
    **THEME,
    "theme/main.html": b"<p>{{ build_date_utc }}</p><p>{{ page.update_date }}</p>",
    "theme/404.html": b"<p>{{ build_date_utc }}</p>",
    "docs/new.md": b"---\ndate: 2026-02-03\n---\n# New\n",
    "docs/old.md": b"---\ndate: {created: 2024-01-01, updated: 2025-06-07}\n---\n# Old\n",
}


def dates(folder, monkeypatch, epoch: str = "", option: bytes = b"") -> dict[str, str]:
    """What each page is said to date from in the site map, and the time in its packed copy."""
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    else:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    write_site(folder, {"mkdocs.yml": PLAIN.replace(b"/publish", b"/publish" + option), **DATED})
    built = build(folder, strict=True)
    assert built.code == 0, built.output
    found = re.findall(
        r"<loc>https://plain.example/([^<]*)</loc>\s*(?:<lastmod>(.*?)<)?",
        built.page("sitemap.xml"),
    )
    packed = (folder / "site/sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed).decode() == built.page("sitemap.xml")
    shown = {
        name: re.findall("<p>(.*?)</p>", built.page(name))
        for name in ("404.html", "index.html", "new/index.html")
    }
    return {**dict(found), "packed": str(int.from_bytes(packed[4:8], "little")), **shown}


def test_dates_come_from_content(tmp_path, monkeypatch):
    newest = "2026-02-03 00:00:00+00:00"
    assert dates(tmp_path, monkeypatch) == {
        "": "",
        "new/": "2026-02-03",
        "old/": "2025-06-07",
        "packed": "1770076800",
        "404.html": [newest],
        "index.html": [newest, ""],
        "new/index.html": [newest, "2026-02-03"],
    }


def test_source_date_epoch_is_honoured(tmp_path, monkeypatch):
    fixed = "2026-01-02 03:00:00+00:00"
    assert dates(tmp_path, monkeypatch, "1767322800") == {
        "": "2026-01-02",
        "new/": "2026-01-02",
        "old/": "2025-06-07",
        "packed": "1767312000",
        "404.html": [fixed],
        "index.html": [fixed, "2026-01-02"],
        "new/index.html": [fixed, "2026-01-02"],
    }


def test_a_newer_page_changes_the_date_that_older_pages_show(tmp_path, monkeypatch):
    """Also where older pages come from the cache."""
    config = PLAIN + b"nav: [index.md, new.md]\n"
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    write_site(tmp_path, {**DATED, "mkdocs.yml": config})
    assert "2026-02-03 00:00" in build(tmp_path, strict=True).page("new/index.html")
    # Not in the navigation, so nothing else of it stands on the other pages.
    (tmp_path / "docs/old.md").write_bytes(b"---\ndate: 2026-05-06\n---\n# Old\n")
    assert "2026-05-06 00:00" in build(tmp_path, strict=True).page("new/index.html")


def test_a_site_can_have_the_hosts_clock(tmp_path, monkeypatch):
    found = dates(tmp_path, monkeypatch, option=b": {build_date: clock}")
    assert found[""] == found["new/"] == found["old/"] != "2025-06-07"


def test_a_site_without_any_date_builds(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    write_site(tmp_path, {"mkdocs.yml": PLAIN, **THEME})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert "lastmod" not in built.page("sitemap.xml")


def test_a_date_that_a_plugin_gave_stays(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    hook = b"def on_page_markdown(markdown, page, **_):\n    page.update_date = '2023-03-03'\n"
    write_site(tmp_path, {"mkdocs.yml": PLAIN + b"hooks: [hook.py]\n", "hook.py": hook, **THEME})
    assert "<lastmod>2023-03-03" in build(tmp_path, strict=True).page("sitemap.xml")
