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


@contextmanager
def hearing(said: list[Said]) -> Iterator[None]:
    """Collect in `said` what the host's loggers are told, and let nobody else hear it.

    The host says some things once in a build only; its filters are asked when it is said again.
    """
    listener = _Listener(said)
    loggers = [logging.getLogger(name) for name in HOSTS]
    before = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    filters = [(logger, logger.filters) for logger in _filtered()]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
    for logger, _ in filters:
        logger.filters = []
    try:
        yield
    finally:
        for logger, handlers, propagate in before:
            logger.handlers, logger.propagate = handlers, propagate
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
