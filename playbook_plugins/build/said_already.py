"""A problem is said once: what the source check has named, nobody says again in the same build."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

from playbook_plugins.shared.problems import Problem

OURS = "mkdocs.plugins.playbook"
PAGES = ("mkdocs.structure.pages", "properdocs.structure.pages")
"""Who speaks of links: a host knows neither line nor cure."""

_PLACE = re.compile(r"^([^:\s][^:\n]*?)(?::\d+){1,2}: ")
_LINK = re.compile(r"Doc file '([^']+)' contains an? (?:[a-z ]*?)link (?:to )?'([^']*)'")


def _key(message: str) -> str:
    """A message without line and column: two features may count from different lines."""
    return _PLACE.sub(r"\1: ", message)


class SaidAlready(logging.Filter):
    """Drops what has been said; one for our own log and the host's."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        super().__init__()
        self._messages: set[str] = set()
        self._links: set[tuple[str, str]] = set()

    def start(self, problems: Iterable[Problem], links: Iterable[tuple[str, str]]) -> None:
        """Begin a build in which these have been reported."""
        self._messages = {_key(str(problem)) for problem in problems}
        self._links = set(links)

    def has_link(self, name: str, target: str) -> bool:
        """Whether a link of this source was reported."""
        return (name, target) in self._links

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is news."""
        message = record.getMessage()
        if record.name == OURS:
            return _key(message) not in self._messages
        link = _LINK.match(message)
        return not (link and (link[1], link[2]) in self._links)

    def listen(self) -> None:
        """Take the place of an earlier one on both logs."""
        for name in (OURS, *PAGES):
            log = logging.getLogger(name)
            for each in [each for each in log.filters if isinstance(each, SaidAlready)]:
                log.removeFilter(each)
            log.addFilter(self)

    def leave(self) -> None:
        """Let everything through again."""
        self.start((), ())
        for name in (OURS, *PAGES):
            logging.getLogger(name).removeFilter(self)
