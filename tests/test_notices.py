"""Libraries that are compiled into the browser script travel with their licences."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playbook_plugins.shared.bundle import FOLDER, NOTICES, STATIC

from .build.building import build, write_site

CLIENT = Path(__file__).resolve().parents[1] / "playbook_plugins/client"
PACKAGE = r"""["']((?:@[a-z0-9._-]+/)?[a-z][a-z0-9._-]*)(?:/[^"']*)?["']"""
STARTS = r"(?m)^(?:import|export)\b(?! type)[^;]*?\bfrom "
NAMED = re.compile(rf"{STARTS}{PACKAGE}|\bimport\({PACKAGE}\)")
STYLED = re.compile(rf"@import (?:url\()?{PACKAGE}()")


def libraries() -> set[str]:
    """What the sources of the scripts and styles take in from elsewhere."""
    scripts = ((NAMED, path) for path in (CLIENT / "src").rglob("*.ts"))
    styles = ((STYLED, path) for path in (CLIENT / "styles").rglob("*.css"))
    found: set[str] = set()
    for form, path in (*scripts, *styles):
        for first, second in form.findall(path.read_text(encoding="utf-8")):
            found.add(first or second)
    return found


def test_each_library_has_its_licence_beside_the_bundle():
    wanted = libraries()
    assert "uqr" in wanted
    lock = json.loads((CLIENT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name in [*wanted]:
        wanted |= lock[f"node_modules/{name}"].get("dependencies", {}).keys()
    text = (STATIC / NOTICES).read_text(encoding="utf-8")
    parts = dict(re.findall(r"(?ms)^== (\S+) [^\n]+\n(.*?)(?=^== |\Z)", text))
    assert parts.keys() == wanted
    for name, part in parts.items():
        assert "Copyright (c)" in part and "Permission is hereby granted" in part, name


def test_a_site_brings_them_to_its_readers(tmp_path):
    write_site(tmp_path, {})
    built = build(tmp_path, strict=True)
    assert built.code == 0, built.output
    assert built.page(f"{FOLDER}/{NOTICES}") == (STATIC / NOTICES).read_text(encoding="utf-8")
