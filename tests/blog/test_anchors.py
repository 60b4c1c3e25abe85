"""Places in a listing: ours, and those that links into a listing of Material's blog lead to."""

from __future__ import annotations

from playbook_plugins.blog.excerpt import ExcerptRule, excerpt_of

POST = (
    '<h1 id="three-plans">Three plans</h1>\n<p>One.</p>\n<h2 id="first">First</h2>'
    '<p>Two.</p><!-- more --><h2 id="second">Second</h2>'
)


def test_an_excerpt_knows_the_ids_of_its_headings_in_the_post():
    assert excerpt_of(POST, ExcerptRule(), "plans").anchors == ("three-plans", "first")
    assert excerpt_of(POST, ExcerptRule("", "Described."), "plans").anchors == ("three-plans",)
    assert excerpt_of("<p>One.</p>", ExcerptRule(), "plans").anchors == ()
