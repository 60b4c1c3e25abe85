"""One careful request at a time: capped in time and bytes, no redirect followed, no file opened."""

from __future__ import annotations

import http.client
import json
import queue
import re
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from .failures import ADDRESS, AGAIN, FetchError
from .gate import MOST_BYTES

AGENT = "mkdocs-playbook (comments sync)"
PATIENCE = 60.0
"""The longest wait, in seconds, that a busy server may ask for."""
TRIES = 3
GIVE_UP = 3
"""A server that fails so often in a row is not asked any more."""


class _UnreachableError(FetchError):
    """Nobody answered: asking for the next thread would end the same way."""


class _BusyError(FetchError):
    """The server asks for patience: `wait` seconds, None where it does not say."""

    def __init__(self, wait: float | None) -> None:
        told = "" if wait is None else f" for {wait:.0f} seconds"
        super().__init__(f"the server asks to be left alone{told} (429).", status=429)
        self.wait = wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A redirect could lead anywhere, into the office's own network too: none is followed."""


class Fetcher:
    """Asks a provider's server. Nothing that it sends can take longer or more than it may."""

    def __init__(
        self,
        timeout: float = 10.0,
        total: float = 30.0,
        most: int = MOST_BYTES,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`timeout` for one silence, `total` for a whole answer, both in seconds; `most` bytes."""
        self.timeout = timeout
        self.total = total
        self.most = most
        self.sleep = sleep
        self.requests = 0
        self._failures = 0
        self._shut: FetchError | None = None
        self._direct, self._opener = _opener({}), _opener(None)

    def get(self, url: str) -> bytes:
        """What `url` answers. Raises `FetchError`."""
        return self._asked(urllib.request.Request(_checked(url)))

    def post(self, url: str, value: Any) -> bytes:
        """What `url` answers to `value`, sent as JSON. Raises `FetchError`."""
        body = json.dumps(value).encode()
        request = urllib.request.Request(_checked(url), data=body, method="POST")
        request.add_header("Content-Type", "application/json")
        return self._asked(request)

    def _asked(self, request: urllib.request.Request) -> bytes:
        if self._shut:
            raise FetchError(f"not asked: {self._shut.what}", self._shut.cure)
        request.add_header("Accept", "application/json")
        request.add_header("Accept-Encoding", "identity")
        request.add_header("User-Agent", AGENT)
        try:
            answer = self._patiently(request)
        except _UnreachableError as error:
            self._failures += 1
            if self._failures >= GIVE_UP:
                self._shut = error
            raise
        except _BusyError as error:
            self._shut = error
            raise
        self._failures = 0
        return answer

    def _patiently(self, request: urllib.request.Request) -> bytes:
        for attempt in range(1, TRIES + 1):
            try:
                return self._within(request)
            except _BusyError as error:
                wait = float(attempt) if error.wait is None else error.wait
                if attempt == TRIES or wait > PATIENCE:
                    raise
                self.sleep(wait)
        raise AssertionError("unreachable")

    def _within(self, request: urllib.request.Request) -> bytes:
        """One exchange in a thread of its own, so that even a slow name server cannot hold us."""
        answers: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

        def exchange() -> None:
            try:
                answers.put(self._exchange(request))
            except Exception as error:
                answers.put(error)

        self.requests += 1
        threading.Thread(target=exchange, daemon=True).start()
        try:
            answer = answers.get(timeout=self.total)
        except queue.Empty:
            raise _UnreachableError(f"no whole answer within {self.total:g} seconds.") from None
        if isinstance(answer, bytes):
            return answer
        raise self._named(answer)

    def _exchange(self, request: urllib.request.Request) -> bytes:
        here = urlsplit(request.full_url).hostname in {"localhost", "127.0.0.1", "::1"}
        opener = self._direct if here else self._opener
        with opener.open(request, timeout=self.timeout) as response:
            return self._read(response, self.most)

    def _read(self, response: Any, most: int) -> bytes:
        announced = response.headers.get("Content-Length", "")
        length = int(announced) if re.fullmatch(r"\d{1,15}", announced) else None
        if length is not None and length > most:
            raise FetchError(_too_large(most), ADDRESS)
        parts, size, ends = [], 0, time.monotonic() + self.total
        while part := response.read(65536):
            parts.append(part)
            size += len(part)
            if size > most:
                raise FetchError(_too_large(most), ADDRESS)
            if time.monotonic() > ends:
                raise TimeoutError
        if length is not None and size < length:
            raise http.client.IncompleteRead(b"", length - size)
        return b"".join(parts)

    def _named(self, error: Exception) -> Exception:
        """What went wrong, in words; a mistake of our own stays what it is."""
        if isinstance(error, FetchError):
            return error
        if isinstance(error, urllib.error.HTTPError):
            with error:
                return self._refused(error)
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            return _UnreachableError(f"the server said nothing for {self.timeout:g} seconds.")
        if isinstance(error, http.client.IncompleteRead):
            return FetchError("the answer broke off before its end.")
        if isinstance(reason, ssl.SSLError):
            return _UnreachableError("the server's certificate cannot be trusted.", ADDRESS)
        if isinstance(reason, ConnectionRefusedError):
            return _UnreachableError("nobody listens at the provider's address.", ADDRESS)
        if isinstance(error, http.client.RemoteDisconnected) or isinstance(reason, ConnectionError):
            return _UnreachableError("the server closed the connection without an answer.")
        if isinstance(error, http.client.HTTPException):
            return FetchError("the server does not speak HTTP as it should.", ADDRESS)
        if isinstance(reason, OSError):
            return _UnreachableError("the server cannot be reached.", ADDRESS)
        return error

    def _refused(self, error: urllib.error.HTTPError) -> FetchError:
        if error.code == 429:
            return _BusyError(_wait(error.headers.get("Retry-After", "")))
        if 300 <= error.code < 400:
            where = _place(error.headers.get("Location", ""))
            what = f"the server sends us on to {where}, and redirects are not followed."
            return FetchError(what, ADDRESS, error.code)
        try:
            body = self._read(error, 65536)
        except (OSError, http.client.HTTPException, FetchError):
            body = b""  # the code says enough
        cure = AGAIN if error.code >= 500 else ADDRESS
        return FetchError(f"the server answered with error {error.code}.", cure, error.code, body)


def _opener(proxies: dict[str, str] | None) -> urllib.request.OpenerDirector:
    """Knows http and https alone (urllib would open files, too), and the office's own proxies."""
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _NoRedirect(),
    ):
        made.add_handler(handler)
    return made


def _checked(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not url.isascii():
        raise FetchError("the provider's address does not begin with https:// or http://.", ADDRESS)
    return url


def _too_large(most: int) -> str:
    size = f"{most // 1024**2} MB" if most >= 1024**2 else f"{most} bytes"
    return f"the answer is larger than {size}."


def _place(location: str) -> str:
    """Where a redirect points, as far as it is safe to print."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return "an address that cannot be read"
    plain = re.sub(r"[^A-Za-z0-9.:\[\]-]", "", parts.netloc)[:100]
    return (
        f"{parts.scheme}://{plain}"
        if plain and parts.scheme in {"http", "https"}
        else ("another place" if parts.scheme or parts.netloc else "another page of its own")
    )


def _wait(told: str) -> float | None:
    """The seconds of a Retry-After, from either of its forms."""
    if re.fullmatch(r"\d{1,9}", told.strip()):
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        return max(0.0, until.timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
