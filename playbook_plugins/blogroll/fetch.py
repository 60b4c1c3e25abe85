"""Gets one feed from the network, politely and without trust.

Every address that a server sends us to is looked up here, checked, and then connected to as it was
checked, so that a name cannot mean something else a moment later. Size counts after unpacking.
Time counts for everything together, whatever a server dribbles.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Collection
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from playbook_plugins import __version__
from playbook_plugins.shared.records import record

from .model import FeedError
from .safe_text import web

AGENT = f"mkdocs-playbook/{__version__} (blogroll)"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, */*;q=0.5"
)
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
CHUNK = 64 * 1024
MOST_ADDRESSES = 3
_NAT64 = IPv6Network("64:ff9b::/96")


@record
class Limits:
    """How much one feed may cost."""

    seconds: float = 10
    bytes: int = 2 * 1024**2
    redirects: int = 5
    private: Collection[str] = frozenset()
    """Hosts that the author wrote down and that may be on a private network."""


@record
class Answer:
    """What a server said in the end."""

    content: bytes | None
    """None when nothing changed since the last time."""
    address: str
    """Where the feed was in the end."""
    etag: str = ""
    modified: str = ""
    charset: str = ""
    moved: str = ""
    """The new address, when the feed is there for good."""


def fetch(address: str, etag: str = "", modified: str = "", limits: Limits | None = None) -> Answer:
    """The feed at `address`, unless it is still the one that `etag` or `modified` stand for.

    Raises `FeedError`.
    """
    limits = limits or Limits()
    ends = time.monotonic() + limits.seconds
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {key: value for key, value in asked.items() if value}
    here, moved, for_good = address, "", True
    for _ in range(limits.redirects + 1):
        got = _ask(here, headers, limits, ends)
        if isinstance(got, Answer):
            return Answer(got.content, here, got.etag, got.modified, got.charset, moved)
        there, status = got
        for_good = for_good and status in FOR_GOOD
        here = there
        moved = here if for_good else moved
    raise FeedError(f"it was redirected more than {limits.redirects} times")


def _ask(
    address: str, headers: dict[str, str], limits: Limits, ends: float
) -> Answer | tuple[str, int]:
    """One request: an answer, or where else to ask."""
    line = _Line(address, limits, ends)
    got: Answer | tuple[str, int] | None = None
    failure = ""
    try:
        with line:
            got = _answered(line.request(headers), address, limits)
    except FeedError as error:
        failure = str(error)
    except TimeoutError:  # the socket's own, which may come before the line's
        line.late = True
    except (OSError, http.client.HTTPException, ValueError) as error:
        failure = _explained(error)
    if line.late:  # what was cut may look like an end
        raise FeedError(f"no whole answer within {limits.seconds:g} seconds")
    if got is None:
        raise FeedError(failure)
    return got


def _answered(
    response: http.client.HTTPResponse, address: str, limits: Limits
) -> Answer | tuple[str, int]:
    if response.status == 304:
        return Answer(None, address)
    if response.status in REDIRECTS:
        there = web(response.headers.get("Location") or "", address)
        if not there:
            raise FeedError("it was redirected to something that is no address on the web")
        return there, response.status
    if response.status == 410:
        raise FeedError("the server says that it is gone for good; take it out of the list")
    if response.status != 200:
        raise FeedError(f"the server answered {response.status}")
    return Answer(
        _content(response, limits.bytes),
        address,
        etag=response.headers.get("ETag") or "",
        modified=response.headers.get("Last-Modified") or "",
        charset=response.headers.get_content_charset() or "",
    )


def _content(response: http.client.HTTPResponse, most: int) -> bytes:
    """The body, unpacked; never more of it in memory than allowed."""
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise FeedError("it is packed in a way that was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packing != "identity" else None
    made = bytearray()
    came = 0
    while chunk := response.read1(CHUNK):
        came += len(chunk)
        if unpacker:
            made += _unpacked(unpacker, chunk, most + 1 - len(made))
        else:
            made += chunk
        if came > most or len(made) > most:
            raise FeedError(f"it is larger than {most / 1024**2:g} MiB")
    if response.length or (unpacker and not unpacker.eof):
        raise FeedError("the answer broke off")
    return bytes(made)


def _unpacked(unpacker: zlib._Decompress, chunk: bytes, room: int) -> bytes:
    try:
        return unpacker.decompress(chunk, max(room, 1))
    except zlib.error:
        raise FeedError("its packing is damaged") from None


class _Line:
    """A connection to a checked address. What is not done in time is cut."""

    def __init__(self, address: str, limits: Limits, ends: float) -> None:
        parts = urlsplit(address)
        self.secure = parts.scheme == "https"
        self.host = _ascii(parts.hostname or "")
        self.port = parts.port or (443 if self.secure else 80)
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
        self.target = f"{path}?{query}" if query else path
        self.trusted = (parts.hostname or "") in limits.private
        self.ends = ends
        self.late = False
        self.socket: socket.socket | None = None
        self.connection: http.client.HTTPConnection | None = None
        self.response: http.client.HTTPResponse | None = None
        self.watch = threading.Timer(max(ends - time.monotonic(), 0), self._cut)
        self.watch.daemon = True

    def __enter__(self) -> _Line:
        self.watch.start()
        try:
            self._connect()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.cancel()
        for each in (self.response, self.connection, self.socket):
            if each:
                each.close()

    def _cut(self) -> None:
        self.late = True
        if self.socket:
            with suppress(OSError):  # it may be closed already
                # Not SSLSocket's own, which would take the session away from under a reader.
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)

    def _left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0 or self.late:
            self.late = True
            raise TimeoutError
        return left

    def _connect(self) -> None:
        found = _looked_up(self.host, self.port, self._left())
        if not found and not self.late:
            self._left()
        addresses = [each for each in found if self.trusted or is_public(each)]
        if not addresses:
            raise FeedError("it is on a private network" if found else f"there is no {self.host}")
        failure: OSError = OSError()
        for each in addresses[:MOST_ADDRESSES]:
            try:
                self.socket = socket.create_connection((each, self.port), self._left())
                break
            except OSError as error:
                failure = error
        if self.socket is None:
            raise failure
        if self.secure:
            context = ssl.create_default_context()
            self.socket = context.wrap_socket(
                self.socket, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.socket.settimeout(self._left())
            self.socket.do_handshake()

    def request(self, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Ask for the page; the response is read by the caller."""
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        self.connection = kind(self.host, self.port)
        self.connection.sock = self.socket
        if self.socket:
            self.socket.settimeout(self._left())
        own = {"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
        self.connection.request(
            "GET", self.target, headers={**own, **headers, "Connection": "close"}
        )
        self.response = self.connection.getresponse()
        return self.response


def _ascii(host: str) -> str:
    try:
        return host if ":" in host else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise FeedError("its address holds a name that cannot be") from None


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of `host`. Looking up cannot be cut, so another thread does it."""
    found: list[str] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(seconds)
    return list(found)


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


def _explained(error: Exception) -> str:
    """A network's complaint in words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, ConnectionRefusedError):
        return "nothing answers there"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer broke off"
    if isinstance(error, http.client.HTTPException | ValueError):
        return "the answer is not what a web server says"
    return f"the connection failed ({getattr(error, 'strerror', None) or type(error).__name__})"
