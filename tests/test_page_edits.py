"""Several changes to one page, made at once."""

from __future__ import annotations

from playbook_plugins.shared.page_edits import Edits


def test_changes_are_made_where_they_were_found_whatever_their_order():
    page = Edits("one two three")
    page.put(8, 13, "drei")
    page.put(0, 3, "")
    page.put(4, 4, "und ")
    assert page.made() == " und two drei"


def test_at_one_place_what_came_first_stands_first_and_before_what_goes():
    page = Edits("<head></head>")
    page.put(6, 6, "a")
    page.put(6, 13, "b")
    page.put(6, 6, "c")
    assert page.made() == "<head>acb"


def test_a_page_that_nobody_changes_is_the_one_that_was_given():
    text = "x" * 100
    assert Edits(text).made() is text
