"""`playbook ids`: write permanent ids into the sources, and remember them in the lock file."""

from __future__ import annotations

import re
from pathlib import Path

import click

from playbook_plugins.checks.site import check_site
from playbook_plugins.forms.blanks import KEYS, MARKS, TYPES
from playbook_plugins.forms.braces import Allowed, lists_in
from playbook_plugins.forms.questions import questions
from playbook_plugins.forms.tables import split_cells
from playbook_plugins.shared.source_lines import Line
from playbook_plugins.worksheets.lock import NAME, Lock, LockError, updated, write_lock
from playbook_plugins.worksheets.sheets import PageSheets, read_sheets

from .addresses import pages_of
from .sheets import all_sheets, pages, site_lock
from .site_options import Site, read_site
from .site_rules import rules_of

_LIST_LINE = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--write", is_flag=True, help="Write the ids and update playbook.lock.json.")
@click.option(
    "--gone", multiple=True, metavar="ID=HEIR", help="A sheet or tip left; links go to HEIR."
)
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def ids(paths: tuple[Path, ...], write: bool, gone: tuple[str, ...], config_file: str) -> None:
    """List lines without a permanent id (in all pages, or PATHS); with --write, give them one."""
    site = read_site(config_file)
    left = _left(gone)
    count = 0
    for path, inside in pages(site, paths):
        count += _page(path, inside, site, write)
    if count or not write:
        lines = "1 line" if count == 1 else f"{count} lines"
        done = "got its id" if count == 1 else "got their ids"
        click.echo(f"{lines} {done}." if write else f"{lines} without a permanent id.")
    if write:
        _write_lock(site, config_file, left)
    elif left:
        raise click.ClickException("--gone is written to the lock file: add --write.")


def _left(gone: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in gone]
    for name, sign, heir in pairs:
        if not (name and sign and heir):
            raise click.ClickException("Write --gone old-sheet=its-heir, an id or a page.")
    return {name: heir for name, _, heir in pairs}


def _page(path: Path, inside: str, site: Site, write: bool) -> int:
    """How many lines of a page lack an id; with `write`, those that got one."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return 0  # `playbook check` says so
    read = read_sheets(_plain(text), inside, site.shown(path), site.others)
    wanted = sorted([*read.unstamped, *read.nameless], key=lambda each: each[1])
    if not wanted:
        return 0
    if not write:
        for name, line in wanted:
            click.echo(f"{site.shown(path)}:{line}: {name}")
        return len(wanted)
    wrong = _not_understood(text, read)
    made = text if wrong else stamped(text, read)
    if wrong or not _same(read, read_sheets(_plain(made), inside, site.shown(path), site.others)):
        place = f" of line {wrong}" if wrong else ""
        click.echo(
            f"{site.shown(path)}: left as it is, since ids could not be added without changing "
            f"a question. Mend what playbook check says{place} of it first.",
            err=True,
        )
        return 0
    _replace(path, made.encode("utf-8"))
    return len(wanted)


def _not_understood(text: str, read: PageSheets) -> int:
    """The first line that lacks an id and is not understood: an id would make it worse. 0: none."""
    told = {problem.line for problem in read.problems}
    lines = text.splitlines()
    for _, number in read.unstamped:
        first = number  # an item may run over several lines; what is wrong is told at any of them
        while first > 1 and not _LIST_LINE.match(lines[first - 1]) and "|" not in lines[first - 1]:
            first -= 1
        if found := told & set(range(first, number + 1)):
            return min(found)
    return 0


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def stamped(text: str, read: PageSheets) -> str:
    """`text` with the ids that `read` found missing; every other byte stays."""
    lines = text.splitlines(keepends=True)
    for name, number in read.unstamped:
        if number <= len(lines):
            lines[number - 1] = _with_id(lines[number - 1], name)
    for name, number in read.nameless:
        if number <= len(lines):
            lines[number - 1] = _with_option(lines[number - 1], name)
    return "".join(lines)


def _with_option(line: str, name: str) -> str:
    """The first line of a block, with `id:` on a line of its own beneath it."""
    body = line.rstrip("\r\n")
    end = line[len(body) :] or "\n"
    indent = body[: len(body) - len(body.lstrip())]
    return f"{body}{end}{indent}    id: {name}{end}"


BEHIND = Allowed([*TYPES, *MARKS], KEYS, traits=(), certain=True)
"""What may stand in braces behind a line of any sheet."""


def _with_id(line: str, name: str) -> str:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    cut = len(body.rstrip())
    if "|" in body and not _LIST_LINE.match(body):
        cell = split_cells(Line(1, 1, body))[0]
        cut = cell.column - 1 + len(_raw(body[cell.column - 1 :]))
    head, tail = body[:cut], body[cut:]
    lists = [each for each in lists_in(head, BEHIND) if not each.slip]
    if lists:
        inside = head.find(lists[-1].inside, lists[-1].start)
        head = f"{head[:inside]}#{name} {head[inside:]}"
    else:
        head = f"{head} {{#{name}}}" if head[-1:] not in ("", " ") else f"{head}{{#{name}}}"
    apart = " " if tail.startswith("|") else ""
    return head + apart + tail + end


def _raw(text: str) -> str:
    """The first cell of the rest of a table line as written, without blanks at its end."""
    cut = re.match(r"(?:\\.|`[^`]*`|[^|\\])*", text)
    return (cut[0] if cut else "").rstrip()


def _same(before: PageSheets, after: PageSheets) -> bool:
    """Whether stamping changed nothing but that the ids are written now."""
    asked = [
        {each.block.id: questions(each.block) for each in one.standing} for one in (before, after)
    ]
    # A block that has an id now is told by it, and what stands below it stands further down.
    told = [
        sorted((each.what.partition('": ')[2] or each.what, each.cure) for each in one.problems)
        for one in (before, after)
    ]
    left = after.unstamped or after.nameless
    return asked[0] == asked[1] and not left and told[0] == told[1]


def _write_lock(site: Site, config_file: str, gone: dict[str, str]) -> None:
    try:
        lock = site_lock(site) or Lock()
    except LockError as error:
        raise click.ClickException(f"{NAME}: {error}") from None
    rules = rules_of(config_file)
    now = updated(lock, all_sheets(site), gone, pages_of(rules, check_site(rules)))
    if now != lock:
        _replace(site.root / NAME, write_lock(now).encode("utf-8"))
        click.echo(f"{NAME} is up to date. Commit it.")


def _replace(path: Path, content: bytes) -> None:
    """Write the whole file or nothing: a crash leaves the old one."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    if path.exists():
        beside.chmod(path.stat().st_mode)
    beside.replace(path)
