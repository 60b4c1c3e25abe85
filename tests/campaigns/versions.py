"""Build three sites with the lowest and with the newest versions allowed, fast and slow.

    python3 dev.py campaign versions [--posts 100] [--keep]

Two throw-away environments hold this package as it is installed from a wheel: one with each
dependency of pyproject.toml at its lowest bound, one with the newest of everything. Each builds
this site, every example of a sheet, and the benchmark's corpus: with the fast path, again from its
cache, and as the host alone does. The three trees must be equal. What differs between the two
environments is named and judged by whoever reads it: a theme of another version writes other pages.
Each line that we say during a build is printed: a step that is off among them. Exits 1 when a build
failed or trees of one environment differ.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.projects import OUR_PLUGINS, ours

from .same_bytes import copied_site, differing, tree

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".cache" / "versions"
WAYS = ("fast", "again", "slow")
BUILD = """
import logging, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
logging.basicConfig(level=logging.INFO, format="%(name)s: %(levelname)s: %(message)s")
config = load_config("mkdocs.yml", site_dir=sys.argv[1])
publish = config.plugins["playbook/publish"]
if sys.argv[2] == "slow":
    publish.config.fast = publish.config.cache = False
config.plugins.on_startup(command="build", dirty=False)
build(config)
config.plugins.on_shutdown()
"""
EXAMPLES = f"""site_name: Examples
site_url: https://examples.example/
theme: {{name: material, font: false}}
{OUR_PLUGINS}
markdown_extensions: [attr_list, tables]
"""
OF_A_VERSION = re.compile(r"(?<=\.)[0-9a-f]{8}(?=\.min\.)|mkdocs-material-[0-9.]+")
"""What names a version in a page: the digest of a theme's file."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment of one choice of versions."""

    name: str

    @property
    def python(self) -> Path:
        """Its interpreter."""
        folder = HOME / self.name
        return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def install(self, wheel: Path) -> None:
        """Make the environment, or bring it up to date."""
        if not self.python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(HOME / self.name)], check=True)
        bounds = HOME / f"{self.name}.txt"
        bounds.write_text("\n".join(lowest_bounds()) if self.name == "lowest" else "")
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        eager = ["--upgrade", "--upgrade-strategy", "eager", "-c", str(bounds), str(wheel)]
        subprocess.run([*pip, *eager], check=True)
        again = [*pip, "--force-reinstall", "--no-deps", str(wheel)]
        subprocess.run(again, check=True)  # its version is the same, its content may not be

    def versions(self) -> dict[str, str]:
        """What is installed, by name."""
        pip = [str(self.python), "-m", "pip", "--disable-pip-version-check", "list"]
        listed = subprocess.run([*pip, "--format=json"], check=True, capture_output=True, text=True)
        return {each["name"].lower(): each["version"] for each in json.loads(listed.stdout)}

    def build(self, project: Path, site: Path, way: str) -> str:
        """Build a project one way; why there is no site, or nothing. Prints what we say of it."""
        # Isolated: what is installed is tried, not the checkout that we may stand in.
        command = [str(self.python), "-I", "-c", BUILD, str(site), way]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True)
        if done.returncode:
            return f"failed:\n{done.stderr[-3000:]}"
        said = re.findall(r"(?m)^mkdocs\.plugins\.playbook\S*: .*", done.stderr)
        for line in dict.fromkeys(said):
            print(f"  {way}: {line}")
        return ""


def lowest_bounds() -> list[str]:
    """Each dependency at its lower bound, as constraints for pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [re.match(r"([\w-]+)>=([\d.]+)", each) for each in project["dependencies"]]
    return [f"{each[1]}=={each[2]}" for each in found if each]


def wheel_into(folder: Path) -> Path:
    """This checkout as a wheel."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps"]
    words = ["--no-build-isolation", "--quiet", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *words], check=True)
    return next(folder.glob("*.whl"))


def projects(folder: Path, posts: int) -> Iterator[tuple[str, Path]]:
    """The sites that are built, each written into a folder of its own."""
    copied_site(folder / "site")
    yield "this site", folder / "site"
    docs = folder / "examples" / "docs"
    shutil.copytree(
        ROOT / "tests/examples/worksheets", docs, ignore=shutil.ignore_patterns("*.html")
    )
    (docs / "index.md").write_text("# Examples\n", encoding="utf-8")
    (folder / "examples/mkdocs.yml").write_text(EXAMPLES, encoding="utf-8")
    yield "the examples", folder / "examples"
    yield f"{posts} posts", ours(Corpus(posts), folder / "corpus").folder


def compare(environment: Environment, project: Path, into: Path) -> list[str]:
    """Build a project in each way; a line for whatever is wrong."""
    shutil.rmtree(project / ".cache", ignore_errors=True)
    wrong, trees = [], {}
    for way in WAYS:
        said = environment.build(project, into / way, way)
        wrong += [f"{way}: {said}"] if said else []
        trees[way] = tree(into / way) if (into / way).is_dir() else {}
    for way in WAYS[:-1]:
        if different := differing(trees[way], trees["slow"]):
            wrong.append(f"{way} and slow: {len(different)} differ: {different[:6]}")
    print(f"  {len(trees['slow'])} files and folders, {len(wrong)} wrong", flush=True)
    return wrong


def across(lowest: Path, newest: Path) -> None:
    """Say what the two environments made otherwise, most frequent lines first."""
    pages, lines, own = 0, Counter[str](), []
    old, new = tree(lowest), tree(newest)
    for name in differing(old, new):
        if not name.endswith(".html") or name not in old.keys() & new.keys():
            own.append(name)
            continue
        texts = [
            OF_A_VERSION.sub("*", (site / name).read_text(encoding="utf-8")).splitlines()
            for site in (lowest, newest)
        ]
        changed = [line for line in difflib.ndiff(*texts) if line[:2] in ("- ", "+ ")]
        lines.update({" ".join(line.split())[:160] for line in changed})
        pages += bool(changed)
    ours_too = [name for name in own if not name.startswith(("assets/javascripts", "assets/style"))]
    print(f"  lowest and newest: {pages} pages differ beyond names of the theme's files")
    print(f"  {len(own)} other files differ, not the theme's own: {ours_too[:8]}")
    for line, count in lines.most_common(12):
        print(f"    {count:4} × {line}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100)
    parser.add_argument("--keep", action="store_true", help="keep the sites in .cache/versions")
    asked = parser.parse_args()
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / ".gitignore").write_text("*\n", encoding="utf-8")
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(dir=HOME) as name:
        folder = Path(name)
        wheel = wheel_into(folder)
        both = [Environment("lowest"), Environment("newest")]
        for environment in both:
            environment.install(wheel)
        low, high = (environment.versions() for environment in both)
        others = [name for name in high if low.get(name) != high[name]]
        print("; ".join(f"{name} {low.get(name)} → {high[name]}" for name in others))
        for title, project in projects(folder, asked.posts):
            sites = folder / "sites" / project.name
            for environment in both:
                print(f"{title}, {environment.name}", flush=True)
                found = compare(environment, project, sites / environment.name)
                wrong += [f"{title}, {environment.name}: {line}" for line in found]
            across(sites / "lowest/slow", sites / "newest/slow")
        if asked.keep:
            shutil.copytree(folder / "sites", HOME / "sites", dirs_exist_ok=True)
    print("\n".join(wrong) or "Each environment makes one tree, whichever way.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
