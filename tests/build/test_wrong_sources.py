"""Wrong sources: each gives one message with the right place, and none prints its raw source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .building import build, write_site

CASES = sorted((Path(__file__).parents[1] / "examples" / "wrong").glob("*.txt"))


def read_case(path: Path) -> tuple[dict[str, bytes], str, list[str]]:
    """A case file: files after `== name`, then `== expected`, then `== never` (may be empty)."""
    parts = re.split(rb"(?m)^== (.+)\n", path.read_bytes())
    named = dict(zip((name.decode() for name in parts[1::2]), parts[2::2], strict=True))
    expected = named.pop("expected").decode().strip()
    never = named.pop("never", b"").decode().split("\n")
    if "latin" in path.stem:
        named = {name: text.decode().encode("latin-1") for name, text in named.items()}
    return named, expected, [line for line in never if line]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_wrong_source_is_named_once_and_never_published_raw(path, tmp_path):
    files, expected, never = read_case(path)
    write_site(tmp_path, files)
    built = build(tmp_path, strict=True)
    assert [line for line in built.problems if line] == [expected]
    assert built.code != 0, "a strict build fails"
    assert "Traceback" not in built.output
    lenient = build(tmp_path, strict=False)
    for page in lenient.pages():
        for raw in ["///", *never]:
            assert raw not in page


def test_there_are_at_least_twenty_cases():
    assert len(CASES) >= 20


def test_a_failed_build_leaves_the_old_site_whole(tmp_path):
    write_site(tmp_path, {"docs/index.md": b"# Old\n"})
    assert build(tmp_path, strict=True).code == 0
    (tmp_path / "docs/index.md").write_bytes(b"---\ntitle: Q3: secret\ndraft: true\n---\n# New\n")
    failed = build(tmp_path, strict=False)
    assert failed.code != 0
    assert "Nothing was built" in failed.output
    assert "Old" in (tmp_path / "site/index.html").read_text()
