"""Who may import whom: the file's name is the rule (docs/contributing/index.md, "Layers")."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "playbook_plugins"

STOREYS = (
    {"shared"},
    {"forms"},
    {"kinds"},
    {"worksheets", "comments", "blogroll", "search", "pages", "imports"},
    {"blog"},
    {"checks"},
    {"build"},
    {"cli"},
)
"""A package imports itself and the storeys below it. Features beside each other do not meet."""

STDLIB = set(sys.stdlib_module_names)
LONGEST = 400
"""Lines of a file: beyond, it holds more than one idea."""

HOSTS = {"mkdocs", "jinja2", "markupsafe", "material", "properdocs", "watchdog"}
READERS = {"yaml", "nh3", "babel"}
MARKDOWN = {"markdown", "pymdownx"}


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


def package_of(name: str) -> str:
    """The package below `playbook_plugins` that a dotted name lies in."""
    return name.split(".")[1] if "." in name else ""


def storey(package: str) -> int:
    return next(n for n, packages in enumerate(STOREYS) if package in packages)


def knows_host(path: Path) -> bool:
    """Whether a file is on the host's side: it may import MkDocs and its templates."""
    is_build = path.parts[0] == "build" and "stage" not in path.parts
    return is_build or path.stem in {"plugin", "config"} or path.stem.startswith("host_")


def allowed_outside(path: Path) -> set[str]:
    """The outside packages that a file may import."""
    package = path.parts[0]
    if path.stem == "model":
        return set()
    if package == "cli":  # patterns as the host matches them, names as it makes them
        return READERS | {"click", "pathspec"} | MARKDOWN
    if knows_host(path):
        return HOSTS | READERS | MARKDOWN
    return READERS | MARKDOWN if package in {"forms", "kinds", "worksheets"} else READERS


IMPORTS = {path.relative_to(PACKAGE): imports(path) for path in modules()}


def test_only_the_host_s_side_imports_the_host():
    wrong = [
        f"{path} imports {name}"
        for path, names in IMPORTS.items()
        for name in names
        if (top := name.split(".")[0]) not in STDLIB | {"playbook_plugins"}
        and top not in allowed_outside(path)
    ]
    assert wrong == []


def test_packages_import_only_the_storeys_below():
    wrong = [
        f"{path} imports {name}"
        for path, names in IMPORTS.items()
        if len(path.parts) > 1  # not `python -m playbook_plugins`, nor the package's version
        for name in names
        if (other := package_of(name)) not in {"", path.parts[0]}
        and name.startswith("playbook_plugins")
        and storey(other) >= storey(path.parts[0])
    ]
    assert wrong == []


def test_commands_need_no_host():
    wrong = [
        f"{path} imports {name}"
        for path, names in IMPORTS.items()
        if path.parts[0] == "cli"
        for name in names
        if (last := name.rpartition(".")[2]) in {"plugin", "config"} or last.startswith("host_")
    ]
    assert wrong == []


def test_models_import_only_models():
    for path, names in IMPORTS.items():
        if path.stem == "model":
            own = {name for name in names if name.startswith("playbook_plugins")}
            own -= {f"playbook_plugins.shared.{name}" for name in ("ids", "problems", "records")}
            assert {name.rpartition(".")[2] for name in own} <= {"model"}


def test_files_stay_short_enough_to_read():
    long = {
        path.name: count
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}
