"""Compressed copies: whole, worth it, the same every time, and only as old as their files."""

from __future__ import annotations

import gzip
import os
import subprocess

import brotli
import pytest

from playbook_plugins.pages import precompress as module
from playbook_plugins.pages.precompress import MissingError, precompress, ways_of
from tests.build.building import build, write_site

TEXT = b"<p>The pump house stands still.</p>\n" * 100


def test_copies_hold_the_file_and_stand_where_they_are_worth_it(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "index.html").write_bytes(TEXT)
    (tmp_path / "small.html").write_bytes(b"<p>Short</p>")
    (tmp_path / "photo.jpg").write_bytes(TEXT)
    (tmp_path / "noise.js").write_bytes(os.urandom(4000))
    precompress(tmp_path, ["gzip", "brotli"])
    made = sorted(path.name for path in tmp_path.rglob("*") if path.suffix in {".gz", ".br"})
    assert made == ["index.html.br", "index.html.gz"]
    assert gzip.decompress((tmp_path / "deep" / "index.html.gz").read_bytes()) == TEXT
    assert brotli.decompress((tmp_path / "deep" / "index.html.br").read_bytes()) == TEXT


def test_gzip_says_neither_time_nor_name_and_other_programs_read_it():
    packed = ways_of(["gzip"])[".gz"](TEXT, False)
    assert packed[3:8] == bytes(5)
    done = subprocess.run(["gzip", "-dc"], input=packed, capture_output=True, check=True)
    assert done.stdout == TEXT


def test_what_every_page_loads_is_compressed_hardest(tmp_path):
    text = b" ".join(str(n * n).encode() for n in range(3000))
    for folder in ("assets", "elsewhere"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "script.js").write_bytes(text)
    precompress(tmp_path, ["brotli"])
    hardest, other = (
        (tmp_path / folder / "script.js.br").read_bytes() for folder in ("assets", "elsewhere")
    )
    assert len(hardest) < len(other)
    assert brotli.decompress(hardest) == brotli.decompress(other) == text


def test_a_changed_file_gets_a_new_copy_and_a_short_one_none(tmp_path):
    page = tmp_path / "index.html"
    page.write_bytes(TEXT)
    precompress(tmp_path, ["gzip"])
    page.write_bytes(TEXT + b"more")
    precompress(tmp_path, ["gzip"])
    assert gzip.decompress((tmp_path / "index.html.gz").read_bytes()) == TEXT + b"more"
    page.write_bytes(b"short")
    precompress(tmp_path, ["gzip"])
    assert not (tmp_path / "index.html.gz").exists()


def test_other_names_of_an_old_copy_keep_its_content(tmp_path):
    page, other = tmp_path / "index.html", tmp_path / "other"
    page.write_bytes(TEXT)
    precompress(tmp_path, ["gzip"])
    os.link(tmp_path / "index.html.gz", other)
    before = other.read_bytes()
    page.write_bytes(TEXT + b"more")
    precompress(tmp_path, ["gzip"])
    assert other.read_bytes() == before


def test_a_package_that_is_not_installed_is_a_sentence(monkeypatch):
    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr(module, "import_module", refuse)
    with pytest.raises(MissingError, match=r'pip install "mkdocs-playbook\[brotli\]"'):
        ways_of(["brotli"])


CONFIG = b"""site_name: Small
site_url: https://small.example/coach/
theme: {name: material, font: false, language: de, features: [navigation.instant]}
plugins:
  - playbook/publish:
      precompress: [gzip]
      content_security_policy: true
      offline: true
      offline_most: 0.9
  - playbook/worksheets: {site_id: small}
markdown_extensions: [attr_list]
"""
SHEET = b"# Land\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one}\n///\n"
BIG = b"# Big\n\n" + b"word " * 120_000 + b"\n"


@pytest.mark.slow
def test_a_site_gets_what_it_asks_for_and_two_builds_give_the_same_bytes(tmp_path):
    files = {"mkdocs.yml": CONFIG, "docs/land.md": SHEET, "docs/playbook/big.md": BIG}
    write_site(tmp_path, files)
    built = build(tmp_path, strict=False)
    assert built.code == 0, built.output
    assert "1 files have no room, playbook/big/index.html first." in built.output
    first = {path: path.read_bytes() for path in sorted(built.folder.rglob("*")) if path.is_file()}
    page = built.page("land/index.html")
    assert page.count("Content-Security-Policy") == 1
    assert 'data-worker="../playbook-offline.js"' in page
    assert gzip.decompress((built.folder / "land/index.html.gz").read_bytes()).decode() == page
    lost = built.page("503.html")
    assert "Ohne Netz nicht hier" in lost and '<a href="/coach/land/">Land</a>' in lost
    assert '"land/":' in (built.folder / "playbook-offline.js").read_text("utf-8")
    build(tmp_path, strict=False)
    second = {path: path.read_bytes() for path in sorted(built.folder.rglob("*")) if path.is_file()}
    assert {p.name for p in first if first[p] != second.get(p)} <= {"sitemap.xml.gz"}


@pytest.mark.slow
def test_without_a_wish_pages_are_as_they_were_and_no_worker_stays(tmp_path):
    write_site(tmp_path, {"docs/land.md": SHEET})
    built = build(tmp_path, strict=True)
    page = built.page("land/index.html")
    assert "Content-Security-Policy" not in page and "data-worker" not in page
    assert "unregister" in (built.folder / "playbook-offline.js").read_text("utf-8")
    assert not (built.folder / "503.html").exists()
    assert not list(built.folder.rglob("*.br"))
