"""What providers send becomes threads: whole, cleaned, without e-mail or network addresses."""

from __future__ import annotations

import importlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook_plugins.comments.ledger import LedgerReader
from playbook_plugins.comments.ledger_text import thread_text
from playbook_plugins.comments.model import Thread
from playbook_plugins.comments.providers import PROVIDERS, gate

from .made import entry, thread_raw

NAMES = sorted(PROVIDERS)


def parse(name: str, raw: bytes):
    return importlib.import_module(f"playbook_plugins.comments.providers.{name}").parse_thread(raw)


@pytest.mark.parametrize("name", NAMES)
def test_a_thread_keeps_its_people_texts_dates_and_answers(name):
    found = parse(name, thread_raw(name, [entry(1), entry(2, 1), entry(3)]))
    first, second, third = sorted(found.comments, key=lambda each: each.date)
    assert [each.author for each in (first, second, third)] == ["Person 1", "Person 2", "Person 3"]
    assert second.parent == first.id and not first.parent and not third.parent
    assert first.body == "<p>Remark 1</p>" and first.format == "html"
    assert first.date.isoformat().startswith("2026-11-24T09:01:00")
    assert first.origin.startswith(f"{name}:") and found.complete


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_to_a_deleted_comment_stands_where_that_stood(name):
    found = parse(name, thread_raw(name, [entry(1, gone=True), entry(2, 1)]))
    assert [each.author for each in found.comments] == ["Person 2"]
    assert found.comments[0].parent == "" and len(found.deleted) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_mail_and_no_network_address_comes_in(name):
    mail = entry(1, author="Ines Calder <ines@acme.example>", url="mailto:ines@acme.example")
    bare = entry(2, author="ines@acme.example")
    network = entry(3, author="Anonymous 203.0.113.77"), entry(4, author="2001:db8::7")
    found = parse(name, thread_raw(name, [mail, bare, *network]))
    authors = [each.author for each in sorted(found.comments, key=lambda each: each.date)]
    assert authors == ["Ines Calder", "ines", "Anonymous", "Anonymous"]
    text = thread_text(Thread("t", found.comments))
    for secret in ("acme.example", "203.0.113", "10.1.2", "2001:db8"):
        assert secret not in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p onclick=x>Hi<script>alert(1)</script></p>", "<p>Hi</p>"),
        ("<img src=x onerror=alert(1)>", gate.NOTHING_LEFT),
        ("", gate.NOTHING_LEFT),
        ("<p>a\u202eb\x00c\ud800</p>", "<p>ab c </p>"),
    ],
)
def test_bodies_are_clean_before_they_reach_a_file(name, body, left):
    assert parse(name, thread_raw(name, [entry(1, body=body)])).comments[0].body == left


@pytest.mark.parametrize("name", ["isso", "giscus", "comentario"])
@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "https://u:p@x.example", "https://x\n.example", "//x", "http://["],
)
def test_odd_addresses_of_authors_are_dropped(name, url):
    assert parse(name, thread_raw(name, [entry(1, url=url)])).comments[0].url == ""


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_in_reads_back_the_same_from_the_ledger(name):
    hostile = ["null", "2026-01-01", "- x: {", "'\"#: &a *a", "é\u2028\x85ü", "🙂" * 90, "\u200d"]
    entries = [entry(n + 1, author=text, body=text + "\n\n  x\t") for n, text in enumerate(hostile)]
    found = parse(name, thread_raw(name, entries))
    problems: list = []
    thread = Thread("t", found.comments)
    assert LedgerReader("t", problems.append).read(thread_text(thread), "t") == thread
    assert problems == [] and len(found.comments) == len(hostile)


WRONG = [b"", b"null", b"[]", b"[1]", b"{}", b'"x"', b"\xff", b'{"replies": 3}', b"NaN", b"1e999"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("raw", [*WRONG, b"[" * 9999, b'{"a":' * 200, b"1" * 5000])
def test_wrong_answers_are_refused_in_words(name, raw):
    with pytest.raises(gate.RefusedError, match=r"[a-z].*\."):
        parse(name, raw)


def test_a_text_of_nothing_but_quotes_is_measured_in_time():
    with pytest.raises(gate.RefusedError):
        gate.decoded(b'"' + b'\\"' * 2_000_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_value_anywhere_is_taken_or_refused(name, data):
    value = json.loads(thread_raw(name, [entry(1), entry(2, 1)]))
    for _ in range(data.draw(st.integers(1, 3))):
        _put(value, data)
    try:
        found = parse(name, json.dumps(value).encode())
    except gate.RefusedError:
        return
    for comment in found.comments:
        assert comment.author and comment.body and comment.date.tzinfo
        assert gate.clean_body(comment.body, "") == comment.body
        assert comment.url == "" or comment.url.startswith(("http://", "https://"))


def _put(value, data) -> None:
    """Put any value somewhere inside `value`."""
    places: list = []

    def walk(inside) -> None:
        keys = list(inside) if isinstance(inside, dict) else range(len(inside))
        for key in keys:
            places.append((inside, key))
            if isinstance(inside[key], dict | list):
                walk(inside[key])

    walk(value)
    if places:
        inside, key = data.draw(st.sampled_from(places))
        inside[key] = data.draw(JSON)


def test_counts_are_numbers_or_unknown():
    isso = importlib.import_module("playbook_plugins.comments.providers.isso")
    remark42 = importlib.import_module("playbook_plugins.comments.providers.remark42")
    comentario = importlib.import_module("playbook_plugins.comments.providers.comentario")
    assert isso.parse_counts(b"[3, 0]", ["/a", "/b"]) == {"/a": 3, "/b": 0}
    some = b'[{"url": "a", "count": 0}, {"url": "z", "count": 9}]'
    assert remark42.parse_counts(some, ["a", "b"]) == {"a": 0, "b": None}
    absent = b'{"commentCounts": {"/a": 0}}'
    assert comentario.parse_counts(absent, ["/a", "/b"]) == {"/a": 0, "/b": None}
    for raw in (b"[1]", b"[1, -1]", b"[1, true]", b"[1, 2.0]", b'[1, "2"]', b"[1, 99999999999]"):
        with pytest.raises(gate.RefusedError):
            isso.parse_counts(raw, ["/a", "/b"])
