"""Excerpts: cut once, re-based for every view."""

from __future__ import annotations

import pytest

from playbook_plugins.blog.excerpt import (
    ExcerptRule,
    excerpt_of,
    rebase,
    rebased,
    rest_of,
)

POST = (
    '<h1 id="t">Title<a class="headerlink" href="#t">#</a></h1><p id="p">One <b>two</b>.</p>'
    "<!-- more --><p>Three.</p>"
)


def test_an_excerpt_ends_at_the_separator_without_title_and_with_ids_of_its_own():
    excerpt = excerpt_of(POST, ExcerptRule(), "first")
    assert excerpt.html == '<p id="first--p">One <b>two</b>.</p>'
    assert excerpt.more


def test_without_a_separator_the_description_stands_in_as_text():
    excerpt = excerpt_of("<p>Body</p>", ExcerptRule(description="Ben & <Co>"), "first")
    assert excerpt.html == "<p>Ben &amp; &lt;Co&gt;</p>"


def test_without_both_it_is_whole_paragraphs_within_the_budget():
    paragraph = f"<p>{'word ' * 40}</p>"
    excerpt = excerpt_of(paragraph * 4, ExcerptRule(), "first")
    assert excerpt.html.count("<p>") == 2 and excerpt.more
    assert not excerpt_of(paragraph, ExcerptRule(), "first").more


def test_open_elements_are_closed_where_the_excerpt_ends():
    made = excerpt_of(
        "<ul><li><p>One<!-- more --></p></li><li>Two</li></ul>", ExcerptRule(), "x"
    ).html
    assert made == "<ul><li><p>One</p></li></ul>"


def test_a_worksheet_becomes_a_link_to_itself():
    html = (
        '<p>Before</p><playbook-worksheet worksheet-id="land" kind="action-plan">'
        '<form id="land"><input id="land--a.check"></form></playbook-worksheet><p>After</p>'
        "<!-- more -->"
    )
    made = excerpt_of(html, ExcerptRule(), "x").html
    assert 'href="#land">Open the action plan</a>' in made
    assert "<form" not in made and "After" in made


def test_script_and_style_never_reach_a_listing():
    html = (
        '<link rel="stylesheet" href="x.css"><script src="x.js"></script><p>Text</p><!-- more -->'
    )
    assert excerpt_of(html, ExcerptRule(), "x").html == "<p>Text</p>"


def test_escaped_text_stays_escaped():
    made = excerpt_of(
        "<p>&lt;script&gt; &amp; &#60;b&#62;</p><!-- more -->", ExcerptRule(), "x"
    ).html
    assert made == "<p>&lt;script&gt; &amp; &#60;b&#62;</p>"


@pytest.mark.parametrize(
    ("address", "on", "to", "moved"),
    [
        ("../other/", "blog/2026/first/", "blog/", "2026/other/"),
        ("#part", "blog/first/", "blog/page/2/", "../../first/#part"),
        ("picture.png", "blog/first/", "blog/", "first/picture.png"),
        ("../../playbook/land/#x", "blog/first/", "", "playbook/land/#x"),
        (
            "../playbook/x.html?a=1#b",
            "blog/first.html",
            "blog/page/2.html",
            "../../playbook/x.html?a=1#b",
        ),
        ("https://example.org/../x", "blog/first/", "blog/", "https://example.org/../x"),
        ("mailto:a@b.c", "blog/first/", "blog/", "mailto:a@b.c"),
        ("/root/", "blog/first/", "blog/", "/root/"),
        ("..", "blog/first/", "blog/", "./"),
    ],
)
def test_links_work_from_every_view(address, on, to, moved):
    assert rebase(address, on, to) == moved


def test_only_addresses_in_tags_are_moved():
    html = '<p title="href=x"><a href="../b/?x=1&amp;y=2">href="../c/"</a></p>'
    made = rebased(html, "blog/a/", "blog/")
    assert made == '<p title="href=x"><a href="b/?x=1&amp;y=2">href="../c/"</a></p>'


@pytest.mark.parametrize("mark", ["<!-- more -->", "<!--more-->", "<!-- More -->", "<!--  MORE-->"])
def test_blanks_and_capitals_in_the_separator_do_not_count(mark):
    content = f"<p>One.</p>\n{mark}\n<p>Two.</p>"
    found = excerpt_of(content, ExcerptRule(), "a")
    assert found.more and "Two" not in found.html
    assert rest_of(content, ExcerptRule()).strip() == "<p>Two.</p>"
