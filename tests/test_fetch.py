"""One fetcher, two trusts: a stranger is asked directly and checked, our own server by proxies."""

from __future__ import annotations

import pytest

from playbook_plugins.shared.fetch import NoAnswerError, Policy, fetch

from .blogroll.serving import reply, serving

STRANGER = Policy(seconds=5)
OWN = Policy(seconds=5, redirects=0, public=False)


@pytest.fixture
def server():
    with serving() as running:
        yield running


def test_only_ones_own_server_is_asked_by_the_offices_proxy(server, monkeypatch):
    """A proxy would look a stranger's name up itself, and connect to whatever it means."""
    monkeypatch.setenv("http_proxy", server.url(""))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr("socket.getaddrinfo", _only_here)
    server.feed("http://talk.example/x", reply(b"by proxy"))
    assert fetch("http://talk.example/x", OWN).content == b"by proxy"
    with pytest.raises(NoAnswerError, match=r"unknown talk\.example"):
        fetch("http://talk.example/x", STRANGER)
    assert len(server.asked) == 1


def _only_here(host, port, *_, **__):
    if host != "127.0.0.1":
        raise OSError("no such name")
    return [(2, 1, 6, "", (host, port))]


def test_ones_own_server_may_stand_in_the_own_network_and_leads_nowhere(server):
    server.feed("/x", reply(status="302 Found", Location="/y"))
    answer = fetch(server.url("/x"), OWN)
    assert (answer.status, answer.headers["Location"]) == (302, "/y")
    with pytest.raises(NoAnswerError, match="private"):
        fetch(server.url("/x"), STRANGER)
    assert len(server.asked) == 1


@pytest.mark.parametrize("policy", [STRANGER, OWN])
@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example/x", "data:,x", "x"])
def test_nothing_but_the_web_is_opened(address, policy):
    with pytest.raises(NoAnswerError, match="address"):
        fetch(address, policy)


def test_what_an_error_says_is_read_and_capped(server):
    server.feed("/x", reply(b"sorry", status="404 No"))
    assert fetch(server.url("/x"), OWN).content == b"sorry"
    server.feed("/y", reply(b"s" * 100_000, status="500 Oops"))
    answer = fetch(server.url("/y"), OWN)
    assert (answer.status, answer.content) == (500, b"")
