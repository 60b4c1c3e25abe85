"""Front matter that a site sets for whole folders: the `.meta.yml` of Material's meta plugin."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.shared.front_matter import FENCE, FrontMatterError, read
from playbook_plugins.shared.problems import Problem, Report

Folders = Mapping[str, Mapping[str, Any]]
"""What is set, by folder, in the order in which the folders are read."""


def read_defaults(docs: Path, names: Iterable[str], shown: str, report: Report) -> Folders:
    """What the files `names` set; `shown` stands before their names for the author."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in names:
        try:
            text = Path(docs, name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            what, cure = "this file cannot be read.", "Save it again with the encoding UTF-8."
            report(Problem(shown + name, 0, 0, what, cure))
            continue
        above = 0 if text.startswith(FENCE) else 1
        try:
            front = read(f"{FENCE}\n" * above + f"{text}\n{FENCE}\n")
        except FrontMatterError as error:
            line = max(error.line - above, 1)
            what = error.what.replace("the front matter", "this file")
            report(Problem(shown + name, line, error.column, what, error.cure))
            continue
        found[posixpath.dirname(name)] = front.values
    return found


def set_for(name: str, folders: Folders) -> dict[str, Any]:
    """What is set for the source `name`; an inner folder has the last word."""
    made: dict[str, Any] = {}
    for folder, values in folders.items():
        if name.startswith(folder):
            made = merged(made, values)
    return made


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` upon `under`, as Material's plugin does it: lists add up, keys of keys are merged."""
    made = dict(under)
    for key, value in over.items():
        below = made.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            made[key] = merged(below, value)
        elif isinstance(value, list) and isinstance(below, list):
            made[key] = [*below, *value]
        else:
            made[key] = value
    return made
