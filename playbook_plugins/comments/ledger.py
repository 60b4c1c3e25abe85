"""The ledger: one YAML file a thread, read with places so that a mistake can be named.

Format: docs/guide/comments.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from playbook_plugins.shared.dates import moment, not_a_date
from playbook_plugins.shared.front_matter import (
    FAST,
    PLAIN,
    FrontMatterError,
    may_be_bomb,
    refuse_bombs,
)
from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.memory import Kind, remembered
from playbook_plugins.shared.problems import Problem, Report, did_you_mean

from .model import APPROVED, ERASED, PENDING, STATES, Comment, Thread

KIND: Kind[tuple[list[Problem], Thread | None]] = Kind(
    "thread", tuple[list[Problem], Thread | None]
)
"""What a file of the ledger says: its mistakes, and the thread."""
THREAD_KEYS = ("thread", "state", "comments")
COMMENT_KEYS = (
    *("id", "parent", "author", "by", "url"),
    *("date", "body", "state", "origin", "format", "answered", "mark"),
)
REQUIRED = ("id", "author", "date", "body")
OF_ERASED = ("id", "date")
"""What has to be there of an erased comment."""
PERSONAL = ("author", "by", "url", "body")
"""What must not be there of one."""
MOST_TEXT = 200_000
"""Characters of one comment: a long book chapter. A page has to carry it."""
COMMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def _composed(text: str) -> yaml.Node | None:
    """The file as nodes. Raises `FrontMatterError` for a bomb and `yaml.YAMLError` for no YAML."""
    for loader in (FAST, yaml.SafeLoader):
        try:
            if loader is yaml.SafeLoader or may_be_bomb(text):
                refuse_bombs(text, loader)
            return yaml.compose(text, Loader=loader)
        except yaml.YAMLError:
            if loader is yaml.SafeLoader:
                raise  # its complaint says more than the compiled reader's
    return None


OPEN, CLOSED = "open", "closed"
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$|^={7}$", re.MULTILINE)
"""The marks that git puts around two versions (git-merge, "How conflicts are presented")."""
_MISREAD = object()
"""Stands for a value that is there and cannot be read."""


class LedgerReader:
    """Reads one ledger file; unusable comments are reported and left out, the rest stands.

    What decides whether a comment is shown has to be read without a doubt: a key or state that
    nobody knows holds the comment back, and one above the comments holds all of them back.
    """

    def __init__(self, shown: str, report: Report) -> None:
        """`shown` is the path as the author knows it."""
        self.shown = shown
        self.report = report

    def read(self, text: str, uid: str) -> Thread | None:
        """The thread of post `uid`; None when the file cannot be read at all."""
        if self._conflicted(text):
            return None
        node = self._compose(text)
        if node is None:
            return None
        keys, odd = self._keys(node, THREAD_KEYS)
        named = self._value(keys.get("thread"))
        if named is not None and named != uid:
            what = f'this file is named for "{uid}", but its thread is "{named}".'
            self._complain(what, "Rename one of them.", keys["thread"])
            return None
        closed, held = self._thread_state(keys.get("state"))
        comments = self._comments(keys.get("comments"))
        if odd or held:
            comments = [_held(each) for each in comments]
        return Thread(uid, tuple(comments), closed=bool(closed or odd))

    def _thread_state(self, node: yaml.Node | None) -> tuple[bool, bool]:
        """Whether a thread is closed, and whether its comments are held back."""
        state = None if node is None else self._value(node, _MISREAD)
        if node is None or state in (None, OPEN, CLOSED):
            return state == CLOSED, False
        said = "…" if state is _MISREAD else str(state)
        near = did_you_mean(said.strip().lower(), (OPEN, CLOSED)).startswith("Did you mean")
        held = "" if near else " and its comments are held back"
        what = f'unknown state "{said}", so the thread is closed{held}.'
        self._complain(what, "Use open or closed.", node)
        return True, not near

    def _complain(self, what: str, cure: str, node: yaml.Node) -> None:
        mark = node.start_mark
        self.report(Problem(self.shown, mark.line + 1, mark.column + 1, what, cure))

    def _conflicted(self, text: str) -> bool:
        """Report what git leaves in a file that two people have changed; whether it is there."""
        found = _CONFLICT.search(text)
        if found is None:
            return False
        line = text.count("\n", 0, found.start()) + 1
        what = "two people changed this thread at once, and git has left both versions in it."
        cure = (
            "Keep the comments of both: delete the lines that begin with <<<<<<<, ======= and "
            ">>>>>>>, and what then stands twice. So that git does it next time, write "
            f"*.yml merge=union into {self.shown.rpartition('/')[0]}/.gitattributes."
        )
        self.report(Problem(self.shown, line, 1, what, cure))
        return True

    def _compose(self, text: str) -> yaml.MappingNode | None:
        try:
            node = _composed(text)
        except FrontMatterError as error:
            what = "this thread refers to itself or is nested too deeply."
            self.report(Problem(self.shown, error.line - 1, 0, what, "Write the values out."))
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 0)
            what = f"this thread cannot be read: {getattr(error, 'problem', None) or error}."
            cure = "Mend the line; a text with a colon needs quotes, or a | before it."
            self.report(Problem(self.shown, line, column, what, cure))
            return None
        if isinstance(node, yaml.MappingNode):
            return node
        what = "this thread is not made of keys and values."
        self.report(Problem(self.shown, 1, 0, what, "Begin with: thread: the-post-uid."))
        return None

    def _keys(
        self, node: yaml.MappingNode, known: tuple[str, ...]
    ) -> tuple[dict[str, yaml.Node], bool]:
        """The known keys, and whether there are others: any of them may say who sees this."""
        held = "this comment is held back"
        if known == THREAD_KEYS:
            held = "the thread is closed and its comments are held back"
        found: dict[str, yaml.Node] = {}
        odd = False
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "…"
            if name not in known:
                odd = True
                self._complain(f'unknown key "{name}", so {held}.', did_you_mean(name, known), key)
            elif name in found:
                odd = True
                what = f'"{name}" is written twice, so {held}.'
                self._complain(what, "Keep one of the two.", key)
            else:
                found[name] = value
        return found, odd

    def _value(self, node: yaml.Node | None, other: Any = None) -> Any:
        """A scalar node's value, as YAML understands it; `other` for what is no scalar."""
        if not isinstance(node, yaml.ScalarNode):
            return other
        if node.tag == PLAIN:
            return node.value
        try:
            return SafeConstructor().construct_document(node)
        except (yaml.YAMLError, ValueError):
            return str(node.value)

    def _comments(self, node: yaml.Node | None) -> list[Comment]:
        if not isinstance(node, yaml.SequenceNode):
            if node is not None and not node.tag.endswith(":null"):
                self._complain("the comments are not a list.", "Begin each with: - id: c1.", node)
            return []
        found: dict[str, tuple[Comment, yaml.Node]] = {}
        self._unread: set[str] = set()
        for entry in node.value:
            comment = self._comment(entry)
            if comment is None:
                self._unread |= _id_of(entry)
                continue
            if comment.id in found and (one := _one_of(found[comment.id][0], comment)):
                found[comment.id] = (one, entry)
                continue
            if comment.id in found:
                what = f'two comments share the id "{comment.id}".'
                self._complain(what, "Give the later one another id.", entry)
                continue
            found[comment.id] = (comment, entry)
        return self._rooted(found)

    def _comment(self, entry: yaml.Node) -> Comment | None:
        if not isinstance(entry, yaml.MappingNode):
            self._complain("this is no comment.", "Begin it with: - id: c1.", entry)
            return None
        keys, odd = self._keys(entry, COMMENT_KEYS)
        values = {name: self._value(node) for name, node in keys.items()}
        erased = values.get("state") == ERASED
        for name in OF_ERASED if erased else REQUIRED:
            if values.get(name) in (None, ""):
                self._complain(f"this comment has no {name}.", f"Add a line {name}: …", entry)
                return None
        written = moment(values["date"])
        if written is None:
            what, cure = not_a_date(values["date"])
            usual = cure.startswith("Write it as year")
            cure = "Write it as 2026-11-24T09:30:00Z." if usual else cure
            self._complain(what, cure, keys["date"])
            return None
        if len(str(values.get("body", ""))) > MOST_TEXT:
            what = f"this comment is longer than {MOST_TEXT:,} characters."
            cure = "Put the text into a page of its own, and let the comment name it."
            self._complain(what, cure, keys["body"])
            return None
        if not COMMENT_ID.fullmatch(str(values["id"])):
            cure = "Use letters, digits, hyphens and underscores."
            self._complain(f'"{values["id"]}" cannot be an id.', cure, keys["id"])
            return None
        if erased and any(values.get(name) for name in PERSONAL):
            what = "this comment says that it is erased, and its words are still here."
            self._complain(what, "Run: playbook comments erase, with thread and id.", entry)
        state = self._state(keys.get("state"))
        if odd and state == APPROVED:
            state = PENDING
        return Comment(
            id=str(values["id"]),
            author=str(values.get("author") or ""),
            date=written,
            body=str(values.get("body") or ""),
            parent=str(values.get("parent") or ""),
            url=str(values.get("url") or ""),
            state=state,
            origin=str(values.get("origin") or ""),
            by=str(values.get("by") or ""),
            format="html" if values.get("format") == "html" else "text",
            answered=self._answered(keys.get("answered")),
            mark=str(values.get("mark") or ""),
        )

    def _answered(self, node: yaml.Node | None) -> str:
        """`yes`, or nothing; another word is no answer."""
        said = None if node is None else self._value(node, _MISREAD)
        if node is None or said in (None, "", False, "no"):
            return ""
        if said in (True, "yes"):
            return "yes"
        what = "answered says yes, or is left out."
        self._complain(what, "Write answered: yes, or delete the line.", node)
        return ""

    def _state(self, node: yaml.Node | None) -> str:
        """A comment's state; one that cannot be read keeps the comment from readers."""
        state = None if node is None else self._value(node, _MISREAD)
        if node is None or state is None or state == "":  # no word is the usual one
            return APPROVED
        if isinstance(state, str) and state in {*STATES, ERASED}:
            return state
        said = "…" if state is _MISREAD else str(state)
        what = f'unknown state "{said}", so this comment is held back.'
        self._complain(what, did_you_mean(said.strip().lower(), STATES), node)
        return PENDING

    def _rooted(self, found: dict[str, tuple[Comment, yaml.Node]]) -> list[Comment]:
        """Comments whose parents exist; one that answers nobody is named and shown at the top."""
        kept = []
        for comment, entry in found.values():
            if comment.parent and (comment.parent not in found or comment.parent == comment.id):
                what = f'comment "{comment.id}" answers "{comment.parent}", which is not here.'
                if comment.parent not in self._unread:  # which has been complained of
                    self._complain(what, "Correct the parent, or leave it out.", entry)
                comment = Comment(**{**comment.__dict__, "parent": ""})
            kept.append(comment)
        return kept


def _one_of(first: Comment, second: Comment) -> Comment | None:
    """What stands for two entries under one id where they are one comment, as after a merge.

    What is left of an erased comment stands for the comment. Of two that differ in nothing that
    somebody wrote, the one stands that shows less.
    """
    for each in (first, second):
        if each.state == ERASED:
            return each
    told = ("author", "by", "url", "date", "body", "parent", "format")
    if any(getattr(first, name) != getattr(second, name) for name in told):
        return None
    return first if first.state != APPROVED else second


def _held(comment: Comment) -> Comment:
    """The comment, kept from readers."""
    return replace(comment, state=PENDING) if comment.state == APPROVED else comment


def _id_of(entry: yaml.Node) -> set[str]:
    """The id of a comment that cannot be used, if it has one."""
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else ()
    return {str(value.value) for key, value in pairs if key.value == "id"}


def _read(named: str, text: str, uid: str) -> tuple[list[Problem], Thread | None]:
    """A thread, and what is wrong with its file."""
    said: list[Problem] = []
    return said, LedgerReader(named, said.append).read(text, uid)


def _is_of(uid: str, found: tuple[list[Problem], Thread | None]) -> bool:
    """Whether this can be what a file of this name says."""
    thread = found[1]
    ids = [each.id for each in thread.comments] if thread else []
    known = len({*ids}) == len(ids) and all(COMMENT_ID.fullmatch(each) for each in ids)
    return thread is None or (thread.uid == uid and known)


def read_ledger(folder: Path, shown: str, report: Report) -> dict[str, Thread]:
    """All threads in `folder`, by uid; `shown` is the folder as the author knows it.

    A folder that is not there holds no threads. What cannot be read is reported and left out; a
    thread that cannot be read at all is empty, and closed: nobody knows whether it was open.
    """
    threads = {}
    for uid, named, text in _files(folder, shown, report):
        make, fits = partial(_read, named, text, uid), partial(_is_of, uid)
        said, thread = remembered(KIND, f"{named}\n{text}", make, fits)
        for problem in said:
            report(problem)
        if thread:
            threads[uid] = thread
    for path in folder.glob("*.yml"):
        if is_id(path.stem):
            threads.setdefault(path.stem, Thread(path.stem, closed=True))
    return threads


def _files(folder: Path, shown: str, report: Report) -> Iterator[tuple[str, str, str]]:
    """The uid, the name as the author knows it, and the text of each thread that can be read."""
    for path in sorted(folder.glob("*.yml")):
        if path.name.startswith("."):
            continue  # counts from a provider, no thread
        named = f"{shown}/{path.name}"
        if not is_id(path.stem):
            cure = "Name the file for its post's uid: small letters, digits and hyphens."
            report(Problem(named, 0, 0, "this name cannot be a post's uid.", cure))
            continue
        try:
            yield path.stem, named, path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            what = "this thread is not UTF-8 text."
            report(Problem(named, line, 0, what, "Save the file as UTF-8."))
