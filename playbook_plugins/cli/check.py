"""`playbook check`: every mistake in the sources, with place and cure, without building."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from playbook_plugins.blog.blocks import Lifter
from playbook_plugins.blog.model import Author
from playbook_plugins.blog.reader import PostReader, Rules, read_authors
from playbook_plugins.blogroll.reader import NAME as BLOGROLL
from playbook_plugins.blogroll.reader import read_blogroll
from playbook_plugins.comments.ledger import read_ledger
from playbook_plugins.problems import Problem
from playbook_plugins.publish.sources import check_source
from playbook_plugins.worksheets.lock import NAME, LockError, Standing, compare

from .caching import kept_off
from .sheets import PageSheets, pages, read_sheets, site_lock
from .site import Site, read_site


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
@click.option("--cache", is_flag=True, help="Say what keeps the site from fast builds instead.")
def check(paths: tuple[Path, ...], form: str, config_file: str, cache: bool) -> None:
    """Check pages, posts, worksheets and comments (all of the site, or PATHS)."""
    if cache:
        reasons = kept_off(config_file)
        _print(reasons, form, "Nothing keeps this site from fast builds.")
        raise SystemExit(1 if reasons else 0)
    site = read_site(config_file)
    problems = sorted(set(check_site(site, paths)))
    _print(problems, form)
    raise SystemExit(1 if problems else 0)


def check_site(site: Site, paths: Iterable[Path] = ()) -> list[Problem]:
    """All problems of a site's sources; only those under `paths` when there are any."""
    wanted = list(paths)
    found: list[Problem] = []
    sheets: list[Standing] = []
    authors = _authors(site, found)
    for path, inside in pages(site, wanted):
        _check_page(path, inside, site, authors, found, sheets)
    if not wanted:
        _check_threads(site, found)
        _check_lock(site, sheets, found)
    return found


def _check_lock(site: Site, sheets: list[Standing], found: list[Problem]) -> None:
    """What was published and is gone, as far as the lock file remembers."""
    try:
        lock = site_lock(site)
    except LockError as error:
        found.append(Problem(NAME, 0, 0, str(error)))
        return
    if lock:
        found += compare(lock, sheets)


def _authors(site: Site, found: list[Problem]) -> dict[str, Author]:
    path = site.docs / site.blog_dir / site.authors_file
    if not (site.has_blog and path.is_file()):
        return {}
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return read_authors(text, site.shown(path), found.append)


def _check_page(
    path: Path,
    inside: str,
    site: Site,
    authors: dict[str, Author],
    found: list[Problem],
    sheets: list[Standing],
) -> None:
    content = path.read_bytes()
    shown = site.shown(path)
    checked = check_source(content, shown)
    found += checked.problems
    if not checked.readable:
        return
    if site.has_blog and inside.startswith(f"{site.blog_dir}/posts/"):
        rules = Rules(authors, site.categories, checked_elsewhere=True)
        PostReader(inside, shown, rules, found.append).read(content.decode("utf-8-sig"))
    if site.has_blog:
        Lifter(shown, checked.front.height, found.append).run(checked.front.body)
    read = read_sheets(content.decode("utf-8-sig").replace("\r\n", "\n"), inside, shown)
    found += read.problems
    sheets += read.standing
    if read.unstamped:
        _tell_unstamped(read, shown, found)


def _tell_unstamped(read: PageSheets, shown: str, found: list[Problem]) -> None:
    """One problem a page: such ids work, and change when their text is reworded."""
    (name, line), count = read.unstamped[0], len(read.unstamped)
    lines = "this line has" if count == 1 else f"{count} lines from here on have"
    what = f'{lines} no permanent id yet ("{name}" is made from the words).'
    cure = "Write them in: playbook ids --write"
    found.append(Problem(shown, line, 0, what[0].upper() + what[1:], cure))


def _check_threads(site: Site, found: list[Problem]) -> None:
    if site.has_blog:
        folder = site.docs / site.blog_dir / ".comments"
        read_ledger(folder, site.shown(folder), found.append)
        roll = site.docs / site.blog_dir / BLOGROLL
        if roll.is_file():
            read_blogroll(roll, site.shown(roll), found.append)


def _print(problems: list[Problem], form: str, none: str = "No problems.") -> None:
    if form == "json":
        click.echo(json.dumps([asdict(problem) for problem in problems], indent=1))
        return
    for problem in problems:
        click.echo(_annotation(problem) if form == "github" else str(problem))
    if form == "text":
        count = len(problems)
        said = {0: none, 1: "1 problem."}.get(count, f"{count} problems.")
        click.echo(said)


def _annotation(problem: Problem) -> str:
    """A problem as GitHub shows it in a pull request (workflow command `error`)."""
    text = f"{problem.what} {problem.cure}".strip()
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        text = text.replace(sign, code)
    path = problem.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::error file={path},line={problem.line or 1},col={problem.column or 1}::{text}"
