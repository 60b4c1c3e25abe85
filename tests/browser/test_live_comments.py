"""A provider in the page: nothing before consent, one request a listing, no harm by failures."""

from __future__ import annotations

import html
import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from playbook_plugins.comments.providers import Topic, provider_of
from tests.comments.providers.made import SETTINGS
from tests.comments.providers.test_isso import Office

from .conftest import STATIC, quiet, rested
from .serving import QuietServer, Server

WORDS = {
    "none": "No comments",
    "one": "1 comment",
    "other": "{n} comments",
    "closed": "Comments closed",
}
GIVEN = "playbook:coach.example:comments:"
ISSO = "document.getElementById('isso-thread').append(document.createElement('p'));"
SCRIPTS = {
    "/js/embed.min.js": ISSO + "window.Isso={init(){window.inits=(window.inits??0)+1},"
    f"fetchComments(){{{ISSO}}}}};",
    "/client.js": "const s=document.currentScript;const f=document.createElement('i');"
    "f.textContent=s.dataset.term+s.dataset.strict;document.querySelector('.giscus').append(f);",
    "/web/embed.mjs": "window.REMARK42={createInstance(c){const f=document.createElement('i');"
    "f.textContent=c.url;document.getElementById('remark42').append(f)}};"
    "window.REMARK42.createInstance(window.remark_config);",
    "/comentario.js": "customElements.define('comentario-comments',class extends HTMLElement{"
    "connectedCallback(){const f=document.createElement('i');f.textContent="
    "this.getAttribute('page-id');this.append(f)}});",
}


class Host:
    """A provider: its scripts, its counts, its faults; another origin than the page."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.fault = ""
        self.counts: object = []
        self.closing = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_args) -> None:
                outer.asked.append(f"{self.command} {self.path}")

            def do_GET(self) -> None:
                if outer.fault == "hang":
                    outer.closing.wait()
                if self.path == "/elsewhere":
                    return self._send(200, json.dumps(outer.counts))
                script = "" if outer.fault == "empty" else SCRIPTS.get(self.path.split("?")[0])
                return self._send(
                    404 if outer.fault == "404" or script is None else 200, script or ""
                )

            def do_POST(self) -> None:
                outer.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                if outer.fault == "hang":
                    outer.closing.wait()
                if outer.fault == "redirect":
                    self.send_response(302)
                    self.send_header("Location", "/elsewhere")
                    self.send_header("Access-Control-Allow-Origin", "*")
                    self.end_headers()
                    return
                body = {"html": "<h1>", "huge": f"[{'1,' * 300_000}1]"}.get(outer.fault)
                status = 500 if outer.fault == "500" else 200
                self._send(status, body or json.dumps(outer.counts), outer.fault != "no leave")

            def do_OPTIONS(self) -> None:
                self._send(200, "")

            def _send(self, status: int, body: str, leave: bool = True) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/javascript")
                self.send_header("Content-Length", str(len(body)))
                if leave:
                    self.send_header("Access-Control-Allow-Origin", "*")
                    self.send_header("Access-Control-Allow-Headers", "Content-Type")
                self.end_headers()
                self.wfile.write(body.encode())

        self._server = QuietServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.name = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.name}"

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def host():
    made = Host()
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path):
    """Pages of a test's own: `desk.page(name, html)` gives the address."""
    for name in ("playbook-comments.js", "playbook-comments.css"):
        shutil.copy(STATIC / name, tmp_path)
    server = Server(tmp_path)

    def page(name: str, body: str) -> str:
        (tmp_path / f"{name}.html").write_text(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="playbook-comments.css"></head><body><main><h1>Bench</h1>'
            f'{body}<script src="playbook-comments.js" defer></script></main></body></html>',
            encoding="utf-8",
        )
        return f"{server.url}/{name}.html"

    server.page = page
    yield server
    server.close()


def attribute(value: object) -> str:
    return html.escape(value if isinstance(value, str) else json.dumps(value), quote=True)


def discussion(name: str, url: str, uid: str = "first", **more: str) -> str:
    """What the template of a post prints."""
    provider = provider_of(name, url, SETTINGS[name], "https://coach.example/")
    topic = Topic(uid, "The first")
    widget = provider.widget(topic)
    further = "".join(f' {name}="{attribute(value)}"' for name, value in more.items())
    return (
        f'<p id="static">A comment from the ledger.</p><playbook-live-comments site="coach.example"'
        f' host="{widget.origin.partition("//")[2]}" href="{attribute(f"{url}/thread")}"'
        f' widget="{attribute(widget.as_plain())}"{further}>'
        f'<p><a href="{attribute(url)}">The discussion</a></p></playbook-live-comments>'
    )


def listing(name: str, url: str, lines: str, elements: int = 1) -> str:
    """What the template of a listing prints."""
    provider = provider_of(name, url, SETTINGS[name], "https://coach.example/")
    told = "".join(f' {key}="{attribute(value)}"' for key, value in provider.live().items())
    return (
        lines
        + f'<playbook-live-counts{told} words="{attribute(WORDS)}">' * elements
        + ("</playbook-live-counts>" * elements)
    )


def line(uid: str, text: str, more: str = "") -> str:
    hidden = '<span class="pb-visually-hidden"> on Post</span>'
    return f'<p><a id="{uid}" href="#c" data-comments-key="/{uid}"{more}>{text}{hidden}</a></p>'


def standing(page, wanted: str) -> None:
    page.wait_for_selector(f'playbook-live-comments[data-standing="{wanted}"]', state="attached")


LOAD = "Load the discussion from"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("isso", ""),
        ("giscus", "first1"),
        ("remark42", "https://coach.example/first"),
        ("comentario", "/first"),
    ],
)
def test_nothing_is_asked_of_the_provider_before_the_reader_agrees(page, desk, host, name, shown):
    page.goto(desk.page("post", discussion(name, host.url)))
    standing(page, "asking")
    rested(page)
    assert host.asked == []
    assert host.name in page.locator(".pb-live-sent").inner_text()
    page.get_by_role("button", name=f"{LOAD} {host.name}").click()
    standing(page, "loaded")
    assert len(host.asked) == 1
    place = page.locator(".pb-live-area > :first-child > *")
    assert place.count() == 1 and place.inner_text() == shown
    page.reload()
    standing(page, "asking")
    rested(page)
    assert len(host.asked) == 1, "once is not always"


def test_always_is_remembered_for_this_site_and_host_and_can_be_taken_back(page, desk, host):
    url = desk.page("post", discussion("isso", host.url))
    page.goto(url)
    page.get_by_label("From now on").check()
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loaded")
    page.reload()
    standing(page, "loaded")
    assert page.evaluate("Object.keys(localStorage)") == [f"{GIVEN}{host.name}"]
    page.get_by_role("button", name="Do not load it by itself any more").click()
    page.reload()
    standing(page, "asking")
    assert page.evaluate("localStorage.length") == 0


def test_where_storage_is_refused_the_reader_is_asked_each_time(context, desk, host):
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})"
    )
    page = context.new_page()
    page.goto(desk.page("post", discussion("giscus", host.url)))
    page.get_by_label("From now on").check()
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loaded")
    page.reload()
    standing(page, "asking")


def test_a_failure_is_said_calmly_and_can_be_tried_again(page, desk, host):
    host.fault = "404"
    page.goto(desk.page("post", discussion("isso", host.url)))
    page.get_by_role("button", name=LOAD).press("Enter")
    standing(page, "failed")
    assert "cannot be loaded just now" in page.locator(".pb-live-told").inner_text()
    assert page.locator("#static").inner_text() == "A comment from the ledger."
    link = page.get_by_role("link", name="Open the discussion")
    assert link.get_attribute("href") == f"{host.url}/thread"
    assert Axe().run(page).response["violations"] == []
    host.fault = ""
    page.get_by_role("button", name="Try again").click()
    standing(page, "loaded")


def test_a_script_that_shows_nothing_is_a_failure_too(context, desk, host):
    host.fault = "empty"
    page = context.new_page()
    page.clock.install()
    page.goto(desk.page("post", discussion("isso", host.url)))
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loading")
    page.clock.fast_forward(21_000)
    standing(page, "failed")


def test_what_was_put_together_wrongly_leaves_the_link(page, desk, host):
    body = discussion("isso", host.url).replace(f'host="{host.name}"', 'host="other.example"')
    page.goto(desk.page("post", body))
    rested(page)
    assert page.get_by_role("link", name="The discussion").is_visible()
    assert host.asked == []


def test_words_of_the_page_are_used_as_text(page, desk, host):
    words = {"load": "Diskussion von {host} laden", "sent": "<img src=x onerror=alert(1)>"}
    page.goto(desk.page("post", discussion("isso", host.url, words=json.dumps(words))))
    assert page.get_by_role("button", name=f"Diskussion von {host.name} laden").count() == 1
    assert page.locator(".pb-live-sent").inner_text() == words["sent"]
    assert page.locator("playbook-live-comments img").count() == 0


def test_it_is_accessible_while_it_asks_and_when_it_has_loaded(page, desk, host):
    page.goto(desk.page("post", discussion("giscus", host.url)))
    standing(page, "asking")
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("From now on").check()
    page.get_by_role("button", name=LOAD).press("Enter")
    standing(page, "loaded")
    assert page.evaluate("document.activeElement.className") == "pb-live-told"
    assert Axe().run(page).response["violations"] == []


# --- Counts on a listing ---


def asked(page) -> None:
    page.wait_for_selector("playbook-live-counts[asked]", state="attached")


def test_a_listing_asks_once_and_says_what_the_build_would(page, desk, host):
    host.counts = [3, 1, 0, 0, 4]
    lines = (
        line("a", "No comments")
        + line("b", "No comments")
        + line("c", "2 comments")
        + line("d", "1 comment", " data-comments-closed")
        + line("e", "Comments", ' data-comments-offset="2"')
        + line("a2", "No comments").replace('key="/a2"', 'key="/a"')
    )
    page.goto(desk.page("blog", listing("isso", host.url, lines, elements=2)))
    asked(page)
    rested(page)
    assert host.asked == ["POST /count"] and json.loads(host.bodies[0]) == [
        "/a",
        "/b",
        "/c",
        "/d",
        "/e",
    ]
    said = {uid: page.locator(f"#{uid}").inner_text() for uid in ("a", "b", "c", "d", "e", "a2")}
    assert said == {
        "a": "3 comments on Post",
        "b": "1 comment on Post",
        "c": "No comments on Post",
        "d": "Comments closed on Post",
        "e": "6 comments on Post",
        "a2": "3 comments on Post",
    }
    assert page.locator("#a .pb-visually-hidden").count() == 1


def test_comentario_leaves_unknown_threads_as_they_were_built(page, desk, host):
    host.counts = {"commentCounts": {"/a": 5}}
    lines = line("a", "1 comment") + line("b", "2 comments")
    page.goto(desk.page("blog", listing("comentario", host.url, lines)))
    asked(page)
    assert page.locator("#a").inner_text() == "5 comments on Post"
    assert page.locator("#b").inner_text() == "2 comments on Post"
    assert [each for each in host.asked if each.startswith("POST")] == [
        "POST /api/embed/comments/counts"
    ]


@pytest.mark.parametrize("fault", ["500", "html", "huge", "redirect", "no leave", "hang", "dead"])
def test_a_dead_provider_changes_nothing_on_a_listing(page, desk, host, fault):
    host.counts = [9]
    host.fault = fault
    if fault == "dead":
        host.close()
    if fault == "hang":
        page.clock.install()
    page.goto(desk.page("blog", listing("isso", host.url, line("a", "2 comments"))))
    if fault == "hang":
        page.clock.fast_forward(21_000)
    asked(page)
    assert page.locator("main").inner_text() == "Bench\n\n2 comments on Post"
    assert len([each for each in host.asked if "count" in each]) <= 1


@pytest.mark.parametrize("counts", [[], [1, 2], [-1], ["9"], [1e9], {"a": 1}, None, [None]])
def test_numbers_that_are_none_change_nothing(page, desk, host, counts):
    host.counts = counts
    page.goto(desk.page("blog", listing("isso", host.url, line("a", "2 comments"))))
    asked(page)
    assert page.locator("#a").inner_text() == "2 comments on Post"


def test_a_listing_without_the_element_asks_nobody(page, desk, host):
    page.goto(desk.page("blog", line("a", "2 comments")))
    quiet(page)
    assert host.asked == []


# --- Instant navigation, as Material does it ---


@pytest.fixture
def material(tmp_path, host):
    """Two posts and a listing of a Material site with instant navigation."""
    docs = tmp_path / "docs"
    docs.mkdir()
    server = Server(tmp_path / "site")
    script = f'<script src="{server.url}/playbook-comments.js" defer></script>'
    (docs / "index.md").write_text(
        "# Blog\n\n[First](first.md) [Second](second.md)\n\n"
        + listing("isso", host.url, line("a", "2 comments"))
        + script
    )
    for uid in ("first", "second"):
        text = f"# {uid}\n\n[Blog](index.md) [First](first.md) [Second](second.md)\n\n"
        body = discussion("isso", host.url, uid)
        (docs / f"{uid}.md").write_text(f"{text}<div>{body}{script}</div>\n")
    shutil.copy(STATIC / "playbook-comments.js", docs)
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: T\nsite_url: {server.url}/\nplugins: []\n"
        "theme:\n  name: material\n  font: false\n  features: [navigation.instant]\n"
    )
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        check=True,
        cwd=tmp_path,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    yield server
    server.close()


def test_it_works_with_instant_navigation(page, material, host):
    host.counts = [5]
    page.goto(f"{material.url}/")
    page.evaluate("window.stayed = true")
    asked(page)
    content = page.locator(".md-content")
    assert "5 comments" in page.locator("#a").inner_text()
    content.get_by_role("link", name="First", exact=True).click()
    page.wait_for_url("**/first/")
    standing(page, "asking")
    page.get_by_label("From now on").check()
    page.get_by_role("button", name=LOAD).click()
    standing(page, "loaded")
    content.get_by_role("link", name="Second", exact=True).click()
    page.wait_for_url("**/second/")
    page.wait_for_selector('#isso-thread[data-isso-id="/second"] > p', state="attached")
    standing(page, "loaded")
    assert page.evaluate("[window.stayed, window.inits]") == [True, 1]
    assert host.asked.count("GET /js/embed.min.js") == 1
    content.get_by_role("link", name="Blog", exact=True).click()
    page.wait_for_url(f"{material.url}/")
    asked(page)
    assert host.asked.count("POST /count") == 2, "one request for each visit of the listing"


# --- Isso for real ---


def test_isso_itself_loads_takes_a_comment_and_is_counted(page, desk, tmp_path):
    if importlib.util.find_spec("isso") is None:
        pytest.skip('Isso is not here (pip install -e ".[isso]")')
    office = Office(tmp_path / "office", "--site", desk.url)
    try:
        page.goto(desk.page("post", discussion("isso", office.url)))
        page.get_by_role("button", name=LOAD).click()
        standing(page, "loaded")
        page.fill("#isso-thread textarea", "Written in a browser.")
        page.fill("#isso-thread input[name=author]", "Ines")
        page.click("#isso-thread input[type=submit]")
        page.wait_for_selector("#isso-thread .isso-comment >> text=Written in a browser.")
        assert office.sync().exit_code == 0
        assert office.threads()["first"].comments[0].author == "Ines"
        lines = line("first", "No comments") + line("second", "No comments")
        page.goto(desk.page("blog", listing("isso", office.url, lines)))
        asked(page)
        assert page.locator("#first").inner_text() == "1 comment on Post"
        assert page.locator("#second").inner_text() == "No comments on Post"
    finally:
        office.close()
    assert Path(office.root, ".playbook", "isso.db").is_file()
