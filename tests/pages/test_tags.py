"""The tags of a finished page: what a browser takes for one, and nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from playbook_plugins.pages.tags import tags_in


class Parser(HTMLParser):
    """Python's own, as the judge."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        first = {name: value or "" for name, value in reversed(attributes)}
        self.found.append((tag, {name: first[name] for name in dict(attributes)}))

    handle_startendtag = handle_starttag


PAGES = [
    "<p>One</p><br/><IMG SRC=a.png Alt='x > y'>",
    '<a href="?a=1&amp;b=2" title="a onclick=">x</a>',
    "<input type=checkbox checked disabled/>",
    '<p id="a" id="b">x</p>',
    "<script>if (a < b) { '<b>' }</script><i>y</i>",
    "<style>p > b { content: '<u>' }</style>",
    "<!-- <b> --><i>x</i><!-- open <u>",
    "a < b <3 <p>x</p> </p>",
    '<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
]


@pytest.mark.parametrize("page", PAGES)
def test_names_and_attributes_are_those_that_pythons_own_parser_finds(page):
    judge = Parser()
    judge.feed(page)
    judge.close()
    assert [(tag.name, tag.attributes) for tag in tags_in(page)] == judge.found


def test_a_tag_knows_its_place_and_a_script_what_is_in_it():
    page = "<p>x</p><script src='a.js'>run('</p>')</script>"
    _, script = tags_in(page)
    assert page[script.start : script.end] == "<script src='a.js'>"
    assert script.inside == "run('</p>')"
