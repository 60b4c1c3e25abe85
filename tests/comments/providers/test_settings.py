"""What a site says of its provider is checked before anything is asked or printed."""

from __future__ import annotations

import json

import pytest

from playbook_plugins.comments.providers import PROVIDERS, SettingsError, Topic, provider_of

from .made import SETTINGS, SITE, provider

URL = "https://talk.coach.example"
TOPIC = Topic("first", "The first", f"{SITE}blog/first/")


@pytest.mark.parametrize(
    ("name", "url", "values", "said"),
    [
        ("iso", URL, {}, 'Did you mean "isso"?'),
        ("isso", "", {}, "isso needs its address"),
        ("isso", "ftp://x", {}, "is not a web address"),
        ("isso", "https://u:p@x.example", {}, "is not a web address"),
        ("isso", "https://x.example/?a=b", {}, "is not a web address"),
        ("isso", "https://x.example:99999", {}, "is not a web address"),
        ("isso", "https://x.example\n.evil", {}, "is not a web address"),
        ("isso", URL, {"prefx": "/"}, 'Did you mean "prefix"?'),
        ("isso", URL, {"bodies": "no"}, "bodies is a yes or no"),
        ("isso", URL, {"prefix": ["/"]}, "prefix is not a text"),
        ("isso", URL, {"attributes": {"onload": "x"}}, '"onload" cannot be an attribute'),
        ("isso", URL, {"attributes": "data-x"}, "not made of names and values"),
        ("giscus", "", {"repo": "a/b"}, "giscus needs repo_id"),
        ("remark42", URL, {}, "remark42 needs site"),
    ],
)
def test_a_wrong_setting_is_named_with_its_cure(name, url, values, said):
    with pytest.raises(SettingsError) as caught:
        provider_of(name, url, values, SITE)
    assert said in str(caught.value)


def test_what_needs_the_sites_address_says_so():
    for name in ("remark42", "comentario"):
        with pytest.raises(SettingsError, match="Set site_url"):
            provider_of(name, URL, SETTINGS[name])
    assert provider_of("", "") is None


@pytest.mark.parametrize("name", sorted(PROVIDERS))
def test_a_widget_is_plain_and_names_the_thread_by_its_uid(name):
    made = provider(name, URL).widget(TOPIC)
    plain = json.dumps(made.as_plain())
    assert made.origin == URL and made.script.startswith(f"{URL}/")
    assert "first" in plain and "blog/first" not in plain, "the post may move"
    assert provider(name, URL).thread_url(TOPIC).startswith("https://")


def test_keys_are_made_of_the_uid():
    keys = {name: provider(name, URL).key("first") for name in PROVIDERS}
    assert keys == {
        "isso": "/first",
        "giscus": "first",
        "remark42": "https://coach.example/first",
        "comentario": "/first",
    }
    assert provider("isso", URL, prefix="").key("first") == "first"


def test_only_batches_are_live():
    live = {name: provider(name, URL).live() for name in PROVIDERS}
    assert live["giscus"] is None
    assert live["isso"] == {"provider": "isso", "endpoint": URL}
    assert live["remark42"] == {"provider": "remark42", "endpoint": URL, "place": "acme"}
    assert live["comentario"]["place"] == "coach.example"


def test_no_provider_is_asked_while_pages_are_built(monkeypatch):
    import socket

    def refuse(*_args, **_more):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in PROVIDERS:
        made = provider(name, URL)
        made.widget(TOPIC), made.live(), made.thread_url(TOPIC)
