"""`playbook.lock.json`: every id that was ever published, with what it holds.

Readers' answers and managers' links hang on ids. The lock file, committed beside
mkdocs.yml, remembers them, so that one that vanishes is a mistake with a place and not
a silence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from playbook_plugins.forms.model import Block, Sheet
from playbook_plugins.forms.questions import Question, questions
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.records import record

NAME = "playbook.lock.json"
FORMAT = "playbook-lock"


@record
class Locked:
    """What is remembered of one sheet or tip."""

    kind: str
    page: str
    title: str = ""
    version: int = 1
    ids: Mapping[str, str] = field(default_factory=dict)
    """Id → type of every question that stands."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """The same of those that were taken out."""
    was: Mapping[str, str] = field(default_factory=dict)
    """Former id → the id that took its place."""
    address: str = ""
    """The address of its page, `playbook/plans/`; empty in a lock that was written before
    addresses were."""

    @property
    def is_sheet(self) -> bool:
        """Whether it asks something; so does a kind that is known no more."""
        return self.kind not in KINDS or KINDS[self.kind].is_sheet


@record
class Lock:
    """The whole file. `gone` are sheets and tips that left, with the id or page to go to; `moved`
    are addresses of pages that are no more, with the sheet or tip that stood there."""

    blocks: Mapping[str, Locked] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


@record
class Pages:
    """Where pages stand now, and where those stood that are no more."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """The address of each page, by its path in the docs folder."""
    former: Callable[[str], str] = lambda page: ""
    """The address that a page had, by the path that it had; empty when nobody can know."""

    def left(self, locked: Locked) -> str:
        """The address at which a sheet was published; a lock of old holds the page alone."""
        known = locked.address or locked.page in self.addresses
        return locked.address if known else self.former(locked.page)


@record
class Standing:
    """A sheet or tip as it stands in the sources: its page, and the place of its first line."""

    block: Block
    page: str
    path: str
    line: int = 0
    column: int = 0
    places: tuple[tuple[str, int, int], ...] = ()
    """Name, line and column of what in it speaks of other blocks."""

    def below(self, height: int) -> Standing:
        """The same, with `height` lines above the text that its lines were counted in."""
        places = tuple((name, line + height, column) for name, line, column in self.places)
        return replace(self, line=self.line + height, places=places)

    @property
    def version(self) -> int:
        """The edition that its author counts; a tip has none."""
        return self.block.version if isinstance(self.block, Sheet) else 1


NO_PAGES = Pages()


class LockError(Exception):
    """The lock file cannot be read; the message says what to do."""


def read_lock(text: str) -> Lock:
    """The lock in `text`. Raises `LockError`, with a sentence, when it is not one."""
    try:
        value = json.loads(text)
        if value["format"] != FORMAT or value["formatVersion"] != 1:
            raise ValueError
        blocks = {name: _locked(each) for name, each in value["blocks"].items()}
        gone = {str(name): str(target) for name, target in value["gone"].items()}
        moved = {str(old): str(name) for old, name in value.get("moved", {}).items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise LockError(
            "this lock file cannot be read. Take it back from your version control: "
            f"git checkout {NAME}"
        ) from None
    return Lock(blocks, gone, moved)


def _locked(value: Any) -> Locked:
    names = ("ids", "retired", "was")
    tables = {name: {str(k): str(v) for k, v in value.get(name, {}).items()} for name in names}
    return Locked(
        str(value["kind"]),
        str(value["page"]),
        str(value.get("title", "")),
        int(value.get("version", 1)),
        **tables,
        address=str(value.get("address", "")),
    )


def write_lock(lock: Lock) -> str:
    """The text of the file: sorted, a line an entry, so that a change reads well in review."""
    blocks = {}
    for name, each in sorted(lock.blocks.items()):
        entry: dict[str, Any] = {"kind": each.kind, "page": each.page, "title": each.title}
        entry |= {"address": each.address} if each.address else {}
        if each.is_sheet:
            entry |= {"version": each.version, "ids": dict(sorted(each.ids.items()))}
            entry |= {"retired": dict(sorted(each.retired.items()))} if each.retired else {}
            entry |= {"was": dict(sorted(each.was.items()))} if each.was else {}
        blocks[name] = entry
    whole: dict[str, Any] = {"format": FORMAT, "formatVersion": 1, "blocks": blocks}
    whole["gone"] = dict(sorted(lock.gone.items()))
    if lock.moved:
        whole["moved"] = dict(sorted(lock.moved.items()))
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def former(asked: Mapping[str, Question]) -> dict[str, str]:
    """Former id → present id, as the sources say by `was=`."""
    return {old: name for name, each in asked.items() for old in each.was}


def compare(lock: Lock, found: Iterable[Standing], pages: Pages = NO_PAGES) -> list[Problem]:
    """What an edit took away, changed or moved that was published, unannounced."""
    standing = {each.block.id: each for each in reversed([*found]) if each.block.is_published}
    problems: list[Problem] = []
    moves: set[tuple[str, str]] = set()
    for name, locked in lock.blocks.items():
        now = standing.get(name)
        if now is None:
            what = f'the published {locked.kind} "{name}" ({locked.page}) is gone: links would die.'
            cure = f"Put it back, or say where to go: playbook ids --write --gone {name}=its-heir"
            problems.append(Problem(NAME, 0, 0, what, cure))
            continue
        problems += _compare_ids(name, locked, now)
        former = _left(locked, now, pages)
        if former and (former, now.page) not in moves:  # a page moves once, with all its sheets
            moves.add((former, now.page))
            what = f'{now.block.kind} "{name}": its page has left the address {former}.'
            cure = "Write that down, and the old address leads here: playbook ids --write"
            problems.append(Problem(now.path, now.line, now.column, what, cure))
    return problems


def _left(locked: Locked, now: Standing, pages: Pages) -> str:
    """The address that a sheet's page had and nothing has now; empty when it is where it was."""
    here, was = pages.addresses.get(now.page, ""), pages.left(locked)
    return was if here and was != here and was not in pages.addresses.values() else ""


def _compare_ids(name: str, locked: Locked, now: Standing) -> list[Problem]:
    asked = questions(now.block)
    moved = former(asked)
    retired = set(getattr(now.block, "retired", ()))
    about = f'{now.block.kind} "{name}"'
    problems = []
    for key, type_ in locked.ids.items():
        if key not in asked and key not in moved and key not in retired:
            what = f'{about}: the published question "{key}" is gone.'
            cure = (
                f"If it was renamed, write was={key} at the new one; "
                f"if it was taken out for good, add the option retired: [{key}]."
            )
            problems.append(Problem(now.path, now.line, now.column, what, cure))
        elif key in asked and asked[key].type != type_ and now.version <= locked.version:
            what = f'{about}: "{key}" was published as {type_} and is now {asked[key].type}.'
            cure = (
                "Readers' answers may not fit. Give the new question an id of its own, "
                f"or write version: {locked.version + 1} to say that you mean it."
            )
            problems.append(Problem(now.path, now.line, now.column, what, cure))
    return problems + _forgotten(about, locked, now, asked, moved)


def _forgotten(
    about: str,
    locked: Locked,
    now: Standing,
    asked: Mapping[str, Question],
    moved: Mapping[str, str],
) -> list[Problem]:
    """A reader who was away for two renamings still has answers under the first name."""
    problems = []
    for old, new in locked.was.items():
        heir = new if new in asked else moved.get(new, "")
        if heir and old not in moved and old not in asked:
            what = f'{about}: "{heir}" no longer says that it was "{old}".'
            cure = f'Write was="{" ".join([old, *asked[heir].was])}": former names stay for good.'
            problems.append(Problem(now.path, now.line, now.column, what, cure))
    return problems


def updated(
    lock: Lock,
    found: Iterable[Standing],
    gone: Mapping[str, str] | None = None,
    pages: Pages = NO_PAGES,
) -> Lock:
    """The lock after publishing `found`: nothing that was ever in it is forgotten."""
    known = pages.addresses
    blocks = dict(lock.blocks)
    left = {**lock.gone, **(gone or {})}
    moved = dict(lock.moved)
    for each in found:
        if not each.block.is_published:
            continue
        before = blocks.get(each.block.id)
        now = _remembered(before, each)
        now = replace(now, address=known.get(each.page, now.address))
        if before and (was := pages.left(before)) and was != now.address:
            moved.setdefault(was, each.block.id)
        blocks[each.block.id] = now
        left.pop(each.block.id, None)
    for name in left:
        if (lost := blocks.pop(name, None)) and (was := pages.left(lost)):
            moved.setdefault(was, name)
    living = set(known.values())
    return Lock(blocks, left, {old: name for old, name in moved.items() if old not in living})


def _heir(name: str, was: Mapping[str, str]) -> str:
    """The id that a name became in the end, however often it was renamed."""
    seen = {name}
    while was.get(name) and was[name] not in seen:
        name = was[name]
        seen.add(name)
    return name


def _remembered(locked: Locked | None, now: Standing) -> Locked:
    asked = questions(now.block)
    ids = {name: each.type for name, each in asked.items()}
    before = locked or Locked(now.block.kind, now.page)
    was = {**before.was, **former(asked)}
    lost = {k: v for k, v in {**before.retired, **before.ids}.items() if k not in ids}
    # A question that moved is not retired; one that came back is not either.
    retired = {k: v for k, v in lost.items() if k not in was}
    return replace(
        before,
        kind=now.block.kind,
        page=now.page,
        title=now.block.title,
        version=now.version,
        ids=ids,
        retired=retired,
        was={old: _heir(old, was) for old in was if old not in ids},
    )
