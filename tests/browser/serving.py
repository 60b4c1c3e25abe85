"""A small web server on this machine that remembers what it was asked for."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import brotli

from playbook_plugins.pages.precompress import ENDINGS


class Server:
    """Serves one folder on 127.0.0.1; `paths` collects what was requested.

    `absent` are paths that are answered as if there were no such file; `compressed` sends text as
    a host with precompressed files would.
    """

    def __init__(
        self,
        folder: Path,
        absent: Sequence[str] = (),
        compressed: bool = False,
        port: int = 0,
    ) -> None:
        self.paths: list[str] = []
        kind = _Compressing if compressed else _Handler
        handler = functools.partial(kind, self.paths, absent, directory=str(folder))
        self._server = QuietServer(("127.0.0.1", port), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class QuietServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    """A browser opens more connections at once than the five that wait by default; one too many
    is dropped without a word and hangs for minutes (`ListenOverflows` in /proc/net/netstat)."""

    def handle_error(self, *_args) -> None:
        """A browser that was closed or killed in the middle of a file is nothing to report."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, paths: list[str], absent: Sequence[str], *args, **kwargs) -> None:
        self.paths = paths
        self.absent = absent
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if self.path in self.absent:
            return self.send_error(404)
        return super().do_GET()

    def log_message(self, *_args) -> None:
        self.paths.append(self.path)

    def send_error(self, code, message=None, explain=None) -> None:
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)


class _Compressing(_Handler):
    """Sends text as brotli; each file is compressed once."""

    packed: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        wants = "br" in self.headers.get("Accept-Encoding", "")
        if not (wants and path.is_file() and path.suffix in ENDINGS):
            return super().do_GET()
        body = self.packed.get(str(path))
        if body is None:
            body = self.packed[str(path)] = brotli.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "br")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)
