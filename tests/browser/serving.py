"""A small web server on this machine that remembers what it was asked for."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path


class Server:
    """Serves one folder on 127.0.0.1; `paths` collects what was requested."""

    def __init__(self, folder: Path) -> None:
        self.paths: list[str] = []
        handler = functools.partial(_Handler, self.paths, directory=str(folder))
        self._server = _Quiet(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, *_args) -> None:
        """A browser that was closed or killed in the middle of a file is nothing to report."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, paths: list[str], *args, **kwargs) -> None:
        self.paths = paths
        super().__init__(*args, **kwargs)

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
