"""Threads: counted once, nested without loss, harmless whatever they hold."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from playbook_plugins.comments import reading_order
from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.model import Comment, Thread
from playbook_plugins.comments.reading_order import replies
from playbook_plugins.comments.thread import author_url, body_html, comments_line, post_url

AT = datetime(2026, 1, 1, tzinfo=UTC)


def comment(id: str, parent: str = "", **more) -> Comment:
    values = {"author": "A", "date": datetime(2026, 1, len(id), tzinfo=UTC), "body": "Text", **more}
    return Comment(id=id, parent=parent, **values)


@pytest.mark.parametrize(
    ("count", "closed", "line"),
    [
        (0, False, "No comments"),
        (1, False, "1 comment"),
        (3, False, "3 comments"),
        (0, True, "Comments closed"),
        (2, True, "2 comments"),
        (None, False, "Comments"),
    ],
)
def test_the_line_says_how_many(count, closed, line):
    assert comments_line(count, closed) == line


def test_approved_answers_to_hidden_comments_are_shown_and_counted():
    thread = Thread("t", (comment("a", state="spam"), comment("bb", "a"), comment("ccc", "bb")))
    shown = replies(thread)
    assert thread.count == len(shown) == 2
    assert [(reply.comment.id, reply.depth) for reply in shown] == [("bb", 0), ("ccc", 1)]


def test_answers_in_a_ring_are_shown_once_each():
    thread = Thread("t", (comment("a", "bb"), comment("bb", "a"), comment("ccc", "bb")))
    assert sorted(reply.comment.id for reply in replies(thread)) == ["a", "bb", "ccc"]


def test_a_thousand_answers_deep_is_shown_within_the_page():
    chain = tuple(
        Comment(
            f"c{n}",
            "A",
            datetime(2026, 1, 1, 0, n // 60, n % 60, tzinfo=UTC),
            "x",
            parent=f"c{n - 1}" if n else "",
        )
        for n in range(600)
    )
    shown = replies(Thread("t", chain))
    assert len(shown) == 600 and max(reply.depth for reply in shown) <= 4


def order(thread: Thread, *given, **more) -> list[tuple[str, int, bool]]:
    return [(each.comment.id, each.depth, each.folded) for each in replies(thread, *given, **more)]


def test_an_answer_keeps_its_place_whatever_is_capped_folded_or_held():
    """Below what readers see of the chain above it: also where the comment above is rejected."""
    said = (
        comment("a"),
        comment("bb", "a", state="rejected"),
        comment("ccc"),
        comment("dddd", "bb"),
        comment("eeeee", "dddd", state="erased", author="", body=""),
        comment("ffffff", "eeeee"),
        comment("ggggggg", "ccc", state="erased", author="", body=""),
    )
    whole = [("a", 0), ("dddd", 1), ("eeeee", 2), ("ffffff", 3), ("ccc", 0)]
    assert [each[:2] for each in order(Thread("t", said))] == whole
    folded = order(Thread("t", said), unfolded=2)
    assert [each[:2] for each in folded] == whole
    assert [each[0] for each in folded if each[2]] == ["a", "ccc"]
    below = replies(Thread("t", said), unfolded=2)[1]
    assert below.answers.id == "a", "what it answers is out of sight"
    assert [each[:2] for each in order(Thread("t", said), most=2)] == [
        ("dddd", 0),
        ("eeeee", 1),
        ("ffffff", 2),
    ]
    turned = [each[0] for each in order(Thread("t", said), newest_first=True)]
    assert turned == ["ccc", "a", "dddd", "eeeee", "ffffff"]


def test_ten_thousand_answers_deep_are_put_in_order_at_once():
    """Looking up the whole chain for each would take 50 million steps."""
    steps = 0

    class Counting(dict):
        def __getitem__(self, key):
            nonlocal steps
            steps += 1
            return super().__getitem__(key)

    chain = {f"c{n}": comment(f"c{n}", f"c{n - 1}" if n else "", date=AT) for n in range(10_000)}
    known = Counting(chain)
    assert reading_order._ringed(known) == set()
    shown = reading_order._shown_above(known, known, set())
    assert shown["c9999"] == "c9998" and steps < 50_000


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)><a href='javascript:alert(1)'>x</a></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></math>",
    '<p style="background:url(javascript:alert(1))" onclick=alert(1)>x</p>',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["text", "html"])
def test_hostile_bodies_run_nothing(text, form):
    found: list[tuple[str, dict]] = []

    class Elements(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Elements().feed(body_html(comment("a", body=text, format=form)))
    for tag, attributes in found:
        assert tag in {"p", "a", "br"}
        assert set(attributes) <= {"href", "rel"}
        assert attributes.get("href", "https:").startswith(("http", "mailto:"))


def test_plain_text_keeps_its_paragraphs_and_links_its_addresses():
    made = body_html(comment("a", body="One\ntwo\n\nSee https://example.org/a?b=1&c=2."))
    assert made.startswith("<p>One<br>two</p><p>See <a href=")
    assert 'rel="ugc nofollow noopener"' in made and made.endswith("</a>.</p>")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:x", "//evil", "ftp://x", "http://[", ""]
)
def test_an_authors_odd_address_is_no_link(url):
    assert author_url(comment("a", url=url)) == ""


def test_posting_opens_a_prefilled_mail_or_form():
    mail = post_url("mailto:c@x.org", 'A & "b"\r\nBcc: d@x.org', "https://x.org/p/", "first")
    assert mail.startswith("mailto:c@x.org?subject=Comment%20on%3A%20A%20%26%20%22b%22")
    assert "\n" not in mail and "Bcc:" not in mail
    form = post_url("https://git.org/new?t={title}&u={url}", "{url} a&b", "https://x.org", "u")
    assert form == "https://git.org/new?t=%7Burl%7D%20a%26b&u=https%3A%2F%2Fx.org"
    assert post_url("", "t", "u", "i") == ""


def test_one_bad_comment_does_not_take_the_others_with_it():
    problems: list = []
    text = (
        "thread: t\ncomments:\n"
        "  - {id: a, author: A, date: 2026-01-01, body: One}\n"
        "  - {id: b, author: B, date: soon, body: Two}\n"
        "  - {id: a, author: C, date: 2026-01-02, body: Three}\n"
    )
    thread = LedgerReader("t.yml", problems.append).read(text, "t")
    assert [each.id for each in thread.comments] == ["a"]
    assert [problem.line for problem in problems] == [4, 5]


def test_a_costly_text_is_shown_as_words_only():
    """A megabyte of open tags takes a cleaner hours; its words are encoded, none is lost."""
    costly = "<b>" * 300_000 + "<i title=x>R&amp;D</i> <script>run()</script> 1 < 2"
    made = body_html(comment("a", body=costly, format="html"))
    assert made.startswith("<pre>") and made.count("<") == 2
    assert "R&amp;D" in made and "1 &lt; 2" in made
    spaces = body_html(comment("b", body="a\n" + " " * (1 << 20) + "b\n\nc"))
    assert spaces.count("<p>") == 2
