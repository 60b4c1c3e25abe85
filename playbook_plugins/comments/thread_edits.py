"""Changes to threads that people and commands write in turn.

A change touches the lines it is about; everything else in the file, remarks included, stays as
its author wrote it. Every edit is read back before it is written: what does not read as it
should is not written. Format: docs/guide/comments.md.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml

from playbook_plugins.shared.front_matter import FAST
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record

from .ledger import LedgerReader
from .ledger_text import longer_text, moment_text, thread_text
from .model import ERASED, Comment, Thread

FIELDS = (
    *("id", "parent", "author", "by", "url", "date"),
    *("state", "origin", "format", "answered", "mark", "body"),
)

Span = tuple[int, int, str]
"""From, to, and what shall stand there."""


class EditError(Exception):
    """A thread that is left as it is, with what is wrong and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        """`problems` is never empty."""
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class _CannotError(Exception):
    """This layout is not one that can be edited in place."""


@record
class ThreadFile:
    """A thread and the text that it was read from; both are empty for a file that is not there."""

    path: Path
    shown: str
    text: str
    thread: Thread
    problems: tuple[Problem, ...] = ()
    """What the reader complained of: comments that it left out, and still stand in the text."""


def read_thread(path: Path, shown: str, uid: str) -> ThreadFile:
    """The thread of `uid` in `path`. Raises `EditError` when the file cannot be read at all."""
    problems: list[Problem] = []
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ThreadFile(path, shown, "", Thread(uid))
    except (OSError, UnicodeDecodeError):
        what = "this thread is not UTF-8 text."
        raise EditError([Problem(shown, 0, 0, what, "Save the file as UTF-8.")]) from None
    try:
        thread = LedgerReader(shown, problems.append).read(text, uid)
    except (RecursionError, ValueError):
        thread = None
    if thread is None:
        what, cure = "this thread cannot be read.", "Mend it, then try again."
        raise EditError(problems or [Problem(shown, 0, 0, what, cure)])
    return ThreadFile(path, shown, text, thread, tuple(problems))


def text_of(file: ThreadFile, after: Thread, given: Mapping[str, str] | None = None) -> str:
    """The file's text with `after` in the place of its thread.

    `given` holds the text of comments that come from another file, by id (`raw_comments`).
    Raises `EditError` where that would lose a remark or a comment that cannot be read.
    """
    if not file.text:
        return thread_text(after)
    if _is_long(file) and not given and (longer := longer_text(file.text, file.thread, after)):
        return longer
    for raw in (given or {}, {}):
        made = _in_place(file, after, raw)
        if made is not None:
            return made
    if file.problems or has_remarks(file.text):
        what = "this thread is laid out so that a command would lose something of it."
        cure = "Make the change by hand; playbook check says what it cannot read."
        raise EditError([Problem(file.shown, 0, 0, what, cure)])
    return thread_text(after)


LONG = 500
"""Comments from which on an addition is put at the end without looking for the place."""


def _is_long(file: ThreadFile) -> bool:
    """Whether looking for places would take seconds, and nothing stands below the last comment."""
    if file.problems or len(file.thread.comments) < LONG or "\r" in file.text:
        return False
    return not file.text.rstrip().rpartition("\n")[2].lstrip().startswith("#")


def has_remarks(text: str) -> bool:
    """Whether YAML remarks (`# …`) stand in `text`."""
    last = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if "#" in text[last : token.start_mark.index]:
            return True
        last = token.end_mark.index
        if isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}:
            head = text[token.start_mark.index : last].partition("\n")[0]
            if "#" in head:
                return True
    return "#" in text[last:]


def _in_place(file: ThreadFile, after: Thread, given: Mapping[str, str]) -> str | None:
    try:
        made = _Editor(file.text).edited(file.thread, after, given)
    except (yaml.YAMLError, _CannotError, RecursionError):
        return None
    problems: list[Problem] = []
    try:
        read = LedgerReader(file.shown, problems.append).read(made, after.uid)
    except (RecursionError, ValueError):
        return None
    said, before = (Counter(each.what for each in some) for some in (problems, file.problems))
    lost = len(after.comments) < len(file.thread.comments) or bool(_erased(file.thread, after))
    kept = said <= before if lost else said == before
    return made if read and kept and _plain(read) == _plain(after) else None


def _plain(thread: Thread) -> Thread:
    """The thread for comparing: line ends after a body mean nothing."""
    comments = tuple(replace(each, body=each.body.rstrip()) for each in thread.comments)
    return replace(thread, comments=comments)


def raw_comments(text: str) -> dict[str, str]:
    """Each comment of a thread as it is written, remarks included, set out to the margin."""
    try:
        editor = _Editor(text)
        return {id: editor.raw(entry) for id, entry in editor.entries.items()}
    except (yaml.YAMLError, _CannotError, RecursionError):
        return {}


class _Editor:
    """Finds the places in one file's text where something is to change."""

    def __init__(self, text: str) -> None:
        node = yaml.compose(text, Loader=FAST)
        if not isinstance(node, yaml.MappingNode):
            raise _CannotError
        self.text = text
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.root = node
        self.keys = _keys(node)
        listed = self.keys.get("comments", (None, None))[1]
        self.listed = listed if isinstance(listed, yaml.SequenceNode) else None
        self.entries: dict[str, yaml.MappingNode] = {}
        for entry in self.listed.value if self.listed else ():
            if isinstance(entry, yaml.MappingNode) and "id" in _keys(entry):
                self.entries.setdefault(str(_keys(entry)["id"][1].value), entry)

    def edited(self, before: Thread, after: Thread, given: Mapping[str, str]) -> str:
        """The text of `before` turned into that of `after`."""
        erased = _erased(before, after)
        old = {each.id: each for each in before.comments if each.id not in erased}
        new = {each.id: each for each in after.comments}
        spans = [self._emptied(self._entry(id), left) for id, left in erased.items()]
        if before.closed != after.closed:
            word = "closed" if after.closed else "open"
            spans.append(self._set(self.root, "state", word, ("comments",)))
        for id, mine in old.items():
            if id not in new:
                spans.append(self._cut(self._entry(id)))
            elif mine != new[id]:
                spans += self._changes(self._entry(id), mine, new[id])
        there = {*old, *(left.id for left in erased.values())}
        added = [each for each in after.comments if each.id not in there]
        if added:
            spans.append(self._added(added, given))
        return self._applied(spans)

    def _applied(self, spans: list[Span]) -> str:
        text = self.text
        for start, end, new in sorted(spans, reverse=True):
            text = text[:start] + new.replace("\n", self.end) + text[end:]
        return text

    def _entry(self, id: str) -> yaml.MappingNode:
        if id not in self.entries:
            raise _CannotError
        return self.entries[id]

    def _changes(self, entry: yaml.MappingNode, old: Comment, new: Comment) -> Iterator[Span]:
        for name in FIELDS:
            if getattr(old, name) != getattr(new, name):
                value = getattr(new, name)
                word = moment_text(value) if name == "date" else str(value)
                yield self._set(entry, name, word, ("origin", "format", "body"))

    def _set(self, node: yaml.MappingNode, name: str, word: str, before: tuple[str, ...]) -> Span:
        """A key's new value: in its place, or on a line of its own above the first of `before`."""
        keys = _keys(node)
        if name in keys:
            value = keys[name][1]
            if not isinstance(value, yaml.ScalarNode) or value.style in {"|", ">"}:
                raise _CannotError
            start, end = value.start_mark.index, value.end_mark.index
            return start, end, ("" if end > start else " ") + _scalar(word, name)
        below = next((keys[each][0] for each in before if each in keys), None)
        if below is None and not node.flow_style:
            end = self._line_end(_last(node))
            return end, end, f"{self._break(end)}{name}: {_scalar(word, name)}\n"
        if below is None:
            raise _CannotError
        apart = ", " if node.flow_style else "\n" + " " * below.start_mark.column
        at = below.start_mark.index
        return at, at, f"{name}: {_scalar(word, name)}{apart}"

    def raw(self, entry: yaml.Node) -> str:
        """A block entry with its hyphen, from the margin."""
        start, end, _ = self._cut(entry)
        lines = self.text[start:end].replace("\r\n", "\n").splitlines(keepends=True)
        width = len(lines[0]) - len(lines[0].lstrip(" "))
        if any(line[:width].strip() for line in lines):
            raise _CannotError
        made = "".join(line[width:] or "\n" for line in lines)
        return made if made.endswith("\n") else f"{made}\n"

    def _cut(self, entry: yaml.Node) -> Span:
        """A whole entry of the list, from its hyphen to the end of its last line."""
        start = self.text.rfind("\n", 0, entry.start_mark.index) + 1
        if self.text[start : entry.start_mark.index].strip() != "-":
            raise _CannotError
        return start, self._line_end(_last(entry)), ""

    def _emptied(self, entry: yaml.MappingNode, left: Comment) -> Span:
        """An entry with its remarks, and those above it, in whose place stands what is left."""
        if self.listed is not None and self.listed.flow_style:
            return entry.start_mark.index, entry.end_mark.index, _in_braces(left)
        start, end, _ = self._cut(entry)
        column = self.text[start : entry.start_mark.index].index("-")
        while (above := self.text.rfind("\n", 0, start - 1) + 1) < start:
            line = self.text[above:start]
            if not line.lstrip().startswith("#") or len(line) - len(line.lstrip()) < column:
                break
            start = above
        return start, end, _records([left], {}, column)

    def _added(self, comments: list[Comment], given: Mapping[str, str]) -> Span:
        """New entries below the last one, set in as far as that."""
        if self.listed is not None and self.listed.value:
            if self.listed.flow_style:
                raise _CannotError
            at = self._line_end(_last(self.listed))
            indent = self.listed.start_mark.column
            return at, at, self._break(at) + _records(comments, given, indent)
        records = _records(comments, given, 2)
        if self.listed is not None:
            start, end = self.listed.start_mark.index, self.listed.end_mark.index
            return start, end, "\n" + records.rstrip("\n")
        if "comments" in self.keys:
            at = self._line_end(self.keys["comments"][1])
            return at, at, self._break(at) + records
        at = self._line_end(_last(self.root))
        return at, at, f"{self._break(at)}comments:\n{records}"

    def _line_end(self, node: yaml.Node) -> int:
        """Where the line below a node's last one begins."""
        end: int = node.end_mark.index
        if end and self.text[end - 1] == "\n":
            return end
        found = self.text.find("\n", end)
        return len(self.text) if found < 0 else found + 1

    def _break(self, at: int) -> str:
        """The line end that the text lacks before `at`."""
        return "\n" if at and self.text[at - 1] != "\n" else ""


def _erased(before: Thread, after: Thread) -> dict[str, Comment]:
    """What is left of the comments that are erased, by the ids that they had."""
    if len(before.comments) != len(after.comments):
        return {}
    pairs = zip(before.comments, after.comments, strict=True)
    return {old.id: new for old, new in pairs if new.state == ERASED and old != new}


def _keys(node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    return {str(key.value): (key, value) for key, value in node.value}


def _last(node: yaml.Node) -> yaml.Node:
    """The last thing that is written of a node; a block's own end lies beyond remarks below it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _scalar(word: str, name: str) -> str:
    """A value for one line, in block and flow alike."""
    if name == "date" or (re.fullmatch(r"[A-Za-z][\w-]*", word, re.ASCII) and _is_text(word)):
        return word
    dumped: str = yaml.safe_dump(word, default_style='"', allow_unicode=True, width=1_000_000)
    return dumped.rstrip("\n")


def _in_braces(comment: Comment) -> str:
    """A comment of short values on one line."""
    values = {name: getattr(comment, name) for name in FIELDS} | {
        "date": moment_text(comment.date),
        "format": "",
    }
    pairs = (f"{name}: {_scalar(value, name)}" for name, value in values.items() if value)
    return f"{{{', '.join(pairs)}}}"


def _is_text(word: str) -> bool:
    return bool(yaml.safe_load(word) == word)


def _records(comments: list[Comment], given: Mapping[str, str], indent: int) -> str:
    made = ""
    for each in comments:
        written = thread_text(Thread("t", (each,))).partition("comments:\n")[2]
        dumped = "".join(line[2:] or "\n" for line in written.splitlines(keepends=True))
        for line in (given.get(each.id) or dumped).splitlines(keepends=True):
            made += (" " * indent if line.strip() else "") + line
    return made
