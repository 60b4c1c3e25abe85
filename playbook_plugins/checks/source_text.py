"""Is a source text at all, and does its front matter stand where it is read as such?

MkDocs swallows broken front matter and publishes it, drafts included, as body text.
"""

from __future__ import annotations

import re

from playbook_plugins.shared.front_matter import MOST_BYTES as FRONT_BYTES
from playbook_plugins.shared.front_matter import FrontMatter, FrontMatterError, read
from playbook_plugins.shared.problems import Problem

MOST_BYTES = 2 * 1024 * 1024
"""A page larger than this is a mistake: a pasted picture, a whole export."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))
_LATE = re.compile(
    r"\s*\n---[ \t]*\n(?:[ \t]*[\w-]+[ \t]*:.*\n)+?---[ \t]*(?:\n|$)|[ \t]+---[ \t]*\n\s*\w+:"
)
_OTHER_DASHES = re.compile(r"(?:-{2}|-{4,}|[—–]-*|\+{3})[ \t]*\n[ \t]*[\w-]+[ \t]*[:=]")
_BARE_KEY = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):(?!//|:)\s*(.*)")
_ODD_END = re.compile(r"\n(?:---|\.\.\.)[^\S\n]*[^\x00-\x7f][^\S\n]*(?:\n|$)|[\x85\u2028\u2029]")


class TextError(Exception):
    """The source cannot be built; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        """`problem` is what the author reads."""
        super().__init__(str(problem))
        self.problem = problem


def text_of(content: bytes, path: str) -> str:
    """The text of a file, its lines ended by a line feed. Raises `TextError`."""
    if len(content) > MOST_BYTES:
        what = f"this page is larger than {MOST_BYTES // 1024 // 1024} MiB."
        cure = "Put pictures and exports into files of their own."
        raise TextError(Problem(path, 0, 0, what, cure))
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            what = f"this file is {encoding}, not UTF-8 text."
            cure = "Save it again with the encoding UTF-8."
            raise TextError(Problem(path, 1, 0, what, cure))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        cure = "Save it again with the encoding UTF-8."
        what = "this file is not UTF-8 text."
        raise TextError(Problem(path, line, 0, what, cure)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        what = "an invisible control character."
        cure = "Delete it and type the word again."
        raise TextError(Problem(path, *place(text, control.start()), what, cure))
    return text


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in `text`."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def front_of(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """The front matter, and what may be lived with. Raises `TextError` for what may not."""
    try:
        front = read(text)
    except FrontMatterError as error:
        problem = Problem(path, error.line, error.column, error.what, error.cure)
        raise TextError(problem) from None
    if not front.height:
        return front, _without(text, path)
    head = "".join(text.splitlines(keepends=True)[: front.height])
    if len(head) > FRONT_BYTES:
        what, cure = (
            "the front matter is larger than 64 KiB.",
            "Move its text below the second ---.",
        )
        raise TextError(Problem(path, 1, 0, what, cure))
    odd = _ODD_END.search(head)
    if odd:
        what = "an invisible character in the front matter, which would be published as text."
        at = odd.start() + (odd[0][0] == "\n")
        raise TextError(Problem(path, *place(text, at), what, "Type the line again."))
    if not front.body and not text.endswith("\n"):
        what = "the page ends with its front matter, which would be published as text."
        raise TextError(Problem(path, front.height, 0, what, "End the last line with Enter."))
    if front.height == 2:
        cure = "Take both lines --- out, or write keys between them."
        return front, [Problem(path, 1, 0, "the front matter is empty.", cure)]
    return front, []


def _without(text: str, path: str) -> list[Problem]:
    """A page without front matter: is there some that would be read as text, or the reverse?"""
    late = _LATE.match(text)
    if late:
        line = 1 + len(text[: late.end()]) - len(text[: late.end()].lstrip("\n"))
        what = "front matter that does not begin on the first line would be published as text."
        raise TextError(Problem(path, line, 0, what, "Take out what stands above the line ---."))
    if _OTHER_DASHES.match(text):
        what = "front matter begins with exactly three hyphens; this would be published as text."
        raise TextError(Problem(path, 1, 0, what, "Write --- above the keys and below them."))
    bare = _BARE_KEY.match(text)
    if not bare:
        return []
    what = f'the first line reads as the key "{bare[1]}" and would not be shown.'
    problem = Problem(
        path, 1, 0, what, "Put keys between lines ---, or leave the first line empty."
    )
    head = text.partition("\n\n")[0].lower()
    if re.search(r"^[ ]{0,3}(?:is_?)?(?:drafts?|published?|hidden|private):", head, re.MULTILINE):
        raise TextError(problem)  # a draft in all but the fence
    return [problem]
