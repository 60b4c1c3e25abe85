"""What a site sets of the coaching loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .problems import did_you_mean
from .records import record

LEAST, FEWEST, MOST = 5, 3, 50
"""People without whom nothing is said of a team: as a rule, and the ends of what may be set."""
KEEP, LONGEST = 13, 120
"""Months for which returns are kept."""


@record
class Coaching:
    """The options under `coaching:`."""

    enabled: bool = True
    coaches: tuple[str, ...] = ()
    """Their names, for the fact sheet."""
    least: int = LEAST
    keep: int = KEEP


SAMPLES: Mapping[str, str] = {
    "enabled": "enabled: true",
    "coaches": "coaches: [Marta Lind]",
    "least": f"least: {LEAST}",
    "keep": f"keep: {KEEP}",
}


def coaching_from(given: Any) -> Coaching:
    """What was set, and the usual where nothing or something wrong was."""
    options = given if isinstance(given, Mapping) else {}
    wrong = {name.removeprefix("coaching.") for name, _, _ in wrong_coaching(options)}
    right: dict[str, Any] = {
        name: tuple(value) if name == "coaches" else value
        for name, value in options.items()
        if name in SAMPLES and name not in wrong and value is not None
    }
    return Coaching(**right)


def wrong_coaching(given: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Name, what is wrong, and the cure, for each option that cannot be meant."""
    for name, value in given.items():
        if name not in SAMPLES:
            cure = did_you_mean(str(name), SAMPLES)
            yield f"coaching.{name}", f'coaching has no option "{name}".', cure
        elif value is not None and (what := _wrong(name, value)):
            yield f"coaching.{name}", f"coaching: {name}: {what}", f"Write {SAMPLES[name]}."


def _wrong(name: str, value: Any) -> str:
    if name == "enabled":
        return "" if isinstance(value, bool) else "this is neither true nor false."
    if name == "coaches":
        is_list = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
        return "" if is_list else "names are expected here, in a list."
    least, most = (FEWEST, MOST) if name == "least" else (0, LONGEST)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return (
        ""
        if is_number and least <= value <= most
        else f"a number from {least} to {most} goes here."
    )
