"""Texts near a megabyte that would cost the square of their size: simplified, and named.

No clock: each of these took minutes or hours before, so a test that ends has passed.
"""

from __future__ import annotations

import pytest

from playbook_plugins.imports.cleaning import comment_body
from playbook_plugins.imports.html_to_markdown import convert, is_harmless
from playbook_plugins.imports.simplifying import LONGEST, MOST_WORK, work

from .bringing import Site, entry, feed

MOST = 1 << 20
HEAVY = {"stars": "*a ", "backticks": "`x", "brackets": "[a](", "tags": "< ", "pictures": "![ "}
SPACE = {
    "lines in code": "<pre>a" + "\n" * MOST + "b</pre>",
    "lines": "a" + "\n" * MOST + "b",
    "spaces": "a" + " " * MOST + "b",
    "signs of a heading": "<h2>" + "#" * MOST + "x</h2>",
    "tags that stay open": "<div>" * (MOST // 5) + "b",
}


@pytest.mark.parametrize("sign", HEAVY.values(), ids=list(HEAVY))
def test_a_paragraph_of_signs_keeps_its_words_in_short_paragraphs(sign):
    made = convert(f"<p>First.</p><p>{sign * (100_000 // len(sign))}</p>")
    assert made.simplified and made.text.startswith("First.")
    assert is_harmless(made.text)
    assert max(map(len, made.text.split("\n\n"))) <= LONGEST * 6
    # Twice the text is twice the work, where it was four times.
    twice = convert(f"<p>First.</p><p>{sign * (200_000 // len(sign))}</p>")
    assert work(twice.text) < 2.2 * work(made.text)


def test_a_long_post_as_people_write_them_stays_as_it_is():
    made = convert(
        "<p>Some <b>bold</b> words, <a href='https://a.example/'>a link</a>.</p>" * 5_000
    )
    assert not made.simplified and work(made.text) < MOST_WORK
    assert made.text.count("**bold**") == 5_000


@pytest.mark.parametrize("markup", SPACE.values(), ids=list(SPACE))
def test_a_megabyte_of_white_space_or_one_sign_is_read_once(markup):
    assert is_harmless(convert(markup).text)
    assert comment_body(markup)[0]


def test_the_import_names_what_it_simplified(tmp_path):
    site = Site(tmp_path)
    export = tmp_path / "old.xml"
    export.write_text(feed(entry(1, "Of stars", "<p>" + "*a " * 40_000 + "</p>")), "utf-8")
    said = site.bring("blogger", export)
    assert said.code == 0
    assert "Simplified to words" in said.text and "Of stars" in said.text
