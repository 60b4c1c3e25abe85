"""`playbook due`: when the next scheduled post wants a build."""

from __future__ import annotations

import datetime
import json

import click

from .blogs import blogs_of


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def due(form: str, config_file: str) -> None:
    """Say when the next post is due, and what waits after it.

    A post dated in the future appears with the first build after its time, where the blog has
    `draft_if_future_date: true`. Let your scheduler build at the times that this prints.
    """
    now = datetime.datetime.now(datetime.UTC)
    every = (post for blog in blogs_of(config_file) for post in blog.posts())
    waiting = sorted(
        (p for p in every if p.date.created > now and p.draft is None),
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
