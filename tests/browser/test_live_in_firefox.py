"""Live counts and the provider's widget in Firefox: what Chromium is tested for, at its core."""

from __future__ import annotations

import shutil

import pytest

from .conftest import absent
from .firefox import Firefox, until
from .test_live_comments import GIVEN, desk, discussion, host, line, listing

__all__ = ["desk", "host"]
STANDING = "document.querySelector('playbook-live-comments').dataset.standing"
ASKED = "document.querySelector('playbook-live-counts')?.hasAttribute('asked')"
LOAD = ".pb-live-desk button"


@pytest.fixture(scope="module")
def firefox():
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        absent("Firefox is not here (Debian: sudo apt install firefox-esr)")
    opened = Firefox(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("isso", ""),
        ("giscus", "first1"),
        ("remark42", "https://coach.example/first"),
        ("comentario", "/first"),
    ],
)
def test_the_widget_loads_when_the_reader_says_so_and_not_before(firefox, desk, host, name, shown):
    url = desk.page("post", discussion(name, host.url))
    firefox.open(url)
    until(firefox, STANDING, "asking")
    assert host.asked == []
    firefox.click(LOAD)
    until(firefox, STANDING, "loaded")
    place = "document.querySelector('.pb-live-area > :first-child > *').innerText"
    assert firefox.run(place) == shown and len(host.asked) == 1
    firefox.open(url)
    until(firefox, STANDING, "asking")
    assert len(host.asked) == 1, "once is not always"


def test_always_is_remembered_and_a_failure_is_said(firefox, desk, host):
    url = desk.page("post", discussion("isso", host.url))
    firefox.open(url)
    until(firefox, STANDING, "asking")
    firefox.click(".pb-live-always input")
    host.fault = "404"
    firefox.click(LOAD)
    until(firefox, STANDING, "failed")
    assert firefox.run("document.querySelector('#static').innerText").startswith("A comment")
    host.fault = ""
    firefox.open(url)
    until(firefox, STANDING, "loaded")
    assert firefox.run("Object.keys(localStorage)") == [f"{GIVEN}{host.name}"]


def test_a_listing_asks_once_and_says_what_the_build_would(firefox, desk, host):
    host.counts = [3, 0, 4]
    lines = (
        line("a", "No comments")
        + line("b", "2 comments")
        + line("c", "Comments", ' data-comments-offset="2"')
    )
    firefox.open(desk.page("blog", listing("isso", host.url, lines, elements=2)))
    until(firefox, ASKED)
    assert host.asked == ["POST /count"]
    said = [firefox.run(f"document.querySelector('#{id}').innerText") for id in "abc"]
    assert said == ["3 comments on Post", "No comments on Post", "6 comments on Post"]


@pytest.mark.parametrize("fault", ["500", "html", "huge", "redirect", "no leave", "dead"])
def test_a_dead_provider_changes_nothing(firefox, desk, host, fault):
    host.counts, host.fault = [9], fault
    if fault == "dead":
        host.close()
    firefox.open(desk.page("blog", listing("isso", host.url, line("a", "2 comments"))))
    until(firefox, ASKED)
    assert firefox.run("document.querySelector('#a').innerText") == "2 comments on Post"


def test_a_listing_without_live_counts_asks_nobody(firefox, desk, host):
    firefox.open(desk.page("blog", line("a", "2 comments")))
    assert host.asked == []
