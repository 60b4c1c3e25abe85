"""What is logged while one page is made, so that it can be said again in its turn."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

Said = tuple[str, int, str]
"""Logger, level, message."""

HOSTS = ("mkdocs", "properdocs")


class _Listener(logging.Handler):
    def __init__(self, said: list[Said]) -> None:
        super().__init__()
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Note what is said."""
        self.said.append((record.name, record.levelno, record.getMessage()))


_listening: _Listener | None = None
"""Who hears the host's loggers now, if anybody does."""


@contextmanager
def hearing(said: list[Said]) -> Iterator[None]:
    """Collect in `said` what the host's loggers are told, and let nobody else hear it.

    The host says some things once in a build only; its filters are asked when it is said again.
    Inside another one only the list is another: for a thousand pages the loggers are turned once.
    """
    global _listening
    if _listening:
        before, _listening.said = _listening.said, said
        try:
            yield
        finally:
            _listening.said = before
        return
    _listening = _Listener(said)
    try:
        with _turned_to(_listening):
            yield
    finally:
        _listening = None


@contextmanager
def _turned_to(listener: _Listener) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in HOSTS]
    before = [(each, each.handlers, each.propagate, each.level) for each in loggers]
    filters = [(logger, logger.filters) for logger in _filtered()]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
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


def say_again(said: list[Said]) -> None:
    """Say it where it belongs, so that strict builds count it."""
    for name, level, message in said:
        logging.getLogger(name).log(level, "%s", message)
