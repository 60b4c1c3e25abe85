"""The policy of a site: exactly what its pages need, and nothing that a page could slip in."""

from __future__ import annotations

import pytest

from playbook_plugins.pages.after_build import Wishes, finish_site
from playbook_plugins.pages.policy import (
    Needs,
    digest,
    origin_of,
    policy_text,
    read_tags,
)
from playbook_plugins.pages.tags import tags_in

PAGE = (
    '<!doctype html>\n<html><head>\n<meta charset="utf-8">\n<title>T</title></head>'
    "<body>{}</body></html>"
)


def policy_of(text: str) -> dict[str, list[str]]:
    needs = Needs()
    read_tags(list(tags_in(text)), needs)
    lines = [line.split() for line in policy_text(needs).split("; ")]
    return {words[0]: words[1:] for words in lines}


def test_a_plain_page_may_load_from_its_own_site_only():
    policy = policy_of(PAGE.format("<p>Text</p>"))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert "unsafe" not in str(policy) and "frame-src" not in policy


def test_inline_scripts_and_styles_are_named_by_their_text():
    # The digest of "1+1": openssl dgst -sha256 -binary | base64
    assert digest("1+1") == "'sha256-Shsh2HauAMjtXE0c3gnGH4phtQ/jcKgBsQwzmDHzcKs='"
    inside = "<script>1+1</script><style>p{}</style><p style='color:red'>x</p>"
    policy = policy_of(PAGE.format(inside))
    assert digest("1+1") in policy["script-src"]
    assert digest("p{}") in policy["style-src"]
    assert policy["style-src-attr"] == [digest("color:red"), "'unsafe-hashes'"]


@pytest.mark.parametrize(
    "text",
    [
        '<script type="application/json">{"a": 1}</script>',
        '<script type="application/ld+json">{}</script>',
        "<!-- <script>away()</script> -->",
        "<p>&lt;script&gt;no()&lt;/script&gt;</p>",
    ],
)
def test_what_does_not_run_is_not_named(text):
    assert policy_of(PAGE.format(text))["script-src"] == ["'self'"]


def test_line_ends_count_as_one_sign_as_browsers_read_them():
    assert digest("a\r\nb") == digest("a\nb")


def test_embedded_origins_and_the_comment_provider_are_let_in():
    widget = '{"script": "https://talk.example/embed.js"}'.replace('"', "&quot;")
    policy = policy_of(
        PAGE.format(
            '<img src="https://pics.example/a.png"><iframe src="https://film.example/x"></iframe>'
            f'<playbook-live-comments widget="{widget}"></playbook-live-comments>'
            '<playbook-live-counts endpoint="https://counts.example"></playbook-live-counts>'
        )
    )
    assert "https://pics.example" in policy["img-src"]
    assert policy["frame-src"] == ["https://film.example", "https://talk.example"]
    assert "https://talk.example" in policy["script-src"]
    assert policy["connect-src"] == ["'self'", "https://counts.example", "https://talk.example"]
    assert "https://pics.example" not in policy["script-src"]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.example; script-src *",
        "https://x.example'unsafe-inline'",
        "https://x.example,https://y",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://*",
        "a/b.png",
    ],
)
def test_no_address_writes_into_the_policy(address):
    assert origin_of(address) == ""


def test_one_policy_for_all_pages_before_the_first_script_and_twice_is_once(tmp_path):
    for name, script in (("index.html", "one()"), ("deep/index.html", "two()")):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(PAGE.format(f"<script>{script}</script>"), "utf-8")
    policy = finish_site(tmp_path, Wishes(policy=True)).policy
    first = (tmp_path / "index.html").read_bytes()
    assert digest("one()") in policy and digest("two()") in policy
    assert first.index(b"charset") < first.index(b"Content-Security") < first.index(b"<script>")
    finish_site(tmp_path, Wishes(policy=True))
    assert (tmp_path / "index.html").read_bytes() == first


def test_an_inline_handler_is_told_with_its_page(tmp_path):
    (tmp_path / "index.html").write_text(PAGE.format('<a href="#" onclick="go()">x</a>'), "utf-8")
    (tmp_path / "fine.html").write_text(PAGE.format('<p title="a onclick=">one=two</p>'), "utf-8")
    [(told, cure)] = finish_site(tmp_path, Wishes(policy=True)).warnings
    assert told == "index.html: onclick= will not run under the Content-Security-Policy."
    assert cure == "Listen from a script file instead."


DIAGRAM = '<pre class="mermaid"><code>graph LR</code></pre>'
THEME = '<script src="assets/javascripts/bundle.1.min.js"></script>'
OWN = '<script src="assets/mermaid.min.js"></script>'


def test_a_diagram_that_the_theme_would_fetch_is_named_with_a_cure(tmp_path):
    for name, inside in {
        "flow": DIAGRAM + THEME,
        "steps": '<pre class="wide mermaid">a</pre>' + THEME,
        "words": "<pre class='mermaids'>a</pre><code>mermaid</code>" + THEME,
        "plain": DIAGRAM,
    }.items():
        (tmp_path / f"{name}.html").write_text(PAGE.format(inside))
    [(what, cure)] = finish_site(tmp_path, Wishes(policy=True)).warnings
    assert what.startswith("flow.html and steps.html hold Mermaid diagrams. The theme fetches")
    assert "unpkg.com, and the Content-Security-Policy forbids that" in what
    assert "extra_javascript: [assets/mermaid.min.js]" in cure


def test_a_copy_of_the_site_s_own_draws_under_the_policy(tmp_path):
    inside = f"<style>p{{}}</style><p style='color: red'>x</p>{DIAGRAM}{THEME}{OWN}"
    (tmp_path / "flow.html").write_text(PAGE.format(inside))
    assert finish_site(tmp_path, Wishes(policy=True)).warnings == []
    policy = policy_of(PAGE.format(inside))
    # A digest would make browsers pass over the word that lets the drawing have its styles.
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["style-src-attr"] == ["'unsafe-inline'"]
    assert policy["script-src"] == ["'self'"]
