"""The contract that machines read is fresh, and every example keeps it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from playbook_plugins.cli import main
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.ids import REFUSED, is_id
from playbook_plugins.worksheets import contract
from tests.client.test_response_schema import SCHEMA
from tests.worksheets.test_examples import EXAMPLES

RULES = [
    rule
    for made in (contract.shared(), *map(contract.of_kind, KINDS.values()))
    for rule in made["elements"]
]


class Tags(HTMLParser):
    """The elements of a page, those of an empty row marked: it has no ids yet."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], bool]] = []
        self._template = False

    def handle_starttag(self, tag, attrs):
        self._template = self._template or tag == "template"
        self.found.append((tag, {name: value or "" for name, value in attrs}, self._template))

    def handle_endtag(self, tag):
        self._template = self._template and tag != "template"


def unlike(html: str, rules: list[dict]) -> list[str]:
    """What in `html` is not as the contract's rules have it."""
    named = {rule["name"]: rule for rule in rules}
    tags = Tags()
    tags.feed(html)
    wrong = []
    for tag, attributes, is_template in tags.found:
        classes = attributes.get("class", "").split()
        own = [name for name in classes if name.startswith("pb-")]
        known = [named[name] for name in own or [tag] if name in named]
        wrong += [f"no rule for {name}" for name in own if name not in named]
        allowed = dict(contract.shared()["anywhere"])
        for rule in known:
            allowed |= rule["attributes"]
            wrong += [f"{rule['name']} is a {tag}"] * (tag not in rule["tags"])
            wrong += [
                f"{rule['name']} lacks {name}"
                for name, each in rule["attributes"].items()
                if each["required"] and name not in attributes and not is_template
            ]
        for name, value in attributes.items():
            if name not in allowed and not name.startswith("data-"):
                continue
            if name not in allowed:
                wrong.append(f"{own or tag}: {name} is not in the contract")
            elif not re.fullmatch(allowed[name]["pattern"], value):
                wrong.append(f"{own or tag}: {name}={value}")
    return wrong


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_what_the_contract_says(path):
    assert unlike(path.with_suffix(".html").read_text(encoding="utf-8"), RULES) == []


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('data-item="', 'data-items="'),
        ('data-item="', 'data-item="1'),
        ('<li class="pb-item"', '<div class="pb-item"'),
        ("pb-line", "pb-lines"),
        ('kind="checklist"', 'kind="check list"'),
    ],
)
def test_the_check_can_fail(was, now):
    html = next(p for p in EXAMPLES if p.stem == "land-and-expand").with_suffix(".html").read_text()
    assert was in html and unlike(html.replace(was, now), RULES)


def test_the_files_are_fresh():
    stale = [
        name
        for name, text in contract.files().items()
        if not (contract.FOLDER / name).is_file()
        or (contract.FOLDER / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: playbook contract --write"
    assert {path.name for path in contract.FOLDER.iterdir()} == set(contract.files())


def test_a_sample_is_always_right():
    for rule in RULES:
        for name, each in rule["attributes"].items():
            assert re.fullmatch(each["pattern"], each["sample"]) or not each["required"], name


def test_every_kind_of_the_registry_has_a_file_and_a_part_in_the_schema_of_options():
    for kind in KINDS.values():
        made = json.loads((contract.FOLDER / f"{kind.name}.json").read_text(encoding="utf-8"))
        assert made["kind"] == kind.name and set(made["options"]) == set(kind.options)
        for shape in made["options"].values():
            jsonschema.Draft202012Validator.check_schema(shape)


def test_the_format_of_copies_says_the_same():
    shared, parts = contract.shared(), SCHEMA["$defs"]
    assert parts["id"]["pattern"] == shared["id"]["pattern"]
    assert sorted(parts["id"]["not"]["enum"]) == shared["id"]["refused"] == sorted(REFUSED)
    assert not any(map(is_id, shared["id"]["refused"]))
    assert parts["copy"]["properties"]["site"]["maxLength"] == shared["limits"]["short"]
    assert parts["copy"]["properties"]["version"]["maximum"] == shared["version"]
    assert f"{shared['limits']['text']:,}" in parts["text"]["description"]
    kinds = {each["type"] for each in parts["value"]["properties"]["v"]["oneOf"] if "type" in each}
    stored = {each["type"] for each in shared["values"].values()}
    assert stored <= kinds | {parts["text"]["type"]}


def test_a_kind_and_its_client_twin_have_one_name():
    """A worksheet has nothing of its own in the browser, and a tip is no sheet."""
    twins = Path(contract.FOLDER).parent / "client" / "src" / "kinds"
    registry = (twins / "registry.ts").read_text(encoding="utf-8")
    for name in contract.shared()["kinds"]:
        folder = contract.FOLDER.parent / "kinds" / name.replace("-", "_")
        assert (folder / "model.py").is_file()
        assert name == "worksheet" or f"'./{name}.ts'" in registry
        assert name == "worksheet" or (twins / f"{name}.ts").is_file()


def test_playbook_contract_prints_what_hand_writers_need():
    for words, expected in (([], contract.shared()), (["assessment"], None)):
        done = CliRunner().invoke(main, ["contract", *words])
        made = json.loads(done.output)
        assert done.exit_code == 0 and (made == expected or made["kind"] == "assessment")
    assert CliRunner().invoke(main, ["contract", "quiz"]).exit_code == 2
