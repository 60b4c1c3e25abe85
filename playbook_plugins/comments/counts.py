"""Counts that a provider keeps without handing over its texts: one small file beside the ledger.

`playbook comments sync` writes it, a build reads it. Format: docs/guide/comment-providers.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from playbook_plugins.shared.ids import is_id
from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.records import record

from .model import APPROVED, Thread

NAME = ".counts.yml"
HEAD = "# Written by `playbook comments sync`. A count of null is one that nobody knows.\n"
MOST = 10_000_000
AGAIN = "Run playbook comments sync again."


@record
class Counted:
    """What a provider last said of one thread."""

    count: int | None
    """Comments at the provider, answers included; None where it has never said."""
    provider: str
    at: str = ""
    """When the provider first said so."""


def read_counted(path: Path, report: Report, shown: str = "") -> dict[str, Counted]:
    """The provider's counts by uid. A file that is not there holds none; bad entries are left out.

    `shown` is the path as the author knows it.
    """
    shown = shown or path.name
    try:
        text = path.read_text(encoding="utf-8-sig")
        loaded = yaml.safe_load(text)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError):
        report(Problem(shown, 1, 0, "these counts cannot be read.", AGAIN))
        return {}
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        report(Problem(shown, 1, 0, "these counts are not made of keys and values.", AGAIN))
        return {}
    found = {}
    for uid, entry in loaded.items():
        counted = _counted(entry)
        if counted is None or not is_id(str(uid)):
            report(Problem(shown, 0, 0, f'the entry "{str(uid)[:80]}" is no count.', AGAIN))
        else:
            found[str(uid)] = counted
    return found


def _counted(entry: Any) -> Counted | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("provider"), str):
        return None
    count = entry.get("count")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
        return None
    if count is not None and not 0 <= count <= MOST:
        return None
    return Counted(count, entry["provider"], str(entry.get("at") or ""))


def read_counts(path: Path, report: Report, shown: str = "") -> dict[str, int | None]:
    """The provider's counts by uid; None is a count that nobody knows."""
    return {uid: each.count for uid, each in read_counted(path, report, shown).items()}


def counts_text(counted: dict[str, Counted]) -> str:
    """The text of the file, in the order of uids: one line a thread, so that changes are small."""
    lines = []
    for uid, each in sorted(counted.items()):
        count = "null" if each.count is None else str(each.count)
        at = f', at: "{each.at}"' if each.at else ""
        lines.append(f"{uid}: {{count: {count}, provider: {each.provider}{at}}}\n")
    return HEAD + "".join(lines)


def total(thread: Thread | None, counted: Counted | None) -> int | None:
    """What a listing shows: the ledger's approved comments, and those that only the provider has.

    None is a count that nobody knows. No comment is counted twice: those of the ledger that
    came from the same provider stand in the provider's own number.
    """
    if counted is None:
        return thread.count if thread else 0
    if counted.count is None:
        return None
    return counted.count + (apart(thread, counted.provider) if thread else 0)


def apart(thread: Thread, provider: str) -> int:
    """Approved comments of the ledger that `provider` does not know of."""
    return sum(1 for each in thread.approved if not each.origin.startswith(f"{provider}:"))


def live_offset(thread: Thread | None, provider: str) -> int:
    """What a live number of `provider` lacks to agree with the page: ours, less hidden ones.

    Hidden are those that the provider still shows and a moderator here does not.
    """
    if thread is None:
        return 0
    hidden = [
        each
        for each in thread.comments
        if each.state != APPROVED
        and each.origin.startswith(f"{provider}:")
        and not each.origin.endswith(":deleted")
    ]
    return apart(thread, provider) - len(hidden)
