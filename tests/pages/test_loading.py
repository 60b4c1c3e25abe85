"""Small style sheets come with the page."""

from __future__ import annotations

import re

import pytest

from playbook_plugins.pages.loading import SMALL, SmallStyles
from playbook_plugins.shared.bundle import FOLDER, STATIC, hashed
from playbook_plugins.shared.page_edits import Edits

BLOG = f"{FOLDER}/{hashed(SMALL[0], (STATIC / SMALL[0]).read_bytes())}"
LINK = '<link rel="stylesheet" href="{}{}">\n'
PAGE = "<html><head><title>Post</title></head><body>{}<p>Words</p></body></html>"


def written(text: str) -> str:
    page = Edits(text)
    SmallStyles().write_into(page, text.find("</head>"))
    return page.made()


@pytest.mark.parametrize("before", ["", "../../", "https://example.org/site/"])
def test_a_small_sheet_stands_in_the_head_once_however_often_it_is_asked_for(before):
    link = LINK.format(before, BLOG)
    made = written(PAGE.format(link + "<p>A</p>" + link))
    sheet = (STATIC / SMALL[0]).read_text().strip()
    assert made == PAGE.format("<p>A</p>").replace("</head>", f"<style>{sheet}</style>\n</head>")
    assert written(made) == made


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(""),
        PAGE.format(LINK.format("", f"{FOLDER}/playbook.12345678.css")),
        PAGE.format(f"<p>{BLOG}</p>"),
        PAGE.format(LINK.format("", f"{BLOG}?x")),
    ],
)
def test_other_pages_stay_as_they_are(page):
    assert written(page) == page


@pytest.mark.parametrize("name", SMALL)
def test_what_is_written_into_pages_is_small_and_asks_for_nothing(name):
    text = (STATIC / name).read_text()
    assert len(text) < 8000
    assert not re.search(r"url\(|@import|@charset|</", text)
