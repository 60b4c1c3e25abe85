"""What is logged while one page is made, captured so that it can be said in the page's turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

LogLine = tuple[str, int, str]
"""Logger, level, message."""

HOSTS = ("mkdocs", "properdocs")


class _Capture(logging.Handler):
    def __init__(self, lines: list[LogLine]) -> None:
        super().__init__()
        self.lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """Note what is said."""
        self.lines.append((record.name, record.levelno, record.getMessage()))


_capture: _Capture | None = None
"""Who captures the host's loggers now, if anybody does."""


@contextmanager
def captured(lines: list[LogLine]) -> Iterator[None]:
    """Collect in `lines` what the host's loggers are told, and let nobody else hear it.

    The host says some things once in a build only; its filters are asked at `replay`. Inside
    another one only the list is another: for a thousand pages the loggers are turned once.
    """
    global _capture
    if _capture:
        before, _capture.lines = _capture.lines, lines
        try:
            yield
        finally:
            _capture.lines = before
        return
    _capture = _Capture(lines)
    try:
        with _turned_to(_capture):
            yield
    finally:
        _capture = None


@contextmanager
def _turned_to(capture: _Capture) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in HOSTS]
    before = [(each, each.handlers, each.propagate, each.level) for each in loggers]
    filters = [(logger, logger.filters) for logger in _filtered()]
    for logger in loggers:
        logger.handlers, logger.propagate = [capture], False
        if logger.level > logging.INFO:
            logger.setLevel(logging.INFO)  # what a quiet build leaves out, the next may have to say
    for logger, _ in filters:
        logger.filters = []
    try:
        yield
    finally:
        for logger, handlers, propagate, level in before:
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)
        for logger, kept in filters:
            logger.filters = kept


def _filtered() -> list[logging.Logger]:
    """The host's loggers that do not pass on everything."""
    known = list(logging.root.manager.loggerDict.items())
    return [
        logger
        for name, logger in known
        if name.partition(".")[0] in HOSTS and isinstance(logger, logging.Logger) and logger.filters
    ]


def replay(lines: list[LogLine]) -> None:
    """Say captured lines where they belong, so that strict builds count them."""
    for name, level, message in lines:
        logging.getLogger(name).log(level, "%s", message)
