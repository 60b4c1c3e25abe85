"""The theme's search dialog gets the name of its field, and its script the last place in line."""

from __future__ import annotations

import re

import markdown

from playbook_plugins.pages.accessibility import name_boxes, name_search
from playbook_plugins.pages.loading import send_later
from playbook_plugins.shared.page_edits import Edits
from playbook_plugins.shared.theme import script_in

DIALOG = '<div class="md-search" data-md-component="search" role="dialog">'
FIELD = '<input type="text" class="md-search__input" name="query" aria-label="{}" required>'


def named(text: str) -> str:
    page = Edits(text)
    name_search(page)
    return page.made()


def later(text: str) -> str:
    page = Edits(text)
    send_later(page, script_in(text))
    return page.made()


def test_the_dialog_is_called_what_its_field_is_called_in_any_language():
    page = f"<body>{DIALOG}{FIELD.format('Suche &amp; Fund')}</body>"
    assert 'role="dialog" aria-label="Suche &amp; Fund">' in named(page)


def test_a_name_that_a_site_gave_stays_and_naming_twice_changes_nothing():
    given = f"{DIALOG[:-1]} aria-label='Ours'>{FIELD.format('Search')}"
    assert named(given) == given
    once = named(DIALOG + FIELD.format("Search"))
    assert named(once) == once


def test_a_page_without_the_themes_search_stays_as_it_is():
    for page in ("<p>Words</p>", DIALOG, FIELD.format("Search")):
        assert named(page) == page


SCRIPT = '<script src="../assets/javascripts/bundle.a5f9d56c.min.js"{}></script>'


def test_the_themes_script_comes_after_the_styles():
    page = f"<body><p>Words</p>{SCRIPT}<script src='more.js'></script></body>"
    asked = SCRIPT.format(' fetchpriority="low"')
    assert later(page.format("")) == page.format(' fetchpriority="low"')
    assert later(asked) == asked


def test_a_page_without_the_themes_script_or_with_one_of_its_own_stays_as_it_is():
    for page in (
        "<p>assets/javascripts/bundle.js</p>",
        SCRIPT.format(" defer") + '<script src="x.js"></script>',
        '<a href="assets/javascripts/bundle.js">Download</a><script src="x.js"></script>',
    ):
        assert later(page) == page


def boxes(text: str) -> str:
    page = Edits(text)
    name_boxes(page, "Done", 'Open "yet"')
    return page.made()


def test_each_box_of_a_task_list_says_how_its_task_stands():
    text = "- [ ] Ring them\n- [x] Write **it** down\n"
    for options in ({}, {"custom_checkbox": True}, {"clickable_checkbox": True}):
        configs = {"pymdownx.tasklist": options}
        made = markdown.markdown(text, extensions=["pymdownx.tasklist"], extension_configs=configs)
        found = re.findall(r'<input type="checkbox"[^>]*>', boxes(made))
        assert [re.search('aria-label="([^"]*)"', each)[1] for each in found] == [
            "Open &quot;yet&quot;",
            "Done",
        ]
        assert re.sub(' aria-label="[^"]*"', "", boxes(made)) == made


def test_other_boxes_keep_the_names_that_they_have():
    for box in (
        '<input type="checkbox" id="a" disabled/>',
        '<input type="checkbox" disabled aria-label="Ours"/>',
        '<input class="md-toggle" type="checkbox" disabled/>',
    ):
        assert boxes(f"<p>{box} Words</p>") == f"<p>{box} Words</p>"
