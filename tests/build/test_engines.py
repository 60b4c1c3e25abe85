"""One page, three engines: the worksheets' DOM is the same."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples" / "worksheets"
EXTENSIONS = """markdown_extensions:
  - abbr
  - attr_list
  - footnotes
  - tables
  - toc
  - pymdownx.superfences
  - playbook_worksheets:
      site: engines
"""
CONFIG = "site_name: Engines\nsite_url: https://engines.example/\ntheme: {name: material}\n"

pytestmark = pytest.mark.engines


ELEMENTS = {"playbook-worksheet", "playbook-team", "playbook-mine"}
CLASSES = {"pb-tip", "pb-assignment", "pb-coaching-notice"}


class Worksheets(HTMLParser):
    """Collects sheets and tips as nested events: tags, sorted attributes, trimmed text."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple] = []
        self.depth = 0
        self.root = ""

    def handle_starttag(self, tag, attrs):
        classes = (dict(attrs).get("class") or "").split()
        if not self.depth and (tag in ELEMENTS or CLASSES & {*classes}):
            self.depth, self.root = 1, tag
        elif self.depth and tag == self.root:
            self.depth += 1
        if self.depth:
            # Zensical reads this mark for its search index and takes it out of the page.
            kept = [(k, v or "") for k, v in attrs if k != "data-search-exclude"]
            self.events.append((tag, tuple(sorted(kept))))

    def handle_endtag(self, tag):
        if self.depth:
            self.events.append(("/", tag))
            self.depth -= tag == self.root

    def handle_data(self, data):
        if self.depth and data.strip():
            self.events.append(("#", " ".join(data.split())))


def worksheets(html: str) -> list[tuple]:
    reader = Worksheets()
    reader.feed(html)
    return [event for event in reader.events if event[1] not in VOID]


VOID = {"input", "br", "img", "hr"}


def built(folder: Path, engine: str, pages: list[Path]) -> dict[str, list[tuple]]:
    """The worksheets of each page, as `engine` builds them."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n")
    for page in pages:
        shutil.copy(page, docs)
    (folder / "mkdocs.yml").write_text(CONFIG + EXTENSIONS)
    done = subprocess.run(
        [sys.executable, "-m", engine, "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {
        page.stem: worksheets((folder / "site" / page.stem / "index.html").read_text())
        for page in pages
    }


def test_mkdocs_properdocs_and_zensical_make_the_same_sheets(tmp_path):
    pages = sorted(EXAMPLES.glob("*.md"))
    reference = built(tmp_path / "mkdocs", "mkdocs", pages)
    assert any(reference.values())
    for engine in ("properdocs", "zensical"):
        if not importlib.util.find_spec(engine):
            pytest.skip(f"{engine} is not installed: pip install mkdocs-playbook[engines]")
        assert built(tmp_path / engine, engine, pages) == reference, engine


def test_properdocs_runs_the_plugins_too(tmp_path):
    from .building import build, write_site

    write_site(tmp_path, {"docs/sheet.md": (EXAMPLES / "land-and-expand.md").read_bytes()})
    page = build(tmp_path, strict=True, command="properdocs")
    assert page.code == 0, page.output
    assert "assets/playbook/playbook." in page.page("sheet/index.html")
