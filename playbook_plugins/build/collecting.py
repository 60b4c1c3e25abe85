"""How often Python looks for garbage while a site is built.

A build makes hundreds of thousands of things that stay until its end. Python looks through the
young ones after every 700, and finds next to nothing. In a build it looks a hundred times less
often: rings of things that nobody uses any more are still found, a little later.
"""

from __future__ import annotations

import gc

RARELY = (50_000, 20, 50)

_before: list[tuple[int, int, int]] = []


def collect_rarely() -> None:
    """From now on, until `collect_as_before`; a process that wants it otherwise keeps its way."""
    if not _before and 0 < gc.get_threshold()[0] < RARELY[0]:
        _before.append(gc.get_threshold())
        gc.set_threshold(*RARELY)


def collect_as_before() -> None:
    """Collect as often as the process did before."""
    if _before:
        gc.set_threshold(*_before.pop())
