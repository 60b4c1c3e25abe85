"""Asks one server for one thing, without trust: what it may cost, and where it may lead, is the
caller's `Policy`. Loaded by commands alone; a build asks nobody.

Time counts for everything together, whatever a server dribbles, and size after unpacking. Where a
policy keeps to the public network, every address that a name stands for is checked, and then
connected to as it was checked: a name cannot mean something else a moment later.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from email.message import Message
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from .records import record
from .web_address import web

REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
CHUNK = 64 * 1024
MOST_OF_AN_ERROR = 64 * 1024
"""Bytes that are read of an answer with an error."""
MOST_ADDRESSES = 3
LOCAL = {"localhost", "127.0.0.1", "::1"}
_NAT64 = IPv6Network("64:ff9b::/96")


@record
class Policy:
    """What one answer may cost, and where it may come from. Unsaid, it is a stranger's."""

    seconds: float = 10
    """For the whole answer, redirects included."""
    silence: float = 0
    """The longest silence in it, in seconds; 0 for as long as the whole."""
    bytes: int = 2 * 1024**2
    redirects: int = 5
    """How many are followed; with 0 a redirect is an answer as any other."""
    public: bool = True
    """Whether it must come from the public network, and so directly. Otherwise any address will
    do, and the office's own proxies are asked."""
    private: Collection[str] = frozenset()
    """Hosts that the author wrote down and that may be on a private network all the same."""


@record
class Answer:
    """What a server said in the end."""

    status: int
    headers: Message
    content: bytes
    """Empty for a redirect and for what has not changed."""
    address: str
    """Where the answer came from, after redirects."""
    moved: str = ""
    """The new address, when it is there for good."""


class NoAnswerError(Exception):
    """Nothing came that may be used: `kind` says why in a word, `detail` what the system adds.

    Kinds: address, unknown, private, refused, certificate, tls, silent, late, closed, hung up,
    unreachable, not http, cut, large, packing, damaged, redirect, redirects.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind, self.detail = kind, detail


def fetch(
    address: str,
    policy: Policy,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """What the server at `address` answers; to a POST where there is a `body`.

    Raises `NoAnswerError`. Another thread asks, so that nothing can hold us, a slow name server
    included; one that is late is left to itself.
    """
    ends = time.monotonic() + policy.seconds
    answers: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_followed(address, policy, headers or {}, body, ends))
        except Exception as error:
            answers.put(_named(error))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=policy.seconds)
    except queue.Empty:
        raise NoAnswerError("late") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _followed(
    address: str, policy: Policy, headers: Mapping[str, str], body: bytes | None, ends: float
) -> Answer:
    here, moved, for_good = address, "", True
    for _ in range(policy.redirects + 1):
        answer = _asked(here, policy, headers, body, ends)
        if answer.status not in REDIRECTS or not policy.redirects:
            return Answer(answer.status, answer.headers, answer.content, here, moved)
        for_good = for_good and answer.status in FOR_GOOD
        here = web(answer.headers.get("Location") or "", here)
        if not here:
            raise NoAnswerError("redirect")
        moved = here if for_good else moved
    raise NoAnswerError("redirects")


def _asked(
    address: str, policy: Policy, headers: Mapping[str, str], body: bytes | None, ends: float
) -> Answer:
    """One request."""
    host = urlsplit(address).hostname or ""
    usual = {"Accept-Encoding": "gzip", **headers}
    request = urllib.request.Request(_written(address), body, usual)
    opener = _opener(policy, host)
    with opener.open(request, timeout=policy.silence or policy.seconds) as response:
        status, content = response.status, b""
        if 200 <= status < 300:
            content = _content(response, policy.bytes, ends)
        elif status >= 400:
            with suppress(OSError, http.client.HTTPException, NoAnswerError):
                content = _content(response, MOST_OF_AN_ERROR, ends)
        return Answer(status, response.headers, content, address)


def _written(address: str) -> str:
    """An address as a request may hold it: its host as the network knows it, all else quoted."""
    parts = urlsplit(address)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise NoAnswerError("address") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise NoAnswerError("address")
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    return urlunsplit((parts.scheme, f"{host}{port}", path, query, ""))


def _opener(policy: Policy, host: str) -> urllib.request.OpenerDirector:
    """Knows http and https alone (urllib would open files, too), and hands on every status."""
    made = urllib.request.OpenerDirector()
    if not policy.public and host not in LOCAL:
        made.add_handler(urllib.request.ProxyHandler())
    made.add_handler(_Handler(policy.public and host not in policy.private))
    return made


class _Handler(urllib.request.AbstractHTTPHandler):
    """Connects to what was checked, if it is `checks`."""

    def __init__(self, checks: bool) -> None:
        super().__init__()
        self._checks = checks

    def http_open(self, request: urllib.request.Request) -> Any:
        return self.do_open(_Checked if self._checks else http.client.HTTPConnection, request)

    def https_open(self, request: urllib.request.Request) -> Any:
        kind = _CheckedSecurely if self._checks else http.client.HTTPSConnection
        return self.do_open(kind, request, context=ssl.create_default_context())

    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_


class _Checked(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, self.timeout)


class _CheckedSecurely(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connected(self.host, self.port, self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)


def _connected(host: str, port: int, timeout: float | None) -> socket.socket:
    """A connection to the first public address of `host` that answers."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        found = []
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses:
        raise NoAnswerError("unknown", host)
    failure: OSError = OSError()
    for each in [each for each in addresses if is_public(each)][:MOST_ADDRESSES]:
        try:
            return socket.create_connection((each, port), timeout)
        except OSError as error:
            failure = error
    if not any(map(is_public, addresses)):
        raise NoAnswerError("private")
    raise failure


def is_public(address: str) -> bool:
    """Whether `address` is on the public network, also when it wraps one of the older kind."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inside: IPv4Address | None = None
    if isinstance(found, IPv6Address):
        inside = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inside = IPv4Address(int(found) & 0xFFFFFFFF)
        if found.is_site_local or found.teredo:
            return False
    return _is_global(inside or found)


def _is_global(found: IPv4Address | IPv6Address) -> bool:
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _content(response: http.client.HTTPResponse, most: int, ends: float) -> bytes:
    """The body, unpacked; never more of it in memory than allowed."""
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise NoAnswerError("packing")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packing != "identity" else None
    made, came = bytearray(), response.length or 0
    while came <= most and (chunk := response.read1(CHUNK)):
        made += unpacker.decompress(chunk, most + 1 - len(made)) if unpacker else chunk
        came = max(came, len(made))
        if time.monotonic() > ends:
            raise NoAnswerError("late")
    if came > most:
        raise NoAnswerError("large")
    if response.length or (unpacker and not unpacker.eof):
        raise NoAnswerError("cut")
    return bytes(made)


def _named(error: Exception) -> Exception:
    """What went wrong, by its kind; a mistake of our own stays what it is."""
    if isinstance(error, urllib.error.URLError):
        error = error.reason if isinstance(error.reason, Exception) else error
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (TimeoutError, "silent"),
        (http.client.IncompleteRead, "cut"),
        (zlib.error, "damaged"),
        (ssl.SSLCertVerificationError, "certificate"),
        (ssl.SSLError, "tls"),
        (ConnectionRefusedError, "refused"),
        (http.client.RemoteDisconnected, "hung up"),
        (ConnectionError, "closed"),
        (http.client.HTTPException, "not http"),
        (OSError, "unreachable"),
    )
    for kind, word in kinds:
        if isinstance(error, kind):
            reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "")
            return NoAnswerError(word, str(reason or type(error).__name__))
    return error
