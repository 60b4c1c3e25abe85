"""`playbook blogroll`: asks other blogs for their newest posts; hands the list to feed readers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from playbook_plugins.blogroll.cache import NAME as CACHE
from playbook_plugins.blogroll.cache import read_cache, write_cache
from playbook_plugins.blogroll.model import FeedError, FollowedBlog, Newest
from playbook_plugins.blogroll.opml import opml_text, parse_opml
from playbook_plugins.blogroll.reader import (
    MOST_BLOGS,
    MOST_BYTES,
    NAME,
    BlogrollReader,
    blogs_text,
    read_blogroll,
)
from playbook_plugins.blogroll.refresh import FAILED, NEW, SAME, Outcome, own_hosts
from playbook_plugins.blogroll.refresh import refresh as refreshed
from playbook_plugins.shared.fetch import Policy
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.writing import write_text

from .site_options import Site, hand_out, read_site


@click.group()
def blogroll() -> None:
    """Keep "My Blog List" up to date."""


@blogroll.command()
@click.option("--private", is_flag=True, help="The list names blogs on your own network.")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def refresh(private: bool, config_file: str) -> None:
    """Ask every blog of the list for its newest post, and remember it for the next build.

    A blog that cannot be read keeps its old entry; the command then ends with status 1.
    """
    site = read_site(config_file)
    blogs, cache, problems = _read(site)
    policy = Policy(private=own_hosts(blogs) if private else frozenset())
    now, outcomes = refreshed(blogs, cache, datetime.now(UTC), policy, _say)
    path = _folder(site) / CACHE
    if (outcomes or path.exists()) and write_cache(path, now):
        click.echo(f"{site.shown(path)} is up to date. Commit it.")
    counts = {each: sum(one.result == each for one in outcomes) for each in (NEW, SAME, FAILED)}
    blogs_in_words = "1 blog" if len(outcomes) == 1 else f"{len(outcomes)} blogs"
    click.echo(
        f"{blogs_in_words}: {counts[NEW]} new, {counts[SAME]} unchanged, {counts[FAILED]} failed."
    )
    if counts[FAILED] or problems:
        raise SystemExit(1)


@blogroll.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--title", default="My Blog List", show_default=True)
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def export(file: Path | None, title: str, config_file: str) -> None:
    """Write the list as OPML to FILE, or print it: any feed reader takes it."""
    blogs, cache, problems = _read(read_site(config_file))
    text = opml_text(title, blogs, cache)
    hand_out(text, file)
    if problems:
        raise SystemExit(1)


@blogroll.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def import_command(file: Path, config_file: str) -> None:
    """Add the blogs of an OPML list, as feed readers export it. What is there stays as it is."""
    site = read_site(config_file)
    path = _folder(site) / NAME
    problems: list[Problem] = []
    here = read_blogroll(path, site.shown(path), problems.append) if path.is_file() else []
    if problems:
        raise click.ClickException("\n".join(["Nothing was changed.", *map(str, problems)]))
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException(f"{file} is larger than a list of blogs can be.")
    try:
        blogs = parse_opml(file.read_bytes())
    except FeedError as error:
        raise click.ClickException(f"{file}: {error}.") from None
    known = {each for blog in here for each in (blog.feed, blog.url) if each}
    new = [blog for blog in blogs if not known & {blog.feed or blog.url}]
    room = max(0, MOST_BLOGS - len(here))
    if new[:room]:
        before = path.read_text(encoding="utf-8-sig").rstrip() if path.is_file() else ""
        path.parent.mkdir(parents=True, exist_ok=True)
        written = "\n".join(each for each in (before, blogs_text(new[:room])) if each)
        if len(BlogrollReader(NAME, problems.append).read(written)) != len(here) + len(new[:room]):
            cure = "Let each of its entries begin at the first column: - title: …"
            raise click.ClickException(f"{site.shown(path)} cannot be added to. {cure}")
        kept = path.with_name(f"{path.name}.new")
        write_text(kept, written)
        kept.replace(path)  # whole, or as it was
    click.echo(f"{site.shown(path)}: {len(new[:room])} added, {len(blogs) - len(new)} were there.")
    if new[room:]:
        what = f"{len(new[room:])} did not fit: a list holds {MOST_BLOGS} blogs."
        raise click.ClickException(what)


def _folder(site: Site) -> Path:
    return site.docs / site.blog_dir


def _read(site: Site) -> tuple[list[FollowedBlog], dict[str, Newest], list[Problem]]:
    """The list, what is remembered, and what is wrong with the list, which has been said."""
    path, cache_path = _folder(site) / NAME, _folder(site) / CACHE
    if not path.is_file():
        raise click.ClickException(
            f"{site.shown(path)} is not here. Write one, or bring one in: playbook import opml FILE"
        )
    problems: list[Problem] = []
    blogs = read_blogroll(path, site.shown(path), problems.append)
    complaints: list[Problem] = []
    cache = read_cache(cache_path, site.shown(cache_path), complaints.append)
    for problem in [*problems, *complaints]:
        click.echo(str(problem), err=True)
    return blogs, cache, problems


def _say(outcome: Outcome) -> None:
    if outcome.result == FAILED:
        kept = " Its old entry stays." if outcome.newest else ""
        click.echo(f"{outcome.blog.title}: failed: {outcome.why}.{kept}", err=True)
    elif outcome.result == NEW and outcome.newest:
        newest = outcome.newest
        day = f" ({newest.time:%Y-%m-%d})" if newest.time else ""
        click.echo(f"{outcome.blog.title}: {newest.title or newest.link or 'no posts yet'}{day}")
    if outcome.moved:
        click.echo(f"{outcome.blog.title}: moved for good; write feed: {outcome.moved}", err=True)
