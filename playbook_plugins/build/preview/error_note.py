"""The note on a preview's pages while the site cannot be built: what is wrong, and the cure."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playbook_plugins.shared.mkdocs_yml import unreadable

HOSTS = ("mkdocs", "properdocs")
MOST = 10
"""Lines of a note: an author mends one mistake after the other."""

STYLE = (
    "position:fixed;inset:auto 0 0 0;z-index:2147483647;box-sizing:border-box;width:100%;"
    "max-width:none;max-height:50vh;overflow:auto;margin:0;padding:12px 16px;border:0;"
    "border-top:4px solid #b3261e;background:#fff;color:#1f1f1f;"
    "font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere"
)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""What answers a request, as WSGI has it."""


class ErrorNote:
    """Stands before the preview's server, and adds itself to every page while there is something
    to say."""

    def __init__(self, server: Any) -> None:
        """`server` answers by itself as long as all is well."""
        self._answer: Application = server.get_app()
        self._lines: list[str] = []
        server.set_app(self)

    def show(self, lines: Iterable[str]) -> None:
        """Say this from now on; nothing where there are no `lines`."""
        self._lines = list(lines)[:MOST]

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a request: a page with the note, anything else as it is."""
        lines = self._lines
        if not lines:
            return self._answer(environ, start_response)
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        answer = self._answer(environ, lambda status, headers: begun.append((status, headers)))
        status, headers = begun[0]
        if not any(
            name == "Content-Type" and kind.startswith("text/html") for name, kind in headers
        ):
            start_response(status, headers)
            return answer
        try:
            page = with_note(b"".join(answer), lines)
        finally:
            getattr(answer, "close", lambda: None)()
        kept = [each for each in headers if each[0] != "Content-Length"]
        start_response(status, [*kept, ("Content-Length", str(len(page)))])
        return [page]


def with_note(page: bytes, lines: Iterable[str]) -> bytes:
    """`page` with a note at its end: an element that shows without any style of the site's."""
    said = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    note = (
        f'<dialog open role="alert" style="{STYLE}"><strong>This is the last page that could be '
        f'built.</strong><ul style="margin:4px 0;padding-left:20px">{said}</ul>'
        "It is built again as soon as you save.</dialog>"
    )
    at = page.rfind(b"</body>")
    at = at if at >= 0 else len(page)
    return page[:at] + note.encode() + page[at:]


class _Ears(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note what is said."""
        self.said.append((record.levelno, record.getMessage()))


@contextmanager
def listening() -> Iterator[list[tuple[int, str]]]:
    """Collect what the hosts warn of meanwhile: level and message."""
    ears, loggers = _Ears(), [logging.getLogger(name) for name in HOSTS]
    for logger in loggers:
        logger.addHandler(ears)
    try:
        yield ears.said
    finally:
        for logger in loggers:
            logger.removeHandler(ears)


def reasons(error: Exception, said: Iterable[tuple[int, str]], file: Path | None) -> list[str]:
    """Why a build failed with `error`, having `said` this; `file` is the site's mkdocs.yml."""
    if file and (problem := unreadable(file)):
        return [str(problem)]
    told = list(dict.fromkeys(said))
    errors = [_placed(message, file) for level, message in told if level >= logging.ERROR]
    if errors:
        return errors
    warnings = [message for _, message in told]  # a strict preview fails by what it warned of
    return [*warnings, str(error) or type(error).__name__]


_OPTION = re.compile(r"Config value '([^']+)'")
_WORDS = re.compile(r"[\"'`]([^\"'`\n]+)[\"'`]")


def _placed(message: str, file: Path | None) -> str:
    """A host's complaint about an option, with the line that it is about."""
    text = ""
    if file and _OPTION.search(message):
        with suppress(OSError, ValueError):
            text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    for word in reversed(_WORDS.findall(message)):
        sign = re.compile(rf"(?<![\w./-]){re.escape(word)}(?![\w/-])")
        for number, line in enumerate(lines, start=1):
            if file and sign.search(line.partition("#")[0]):
                return f"{file.name}:{number}: {message}"
    return message
