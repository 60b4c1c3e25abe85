"""Related posts are found once for a post, and are the same as when they are found anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from playbook_plugins.blog.model import Post, PostDate
from playbook_plugins.blog.related import Related

START = datetime(2026, 1, 1, tzinfo=UTC)


def posts(count: int) -> list[Post]:
    dice = Random(3)
    return [
        Post(
            f"blog/posts/p{n}.md",
            f"p{n}",
            f"Post {n}",
            PostDate(START + timedelta(days=n)),
            categories=tuple(dice.sample(["Plans", "Calls", "Deals"], dice.randrange(3))),
            series=dice.choice(["", "First calls"]),
        )
        for n in range(count)
    ]


def test_what_was_found_is_what_would_be_found():
    made = posts(40)
    related = Related(made)
    for count in (3, 0, 5, 3):
        for post in made:
            assert related.to(post, count) == Related(made).to(post, count)


def test_who_changes_the_answer_changes_nobody_elses():
    made = posts(10)
    related = Related(made)
    before = [list(related.to(post, 3)) for post in made]
    assert any(before)
    for post in made:
        related.to(post, 3).clear()
    assert [related.to(post, 3) for post in made] == before


def test_another_post_of_the_same_path_is_asked_for_itself():
    made = posts(10)
    related = Related(made)
    related.to(made[0], 3)
    other = replace(made[0], related=("p7",))
    assert related.to(other, 3)[0] is made[7]
    assert made[7] not in related.to(made[0], 3)[:1]
