"""Posts as they are read and ordered."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from material.plugins.blog.readtime import readtime

from playbook_plugins.blog.excerpt import ExcerptRule, excerpt_of, rest_of
from playbook_plugins.blog.listings.order import by_age, named_apart, newest_first
from playbook_plugins.blog.model import Post, PostDate
from playbook_plugins.blog.reader import PostReader, PostRules, without_marks
from playbook_plugins.blog.readtime import TYPOGRAPHIC, minutes

DAY = PostDate(datetime(2026, 1, 5, tzinfo=UTC))


def post(path: str, uid: str = "a", named: bool = False) -> Post:
    return Post(path=path, uid=uid, title=path, date=DAY, named=named)


def test_posts_of_one_moment_stand_as_files_do_in_a_folder():
    paths = ["p/b.md", "p/ab.md", "p/a.md", "p/z/a.md", "p/index.md", "p/c/index.md", "p/c/a.md"]
    ordered = [each.path for each in newest_first(map(post, paths))]
    assert ordered == [
        "p/index.md",
        "p/a.md",
        "p/ab.md",
        "p/b.md",
        "p/c/index.md",
        "p/c/a.md",
        "p/z/a.md",
    ]
    assert [each.path for each in by_age(map(post, paths))] == ordered[::-1]


def test_two_files_of_one_name_are_two_posts():
    posts = [post("p/b/a.md"), post("p/a.md"), post("p/c/a.md", named=True), post("p/d/x.md", "x")]
    uids = {each.path: each.uid for each in named_apart(posts)}
    assert uids["p/c/a.md"] == "a", "the author's own stays"
    assert uids["p/d/x.md"] == "x"
    assert len(set(uids.values())) == 4
    assert all(uid.startswith(("a", "x")) for uid in uids.values())
    assert uids == {each.path: each.uid for each in named_apart(reversed(posts))}


@pytest.mark.parametrize(
    "written, read",
    [
        ("The *big* **one**", "The big one"),
        ("`snake_case` and snake_case_too", "snake_case and snake_case_too"),
        ("A [link](https://a.example/) and ![P](p.png)", "A link and P"),
        ("Salt &amp; <b>pepper</b>", "Salt & pepper"),
        (r"C\# and 2 * 3 * 4", "C# and 2 * 3 * 4"),
    ],
)
def test_a_headings_marks_are_no_part_of_a_title(written, read):
    assert without_marks(written) == read


@pytest.mark.parametrize(
    "line, what",
    [
        ("date: {updated: 2026-01-01}", "does not say when the post was created"),
        ("date: {created: 2026-01-01, reviewed: later}", '"later" is not a date'),
        ("date: {created: soon}", '"soon" is not a date'),
    ],
)
def test_a_wrong_date_is_named_once(line, what):
    problems: list[object] = []
    reader = PostReader("p/a.md", "p/a.md", PostRules(), problems.append)
    assert reader.read(f"---\n{line}\n---\n") is None
    [problem] = problems
    assert what in str(problem)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>It's one, two-three; four_five &amp; six.</p>" * 60,
        "<p>Text<img src=a><img src=b></p>" * 9,
        "<p>Text</p><script>one two</script><svg><g>three</g></svg><style>a b</style>" * 50,
        "<p>日本語 のテキスト</p>" * 200,
        "<pre><code><span>a</span> = <span>1</span></code></pre><!-- one two three -->" * 70,
    ],
)
def test_reading_takes_as_long_as_with_materials_blog(html):
    for speed in (5, 200, 265):
        assert minutes(html, speed) == readtime(html, speed)


def test_words_are_counted_alike_in_plain_texts_and_in_others():
    signs, chance = f"ab_ 0\n.,-'\t\x1c\x85éあ{TYPOGRAPHIC}", random.Random(7)
    for _ in range(3000):
        html = "".join(chance.choice(signs) for _ in range(chance.randrange(9)))
        assert minutes(html, 1) == readtime(html, 1), repr(html)  # a minute for each word


def test_an_excerpts_headings_stand_below_the_posts_title_and_lead_to_the_post():
    html = '<h1 id="t">T</h1><h2 id="one">One <em>x</em></h2><p>A</p><!-- more --><p>B</p>'
    made = excerpt_of(html, ExcerptRule(), "u")
    assert made.html == (
        '<h3 id="u--one"><a class="toclink" href="#one">One <em>x</em></a></h3><p>A</p>'
    )
    assert rest_of(html, ExcerptRule()) == "<p>B</p>"


def test_nothing_behind_the_separator_is_no_more():
    assert not excerpt_of("<p>A</p>\n<!-- more -->\n", ExcerptRule(), "u").more
