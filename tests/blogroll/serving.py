"""A web server on this machine that answers as badly as a test asks for."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Answer = Callable[["Asked"], "bytes | Iterable[bytes]"]


@dataclass(frozen=True)
class Asked:
    """A request: its path and headers, names in small letters."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """What it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def feed(self, path: str, answer: bytes | Answer) -> str:
        """Answer `path` by these bytes, or by what a function makes; its address."""
        self.answers[path] = answer if callable(answer) else lambda asked: answer
        return self.url(path)


def reply(body: bytes = b"", status: str = "200 OK", length: int | None = -1, **headers) -> bytes:
    """A whole answer. `length` None leaves the length out."""
    lines = [f"HTTP/1.1 {status}"]
    if length is not None:
        lines.append(f"Content-Length: {len(body) if length == -1 else length}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    server = Server()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                first = self.rfile.readline().decode("latin-1").split()
                headers = {}
                while line := self.rfile.readline().strip():
                    name, _, value = line.decode("latin-1").partition(":")
                    headers[name.strip().lower()] = value.strip()
                if not first:
                    return
                asked = Asked(first[1], headers)
                server.asked.append(asked)
                answer = server.answers.get(asked.path, lambda asked: reply(status="404 No"))(asked)
                for piece in [answer] if isinstance(answer, bytes) else answer:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                pass  # the other side has hung up, which is what some tests are about

    class Tcp(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Tcp(("127.0.0.1", 0), Handler) as tcp:
        server.port = tcp.server_address[1]
        thread = threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            tcp.shutdown()
            thread.join()
