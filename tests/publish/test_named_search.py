"""The theme's search dialog gets the name of its field."""

from __future__ import annotations

from playbook_plugins.publish.light.pages import named

DIALOG = '<div class="md-search" data-md-component="search" role="dialog">'
FIELD = '<input type="text" class="md-search__input" name="query" aria-label="{}" required>'


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
