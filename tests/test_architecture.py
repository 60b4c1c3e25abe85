"""Who may import whom: the file's name is the rule (docs/contributing/index.md, "Layers")."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "playbook_plugins"
FEATURES = {"worksheets", "blog", "blogroll", "comments", "publish", "imports", "search"}
SHARED = {
    "problems",
    "ids",
    "front_matter",
    "broken_yaml",
    "dates",
    "lines",
    "cards",
    "redirects",
    "words",
    "costs",
    "bundle",
    "steps",
    "memory",
    "options",
    "config",
    "xml_gate",
    "codec",
    "writing",
    "contents",
    "digests",
    "theme",
    "edits",
    "records",
    "shown",
    "files",
    "site_file",
}
STDLIB = set(sys.stdlib_module_names)
HOSTS = {"mkdocs", "jinja2", "markupsafe", "material", "properdocs", "watchdog"}
READERS = {"yaml", "nh3", "babel"}
MARKDOWN = {"markdown", "pymdownx"}

MARKDOWN_FILES = {"blocks", "extension", "markup", "controls", "scores", "sheets"}
"""`sheets` reads the sheets of a page without building the page."""
HOST_FILES = {"plugin", "config", "files", "navigation"}
"""The plugin and its hands: the host's files and its navigation."""
HOST_PARTS = {
    *(
        f"publish/fast/{name}.py"
        for name in (
            "choosing",
            "compiling",
            "asking",
            "conversion",
            "host",
            "lookups",
            "output",
            "partials",
            "rendering",
            "saves",
            "speed",
            "tagging",
        )
    ),
    "publish/light/pages.py",
    "publish/preview/serving.py",
    "publish/preview/watching.py",
}
"""Where `publish` steps into the host's build: made of the host's pages, templates and server."""
MEETING_FILES = {"plugin", "context", "library", "metadata", "site"}
"""Where features meet: the plugin, what it gathers and hands to templates, and every check of a
site (publish/checks/site.py), which plugin and command share."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "client" not in path.parts)


def imports(path: Path) -> set[str]:
    """Full names of what a module imports, relative ones resolved."""
    found = set()
    package = path.relative_to(PACKAGE.parent).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.add(".".join([*base, *([node.module] if node.module else [])]))
    return found


def feature_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def allowed_packages(path: Path) -> set[str]:
    """The outside packages that a file of this name may import."""
    name, feature = path.stem, feature_of(path)
    if name == "model" or path.relative_to(PACKAGE).as_posix() in {"ids.py", "problems.py"}:
        return set()
    if feature == "cli":
        return READERS | {
            "click",
            "markdown",
            "pathspec",
            "pymdownx",
        }  # as the host matches and slugs
    if name in HOST_FILES or path.relative_to(PACKAGE).as_posix() in HOST_PARTS:
        return HOSTS | READERS | MARKDOWN
    if name in MARKDOWN_FILES:
        return READERS | MARKDOWN
    return READERS


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_its_layer_may(path):
    for name in imports(path):
        top = name.split(".")[0]
        if top not in STDLIB and top != "playbook_plugins":
            assert top in allowed_packages(path), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_features_meet_only_in_plugins_and_commands(path):
    feature = feature_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "playbook_plugins" or len(parts) < 2:
            continue
        other = parts[1]
        if feature == "cli":
            assert parts[-1] not in HOST_FILES, f"a command imports {name}"
        elif other in FEATURES and other != feature:
            assert path.stem in MEETING_FILES, f"{feature}/{path.name} imports {name}"
        else:
            assert other in SHARED | {feature, "cli"}, f"{path.name} imports {name}"


def test_models_import_only_models():
    for path in modules():
        if path.stem == "model":
            own = {name for name in imports(path) if name.startswith("playbook_plugins")}
            assert own <= {f"playbook_plugins.{name}" for name in ("ids", "problems", "records")}


def test_files_stay_short_enough_to_read():
    long = {
        path.name: count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}
