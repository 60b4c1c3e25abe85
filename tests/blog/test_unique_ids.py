"""Texts of several posts on one page: what belongs together in one stays apart from the others."""

from __future__ import annotations

import pytest
from lxml import html

from playbook_plugins.blog.excerpt import ExcerptRule, copied, excerpt_of, rebased
from playbook_plugins.blog.unique_ids import marked

TABS = (
    '<div class="tabbed-set" data-tabs="1:2">'
    '<input checked="checked" id="__tabbed_1_1" name="__tabbed_1" type="radio">'
    '<input id="__tabbed_1_2" name="__tabbed_1" type="radio">'
    '<label for="__tabbed_1_1">One</label><label for="__tabbed_1_2">Two</label></div>'
)
COUPLED = {
    "tabs": TABS,
    "one open at a time": '<details name="faq" id="q1"><summary>Q</summary></details>',
    "named by others": '<p id="a">A</p><b aria-labelledby="a a" aria-owns="a">B</b>',
    "forms": '<form id="f"></form><input form="f" list="l"><datalist id="l"></datalist>',
    "openers": '<button popovertarget="p" commandfor="p">B</button><p id="p" popover>P</p>',
    "maps": '<img usemap="#m" alt=""><map name="m"><area href="x/"></map>',
    "pictures": '<svg><defs><path id="p"/></defs><use href="#p"/><use xlink:href="#p"/>'
    '<g fill="url(#p)" style="filter: url(\'#p\')"></g></svg>',
    "tables": '<table><tr><th id="h">H</th></tr><tr><td headers="h">D</td></tr></table>',
}
IDS = ("@id", "@name", "@for", "@list", "@form", "@headers", "@popovertarget", "@commandfor")


@pytest.mark.parametrize("name", COUPLED)
def test_what_two_excerpts_hold_never_meets(name):
    made = [
        excerpt_of(f"{COUPLED[name]}<!-- more -->", ExcerptRule(), uid).html
        for uid in ("one", "two")
    ]
    for each, uid in zip(made, ("one", "two"), strict=True):
        found = html.fragment_fromstring(each, create_parent=True)
        values = [value for kind in IDS for value in found.xpath(f".//{kind}")]
        values += " ".join(found.xpath(".//@*[starts-with(name(), 'aria-')]")).split()
        values += [value.lstrip("#") for value in found.xpath(".//@usemap | .//use/@*")]
        assert all(value.startswith(f"{uid}--") for value in values), each
        for plain in ("url(#p", "url('#p"):
            assert plain not in each.replace("&#x27;", "'")
        # What is named is there.
        ids = {*found.xpath(".//@id"), *found.xpath(".//map/@name")}
        for kind in (".//@for", ".//@usemap", ".//use/@*", ".//@headers", ".//@list"):
            assert {value.lstrip("#") for value in found.xpath(kind)} <= ids, each


def test_other_names_and_links_stay():
    plain = '<input name="city" type="text"><a href="#part">P</a><a href="x/#y">Y</a>'
    assert (
        excerpt_of(f"<p>{plain}</p><!-- more -->", ExcerptRule(), "one").html == f"<p>{plain}</p>"
    )


def test_a_picture_s_parts_stay_on_the_page_and_links_lead_to_the_post():
    made = rebased('<use href="#one--p"></use><a href="#part">P</a>', "blog/one/", "blog/")
    assert made == '<use href="#one--p"></use><a href="one/#part">P</a>'


def test_one_post_twice_on_a_page():
    card = excerpt_of(f"{TABS}<p>one--two</p><!-- more -->", ExcerptRule(), "one").html
    again = marked(card, "one", "1")
    ids = html.fragment_fromstring(card, create_parent=True).xpath(".//@id | .//@name")
    more = html.fragment_fromstring(again, create_parent=True).xpath(".//@id | .//@name")
    assert not {*ids} & {*more}
    assert "<p>one--two</p>" in again


def test_a_tip_elsewhere_has_names_of_its_own():
    made = copied(f"<p>A</p>{TABS}", "tip-ask")
    assert 'name="tip-ask--__tabbed_1"' in made and 'for="tip-ask--__tabbed_1_1"' in made
