"""Watches what an import does to the machine, and what it leaves behind."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from playbook_plugins.checks.rules import PageRules
from playbook_plugins.checks.source import check_source as checked
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.imports.html_to_markdown import is_harmless
from playbook_plugins.shared.front_matter import read
from playbook_plugins.shared.ids import is_id

from .bringing import Said, Site

ROOT = Path(__file__).resolve().parents[2]
OWN = tuple(
    str(Path(each).resolve())
    for each in {ROOT, sys.prefix, sys.base_prefix, *sysconfig.get_paths().values()}
)
"""Where Python itself reads: the interpreter, its packages, this checkout."""
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod")
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.Request")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")

_watched: list[tuple[str, list[str]]] = []
_hooked: list[bool] = []


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[list[str]]:
    """What is done outside of `folder`, the network and other programs included."""
    if not _hooked:
        sys.addaudithook(_see)  # for good: Python has no way to take one off
        _hooked.append(True)
    seen: list[str] = []
    _watched.append((str(folder.resolve()), seen))
    try:
        yield seen
    finally:
        _watched.pop()


def _see(event: str, values: tuple[object, ...]) -> None:
    if not _watched:
        return
    folder, seen = _watched[-1]
    if event.startswith(NETWORK) or event.startswith(PROGRAMS):
        seen.append(event)
        raise PermissionError(event)
    if event == "open":
        path, mode, flags = values
        if isinstance(path, int):
            return
        writes = (isinstance(mode, str) and bool(set("wax+") & set(mode))) or (
            mode is None and isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        )
        _check(path, folder, seen, event, () if writes else OWN)
    elif event in CHANGES:
        _check(values[0], folder, seen, event, ())


def _check(path: object, folder: str, seen: list[str], event: str, also: tuple[str, ...]) -> None:
    full = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    if full != os.devnull and not full.startswith((folder, *also)):
        seen.append(f"{event} {full}")


PLACES = re.compile(
    r"blog/posts/[a-z0-9-]+\.md|pages/[a-z0-9-]+\.md|blog/\.comments/[a-z0-9-]+\.yml"
    r"|blog/\.comments/\.gitattributes|blog/\.imports\.json|blog/\.authors\.yml"
)


def wrong_with(site: Site, said: Said, seen: list[str]) -> list[str]:
    """Everything about an import that must not be, whatever came in."""
    wrong = list(seen)
    if said.code not in {0, 1}:
        wrong.append(f"status {said.code}")
    if "Traceback" in said.text or not said.text.strip():
        wrong.append("no sentence")
    wrong += [
        f"control sign {sign!r}" for sign in re.findall(r"[\x00-\x09\x0b-\x1f\x7f]", said.text)
    ]
    table = said.table
    for name, (held, written, there, skipped) in table.items():
        if held != written + there + skipped:
            wrong.append(f"{name}: {held} held, {written} + {there} + {skipped} told")
        kind = name.removesuffix("s")
        listed = sum(line.startswith(f"{kind} “") for line in said.left_out)
        if listed != skipped:
            wrong.append(f"{name}: {skipped} skipped, {listed} listed")
    sources = site.sources()
    if said.code and not table and sources:
        wrong.append(f"refused, and yet wrote {sorted(sources)}")
    uids = []
    for name, text in sources.items():
        if not PLACES.fullmatch(name):
            wrong.append(f"wrote {name}")
        if re.search(r"[\w.]@\w+\.", text):
            wrong.append(f"{name} holds an e-mail address")
        if name.endswith(".md"):
            wrong += _wrong_post(name, text, uids)
    if len(set(uids)) != len(uids):
        wrong.append("two posts share a uid")
    problems: list = []
    read_ledger(site.folder / "docs/blog/.comments", "comments", problems.append)
    return wrong + [str(each) for each in problems]


def _wrong_post(name: str, text: str, uids: list[str]) -> list[str]:
    found = checked(text.encode("utf-8"), name, PageRules(prefix=""))
    wrong = [str(each) for each in found.problems]
    if not found.readable:
        return wrong
    front = read(text)
    if front.body.strip() and not is_harmless(front.body):
        wrong.append(f"{name} holds something that is not only words")
    known = {"title", "uid", "date", "slug", "authors", "categories", "draft", "tags",
             "description", "redirect_from", "pin"}  # fmt: skip
    if not set(front.values) <= known:
        wrong.append(f"{name} has keys of its own: {sorted(front.values)}")
    if name.startswith("blog/"):
        uid = front.values.get("uid")
        uids.append(str(uid))
        if not is_id(str(uid)):
            wrong.append(f"{name} has the uid {uid!r}")
    head = " ".join(map(str, front.values.values()))
    if re.search(r"\{[{%#]|<[A-Za-z/!?]", head):
        wrong.append(f"{name}: its head holds a tag or a template")
    return wrong
