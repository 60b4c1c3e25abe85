"""`--fetch-images`: pictures come home when asked, and only pictures."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from .bringing import Site, entry, feed

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
ANSWERS = {"/a.png": PNG, "/evil.png": b"<svg onload='x()'/>"}


@pytest.fixture
def host():
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            body = ANSWERS.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def export(host: str) -> str:
    names = ("a.png", "evil.png", "gone.png")
    return feed(entry(html="".join(f"<p><img src='{host}/{name}'></p>" for name in names)))


def test_pictures_come_home_and_what_is_none_stays_and_is_named(tmp_path, host):
    site = Site(tmp_path)
    said = site.bring("blogger", export(host))
    assert "To bring them home" in said.text and f"{host}/a.png" in said.text
    said = site.bring("blogger", export(host), "--fetch-images", "--private")
    text = site.post("a-post")
    (picture,) = [name for name in site.sources() if name.endswith(".png")]
    assert f"![]({picture.removeprefix('blog/posts/')})" in text
    assert (tmp_path / "docs" / picture).read_bytes() == PNG
    assert f"{host}/evil.png: not fetched: it is no picture." in said.text
    assert f"![]({host}/gone.png)" in text and "404" in said.text
    before = site.sources()
    assert site.bring("blogger", export(host)).table["posts"] == [1, 0, 1, 0]
    assert site.sources() == before, "a later run does not send them away again"


def test_a_private_network_is_not_asked(tmp_path, host):
    site = Site(tmp_path)
    said = site.bring("blogger", export(host), "--fetch-images")
    assert "private network" in said.text
    assert not [name for name in site.sources() if name.endswith(".png")]
