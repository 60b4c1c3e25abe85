"""What of a page's HTML is found, and under which address."""

from __future__ import annotations

import json

import pytest

from playbook_plugins.search.entry import page_entry, plain_title
from playbook_plugins.search.model import SearchComment, Section
from playbook_plugins.search.sections import sections_of, text_of

SHEET = """
<playbook-worksheet worksheet-id="land" kind="checklist"><form id="land">
<header class="pb-head"><h2 class="pb-title" id="land.title">Land</h2></header>
<noscript><p>You can print this sheet.</p></noscript>
<fieldset class="pb-section"><legend><h3 id="smart">Think smart</h3></legend>
<ul class="pb-items">
<li class="pb-item" id="land--region" data-item="region"><div class="pb-line">
<input type="checkbox" id="land--region.check"><label for="land--region.check">Pick <b>one</b>
region</label> <span class="pb-required">required</span></div>
<ul class="pb-items"><li class="pb-item" id="land--site"><label>Name the site</label></li></ul>
<p class="pb-help">Not the world</p></li></ul></fieldset>
<div class="pb-field" id="land--day"><label>Day of the talk</label><input type="date"></div>
<table><tbody><tr class="pb-row" id="land--row"><td><label>Goal</label>
<textarea>Five pilots</textarea><select><option>Noise</option></select></td></tr></tbody></table>
<template><p>Never</p></template>
</form></playbook-worksheet><p>After it</p>
"""


def test_a_heading_with_an_id_begins_a_section():
    html = (
        '<h1 id="top">Pump &amp; house<a class="headerlink" href="#top" title="Link">#</a></h1>'
        "<p>First\nline &lt;b&gt;</p><p>Sec<em>on</em>d</p>"
        '<h2 id="how">How</h2><ul><li>One</li><li>Two</li></ul><h3>No id</h3><p>Still how</p>'
    )
    assert sections_of(html) == [
        Section("", "Pump & house", "First line <b>\nSecond"),
        Section("how", "How", "One\nTwo\nNo id\nStill how"),
    ]


def test_items_fields_and_rows_of_a_sheet_have_addresses_of_their_own():
    assert sections_of(SHEET) == [
        Section("", "", ""),
        Section("land", "Land", ""),
        Section("smart", "Think smart", "After it"),
        Section("land--region", "Pick one region", "Not the world"),
        Section("land--site", "Name the site", ""),
        Section("land--day", "Day of the talk", ""),
        Section("land--row", "Goal", "Five pilots"),
    ]


def test_a_tip_is_a_section_that_ends_with_it():
    html = (
        '<h1 id="t">Tips</h1><p>Before</p><div class="pb-tip" id="ask-first" data-labels="x">'
        '<p class="pb-tip-title">Ask first</p><div><p>Then speak.</p></div></div><p>After</p>'
    )
    assert sections_of(html) == [
        Section("", "Tips", "Before\nAfter"),
        Section("ask-first", "Ask first", "Then speak."),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<script>secret()</script>",
        "<script>if (a<b) '<p>secret</p>'</script>",
        "<style>.secret{}</style>",
        "<p data-search-exclude>secret <em>more</em> secret</p>",
        '<div data-search-exclude=""><div>secret</div><p>secret</p></div>',
        '<h2 id="x" data-search-exclude>secret</h2>',
        "<span data-search-exclude><span>a</span>secret</span>",
        "<!-- secret <p>secret</p> -->",
        "<!-- secret",
        "<template><div>secret</div></template>",
        "<svg><text>secret</text></svg>",
        '<img alt="secret">',
        '<p title="secret">x</p>',
    ],
)
def test_what_is_no_text_of_the_page_is_not_found(html):
    entry = page_entry("a/", "Page", f"<p>before</p>{html}<p>after</p>")
    assert "secret" not in entry.document + entry.terms
    assert " after " in f" {entry.terms} " or html == "<!-- secret"


@pytest.mark.parametrize(
    "html",
    [
        "<" * 50_000,
        "<!--" * 50_000,
        '<a "' * 50_000,
        "<p>" * 50_000,
        "</p>" * 50_000,
        "<h1 id='a'>" * 5_000,
        '<li class="pb-item" id="a--b">' * 5_000,
        "<script>" * 50_000,
        "&" * 50_000,
        "&amp;" * 50_000,
        "a < b > c <3 <-- x",
        "\x00<p>\x00</p>",
        '<h2 id="">x</h2><h2 id=x>y</h2><h2 ID="z">w</h2>',
    ],
)
def test_any_html_is_read(html):
    # Reading is linear: what grew with the square of the length would never end here.
    assert page_entry("a/", "", html).url == "a/"


def test_title_tags_and_comments_belong_to_a_page():
    remarks = [
        SearchComment("c7", " Ana\nB. ", "<p>We tried the <b>quiet</b> start</p><p>Twice</p>")
    ]
    entry = page_entry("a/", "A  title", "<p>Text</p>", tags=["Big deals"], remarks=remarks)
    assert json.loads(entry.document) == [
        *("a/", "A title", ["Big deals"]),
        [["", "A title", "Text"], ["c7", "Ana B.", "We tried the quiet start\nTwice"]],
    ]
    assert {"title", "big", "deals", "ana", "quiet", "twice"} <= set(entry.terms.split())
    assert len(entry.terms.split()) == len(entry.weights)
    assert text_of("<h2 id='x'>A</h2><p>b</p>") == "A\nb"


def test_a_title_counts_more_than_a_heading_and_a_heading_more_than_text():
    html = "<h1 id='a'>Alpha</h1><p>gamma delta delta delta</p><h2 id='b'>Beta</h2>"
    entry = page_entry("a/", "", html)
    weight = dict(zip(entry.terms.split(), entry.weights, strict=True))
    assert weight["alpha"] > weight["beta"] > weight["delta"] > weight["gamma"]
    boosted = page_entry("a/", "", html, boost=3)
    more = dict(zip(boosted.terms.split(), boosted.weights, strict=True))
    assert all(more[term] > weight[term] for term in weight)


def test_a_title_that_carries_its_escaping_is_text_again():
    class Escaped(str):
        def __html__(self) -> str:
            return self

    assert plain_title(Escaped("A &lt; B")) == "A < B"
    assert plain_title("A &lt; B") == "A &lt; B"
