"""Listings as an author writes them, and the guide that tells of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook_plugins.blog.listings.blocks import OPTIONS, Lifter, filled

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "listings.md"


def lifted(text: str, blog: str = "blog") -> tuple[str, Lifter, list]:
    problems: list = []
    lifter = Lifter("docs/page.md", 0, problems.append, blog)
    return lifter.run(text), lifter, problems


def test_the_guide_lists_exactly_the_options_there_are():
    text = GUIDE.read_text("utf-8").partition("## Options")[2].partition("## Layouts")[0]
    parts = dict(re.findall(r"(?ms)^### `/// (\w+)`\n(.*?)(?=^### |\Z)", text))
    told = {kind: re.findall(r"(?m)^`([a-z]+)`.*\n:", part) for kind, part in parts.items()}
    assert told == {kind: list(options) for kind, options in OPTIONS.items()}


def test_every_sample_is_accepted():
    for kind, options in OPTIONS.items():
        for name, option in options.items():
            for sample in option.sample.split(", "):
                _, lifter, problems = lifted(f"/// {kind}\n    {name}: {sample}\n///")
                assert problems == [] and name in lifter.listings[0].values


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/// posts\n    limit: 3\n\nProse.\n", "\nProse.\n"),
        ("/// tips\n", ""),
        ("/// archive\n# Head\n///\n", "# Head\n///\n"),
    ],
)
def test_an_unclosed_listing_is_named_is_not_printed_and_swallows_nothing(text, left):
    made, lifter, problems = lifted(text)
    assert made == left and lifter.listings == []
    assert len(problems) == 1 and "is never closed" in problems[0].what


def test_a_place_is_filled_by_its_own_blog_and_only_where_there_is_a_listing():
    made, _, _ = lifted("/// tips\n///", 'a"b')
    assert filled(f"<p>{made.strip()}</p>", 'a"b', ["TIPS"]).strip() == "TIPS"
    assert "TIPS" not in filled(made, "other", ["TIPS"])
    by_hand = made.replace('data-place="0"', 'data-place="9"')
    assert filled(by_hand, 'a"b', ["TIPS"]) == by_hand
