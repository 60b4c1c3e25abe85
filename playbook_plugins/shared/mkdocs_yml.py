"""mkdocs.yml as a text: what is wrong with one that cannot be read, where, and the cure."""

from __future__ import annotations

from pathlib import Path

import yaml

from .broken_yaml import explained
from .problems import Problem

INHERIT = "INHERIT"
"""The key that names a file to build upon."""


def unreadable(path: Path, root: Path | None = None) -> Problem | None:
    """Why the site of the file at `path` cannot be read; None where it can.

    Also asked of the files that it inherits from. `root`: the folder that paths are shown from.
    """
    root = root or path.parent
    above = path
    for file in inherited(path):
        if file != path and not file.is_file():
            what = f'this inherits from "{file.name}", which is not here.'
            return Problem(_shown(above, root), 0, 0, what, f"Correct the name behind {INHERIT}.")
        if problem := _unreadable(file, _shown(file, root)):
            return problem
        above = file
    return None


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def inherited(path: Path) -> list[Path]:
    """The file at `path`, and those that it inherits from, as far as they can be read."""
    found: list[Path] = []
    following: Path | None = path
    while following and following not in found:
        found.append(following)
        following = _parent(following)
    return found


def _parent(path: Path) -> Path | None:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return None
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == INHERIT and isinstance(value, yaml.ScalarNode):
            return path.parent / str(value.value)
    return None


def _unreadable(path: Path, shown: str) -> Problem | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        cure = "Run this in the folder that holds it, or name it with -f."
        return Problem(shown, 0, 0, "this file is not here.", cure)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        cure = "Save it again with the encoding UTF-8."
        return Problem(shown, line, 0, "this file is not UTF-8 text.", cure)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        said = explained(error, text)
        return Problem(shown, said.line, said.column, said.what, said.cure)
    except (yaml.YAMLError, RecursionError):
        return Problem(shown, 0, 0, "a character that no text may hold.", "Type the file again.")
    if node is not None and not isinstance(node, yaml.MappingNode):
        what, cure = "this is not made of keys and values.", "Write each line as key: value."
        return Problem(shown, 1, 0, what, cure)
    return None
