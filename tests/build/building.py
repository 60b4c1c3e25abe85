"""Small sites in a folder, built by the real commands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .commands import run

ROOT = Path(__file__).resolve().parents[2]

CONFIG = b"""site_name: Small
site_url: https://small.example/
theme: {name: material, font: false}
plugins:
  - playbook/publish
  - playbook/worksheets: {site_id: small}
  - playbook/blog: {categories_allowed: [Plans, Talent]}
markdown_extensions: [attr_list, tables, pymdownx.superfences]
"""


@dataclass
class Built:
    """What a build said and made."""

    code: int
    output: str
    folder: Path

    @property
    def problems(self) -> list[str]:
        """Our warnings and errors, without the host's prefix."""
        said = r"(?m)^(?:WARNING|ERROR)\s+-\s+(?:\[[^\]]*\]\s+)?(docs/.*)$"
        found = re.findall(said, self.output)
        return [line.strip() for line in found]

    def page(self, path: str) -> str:
        """One written page."""
        return (self.folder / path).read_text(encoding="utf-8")

    def pages(self) -> list[str]:
        """All written pages and indexes."""
        kinds = {".html", ".json", ".xml"}
        return [
            path.read_text(encoding="utf-8")
            for path in sorted(self.folder.rglob("*"))
            if path.suffix in kinds and path.is_file()
        ]


def write_site(folder: Path, files: dict[str, bytes]) -> None:
    """Write `files` below `folder`, with a mkdocs.yml and an index unless they are among them."""
    for name, content in {"mkdocs.yml": CONFIG, "docs/index.md": b"# Home\n", **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def build(folder: Path, *, strict: bool, command: str = "mkdocs") -> Built:
    """Build the site in `folder` as an author would."""
    code, output = run(command, ["build", *(["--strict"] if strict else [])], folder)
    return Built(code, output, folder / "site")
