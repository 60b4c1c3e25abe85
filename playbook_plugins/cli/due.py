"""`playbook due`: when the next scheduled post wants a build."""

from __future__ import annotations

import datetime
import json

import click

from playbook_plugins.blog.model import Post
from playbook_plugins.blog.reader import PostReader, Rules

from .site import Site, read_site


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def due(form: str, config_file: str) -> None:
    """Say when the next post is due, and what waits after it.

    A post dated in the future appears with the first build after its time, where the blog has
    `draft_if_future_date: true`. Let your scheduler build at the times that this prints.
    """
    site = read_site(config_file)
    now = datetime.datetime.now(datetime.UTC)
    waiting = sorted(
        (post for post in scheduled(site) if post.date.created > now),
        key=lambda post: (post.date.created, post.path),
    )
    if form == "json":
        times = [
            {"at": p.date.created.isoformat(), "post": p.path, "title": p.title} for p in waiting
        ]
        click.echo(json.dumps(times, ensure_ascii=False, indent=2))
        return
    if not waiting:
        click.echo("Nothing is scheduled.")
    for post in waiting:
        click.echo(
            f"{post.date.created.isoformat()}  {' '.join(post.title.split())}  ({post.path})"
        )


def scheduled(site: Site) -> list[Post]:
    """Every post of the site that is no draft; wrong ones are for `playbook check` to name."""
    found = []
    for path in sorted((site.docs / site.blog_dir / "posts").rglob("*.md")):
        relative = path.relative_to(site.docs).as_posix()
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            continue
        post = PostReader(relative, site.shown(path), Rules(), lambda problem: None).read(text)
        if post and not post.draft:
            found.append(post)
    return found
