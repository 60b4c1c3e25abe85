"""A refresh: asks politely, believes nothing, keeps what it has when a blog fails."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from datetime import UTC, datetime

import pytest

from playbook_plugins.blogroll.fetch import fetch
from playbook_plugins.blogroll.model import FeedError, FollowedBlog, Newest
from playbook_plugins.blogroll.refresh import refresh
from playbook_plugins.shared.fetch import Policy, is_public

from .serving import reply, serving

NOW = datetime(2026, 11, 25, tzinfo=UTC)
HERE = Policy(private={"127.0.0.1"})
QUICK = Policy(seconds=0.6, private={"127.0.0.1"})


def rss(title: str = "Newest", link: str = "https://blog.example/n/") -> bytes:
    return (
        f"<rss version='2.0'><channel><title>B</title><link>https://blog.example/</link>"
        f"<item><title>{title}</title><link>{link}</link>"
        f"<pubDate>Tue, 24 Nov 2026 09:30:00 GMT</pubDate></item></channel></rss>"
    ).encode()


@pytest.fixture
def server():
    with serving() as running:
        yield running


def one(address: str, old: Newest | None = None, policy: Policy = HERE):
    cache = {address: old} if old else {}
    kept, [outcome] = refresh([FollowedBlog("B", address)], cache, NOW, policy)
    return kept.get(address), outcome


def test_the_newest_post_is_found_and_the_next_time_only_asked_for_when_it_changed(server):
    def answer(asked):
        if asked.headers.get("if-none-match") == '"v1"':
            return reply(status="304 Not Modified")
        return reply(rss(), ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 09:30:00 GMT")

    address = server.feed("/feed", answer)
    found, outcome = one(address)
    assert outcome.result == "new"
    assert (found.title, found.link) == ("Newest", "https://blog.example/n/")
    assert found.time == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    again, outcome = one(address, found)
    assert outcome.result == "same" and again == found
    assert server.asked[1].headers["if-modified-since"] == "Tue, 24 Nov 2026 09:30:00 GMT"
    assert "if-none-match" not in server.asked[0].headers


def test_a_nothing_changed_that_was_not_asked_for_is_a_failure(server):
    address = server.feed("/feed", reply(status="304 Not Modified"))
    found, outcome = one(address)
    assert found is None and outcome.result == "failed"


def bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * 1024**2) for _ in range(300)) + packer.flush()


def slowly(*pieces: bytes, pause: float = 0.1):
    def answer(_):
        for piece in pieces:
            yield piece
            time.sleep(pause)

    return answer


def endless(_):
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    for _ in range(100_000):
        yield b" " * 65536


def dribbled_head(_):
    yield b"HTTP/1.1 200 OK\r\n"
    for n in range(1000):
        yield f"X-{n}: x\r\n".encode()[:3]
        time.sleep(0.05)


def chunked(*pieces: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in pieces)


FAULTS = {
    "not there": (reply(status="404 Not Found"), "answered 404"),
    "gone": (reply(status="410 Gone"), "gone for good"),
    "too many": (reply(status="429 Too Many Requests"), "answered 429"),
    "broken": (reply(status="500 Oops"), "answered 500"),
    "a page": (reply(b"<html><body>Hi</body></html>"), "no feed"),
    "a doctype": (reply(b"<!DOCTYPE rss [<!ENTITY a 'a'>]>" + rss()), "DOCTYPE"),
    "an entity file": (
        reply(b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss>&x;</rss>"),
        "DOCTYPE",
    ),
    "nothing": (reply(), "is empty"),
    "cut": (reply(rss()[:100], length=len(rss())), "broke off"),
    "cut chunks": (chunked(rss())[:-90], "broke off"),
    "cut xml": (reply(rss()[:100]), "is not XML"),
    "large": (reply(b"x", length=None) + b" " * (3 * 1024**2), "larger than 2 MiB"),
    "endless": (endless, "larger than 2 MiB"),
    "gzip bomb": (reply(bomb(), Content_Encoding="gzip"), "larger than 2 MiB"),
    "damaged gzip": (reply(b"\x1f\x8b\x08nonsense", Content_Encoding="gzip"), "damaged"),
    "cut gzip": (reply(gzip.compress(rss())[:-20], Content_Encoding="gzip"), "broke off"),
    "unknown packing": (reply(rss(), Content_Encoding="br"), "packed"),
    "silent": (slowly(b"", pause=3), "within 0.6 seconds"),
    "dribbled body": (slowly(reply(b"", length=5000), *([b" "] * 60)), "within 0.6 seconds"),
    "dribbled head": (dribbled_head, "within 0.6 seconds"),
    "dribbled without a length": (
        slowly(reply(rss(), length=None), *([b" "] * 60)),
        "within 0.6 seconds",
    ),
    "no web server": (b"220 mail.example ESMTP\r\n", "not what a web server says"),
    "long head": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000, "not what a web server says"),
    "many heads": (
        b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 500 + b"\r\n",
        "not what a web server says",
    ),
    "hangs up": (b"", "what a web server says"),
    "to nowhere": (reply(status="302 Found", Location="file:///etc/passwd"), "no address"),
    "to a script": (reply(status="302 Found", Location="javascript:1"), "no address"),
    "without a place": (reply(status="301 Moved"), "no address"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_in_words_and_the_old_entry_stays(server, name):
    answer, words = FAULTS[name]
    old = Newest("Old", "https://blog.example/old/", etag='"v0"')
    found, outcome = one(server.feed("/feed", answer), old, QUICK)
    assert outcome.result == "failed" and words in outcome.why
    assert found == old


def test_packed_and_chunked_feeds_are_read(server):
    packed = server.feed("/gzip", reply(gzip.compress(rss()), Content_Encoding="gzip"))
    deflated = server.feed("/deflate", reply(zlib.compress(rss()), Content_Encoding="deflate"))
    pieces = chunked(*[rss()[at : at + 20] for at in range(0, len(rss()), 20)], b"")
    for address in (packed, deflated, server.feed("/chunks", pieces)):
        assert one(address)[0].title == "Newest"
    assert server.asked[0].headers["accept-encoding"] == "gzip"
    assert "mkdocs-playbook" in server.asked[0].headers["user-agent"]


def test_redirects_are_followed_and_a_lasting_one_is_told(server):
    server.feed("/feed", reply(rss()))
    for status, told in (("301 Moved", True), ("308 Moved", True), ("302 Found", False)):
        address = server.feed(f"/{status[:3]}", reply(status=status, Location="/feed"))
        found, outcome = one(address)
        assert found.title == "Newest"
        assert outcome.moved == (server.url("/feed") if told else "")


def test_redirects_end(server):
    server.feed("/a", reply(status="302 Found", Location="/b"))
    server.feed("/b", reply(status="302 Found", Location="/a"))
    assert "redirected more than 5 times" in one(server.url("/a"))[1].why
    assert len(server.asked) == 6


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "[::1]", "0.0.0.0", "2130706433"])
def test_a_redirect_never_leads_into_a_private_network(server, host):
    server.feed("/secret", reply(rss("Secret")))
    away = reply(status="302 Found", Location=server.url("/secret", host))
    found, outcome = one(server.feed("/feed", away))
    assert found is None and "private network" in outcome.why
    assert [asked.path for asked in server.asked] == ["/feed"]


def test_an_address_on_a_private_network_is_refused_unless_the_author_says_so(server):
    address = server.feed("/feed", reply(rss()))
    assert "private network" in one(address, policy=Policy())[1].why
    assert server.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:7f00:1::", False),
        ("2002:c0a8:101::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("no address", False),
    ],
)
def test_only_addresses_of_the_public_network_are_connected_to(address, public):
    assert is_public(address) is public


def test_a_name_that_means_a_private_address_is_refused(server, monkeypatch):
    """The name is looked up once: what is checked is what is connected to."""
    looked = []

    def look(host, port, **_):
        looked.append(host)
        address = "93.184.216.34" if len(looked) > 1 else "127.0.0.1"
        return [(0, 0, 0, "", (address, port))]

    monkeypatch.setattr("socket.getaddrinfo", look)
    with pytest.raises(FeedError, match="private network"):
        fetch(f"http://rebinding.example:{server.port}/feed")
    assert looked == ["rebinding.example"]


def test_a_server_that_never_finishes_shaking_hands_is_left(server):
    address = server.url("/feed").replace("http:", "https:")
    _, outcome = one(address, policy=QUICK)
    assert outcome.result == "failed"


def test_nobody_there_and_no_such_name_are_said(server, monkeypatch):
    free = server.url("/x").replace(str(server.port), "9")
    assert "nothing answers" in one(free)[1].why
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [])
    assert "there is no nowhere.example" in one("https://nowhere.example/feed")[1].why


def test_many_blogs_are_asked_side_by_side_and_one_failure_stays_its_own(server):
    together = threading.Barrier(4)  # none is answered before four have been asked

    def answer(asked):
        together.wait(60)
        number = int(asked.path[1:])
        return reply(rss(f"Post {number}"), status="500 Oops" if number == 5 else "200 OK")

    blogs = [FollowedBlog(f"B{n}", server.feed(f"/{n}", answer)) for n in range(12)]
    heard = []
    cache, outcomes = refresh(
        blogs, {"https://left.example/": Newest("x")}, NOW, HERE, heard.append
    )
    assert [each.blog.title for each in outcomes] == [f"B{n}" for n in range(12)]
    assert len(heard) == 12
    assert [each.blog.title for each in outcomes if each.result == "failed"] == ["B5"]
    assert len(cache) == 11 and "https://left.example/" not in cache


def test_what_a_server_calls_its_version_cannot_forge_a_header(server):
    odd = reply(rss(), ETag='"a\x00b"', Last_Modified="x" * 5000)
    found, _ = one(server.feed("/feed", odd))
    assert (found.etag, found.modified) == ("", "")
