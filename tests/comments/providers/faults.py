"""A provider's server that goes wrong on demand, on this machine."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable
from typing import Any

DEEP = b"[" * 5000 + b"]" * 5000


class Faults:
    """`answer` decides what a request gets: bytes, a JSON value, or the name of a fault."""

    def __init__(self, answer: Callable[[str, bytes], Any]) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, bytes]] = []
        self.closing = threading.Event()

        class Handler(_Handler):
            faults = self

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


class _Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_args) -> None:
        """A client that gave up is what these tests are about."""


class _Handler(http.server.BaseHTTPRequestHandler):
    faults: Faults

    def log_message(self, *_args) -> None:
        pass

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _reply(self, body: bytes) -> None:
        self.faults.asked.append((self.command, self.path, body))
        answer = self.faults.answer(self.path, body)
        if isinstance(answer, str):
            getattr(self, f"fault_{answer.replace(' ', '_')}")()
        else:
            self._send(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def fault_silence(self) -> None:
        self.faults.closing.wait()

    def fault_drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        while not self.faults.closing.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def fault_drip_heads(self) -> None:
        while not self.faults.closing.wait(0.05):
            self.wfile.write(b"X")
            self.wfile.flush()

    def fault_busy(self) -> None:
        self._send(b"{}", 429, Retry_After="3")

    def fault_busy_for_an_hour(self) -> None:
        self._send(b"{}", 429, Retry_After="3600")

    def fault_truncated(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'{"replies": [')

    def fault_truncated_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b'ff\r\n{"replies": [')
        self.close_connection = True

    def fault_html(self) -> None:
        self._send(b"<!doctype html><h1>Welcome</h1>")

    def fault_redirect_elsewhere(self) -> None:
        self._send(b"", 302, Location="https://elsewhere.example/\x1b[2J")

    def fault_redirect_inside(self) -> None:
        self._send(b"", 307, Location="http://192.168.0.1/admin")

    def fault_redirect_file(self) -> None:
        self._send(b"", 301, Location="file:///etc/passwd")

    def fault_huge(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"[" + b"0," * 32768)
        except OSError:
            return

    def fault_huge_announced(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()

    def fault_deep(self) -> None:
        self._send(DEEP)

    def fault_failing(self) -> None:
        self._send(b"no", 500)

    def fault_missing(self) -> None:
        self._send(b'{"error": "no such page"}', 404)

    def fault_closed(self) -> None:
        self.close_connection = True
        self.connection.close()

    def fault_not_http(self) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        self.close_connection = True
