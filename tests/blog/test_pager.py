"""Page numbers, told apart from the site that shows them."""

from __future__ import annotations

import pytest
from paginate import Page

from playbook_plugins.blog.listings.pager import Pager, Paging

SIGNS = {
    "link_attr": {"class": "link"},
    "curpage_attr": {"class": "here"},
    "dotdot_attr": {"class": "dots"},
    "symbol_first": "first",
    "symbol_previous": "previous",
    "symbol_next": "next",
    "symbol_last": "last",
}


def urls(count: int) -> list[str]:
    return [f"../{number}/" for number in range(1, count + 1)]


def shown(number: int, count: int, form: str = "~2~") -> list[str]:
    pager = Pager(number, urls(count), form, Paging(count * 10, 10))
    return [f"[{p.text}]" if p.kind == "current" else p.text for p in pager.parts]


def test_the_ends_the_neighbours_and_gaps():
    assert shown(1, 3) == ["[1]", "2", "3"]
    assert shown(10, 20) == ["1", "..", "8", "9", "[10]", "11", "12", "..", "20"]
    assert shown(4, 20) == ["1", "2", "3", "[4]", "5", "6", "..", "20"]
    assert shown(5, 9, "~0~") == ["1", "..", "[5]", "..", "9"]


FORMS = (
    "~2~",
    "~1~",
    "$link_first $link_previous ~3~ $link_next $link_last",
    "Page $page of ${page_count}: $first_item to $last_item of $item_count, $$5 $unknown",
    "$link_previous | $link_next",
    "$items_per_page a page, first $first_page, last $last_page ~0~",
    "<b>~1~</b>",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("count", [2, 3, 9])
def test_called_as_materials_partial_does_it_answers_as_materials_pager_does(form, count):
    """Material uses the library `paginate`; a site's format must mean the same here."""
    posts = list(range(count * 4 - 1))
    for number in range(1, count + 1):
        theirs = Page(posts, page=number, items_per_page=4, url_maker=lambda n: f"../{n}/")
        pager = Pager(number, urls(count), form, Paging(len(posts), 4))
        assert _sorted(pager(SIGNS)) == _sorted(theirs.pager(format=form, **SIGNS))


def _sorted(html: str) -> str:
    """With attributes of a link in one order."""
    import re

    def order(tag: re.Match[str]) -> str:
        return f"<{tag[1]} {' '.join(sorted(tag[2].split()))}>"

    return re.sub(r"<(\w+) ([^>]*)>", order, html)


def test_an_address_is_encoded_where_it_is_written():
    pager = Pager(1, ["./", '"><script>'], "~2~ $link_next", Paging(2, 1))
    assert "<script>" not in pager(SIGNS)


def test_our_row_keeps_its_words_unless_the_format_places_them():
    assert not Pager(1, urls(3), "~2~", Paging(3, 1)).holds("previous")
    assert Pager(1, urls(3), "$link_previous ~2~", Paging(3, 1)).holds("previous")


def test_only_addresses_that_are_shown_are_written():
    asked = []

    def written(url):
        asked.append(url)
        return f"../{url}"

    pager = Pager(50, [f"page/{n}/" for n in range(1, 101)], "~1~", Paging(1000, 10), written)
    assert (pager.previous_url, pager.next_url) == ("../page/49/", "../page/51/")
    assert [part.url for part in pager.parts if part.url] == [
        f"../page/{n}/" for n in (1, 49, 50, 51, 100)
    ]
    assert len(asked) < 10
