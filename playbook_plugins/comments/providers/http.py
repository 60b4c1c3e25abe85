"""Asks the author's own comment server, patiently and in few words: JSON, no redirect followed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from playbook_plugins.shared.fetch import Answer, NoAnswerError, Policy, fetch

from .failures import ADDRESS, AGAIN, FetchError
from .gate import MOST_BYTES

HEADERS = {"User-Agent": "mkdocs-playbook (comments sync)", "Accept": "application/json"}
PATIENCE = 60.0
"""The longest wait, in seconds, that a busy server may ask for."""
TRIES = 3
GIVE_UP = 3
"""A server that fails so often in a row is not asked any more."""

SILENT = "the server said nothing for {silence:g} seconds."
CLOSED = "the server closed the connection without an answer."
UNREACHABLE: Mapping[str, tuple[str, str]] = {
    "silent": (SILENT, AGAIN),
    "late": ("no whole answer within {seconds:g} seconds.", AGAIN),
    "certificate": ("the server's certificate cannot be trusted.", ADDRESS),
    "tls": ("the server's certificate cannot be trusted.", ADDRESS),
    "refused": ("nobody listens at the provider's address.", ADDRESS),
    "hung up": (CLOSED, AGAIN),
    "closed": (CLOSED, AGAIN),
    "unreachable": ("the server cannot be reached.", ADDRESS),
}
"""Failures after which asking for the next thread would end the same way, each with its cure."""
UNUSABLE: Mapping[str, tuple[str, str]] = {
    "address": ("the provider's address does not begin with https:// or http://.", ADDRESS),
    "cut": ("the answer broke off before its end.", AGAIN),
    "large": ("the answer is larger than {size}.", ADDRESS),
    "packing": ("the answer is packed in a way that was not asked for.", AGAIN),
    "damaged": ("the answer's packing is damaged.", AGAIN),
    "not http": ("the server does not speak HTTP as it should.", ADDRESS),
}


class _BusyError(FetchError):
    """The server asks for patience: `wait` seconds, None where it does not say."""

    def __init__(self, wait: float | None) -> None:
        told = "" if wait is None else f" for {wait:.0f} seconds"
        super().__init__(f"the server asks to be left alone{told} (429).", status=429)
        self.wait = wait


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
        # The author's own server: often inside the same network, or beyond the office's proxy.
        self._policy = Policy(total, timeout, most, redirects=0, public=False)
        self.sleep = sleep
        self._failures = 0
        self._shut: FetchError | None = None

    def get(self, url: str) -> bytes:
        """What `url` answers. Raises `FetchError`."""
        return self._asked(url, None)

    def post(self, url: str, value: Any) -> bytes:
        """What `url` answers to `value`, sent as JSON. Raises `FetchError`."""
        return self._asked(url, json.dumps(value).encode())

    def _asked(self, url: str, body: bytes | None) -> bytes:
        if self._shut:
            raise FetchError(f"not asked: {self._shut.what}", self._shut.cure)
        try:
            answer = self._patiently(url, body)
        except _BusyError as error:
            self._shut = error
            raise
        except NoAnswerError as error:
            said = self._said(error)
            if error.kind in UNREACHABLE:
                self._failures += 1
                self._shut = said if self._failures >= GIVE_UP else None
            raise said from None
        self._failures = 0
        return answer

    def _patiently(self, url: str, body: bytes | None) -> bytes:
        headers = HEADERS if body is None else {**HEADERS, "Content-Type": "application/json"}
        for attempt in range(1, TRIES + 1):
            try:
                return _usable(fetch(url, self._policy, headers, body))
            except _BusyError as error:
                wait = float(attempt) if error.wait is None else error.wait
                if attempt == TRIES or wait > PATIENCE:
                    raise
                self.sleep(wait)
        raise AssertionError("unreachable")

    def _said(self, error: NoAnswerError) -> FetchError:
        what, cure = {**UNUSABLE, **UNREACHABLE}[error.kind]
        policy, most = self._policy, self._policy.bytes
        size = f"{most // 1024**2} MB" if most >= 1024**2 else f"{most} bytes"
        what = what.format(silence=policy.silence, seconds=policy.seconds, size=size)
        return FetchError(what, cure)


def _usable(answer: Answer) -> bytes:
    """What a server said, if it is no refusal. Raises `FetchError`."""
    status = answer.status
    if 200 <= status < 300:
        return answer.content
    if status == 429:
        raise _BusyError(_wait(answer.headers.get("Retry-After", "")))
    if 300 <= status < 400:
        where = _place(answer.headers.get("Location", ""))
        what = f"the server sends us on to {where}, and redirects are not followed."
        raise FetchError(what, ADDRESS, status)
    cure = AGAIN if status >= 500 else ADDRESS
    raise FetchError(f"the server answered with error {status}.", cure, status, answer.content)


def _place(location: str) -> str:
    """Where a redirect points, as far as it is safe to print."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return "an address that cannot be read"
    plain = re.sub(r"[^A-Za-z0-9.:\[\]-]", "", parts.netloc)[:100]
    if plain and parts.scheme in {"http", "https"}:
        return f"{parts.scheme}://{plain}"
    return "another place" if parts.scheme or parts.netloc else "another page of its own"


def _wait(told: str) -> float | None:
    """The seconds of a Retry-After, from either of its forms."""
    if re.fullmatch(r"\d{1,9}", told.strip()):
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        return max(0.0, until.timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None
