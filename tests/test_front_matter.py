"""Front matter that a page may change is its own, whatever is in it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from playbook_plugins.shared.front_matter import fresh, read

HEADS = [
    "title: Plans\ndate: 2026-11-28\npin: true\norder: 1.5\nnone:",
    "tags: [a, b]\ncategories:\n  - Plans",
    "date: {created: 2026-11-28, updated: 2026-11-29}\ntags: [a]",
    "links:\n  - Title: page.md\n  - More: [one, two]",
    "one: &list [a]\ntwo: *list",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_copy_is_equal_and_shares_nothing_that_changes(head):
    values = read(f"---\n{head}\n---\n").values
    before, made = repr(values), fresh(values)
    assert repr(made) == before == repr(deepcopy(values))
    for key, value in list(made.items()):
        if isinstance(value, list):
            value.append("new")
            for each in value:
                if isinstance(each, dict):
                    each["new"] = key
        elif isinstance(value, dict):
            value["new"] = key
    made["new"] = 1
    assert repr(values) == before
