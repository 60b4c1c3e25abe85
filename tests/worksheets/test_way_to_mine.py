"""The way to "My worksheets" in a header: once, before search, and only where a header is known."""

from __future__ import annotations

import pytest

from playbook_plugins.worksheets.way_to_mine import with_way_to_mine

SEARCH = '<label class="md-header__button md-icon" for="__search">?</label>'
HEADER = '<header class="md-header"><nav class="md-header__inner">{}</nav></header><nav></nav>'


def made(output: str, instant: bool = False) -> str:
    return with_way_to_mine(output, "../mine/?a&b", 'Mine "x"', instant)


def test_it_stands_before_search_and_says_where_it_leads():
    page = made(HEADER.format(SEARCH))
    assert page.index("pb-to-mine") < page.index("__search")
    assert (
        'href="../mine/?a&amp;b" title="Mine &quot;x&quot;" aria-label="Mine &quot;x&quot;"' in page
    )
    assert "<script" not in page
    assert made(page) == page, "once"


def test_without_search_it_ends_the_header_and_instant_navigation_gets_a_whole_address():
    page = made(HEADER.format("<a>Logo</a>"), instant=True)
    assert page.index("Logo") < page.index("pb-to-mine") < page.index("</nav>")
    assert page.count("<script>document.currentScript.previousElementSibling.href") == 1


@pytest.mark.parametrize("page", ["<header>Own theme</header>", "", "<p>md-header</p>"])
def test_another_theme_stays_as_it_is(page):
    assert made(page) == page
