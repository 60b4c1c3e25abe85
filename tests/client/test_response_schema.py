"""The published schema of the response format, held against what the page writes and refuses."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest

from tests.test_client import CLIENT, compile_scripts

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/assets/response.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)
CLOCK = "1790000000123-0-d7"


def example() -> dict:
    """The record of the format's page, where three dots stand for any clock."""
    page = (ROOT / "docs/contributing/response-format.md").read_text(encoding="utf-8")
    text = re.search(r"```json\n(.+?)```", page, re.S)[1]
    return json.loads(text.replace('"…"', f'"{CLOCK}"'))


def test_the_schema_is_one_and_the_documented_record_fits_it():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALID.validate(example())
    VALID.validate({"format": "playbook-responses", "formatVersion": 1, "copies": [example()]})


@pytest.mark.node
def test_whatever_the_page_writes_fits_the_schema():
    compile_scripts()
    words = ["node", "build/records.mjs", "300"]
    printed = subprocess.run(words, cwd=CLIENT, capture_output=True, text=True, check=True).stdout
    records = [json.loads(line) for line in printed.splitlines()]
    assert len(records) == 300
    for record in records:
        VALID.validate(record)


WRONG = {
    "another format": (["format"], "else"),
    "a newer version": (["formatVersion"], 2),
    "a name that programs stumble over": (["answers", "constructor"], {"v": True, "t": CLOCK}),
    "an id of capitals": (["answers", "Region"], {"v": True, "t": CLOCK}),
    "a number": (["answers", "one-region", "v"], 3),
    "no clock": (["answers", "one-region"], {"v": True}),
    "a clock of words": (["answers", "one-region", "t"], "yesterday"),
    "a place of other letters": (["rows", "plan-90", "r8k2m1", "pos", "v"], "a/b"),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_schema_refuses_what_the_gate_refuses(case):
    where, value = WRONG[case]
    record = copy.deepcopy(example())
    place = record
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    assert not VALID.is_valid(record)
