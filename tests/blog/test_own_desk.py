"""Settings of a discussion that work on the author's desk and nowhere else are named."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from playbook_plugins.blog.discussions import Discussions

PUBLIC, PREVIEW = "https://coach.example/", "http://127.0.0.1:8000/"


def told(address, url="https://talk.example", to=""):
    options = SimpleNamespace(
        comments_provider="isso",
        comments_provider_url=url,
        comments_provider_settings={},
        comments_live=False,
        comments_post_to=to,
    )
    problems: list = []
    Discussions(options, "en").choose_provider(address, problems.append)
    return [str(each) for each in problems]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8090", "http://localhost:8090", "http://0.0.0.0:8090", "http://[::1]:8090"],
)
def test_a_provider_on_the_authors_machine_is_no_provider_of_a_public_site(url):
    (problem,) = told(PUBLIC, url)
    assert "each reader's own machine" in problem and "coach.example" in problem
    assert told(PREVIEW, url) == [] and told("", url) == []


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("coach@coach.example", "Write mailto:coach@coach.example"),
        ("issues/new", "Write mailto:… or https://…"),
        ("mailto:coach@coach.example", ""),
        ("https://git.example/new?title={title}", ""),
        ("", ""),
    ],
)
def test_where_a_comment_goes_has_to_be_a_way(to, words):
    problems = told(PUBLIC, to=to)
    assert [words in each for each in problems] == ([True] if words else [])
