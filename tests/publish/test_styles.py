"""Small style sheets come with the page."""

from __future__ import annotations

import re

import pytest

from playbook_plugins.bundle import FOLDER, STATIC, hashed
from playbook_plugins.publish.light.styles import SMALL, Styles

BLOG = f"{FOLDER}/{hashed(SMALL[0], (STATIC / SMALL[0]).read_bytes())}"
LINK = '<link rel="stylesheet" href="{}{}">\n'
PAGE = "<html><head><title>Post</title></head><body>{}<p>Words</p></body></html>"


@pytest.mark.parametrize("before", ["", "../../", "https://example.org/site/"])
def test_a_small_sheet_stands_in_the_head_once_however_often_it_is_asked_for(before):
    link = LINK.format(before, BLOG)
    made = Styles().written_into(PAGE.format(link + "<p>A</p>" + link))
    sheet = (STATIC / SMALL[0]).read_text().strip()
    assert made == PAGE.format("<p>A</p>").replace("</head>", f"<style>{sheet}</style>\n</head>")
    assert Styles().written_into(made) == made


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(""),
        PAGE.format(LINK.format("", f"{FOLDER}/playbook.12345678.css")),
        PAGE.format(f"<p>{BLOG}</p>"),
        LINK.format("", BLOG),  # no page: a part of one
        PAGE.format(LINK.format("", f"{BLOG}?x")),
    ],
)
def test_other_pages_stay_as_they_are(page):
    assert Styles().written_into(page) == page


@pytest.mark.parametrize("name", SMALL)
def test_what_is_written_into_pages_is_small_and_asks_for_nothing(name):
    text = (STATIC / name).read_text()
    assert len(text) < 8000
    assert not re.search(r"url\(|@import|@charset|</", text)
