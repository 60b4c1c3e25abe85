"""`playbook check`: every mistake in the sources, with place and cure, without building."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from playbook_plugins.checks.rules import SiteRules, Verdict
from playbook_plugins.checks.site import check_site
from playbook_plugins.shared.options import option_problems, two_blogs, unknown_plugins
from playbook_plugins.shared.problems import Problem, did_you_mean
from playbook_plugins.worksheets.extension import AUTHORS, EXTENSION, FORMER_SITE_ID
from playbook_plugins.worksheets.lock import NAME, LockError, compare

from .addresses import pages_of
from .cache_report import kept_off
from .options import FEATURES
from .sheets import site_lock
from .site_options import ConfigError, extensions_of, options_of, read_config, read_site
from .site_rules import rules_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
@click.option("--cache", is_flag=True, help="Say what keeps the site from fast builds instead.")
def check(paths: tuple[Path, ...], form: str, config_file: str, cache: bool) -> None:
    """Check pages, posts, worksheets, comments, links and addresses (of the site, or in PATHS)."""
    if cache:
        reasons = kept_off(config_file)
        _print(reasons, form, "Nothing keeps this site from fast builds.")
        raise SystemExit(1 if reasons else 0)
    problems = problems_of(config_file)
    if paths:
        problems = [each for each in problems if _is_under(each, paths, rules_of(config_file))]
    _print(problems, form)
    raise SystemExit(1 if problems else 0)


def problems_of(config_file: str) -> list[Problem]:
    """All problems of a site, sorted by place."""
    try:
        site = rules_of(config_file)
    except ConfigError as error:
        return [error.problem]
    verdict = check_site(site)
    found: list[Problem] = list(verdict.problems)
    named = {(each.path, each.line) for each in found}
    for path, ids in verdict.unstamped:
        # A line with a mistake of its own is not asked for an id besides.
        left = tuple(each for each in ids if (path, each[1]) not in named)
        found += [_unstamped(path, left)] if left else []
    found += _gone(config_file, site, verdict)
    found += _options(config_file)
    return sorted(set(found))


def _is_under(problem: Problem, paths: Iterable[Path], site: SiteRules) -> bool:
    place = (site.root / problem.path).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _gone(config_file: str, site: SiteRules, verdict: Verdict) -> list[Problem]:
    """What was published and is gone, as far as the lock file remembers."""
    try:
        lock = site_lock(read_site(config_file))
    except LockError as error:
        return [Problem(NAME, 0, 0, str(error))]
    return compare(lock, verdict.standing, pages_of(site, verdict)) if lock else []


def _options(config_file: str) -> list[Problem]:
    """Wrong options of our plugins."""
    _, values = read_config(config_file)
    text = Path(config_file).read_text(encoding="utf-8")
    shown = Path(config_file).name
    theirs = [each for name in ("blog", "material/blog") for each in options_of(values, name)]
    both = two_blogs(options_of(values, "playbook/blog"), theirs, text, shown)
    return [
        *(Problem(shown, *each) for each in unknown_plugins(text)),
        *([both] if both else ()),
        *_extension_options(values, text, shown),
        *(
            problem
            for feature in FEATURES
            for given in options_of(values, f"playbook/{feature}")
            for _, problem in option_problems(feature, given, text, shown)
        ),
    ]


def _extension_options(values: dict[str, Any], text: str, shown: str) -> list[Problem]:
    """Wrong options of the Markdown extension."""
    problems = []
    for name in extensions_of(values).get(EXTENSION, {}):
        if name not in (*AUTHORS, FORMER_SITE_ID):
            at = re.search(rf"(?m)^[ ]*{re.escape(str(name))}(?=[ ]*:)", text)
            line = text.count("\n", 0, at.end()) + 1 if at else 0
            what = f'the Markdown extension {EXTENSION} has no option "{name}".'
            problems.append(Problem(shown, line, 0, what, did_you_mean(str(name), AUTHORS)))
    return problems


def _unstamped(path: str, ids: tuple[tuple[str, int], ...]) -> Problem:
    """One problem a page: such ids work, and change when their text is reworded."""
    (name, line), count = ids[0], len(ids)
    lines = "This line has" if count == 1 else f"{count} lines from here on have"
    what = f'{lines} no permanent id yet ("{name}" is made from the words).'
    return Problem(path, line, 0, what, "Write them in: playbook ids --write")


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
