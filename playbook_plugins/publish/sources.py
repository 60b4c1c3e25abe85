"""Checks one source text: encoding, size, front matter. Knows no host.

MkDocs swallows broken front matter and publishes it, drafts included, as body text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook_plugins.front_matter import FrontMatter, FrontMatterError, read
from playbook_plugins.problems import Problem, did_you_mean

MOST_BYTES = 2 * 1024 * 1024
"""A page larger than this is a mistake: a pasted picture, a whole export."""

TEXT, WORDS, CHOICES = "text", "a list of words", "a list such as [navigation, toc]"

KNOWN_KEYS: Mapping[str, str] = {
    "title": TEXT,
    "description": TEXT,
    "template": TEXT,
    "icon": TEXT,
    "status": TEXT,
    "subtitle": TEXT,
    "hide": CHOICES,
    "tags": WORDS,
    "date": "",
    "draft": "",
    "authors": "",
    "categories": "",
    "comments": "",
    "links": "",
    "part": "",
    "pin": "",
    "order": "",
    "readtime": "",
    "redirect_from": WORDS,
    "related": WORDS,
    "search": "",
    "series": TEXT,
    "slug": "",
    "source": TEXT,
    "uid": "",
    "worksheets": "",
}
"""Front-matter keys that mean something here, and what each holds; the blog checks the empty."""

SHORT = frozenset({"order", "links", "icon", "slug", "pin", "uid", "date", "tags", "hide", "part"})
NEARLY = frozenset(KNOWN_KEYS) - SHORT
"""Keys long enough that a near miss is a typing error and not another plugin's word."""


@dataclass(frozen=True)
class Checked:
    """What checking one source found."""

    problems: tuple[Problem, ...] = ()
    readable: bool = True
    """Whether the page may be built at all: never from a source whose front matter is broken."""
    front: FrontMatter = field(default_factory=FrontMatter)


def check_source(content: bytes, path: str) -> Checked:
    """Check a file's `content`; `path` is the file as its author knows it."""
    if len(content) > MOST_BYTES:
        what = f"this page is larger than {MOST_BYTES // 1024 // 1024} MiB."
        return _unreadable(
            Problem(path, 0, 0, what, "Put pictures and exports into files of their own.")
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = "this file is not UTF-8 text."
        return _unreadable(Problem(path, line, 0, what, "Save it again with the encoding UTF-8."))
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - (text.rfind("\n", 0, control.start()) + 1) + 1
        what = "an invisible control character."
        return _unreadable(Problem(path, line, column, what, "Delete it and type the word again."))
    try:
        front = read(text.replace("\r\n", "\n"))
    except FrontMatterError as error:
        return _unreadable(Problem(path, error.line, error.column, error.what, error.cure))
    return Checked(tuple(_check_keys(front, path)), front=front)


def _unreadable(problem: Problem) -> Checked:
    return Checked((problem,), readable=False)


def _check_keys(front: FrontMatter, path: str) -> list[Problem]:
    found = [
        Problem(path, line, column, f'"{name}" is written twice.', "Keep one of the two.")
        for name, line, column in front.repeated
    ]
    for name, value in front.values.items():
        what, cure = _wrong(name, value)
        if what:
            found.append(Problem(path, *front.place(name), what, cure))
    return found


def _wrong(name: str, value: Any) -> tuple[str, str]:
    """What is wrong with one key, and the cure; empty when nothing is."""
    if name not in KNOWN_KEYS:
        close = did_you_mean(name, NEARLY)
        # Keys that resemble nothing of ours belong to other plugins.
        return (f'unknown key "{name}".', close) if close.startswith("Did you mean") else ("", "")
    shape = KNOWN_KEYS[name]
    if shape == TEXT and isinstance(value, list | dict):
        return f'"{name}" is not plain text.', f'Write it as {name}: "your text".'
    if shape in {WORDS, CHOICES} and not _is_words(value):
        return f'"{name}" is not {shape}.', f"Write it as {name}: [one, two]."
    return "", ""


def _is_words(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and not any(isinstance(each, list | dict) for each in value)
    )
