"""Plays: what their front matter may say, the head of their page, and how listings part them."""

from __future__ import annotations

import pytest

from playbook_plugins.blog.plays import (
    Play,
    PlayFacts,
    PlayQuery,
    duration,
    facts_in,
    parted,
    select_plays,
    with_head,
    wrong_in,
)
from playbook_plugins.blog.words import words_of
from playbook_plugins.checks.front_matter_keys import Reads, check_keys
from playbook_plugins.shared.front_matter import read

WORDS = words_of("en")
GOOD = {"moment": "They ask", "role": "coach", "minutes": 20}


def play(title: str, minutes: int = 20, role: str = "coach", group: str = "") -> Play:
    facts = PlayFacts(f"When {title}", role, minutes, group=group)
    return Play(facts, title, "", f"{title}/")


@pytest.mark.parametrize(
    ("change", "place", "what"),
    [
        ({"minutes": "20"}, "play.minutes", "no whole number"),
        ({"minutes": True}, "play.minutes", "no whole number"),
        ({"minutes": 0}, "play.minutes", "no whole number"),
        ({"moment": ["a", "b"]}, "play.moment", "no text"),
        ({"role": "  "}, "play.role", "no text"),
        ({"sheet": 5}, "play.sheet", "no text"),
        ({"people": "x" * 201}, "play.people", "longer than 200"),
        ({"momnet": "x"}, "play.momnet", 'unknown key "momnet"'),
    ],
)
def test_a_wrong_value_is_named_where_it_stands(change, place, what):
    [(at, said, cure)] = wrong_in({**GOOD, **change})
    assert at == place and what in said and cure
    assert facts_in({"play": {**GOOD, **change}}) is None, "what is wrong is not shown"


def test_what_a_play_needs_is_asked_for_one_by_one():
    assert [what for _, what, _ in wrong_in({"role": "coach"})] == [
        'the play says no "moment".',
        'the play says no "minutes".',
    ]
    assert [at for at, _, _ in wrong_in("yes")] == ["play"]
    assert wrong_in(GOOD) == []


def test_problems_come_with_their_line_unless_the_key_is_the_sites_own():
    front = read("---\ntitle: x\nplay:\n  moment: m\n  role: r\n  minutes: soon\n---\n\nText.\n")
    _, [problem] = check_keys(front, "docs/p.md", Reads())
    assert str(problem).startswith("docs/p.md:6:3: ") and "Write minutes: 20." in str(problem)
    assert check_keys(front, "docs/p.md", Reads(own=frozenset({"play"}))) == ([], [])


def test_the_head_stands_below_the_heading_and_holds_text_alone():
    facts = PlayFacts("<b>Now</b> {{ x }}", "coach", 30, "You & me")
    text = "```\n# not this\n```\n\n# The play\n\nText.\n"
    made = with_head(text, facts, WORDS)
    before, _, after = made.partition("# The play\n")
    assert "pb-play-head" not in before and after.index("pb-play-head") < after.index("Text.")
    assert "&lt;b&gt;Now&lt;/b&gt; &#123;&#123; x" in made and "You &amp; me" in made
    assert "<li>coach</li><li>30 minutes</li>" in made
    assert with_head("Text.", facts, WORDS).lstrip().startswith('<div class="pb-play-head">')


def test_hours_are_said_where_they_are_whole():
    said = [duration(each, WORDS) for each in (1, 60, 90, 120, 240)]
    assert said == ["1 minute", "60 minutes", "90 minutes", "2 hours", "4 hours"]
    assert duration(240, words_of("de")) == "4 Stunden"


def test_plays_are_chosen_ordered_and_parted():
    plays = [play("b", 30, "sell", "Win"), play("a", 20, "coach", "Win"), play("c", 200, "coach")]
    assert [each.title for each in select_plays(plays, PlayQuery(roles=("coach",)))] == ["a", "c"]
    by_title = select_plays(plays, PlayQuery(sort="title", limit=2))
    assert [each.title for each in by_title] == ["a", "b"]
    groups = parted(plays, "group", WORDS, "")
    assert [(each.title, len(each.plays)) for each in groups] == [("Win", 2), ("Other", 1)]
    lengths = parted(plays, "minutes", WORDS, "2")
    assert [each.title for each in lengths] == [
        "Up to 20 minutes",
        "Up to 45 minutes",
        "Longer than 90 minutes",
    ]
    assert lengths[0].id == "plays2-up-to-20-minutes"
    assert [each.id for each in parted(plays, "none", WORDS, "")] == [""]
    same = parted([play("a", role="C"), play("b", role="C#")], "role", WORDS, "")
    assert len({each.id for each in same}) == 2, "no two groups share an address"
