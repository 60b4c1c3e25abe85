"""Who may import whom in the browser script: its folder says (docs/contributing/client.md)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CLIENT = Path(__file__).resolve().parents[1] / "playbook_plugins" / "client"
SOURCES = CLIENT / "src"

STOREYS = (
    {"model", "words"},
    {"keep", "travel"},
    {"coaching"},
    {"page"},
    {"kinds"},
    {"sheet"},
    {"desk", "door", "mine", "team", "comments", "offline", "search"},
    {"bundles"},
)
"""A folder imports itself and the storeys below, types included. Neighbours do not meet."""

IMPORT = re.compile(r"^(?:import|export) (?:[^;'=]* from )?'([^']+)'", re.M)
PAGE = re.compile(
    r"\b(?:document|window|location|navigator|localStorage|sessionStorage|indexedDB)\."
)


def named(path: Path) -> str:
    return path.relative_to(SOURCES).as_posix()


FILES = {named(path): path for path in sorted(SOURCES.rglob("*.ts"))}


def imports(path: Path) -> list[str]:
    """What a module imports: our modules by their names below `src/`, packages by theirs."""
    found = IMPORT.findall(path.read_text("utf-8"))
    return [
        named((path.parent / name).resolve()) if name.startswith(".") else name
        for name in found
        if not name.endswith(".json")  # the contract, which stands below all
    ]


IMPORTS = {name: imports(path) for name, path in FILES.items()}


def folder(name: str) -> str:
    return name.split("/")[0]


def storey(name: str) -> int:
    return next(n for n, folders in enumerate(STOREYS) if folder(name) in folders)


def test_every_module_stands_in_a_folder_that_is_listed():
    listed = set().union(*STOREYS)
    assert [name for name in FILES if folder(name) not in listed] == []


def test_folders_import_only_the_storeys_below():
    wrong = [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in others
        if other in FILES and folder(other) != folder(name) and storey(other) >= storey(name)
    ]
    assert wrong == []


def test_whatever_is_imported_is_there():
    outside = {"uqr", "write-excel-file/browser"}  # QR codes, workbooks; everything else is ours
    wrong = [
        f"{name} imports {other}"
        for name, others in IMPORTS.items()
        for other in others
        if other not in FILES and other not in outside
    ]
    assert wrong == []


def test_no_imports_go_in_a_circle():
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            pytest.fail(" → ".join([*path[path.index(name) :], name]))
        if name in done:
            return
        for other in IMPORTS.get(name, []):
            walk(other, (*path, name))
        done.add(name)

    for name in FILES:
        walk(name, ())


def test_nobody_imports_a_bundle():
    others = [path for where in ("test", "scripts") for path in (CLIENT / where).glob("*.ts")]
    assert [path.name for path in others if "/bundles/" in path.read_text("utf-8")] == []


def test_modules_are_loaded_in_no_other_way():
    """What the walk of the imports does not see must not be there."""
    texts = {name: path.read_text("utf-8") for name, path in FILES.items()}
    assert [name for name, text in texts.items() if "import(" in text or "require(" in text] == []


def test_the_model_knows_no_page():
    """What a copy is, how it merges and what comes in is tested without a browser."""
    assert [
        name
        for name, path in FILES.items()
        if folder(name) == "model" and PAGE.search(path.read_text("utf-8"))
    ] == []


def test_copies_are_written_in_one_place():
    texts = {name: path.read_text("utf-8") for name, path in FILES.items()}
    assert [name for name, text in texts.items() if "atabase.update(" in text] == [
        "keep/write-copy.ts"
    ]


def test_files_stay_short_enough_to_read():
    long = {
        name: count
        for name, path in FILES.items()
        if (count := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}
