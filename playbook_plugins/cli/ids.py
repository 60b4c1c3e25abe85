"""`playbook ids`: write permanent ids into the sources, and remember them in the lock file."""

from __future__ import annotations

import re
from pathlib import Path

import click

from playbook_plugins.lines import Line
from playbook_plugins.worksheets.attributes import BRACES
from playbook_plugins.worksheets.lock import NAME, Lock, LockError, updated, write_lock
from playbook_plugins.worksheets.published import questions
from playbook_plugins.worksheets.sheets import PageSheets, read_sheets
from playbook_plugins.worksheets.tables import split_cells

from .sheets import all_sheets, pages, site_lock
from .site import Site, read_site

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
        _write_lock(site, left)
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
    read = read_sheets(_plain(text), inside, site.shown(path))
    if not read.unstamped:
        return 0
    if not write:
        for name, line in read.unstamped:
            click.echo(f"{site.shown(path)}:{line}: {name}")
        return len(read.unstamped)
    made = stamped(text, read)
    if not _same(read, read_sheets(_plain(made), inside, site.shown(path))):
        click.echo(
            f"{site.shown(path)}: left as it is, since ids could not be added without changing "
            "a question. Mend what playbook check says of it first.",
            err=True,
        )
        return 0
    _replace(path, made.encode("utf-8"))
    return len(read.unstamped)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def stamped(text: str, read: PageSheets) -> str:
    """`text` with the ids that `read` found missing; every other byte stays."""
    lines = text.splitlines(keepends=True)
    for name, number in read.unstamped:
        if number <= len(lines):
            lines[number - 1] = _with_id(lines[number - 1], name)
    return "".join(lines)


def _with_id(line: str, name: str) -> str:
    body = line.rstrip("\r\n")
    end = line[len(body) :]
    cut = len(body.rstrip())
    if "|" in body and not _LIST_LINE.match(body):
        cell = split_cells(Line(1, 1, body))[0]
        cut = cell.column - 1 + len(_raw(body[cell.column - 1 :]))
    head, tail = body[:cut], body[cut:]
    braces = BRACES.search(head)
    if braces and re.search(r"[#.=]|^\S+$", braces[1]):
        inside = braces.start(1)
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
    return asked[0] == asked[1] and not after.unstamped and before.problems == after.problems


def _write_lock(site: Site, gone: dict[str, str]) -> None:
    try:
        lock = site_lock(site) or Lock()
    except LockError as error:
        raise click.ClickException(f"{NAME}: {error}") from None
    now = updated(lock, all_sheets(site), gone)
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
