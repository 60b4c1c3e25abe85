"""Threads back into their files: same thread, same text, made to be read in a pull request.

Format: docs/guide/comments.md. `LedgerReader` reads back exactly what this writes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import yaml

from playbook_plugins.shared.problems import Problem

from .ledger import LedgerReader
from .model import APPROVED, Comment, Thread


class _Block(str):
    """Text of several lines, which YAML can show as it was written."""


class _Moment(str):
    """A point in time, written as YAML's own kind of date."""


class _Dumper(yaml.SafeDumper):
    """Literal blocks for long texts, and list entries set in from their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)


def _block(dumper: yaml.SafeDumper, text: _Block) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")


def _moment(dumper: yaml.SafeDumper, text: _Moment) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(text))


_Dumper.add_representer(_Block, _block)
_Dumper.add_representer(_Moment, _moment)


def moment_text(moment: datetime) -> str:
    """`moment` as the ledger writes it: UTC, whole seconds unless there is more, `Z`."""
    whole = moment.astimezone(UTC).isoformat().removesuffix("+00:00")
    return f"{whole}Z"


def thread_text(thread: Thread) -> str:
    """The text of a thread's file. Comments stand in their own order, keys in the format's."""
    record: dict[str, Any] = {"thread": thread.uid, "state": "closed" if thread.closed else "open"}
    record["comments"] = [_record(comment) for comment in thread.comments]
    return yaml.dump(
        record, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


def _record(comment: Comment) -> dict[str, Any]:
    """What a file says of a comment; what is empty or usual is left out."""
    plain = len(comment.body.splitlines()) == 1 + comment.body.rstrip("\n").count("\n")
    body = _Block(comment.body) if "\n" in comment.body and plain else comment.body
    record = {
        "id": comment.id,
        "parent": comment.parent,
        "author": comment.author,
        "by": comment.by,
        "url": comment.url,
        "date": _Moment(moment_text(comment.date)),
        "state": "" if comment.state == APPROVED else comment.state,
        "origin": comment.origin,
        "format": "" if comment.format == "text" else comment.format,
        "answered": comment.answered,
        "mark": comment.mark,
        "body": body,
    }
    return {key: value for key, value in record.items() if value}


def longer_text(old: str, before: Thread | None, after: Thread) -> str:
    """`old` with the new comments at its end, remarks and layout kept; empty where that fails."""
    if not old or before is None or after.comments[: len(before.comments)] != before.comments:
        return ""
    new = replace(after, comments=after.comments[len(before.comments) :])
    records = thread_text(new).partition("comments:\n")[2]
    made = f"{old.rstrip()}\n{records}" if records else ""
    problems: list[Problem] = []
    read = LedgerReader("", problems.append).read(made, after.uid) if made else None
    return made if read == after and not problems else ""
