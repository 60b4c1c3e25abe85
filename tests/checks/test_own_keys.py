"""A site's own keys of front matter are no misspelt ones; one slip of the fingers is."""

from __future__ import annotations

import pytest

from playbook_plugins.checks.front_matter_keys import Reads, check_keys
from playbook_plugins.shared.front_matter import read
from playbook_plugins.shared.problems import is_slip

PLAIN = """
abstract address adr audience author badge banner body book canonical card chapter city client
code color comment company contact content country course cover created css data day department
details difficulty docs duration edition email event example excerpt faq feature file flow
footer format github goal group guide header image images industry intro issue item keywords
kind label lang last layout lead level license link list location logo material menu meta month
name notes number objective office organization outline owner page parent permalink person phone
photo picture place plan points position price priority product project published question quote
rank rating reading region release report resource revision_date review role room score section
sidebar site skill social speaker stage start state step subject summary support table tag
target team text theme time toc tool topic track type unit update updated url venue version
video weight word year
"""
"""Words that sites use as keys of their own."""
OF_POSTS_TOO = {"comment", "link", "tag"}
"""One letter short of a key that is read of a post."""


@pytest.mark.parametrize("post", [False, True])
def test_plain_words_are_nobody_elses_slip(post):
    for name in PLAIN.split():
        front = read(f"---\n{name}: x\n---\n\nText.\n")
        stops, found = check_keys(front, "p.md", Reads(post=post, tags=False))
        assert not stops and (not found or (post and name in OF_POSTS_TOO)), name


def test_a_key_that_stands_there_already_was_not_meant_again():
    front = read("---\ntags: [a]\ntag: b\ndescription: x\ndescriptions: [y]\n---\n\nText.\n")
    assert check_keys(front, "p.md", Reads(post=True)) == ([], [])


def test_what_a_site_names_is_its_own_whatever_it_holds():
    front = read("---\ntilte: x\nstatus: [a]\nicon: 5\n---\n\nText.\n")
    own = frozenset({"tilte", "status", "icon"})
    assert check_keys(front, "p.md", Reads(own=own)) == ([], [])
    assert len(check_keys(front, "p.md", Reads())[1]) == 2


def test_nothing_of_a_sites_own_makes_a_draft_of_it_and_a_draft_stays_one():
    for line in ("craft: IPA", "drafts: [a, b]", "published: 2020-01-01", "raft: 3"):
        assert check_keys(read(f"---\n{line}\n---\n\nText.\n"), "p.md", Reads()) == ([], [])
    for line in ("Draft: true", "darft: yes", "published: no", "isDraft: true"):
        stops, _ = check_keys(read(f"---\n{line}\n---\n\nText.\n"), "p.md", Reads())
        assert len(stops) == 1, line


def test_a_slip_is_one_letter_and_in_a_short_word_less():
    assert all(is_slip(each, "title") for each in ("tilte", "titl", "titlee", "tutle"))
    assert not any(is_slip(each, "title") for each in ("title", "file", "tidal", "subtitle"))
    assert is_slip("tag", "tags") and is_slip("slugg", "slug") and is_slip("dtae", "date")
    assert not any(is_slip(*each) for each in (("side", "hide"), ("data", "date"), ("spin", "pin")))
