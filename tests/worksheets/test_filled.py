"""Filled-in examples: links to copies in the docs folder open as the sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook_plugins.worksheets.host_filled import LARGEST, fragment_of
from tests.build.building import build, write_site

SHEET = b"# Land\n\n/// checklist | Land\n    id: land\n\n- [ ] One {#one .note}\n///\n"
CONFIG = b"""site_name: S
site_url: https://s.example/
theme: {name: material}
plugins: [playbook/worksheets: {site_id: s}]
"""
OURS = Path(__file__).resolve().parents[2] / "docs" / "assets" / "examples"


def copy(**more: object) -> dict[str, object]:
    answer = {"v": True, "t": "1790000000100-0-d7", "note": "Mine"}
    return {
        "format": "playbook-response",
        "formatVersion": 1,
        "site": "s",
        "worksheet": "land",
        "version": 1,
        "copy": "cexample",
        "label": {"v": "Acme", "t": "1790000000100-0-d7"},
        "created": "2026-10-01T08:00:00Z",
        "updated": "2026-10-08T09:12:00Z",
        "answers": {"one": answer},
        "rows": {},
        "labels": {"one": "One"},
        **more,
    }


def made(tmp_path: Path, content: bytes, strict: bool = True):
    index = b"# S\n\n[Six](files/a%20b.json) [Land](sheets/land.md) [Plain](files/other.json)\n"
    write_site(
        tmp_path,
        {
            "mkdocs.yml": CONFIG,
            "docs/index.md": index,
            "docs/sheets/land.md": SHEET,
            "docs/files/a b.json": content,
            "docs/files/other.json": b'{"openapi": "3.1.0"}',
        },
    )
    return build(tmp_path, strict=strict)


def test_a_link_to_a_copy_leads_to_its_sheet_and_other_files_stay_files(tmp_path):
    built = made(tmp_path, json.dumps(copy()).encode())
    html = built.page("index.html")
    assert f'href="sheets/land/#{fragment_of(copy())}"' in html
    assert 'href="files/other.json"' in html
    assert (tmp_path / "site/files/a b.json").is_file(), "the file can be downloaded all the same"
    again = made(tmp_path, json.dumps(copy(label={"v": "B", "t": "1790000000100-0-d7"})).encode())
    assert again.page("index.html") != html, "an edited example is linked anew"


@pytest.mark.parametrize(
    "content",
    [
        b'{"format": "playbook-response", "worksheet": ',
        b'["playbook-response"]',
        b'{"format": "playbook-response"}' + b" " * LARGEST,
        b"[" * 20_000 + b'"playbook-response"',
    ],
)
def test_a_file_that_is_no_copy_stays_a_file(tmp_path, content):
    assert 'href="files/a%20b.json"' in made(tmp_path, content).page("index.html")


def test_what_the_sheet_does_not_ask_any_more_is_named(tmp_path):
    changed = copy(answers={"gone": {"v": True, "t": "1790000000100-0-d7"}}, rows={"none": {}})
    said = made(tmp_path, json.dumps(changed).encode(), strict=False).problems
    assert len(said) == 2 and all("a b.json" in each for each in said)
    assert '"gone" is nothing that the sheet "land" asks' in said[0] and '"none"' in said[1]
    [other] = made(tmp_path, json.dumps(copy(worksheet="lnad")).encode(), strict=False).problems
    assert 'Did you mean "land"?' in other


def test_our_own_examples_carry_no_names_of_days_that_disagree():
    for path in sorted(OURS.glob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        assert record["created"] <= record["updated"] and record["site"] == "playbook-example"
