"""Whether a site is being built, or somebody only asks for its configuration."""

from __future__ import annotations

import sys

BUILDS = {"mkdocs.commands.build", "properdocs.commands.build"}
"""Modules in which the hosts build: each by a function `build`."""


def builds_running() -> int:
    """How many of the host's builds this call stands in: one inside the other; 0 outside of any.

    The host's first event says nothing of it, and tools that deploy call that event by themselves.
    """
    found, frame = 0, sys._getframe(1)
    while frame.f_back:
        frame = frame.f_back
        name = frame.f_globals.get("__name__")
        found += frame.f_code.co_name == "build" and name in BUILDS
    return found
