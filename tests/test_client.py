"""The browser script: unit tests, types, style, and that the committed bundle is fresh."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.browser.conftest import absent

ROOT = Path(__file__).resolve().parents[1]
CLIENT = ROOT / "playbook_plugins" / "client"
STATIC = ROOT / "playbook_plugins" / "static"

pytestmark = pytest.mark.node


def npm(*words: str) -> subprocess.CompletedProcess:
    if not shutil.which("npm"):
        absent("Node is not here (Debian: sudo apt install npm)")
    if not (CLIENT / "node_modules" / ".bin" / "biome").exists():  # none, or of an older lock
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=CLIENT, check=True)
    return subprocess.run(["npm", "run", *words], cwd=CLIENT, capture_output=True, text=True)


def compile_scripts() -> None:
    """Compile the client's tests and scripts into its folder `build`, unless that is done.

    Test processes share the folder: one of them compiles, the others wait and find it done.
    """
    digest = hashlib.sha256()
    sources = [CLIENT / each for each in ("src", "test", "scripts")]
    sources.append(ROOT / "playbook_plugins" / "languages")
    found = (path for folder in sources for path in sorted(folder.rglob("*")) if path.is_file())
    for path in (CLIENT / "build.mjs", *found):
        digest.update(path.as_posix().encode() + path.read_bytes())
    stamp = CLIENT / "build" / "stamp"
    lock = Path(tempfile.gettempdir()) / f"playbook-{digest.hexdigest()[:16]}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not stamp.is_file() or stamp.read_text() != digest.hexdigest():
            done = npm("scripts")
            assert done.returncode == 0, done.stderr
            stamp.write_text(digest.hexdigest())


def test_the_committed_bundle_is_what_the_sources_compile_to(tmp_path):
    done = npm("build", "--", f"--into={tmp_path}")
    assert done.returncode == 0, done.stderr
    stale = [
        file.name
        for file in sorted(tmp_path.iterdir())
        if file.read_bytes() != (STATIC / file.name).read_bytes()
    ]
    assert stale == [], "run: python3 dev.py client"
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in STATIC.iterdir()}


def test_the_sources_are_strictly_typed():
    done = npm("types")
    assert done.returncode == 0, done.stdout


def test_the_sources_are_linted_and_formatted():
    done = npm("style")
    assert done.returncode == 0, f"run: npm run format\n{done.stdout[-4000:]}{done.stderr[-4000:]}"


def test_the_pure_modules_pass_their_unit_tests():
    compile_scripts()
    tests = sorted(str(path) for path in (CLIENT / "build").glob("*.test.mjs"))
    words = ["node", "--test", "--test-reporter=tap", *tests]
    done = subprocess.run(words, cwd=CLIENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "# fail 0" in done.stdout and "# pass 0" not in done.stdout


def test_no_source_hands_text_to_the_html_parser():
    sinks = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser")
    for file in sorted((CLIENT / "src").rglob("*.ts")):
        text = file.read_text(encoding="utf-8")
        assert [sink for sink in sinks if sink in text] == [], file.name
